"""KILLS: a server with two companies, and as many kill -9 at random as asked for; a table at the end.

DEVICES for each company (default 8). See docs/reference/faults.md.
"""

from __future__ import annotations

import os
import time
from contextlib import closing

from ..storm import Storm
from ..storm_judge import JUDGES
from .case import Book, Outcome

book = Book()
TOLD = 5
"""Sentences for each broken invariant and kill."""


def say(text: str = "") -> None:
    print(text, flush=True)


def tell(kill: int, found: dict[str, list[str]]) -> None:
    for name, what in found.items():
        say(f"  kill {kill}: {name} is broken, {len(what)} times")
        for sentence in what[:TOLD]:
            say(f"    {sentence}")


def strike(storm: Storm, kills: int, totals: dict[str, int]) -> None:
    while storm.figures.kills < kills:
        found = storm.strike()
        done = storm.figures.kills
        tell(done, found)
        for name, what in found.items():
            totals[name] = totals.get(name, 0) + 1
        storm.ledger.observed.clear()
        storm.surprises.clear()
        acknowledged = sum(storm.ledger.acknowledged.values())
        unanswered = sum(storm.ledger.unanswered.values())
        say(f"  kill {done:3} of {kills}: {acknowledged} acknowledged, {unanswered} unanswered so far, "
            f"{'all hold' if not found else 'broken: ' + ', '.join(found)}")  # fmt: skip


def table(storm: Storm, totals: dict[str, int], seconds: float) -> None:
    figures, ledger = storm.figures, storm.ledger
    starts = sorted(figures.start_seconds)
    say()
    say(f"  {'invariant':<46} judged   broken")
    for name, (words, _) in JUDGES.items():
        say(f"  {name} {words:<43} {len(starts):>6} {totals.get(name, 0):>8}")
    say(f"  {'anything unexpected':<46} {len(starts):>6} {totals.get('unexpected', 0):>8}")
    say()
    say(f"  {'operation':<46} acknowledged   unanswered")
    for kind in sorted(ledger.acknowledged.keys() | ledger.unanswered.keys()):
        say(f"  {kind:<46} {ledger.acknowledged[kind]:>12} {ledger.unanswered[kind]:>12}")
    say(f"  {'all':<46} {sum(ledger.acknowledged.values()):>12} {sum(ledger.unanswered.values()):>12}")
    say()
    wipes = sum(entry.erased for entry in ledger.enrollments)
    say(f"  {figures.kills} kills, {figures.while_starting} of them in the middle of a start; "
        f"{len(ledger.enrollments)} enrollments, {wipes} wiped, {len(figures.pushes)} tokens rung")  # fmt: skip
    say(f"  {_done(storm)}")
    say(f"  start after a kill: median {starts[len(starts) // 2]:.2f} s, longest {starts[-1]:.2f} s")
    say(f"  {figures.load_seconds:.0f} s of load in {seconds:.0f} s")


def _done(storm: Storm) -> str:
    """Of the orders without an answer, how many were carried out: both must occur, else the kills miss the commits."""
    orders = [o for o in storm.ledger.orders if o.kind == "lock" and o.acked_at is None and not o.refused]
    with closing(storm.evidence()) as evidence:
        kept = b"".join(r["payload"] for r in evidence.commands.values() if r["request_type"] == "DeviceLock")
    return f"of {len(orders)} locks without an answer {sum(o.nonce.encode() in kept for o in orders)} were stored"


@book.case("KILLS", "kill -9 at random under load")
def kills(run) -> Outcome:
    say(f"  {run.kills} kills, SEED={run.seed}")
    began, totals = time.monotonic(), {}
    storm = Storm(run.lab, run.folder / "storm", run.seed, devices=int(os.environ.get("DEVICES") or 8))
    try:
        storm.begin()
        strike(storm, run.kills, totals)
        table(storm, totals, time.monotonic() - began)
    finally:
        storm.stop()
    heard = sum(storm.ledger.acknowledged.values())
    return Outcome(
        f"{storm.figures.kills} kills (SEED={run.seed}), {heard} acknowledged operations, "
        f"{'I1 to I8 hold' if not totals else 'broken: ' + ', '.join(sorted(totals))}",
        [f"{name}: after {count} kills" for name, count in totals.items()],
        {"kills": storm.figures.kills, "acknowledged": heard, "totals": totals},
    )
