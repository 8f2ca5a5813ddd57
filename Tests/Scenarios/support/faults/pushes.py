"""F-05: Apple's push service is down, slow, hangs up, or is silent."""

from __future__ import annotations

import os
import time

from .case import Book, Outcome
from .judges import late, lost, percentile, slower, turned_away
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
            for way, behaviour in WAYS.items():
                # Calm and fault in turn: what others do on this machine meanwhile meets both.
                calm, hit = [], []
                for _ in range(2):
                    calm += window(callers, pages, length / 2)
                    world.pushes.behave(**behaviour)
                    hit += window(callers, pages, length / 2)
                    world.pushes.behave()
                part = 0.99 if is_calm() else 0.5
                broken += [f"{way}: {what}" for what in slower(calm, hit, 1.1, part=part)]
                figures[way] = f"p{part * 100:.0f} {percentile(calm, part) * 1000:.0f} to {percentile(hit, part) * 1000:.0f} ms"
            broken += turned_away(callers.exchanges)
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
    shown = ", ".join(f"{way} {what}" for way, what in figures.items())
    return Outcome(
        f"device polls: {shown}; {waiting} orders kept, a push "
        f"{'never' if soonest is None else f'{soonest:.1f} s'} after the end",
        broken, figures,
        "a difference of less than 5 ms is not held against it; with a load average above the cores the median is judged",
    )  # fmt: skip


def is_calm() -> bool:
    return os.getloadavg()[0] <= (os.cpu_count() or 1)


def window(callers: Callers, pages, length: float) -> list[float]:
    began = time.monotonic()
    while time.monotonic() < began + length:
        assert pages.order("restart").status == 200
        time.sleep(0.5)
    return callers.seconds(began, time.monotonic())


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
