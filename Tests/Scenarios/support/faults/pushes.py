"""F-05: Apple's push service is down, slow, hangs up, or is silent."""

from __future__ import annotations

import time

from .case import Book, Outcome
from .judges import answers, late, lost, percentile, slower, turned_away
from .world import Callers, World

book = Book()
WAYS = {
    "down": {"network": "refusing"}, "silent": {"network": "silent"}, "closing": {"network": "closing"},
    "slow": {"latency_ms": 5000}, "GOAWAY after each": {"go_away_after_streams": 1},
}  # fmt: skip


@book.case("F-05", "APNs down, silent, closing, slow, GOAWAY storm")
def push_service(run) -> Outcome:
    world = World(run.lab, run.folder / "pushes").furnish(6)
    broken, figures, length = [], {}, max(4, run.seconds / len(WAYS))
    rung, called = world.devices[0], world.devices[1:]
    world.devices = called
    pages = world.page(rung)
    try:
        with Callers(world, pause=0.01) as callers:
            time.sleep(1)
            began = time.monotonic()
            time.sleep(5)
            calm = callers.seconds(began)
            for way, behaviour in WAYS.items():
                world.pushes.behave(**behaviour)
                began = time.monotonic()
                while time.monotonic() < began + length:
                    assert pages.order("restart").status == 200
                    time.sleep(0.5)
                seconds = callers.seconds(began, time.monotonic())
                broken += [f"{way}: {what}" for what in slower(calm, seconds, 1.1)]
                broken += [f"{way}: {what}" for what in turned_away(callers.between(began))]
                figures[way] = percentile(seconds, 0.99) * 1000
            world.pushes.behave()
            back = time.monotonic()
            soonest = until_rung(world, rung)
        broken += late([soonest], 330, "a push went out after all was well")
        waiting, command = 0, rung.next()
        while command:
            waiting, command = waiting + 1, rung.next("Acknowledged", command.uuid)
        broken += [] if waiting else ["no order reached the device"]
        broken += lost(world.ledger, world.kept())
    finally:
        world.end()
    shown = ", ".join(f"{way} {ms:.0f} ms" for way, ms in figures.items())
    return Outcome(
        f"device p99 {percentile(calm, 0.99) * 1000:.0f} ms; {shown}; {waiting} orders kept, a push "
        f"{'never' if soonest is None else f'{soonest:.1f} s'} after the end",
        broken, {"calm_p99_ms": percentile(calm, 0.99) * 1000, **figures},
        "one machine for everything: a difference of less than 5 ms is not held against it",
    )  # fmt: skip


def until_rung(world: World, device) -> float | None:
    """The pauses between attempts run by the Lab's clock."""
    world.pushes.forget_counters()
    began = time.monotonic()
    for _ in range(3):
        end = time.monotonic() + 15
        while time.monotonic() < end:
            if world.pushes.pushes_to(device.token.hex()):
                return time.monotonic() - began
            time.sleep(0.1)
        world.lab.advance(minutes=6)
    return None
