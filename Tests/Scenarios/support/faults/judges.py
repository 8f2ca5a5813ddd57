"""What a fault must not do, as functions from evidence to the sentences of what is broken.

They know nothing of how the evidence came about: test_fault_judges.py shows each of them evidence that is wrong.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

FATAL = frozenset({401, 403, 404, 410})
"""Answers that a device may take for the end of its management."""
LATER = 503


@dataclass(frozen=True)
class Exchange:
    at: float
    """Monotonic seconds when it was sent."""
    who: str
    kind: str
    status: int | None
    """None: no complete answer."""
    seconds: float


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def answers(exchanges: list[Exchange]) -> dict[str, int]:
    return {str(status): count for status, count in sorted(Counter(e.status for e in exchanges).items(), key=str)}


def turned_away(exchanges: list[Exchange]) -> list[str]:
    """Enrolled devices hear 200, 503, or nothing."""
    return [f"{e.who}: {e.kind} was answered {e.status}" for e in exchanges if e.status not in (200, LATER, None)]


def was_felt(exchanges: list[Exchange], least: int = 1) -> list[str]:
    """A fault that nobody met proves nothing."""
    felt = sum(e.status != 200 for e in exchanges)
    return [] if felt >= least else [f"the fault was met by {felt} requests, at least {least} were expected"]


def lost(acknowledged: dict[str, list[tuple[str, bool]]], kept: dict[str, str | None]) -> list[str]:
    """The newest kept value of each device is its last acknowledged one, or one that was sent later."""
    found = []
    for who, values in acknowledged.items():
        last = max((n for n, (_, heard) in enumerate(values) if heard), default=None)
        if last is not None and kept.get(who) not in {value for value, _ in values[last:]}:
            found.append(f"{who}: the token acknowledged last is not kept, nor a later one")
    return found


def back_within(exchanges: list[Exchange], since: float, limit: float) -> tuple[float | None, list[str]]:
    """Seconds from `since` until the first 200 to an exchange begun then; every device must hear one by twice the limit."""
    first = {}
    for e in sorted(exchanges, key=lambda e: e.at):
        if e.at >= since and e.status == 200:
            first.setdefault(e.who, e.at + e.seconds - since)
    found = []
    if not first:
        return None, ["nobody was answered 200 afterwards"]
    soonest = min(first.values())
    if soonest > limit:
        found.append(f"the first 200 came after {soonest:.1f} s; {limit:g} s are allowed")
    for who in {e.who for e in exchanges} - first.keys():
        found.append(f"{who}: never answered 200 afterwards")
    return soonest, found


def slower(before: list[float], during: list[float], factor: float, grace: float = 0.005, part: float = 0.99) -> list[str]:
    """`grace`: seconds that two measurements may differ without a fault."""
    was, now = percentile(before, part), percentile(during, part)
    if not during or not before:
        return ["nothing was measured"]
    if now > max(was * factor, was + grace):
        return [f"p{part * 100:.0f} went from {was * 1000:.1f} to {now * 1000:.1f} ms; {factor:g} times are allowed"]
    return []


def grew(before: int, after: int, limit: int, what: str = "memory") -> list[str]:
    grown = after - before
    return [f"{what} grew by {grown / 2**20:.1f} MiB; {limit / 2**20:g} MiB are allowed"] if grown > limit else []


def late(seconds: list[float | None], limit: float, what: str) -> list[str]:
    """None: never happened."""
    never = sum(value is None for value in seconds)
    found = [f"{what}: {never} of {len(seconds)} never ended"] if never else []
    if any(value is not None and value > limit for value in seconds):
        found.append(f"{what}: after {max(v for v in seconds if v is not None):.1f} s; {limit:g} s are allowed")
    return found if seconds else [f"{what}: nothing was measured"]


def not_refused(results: dict[str, str | None]) -> list[str]:
    """By attempt: None when it was refused, else what it was given."""
    return [f"{attempt}: {given}" for attempt, given in results.items() if given is not None] or (
        [] if results else ["nothing was tried"]
    )


def says(text: str, *words: str) -> list[str]:
    """A message holds each of these words."""
    return [f"“{word}” is not in: {text.strip()[-300:] or 'nothing'}" for word in words if word.lower() not in text.lower()]
