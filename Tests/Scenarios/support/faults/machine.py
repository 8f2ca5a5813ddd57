"""F-11, F-12: the clock jumps, the memory is used up."""

from __future__ import annotations

import os
import resource
import threading
import time
from pathlib import Path

import requests

from ..words import ja
from .case import Book, Outcome
from .judges import answers, back_within, late, lost, turned_away
from .tools import need
from .world import Callers, World

book = Book()
FATAL = (401, 403, 404, 410)


@book.case("F-11", "the clock jumps by an hour, by DST, to 2038")
def clock_jumps(run) -> Outcome:
    need("faketime")
    world = World(run.lab, run.folder / "clock").furnish()
    broken, told = [], []
    began = run.lab.now()
    try:
        for name, hours in {"an hour ahead": 1, "two hours back": -2, "and ahead": 1}.items():
            run.lab.advance(hours=hours)
            with Callers(world) as callers:
                time.sleep(min(run.seconds / 4, 5))
            broken += [f"{name}: {what}" for what in turned_away(callers.exchanges)]
            if bad := [e for e in callers.exchanges if e.status != 200]:
                broken.append(f"{name}: {answers(bad)}")
            page = world.desk.web.get(f"{world.base}/faults")
            if page.status != 200 or page.has_button(ja("log in")) != (hours > 0):
                broken.append(f"{name}: the session {'ended' if page.has_button(ja('log in')) else 'outlived its half hour'}")
            world.desk.web.session.cookies.clear()
            world.log_in(world.person, ja, world.desk.web)
            told.append(f"{name}: {len(callers.exchanges)} calls, 200")
        broken += lost(world.ledger, world.kept())
        told.append(far_future(world, broken))
    finally:
        run.lab.set_clock(began)
        world.end()
    return Outcome("; ".join(told), broken, {}, "DST is no event to a server that counts in UTC; zones are ConsoleTests'")


def far_future(world: World, broken: list[str]) -> str:
    """The process itself, not only the Lab's clock, lives beyond 2^31 seconds; its certificates have ended."""
    world.first.stop()
    world.first.start(["faketime", "-m", "2038-01-20 00:00:00"])
    statuses = []
    for device in world.devices:
        for send in (lambda: device.report("Idle"), device.token_update):
            statuses.append(send().status_code)
    if fatal := set(statuses) & set(FATAL):
        broken.append(f"in 2038 devices were answered {fatal}")
    page = requests.get(f"{world.base}/faults", timeout=20)
    broken += [] if page.status_code == 200 else [f"in 2038 the console's log-in page answered {page.status_code}"]
    broken += [] if world.first.process.poll() is None else ["in 2038 the server ended"]
    world.first.stop()
    return f"2038: devices {sorted(set(statuses))}, console {page.status_code}"


@book.case("F-12", "no memory left")
def no_memory(run) -> Outcome:
    world = World(run.lab, run.folder / "memory").furnish()
    broken, restarts, deaths = [], [], 0
    try:
        for more in (2, 8, 32):
            with Callers(world, pause=0) as callers:
                time.sleep(0.5)
                size = virtual_bytes(world.pid)
                began = time.monotonic()
                resource.prlimit(world.pid, resource.RLIMIT_AS, (size + more * 2**20, resource.RLIM_INFINITY))
                crowd = [threading.Thread(target=large_body, args=(world,), daemon=True) for _ in range(24)]
                for thread in crowd:
                    thread.start()
                end = time.monotonic() + min(run.seconds / 3, 6)
                while world.first.process.poll() is None and time.monotonic() < end:
                    time.sleep(0.02)
                if world.first.process.poll() is not None:
                    deaths += 1
                    restarts.append(world.restart())
                else:
                    resource.prlimit(world.pid, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                back = time.monotonic()
                time.sleep(2)
            broken += turned_away(callers.between(began)) + back_within(callers.between(back), back, 5)[1]
            broken += lost(world.ledger, world.kept())
        world.restart()
        broken += late(restarts, 2, "the restart") if restarts else []
        broken += world.integrity() + lost(world.ledger, world.kept())
    finally:
        world.end()
    return Outcome(
        f"3 limits of address space under load: the process ended {deaths} times, started again within "
        f"{max(restarts, default=0):.2f} s, nothing acknowledged is lost",
        broken, {"restarts": restarts},
        "RLIMIT_AS 2 to 32 MiB above what is in use stands for a control group of 256 MiB",
    )  # fmt: skip


def virtual_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * resource.getpagesize()


def large_body(world: World) -> None:
    for _ in range(4):
        try:
            requests.put(world.devices[0].mdm["ServerURL"], data=os.urandom(8 * 2**20), timeout=10)
        except (requests.RequestException, OSError):
            pass
