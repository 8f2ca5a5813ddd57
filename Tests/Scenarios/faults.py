"""`make faults`: a Lab, a server with two companies, and as many kills as asked for; a table at the end.

Environment: KILLS (default 100), SEED (default random), DEVICES for each company (default 8). Ends with 1 when an
invariant is broken or something unexpected was seen, with 2 when the run itself did not come to its end.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import tempfile
import time
import traceback
from contextlib import closing
from pathlib import Path

from support.installation import Installation
from support.storm import Storm
from support.storm_judge import JUDGES

TOLD = 5
"""Sentences for each broken invariant and kill."""


def say(text: str = "") -> None:
    print(text, flush=True)


def number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal():
        say(f"{name} is “{text}”; it must be a number.")
        sys.exit(2)
    return int(text)


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


def main() -> int:
    kills, seed = number("KILLS", 100), number("SEED", secrets.randbelow(1_000_000))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    say(f"faults: {kills} kills, SEED={seed}")
    began, totals = time.monotonic(), {}
    with tempfile.TemporaryDirectory(prefix="kizuna-faults-") as folder:
        lab = Installation(Path(folder) / "run").start()
        storm = None
        try:
            storm = Storm(lab, Path(folder) / "storm", seed, devices=number("DEVICES", 8))
            storm.begin()
            strike(storm, kills, totals)
            table(storm, totals, time.monotonic() - began)
        except Exception:
            traceback.print_exc()
            say(f"faults: the run did not come to its end (SEED={seed}); nothing is proved by it.")
            return 2
        finally:
            if storm is not None:
                storm.stop()
            lab.stop()
    say(f"faults: {'nothing is broken' if not totals else 'broken: ' + ', '.join(sorted(totals))}")
    return 1 if totals else 0


if __name__ == "__main__":
    sys.exit(main())
