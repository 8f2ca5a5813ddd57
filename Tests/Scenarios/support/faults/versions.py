"""F-15: the nodes of a cluster go from one version to the next while devices call; then back, which is refused.

`OLD=` names the folder with the former version's `kizuna`: built from its commit, as no release is kept here.
"""

from __future__ import annotations

import os
import random
import time
from contextlib import contextmanager
from pathlib import Path

from .case import Book, NotRun, Outcome
from .judges import answers, lost, turned_away
from .tools import need
from .world import Callers, World, postgresql, query

book = Book()
REFUSAL = "is for versions of Kizuna that know schema"


@contextmanager
def programs(folder: str):
    """What is started inside is of this version."""
    before = os.environ.get("KIZUNA_BINARIES")
    os.environ["KIZUNA_BINARIES"] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ["KIZUNA_BINARIES"]
        else:
            os.environ["KIZUNA_BINARIES"] = before


class Everywhere(Callers):
    """As behind a load balancer: each call at any node that is not being exchanged."""

    def __init__(self, world: World):
        super().__init__(world, pause=0.02)
        self.open = list(world.nodes)

    def _send(self, device, kind):
        url = random.choice(self.open).devices + "/mdm/" + device.mdm["ServerURL"].split("/mdm/", 1)[1]
        return device.token_update(url=url) if kind == "token" else device.report(kind, url=url)

    def exchange(self, node) -> None:
        self.open.remove(node)
        time.sleep(0.5)  # what was asked is answered
        node.stop()
        node.start()
        self.open.append(node)


def schema(world: World) -> int:
    return int(query(world.database, "select max(number) from schema_migrations")[0][0])


def until_answered(world: World, count: int, seconds: float = 40) -> int:
    end, found = time.monotonic() + seconds, 0
    while found < count and time.monotonic() < end:
        counted = "select count(*) from finished_commands where request_type = 'RestartDevice' and outcome = 'acknowledged'"
        found = int(query(world.database, counted)[0][0])
        time.sleep(0.2)
    return found


@book.case("F-15", "two versions side by side, downgrade refused")
def two_versions(run) -> Outcome:
    old = os.environ.get("OLD", "")
    if not (Path(old) / "kizuna").exists() or not old:
        raise NotRun("OLD= names no folder with the kizuna of the version before")
    need("psql", "postgresql")
    with postgresql(run.folder / "postgresql") as (url, _):
        with programs(old):
            world = World(run.lab, run.folder / "nodes", url)
            try:
                world.node(database=url).start()
                world.furnish(4)
            except BaseException:
                world.end()
                raise
        try:
            return upgraded(run, world, old)
        finally:
            world.end()


def upgraded(run, world: World, old: str) -> Outcome:
    first, second = world.nodes
    before = schema(world)
    pages = [world.page(device, node) for device, node in zip(world.devices, (first, second))]
    with Everywhere(world) as callers:
        time.sleep(2)
        began = time.monotonic()
        callers.exchange(second)
        mixed = time.monotonic()
        ordered = [page.order("restart").status for page in pages]
        time.sleep(max(run.seconds, 10))
        alone = time.monotonic()
        callers.exchange(first)
        time.sleep(2)
    after = schema(world)
    answered = until_answered(world, 2, 1)
    side_by_side = callers.between(mixed, alone)
    broken = turned_away(callers.exchanges) + lost(world.ledger, world.kept())
    broken += [] if after > before else [f"schema {before} before and {after} after: these are not two versions"]
    broken += [] if ordered == [200, 200] else [f"orders at old and new: {ordered}"]
    broken += [] if answered == 2 else [f"{answered} of 2 orders were carried out"]
    broken += [] if len(side_by_side) > 20 else [f"only {len(side_by_side)} calls while both served"]
    broken += refused_downgrade(world, old)
    return Outcome(
        f"schema {before} and {after}, two nodes, exchanged one by one within {time.monotonic() - began:.0f} s: {answers(callers.exchanges)}, "
        f"of which {len(side_by_side)} while both versions served; orders at either were carried out; nothing lost; a version that "
        f"the schema does not allow is refused in words",
        broken, {"mixed_seconds": alone - mixed, "before": before, "after": after},
        "what the newest migration says of versions before it was raised by hand for the refusal: it allows the former one",
    )  # fmt: skip


def refused_downgrade(world: World, old: str) -> list[str]:
    query(world.database, "update schema_migrations set oldest = number where number = (select max(number) from schema_migrations)")
    node = world.nodes[1]
    node.stop()
    try:
        with programs(old):
            node.start()
    except AssertionError as refusal:
        return [] if REFUSAL in str(refusal) else [f"the former version ended without the sentence: {str(refusal)[-200:]}"]
    return ["the former version started on a schema that is not for it"]
