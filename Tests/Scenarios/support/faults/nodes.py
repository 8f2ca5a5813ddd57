"""F-03, F-04, F-13, K-14: the database is away, slow, or out of one node's reach; a node dies that held a lease."""

from __future__ import annotations

import time
from contextlib import contextmanager

import requests

from .case import Book, Outcome
from .judges import answers, back_within, late, lost, turned_away, was_felt
from .tools import need, relayed
from .world import Callers, World, postgresql, query

book = Book()
POOL = 9
"""Connections of one node (docs/guides/scale.md)."""


@contextmanager
def cluster(run, devices: int = 4, nodes: int = 2):
    """A database, `nodes` servers, of which the last one has a relay before its database."""
    need("psql", "postgresql")
    with postgresql(run.folder / "postgresql") as (url, tell), relayed(url, run.folder / "relay") as (relay, way):
        world = World(run.lab, run.folder / "nodes", url)
        try:
            for number in range(1, nodes):
                world.node(database=way if number == nodes - 1 else url).start()
            yield world.furnish(devices), relay, tell
        finally:
            world.end()


@book.case("F-03", "PostgreSQL away; connections cut at COMMIT")
def database_away(run) -> Outcome:
    length = run.asked or 60
    with cluster(run) as (world, relay, tell):
        with Callers(world, pause=0.1) as callers:
            time.sleep(1)
            tell("halt")
            began = time.monotonic()
            time.sleep(length)
            tell("resume")
            back = time.monotonic()
            time.sleep(12)
        during, after = callers.between(began, back), callers.between(back)
        broken = turned_away(during + after) + was_felt(during, 10)
        soonest, found = back_within(after, back, 5)
        broken += found
        with Callers(world, pause=0, url=world.nodes[-1].devices + "/mdm/") as cut:
            relay.cut_after, relay.cuts = b"COMMIT", 20
            time.sleep(max(5, length / 6))
            relay.cuts = 0
            time.sleep(1)
        broken += turned_away(cut.exchanges) + lost(world.ledger, world.kept())
        if not relay.cut_count:
            broken.append("not one COMMIT was cut")
        counts = unenrolled(world)
    return Outcome(
        f"away {length:.0f} s: {answers(during)}, 0 turned away, back after {soonest or -1:.1f} s; {relay.cut_count} connections "
        f"cut at COMMIT: {answers(cut.exchanges)}, nothing acknowledged is lost",
        broken + ([f"{counts} simulated devices left"] if counts else []),
        {"back_seconds": soonest, "cut": relay.cut_count},
    )  # fmt: skip


def unenrolled(world: World) -> int:
    counts = requests.get(f"{world.lab.access['lab'].rstrip('/')}/api/devices", timeout=10).json()["counts"]
    return counts["unenrolled_by_401"] + counts["unenrolled_by_403"]


@book.case("F-04", "the database answers after 2 s")
def slow_database(run) -> Outcome:
    with cluster(run, devices=16) as (world, relay, _):
        slow = world.nodes[-1]
        with Callers(world, pause=0, url=slow.devices + "/mdm/", kinds=("token",)) as callers:
            time.sleep(1)
            relay.delay, relay.most = 2, len(relay.open)
            began = time.monotonic()
            time.sleep(max(run.seconds, 15) / 2)
            management = time.monotonic()
            ready = world.ready(slow, 20)
            management = time.monotonic() - management
            page = time.monotonic()
            console = requests.get(f"{slow.base}/faults", timeout=60).status_code
            page = time.monotonic() - page
            time.sleep(max(run.seconds, 15) / 2)
            relay.delay = 0
            back = time.monotonic()
            time.sleep(15)
        most = relay.most
        during, after = callers.between(began, back), callers.between(back)
        broken = turned_away(during + after)
        broken += [f"{most} connections with the database; {POOL} are a node's"] if most > POOL + 1 else []
        soonest, found = back_within(after, back, 10)
        broken += found + lost(world.ledger, world.kept())
        longest = max((e.seconds for e in during), default=0)
        broken += late([longest], 32, "the longest answer")
        broken += late([page], 30, "the console's log-in page")
        broken += late([management if ready in (200, 503) else None], 5, "an answer of /readyz")
    return Outcome(
        f"{answers(during)}, longest answer {longest:.1f} s, {most} connections with the database, /readyz {ready} after "
        f"{management:.1f} s, console {console} after {page:.1f} s, back after {soonest or -1:.1f} s",
        broken, {"longest": longest, "connections": most, "readyz_seconds": management, "page_seconds": page},
        "there is no freeze of commands yet to be tried; the console's page stands for it",
    )  # fmt: skip


@book.case("F-13", "one node is cut off from the database")
def partition(run) -> Outcome:
    with cluster(run) as (world, relay, _):
        node, device = world.nodes[-1], world.devices[0]
        pages, url = world.page(device), node.devices + "/mdm/" + device.mdm["ServerURL"].split("/mdm/", 1)[1]
        for _ in range(3):
            assert device.report("Idle", url=url).status_code == 200
        broken, statuses, stale = [], [], []
        relay.held = True
        cut = time.monotonic()
        assert pages.order("restart").status == 200
        while time.monotonic() < cut + max(run.seconds, 20):
            began = time.monotonic()
            try:
                answer = device.report("Idle", url=url)
            except requests.RequestException:
                statuses.append(None)
                continue
            statuses.append(answer.status_code)
            if answer.status_code == 200 and not answer.content:
                stale.append(began - cut)
            time.sleep(0.1)
        broken += [f"“nothing waits” was said {max(stale):.1f} s after the cut"] if stale and max(stale) > 1 else []
        broken += [f"answered {s}" for s in set(statuses) - {200, 503, None}]
        broken += [] if 503 in statuses or None in statuses else ["the cut was not felt"]
        ready = world.ready(node, 20)
        broken += [f"/readyz of the node says {ready}"] if ready == 200 else []
        relay.held = False
        healed = time.monotonic()
        while time.monotonic() < healed + 40 and world.ready(node) != 200:
            time.sleep(0.1)
        healed = time.monotonic() - healed
        broken += late([healed], 35, "ready again")
        command = device.next(url=url)
        broken += [] if command and command.kind == "RestartDevice" else ["the order did not come at the node afterwards"]
    return Outcome(
        f"answers {answers_of(statuses)}, the last stale “nothing waits” {max(stale, default=0):.1f} s after the cut, "
        f"/readyz {ready}, ready again {healed:.1f} s after the end",
        broken, {"stale": stale[-1:]},
    )  # fmt: skip


def answers_of(statuses: list) -> dict:
    return {str(status): statuses.count(status) for status in sorted(set(statuses), key=str)}


@book.case("K-14", "the node that holds the leases is killed")
def lease_holder(run) -> Outcome:
    with cluster(run, nodes=3) as (world, _, _):
        end = time.monotonic() + 40
        while not upkeep(world) and time.monotonic() < end:
            time.sleep(0.2)
        times, broken, killed = [], [], 0
        for victim in world.nodes:
            holder = upkeep(world)[0]
            victim.kill()
            killed += 1
            began = time.monotonic()
            living = next(node for node in world.nodes if node.process.poll() is None)
            broken += order_once(world, living)
            times += takeover(world, holder, began)
            victim.start()
            if times:
                break
        broken += late(times, 30, "another node had the upkeep")
    return Outcome(
        f"{killed} nodes killed, the last of them held the upkeep: at another node after "
        f"{', '.join('never' if t is None else f'{t:.1f} s' for t in times)}; orders handed out once each",
        broken, {"takeover_seconds": times},
    )  # fmt: skip


def upkeep(world: World) -> tuple[str, int] | None:
    rows = query(world.database, "select holder, until from leases where name = 'upkeep'")
    return (rows[0][0], int(rows[0][1])) if rows else None


def takeover(world: World, holder: str, began: float) -> list[float | None]:
    """Empty when the node that was killed is not the holder: it goes on renewing."""
    time.sleep(0.5)
    until = upkeep(world)[1]
    while time.monotonic() < began + 45:
        now = upkeep(world)
        if now[0] != holder:
            return [time.monotonic() - began]
        if now[1] > until:
            return []
        time.sleep(0.2)
    return [None]


def order_once(world: World, node) -> list[str]:
    """An order reaches the device at a living node, and not again after its answer."""
    device = world.devices[0]
    url = node.devices + "/mdm/" + device.mdm["ServerURL"].split("/mdm/", 1)[1]
    pages = world.page(device, node)
    assert pages.order("restart").status == 200
    command = device.next(url=url)
    if command is None or command.kind != "RestartDevice":
        return ["the order did not reach the device"]
    return ["handed out again after its answer"] if device.next("Acknowledged", command.uuid, url=url) else []
