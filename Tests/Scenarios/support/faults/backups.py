"""F-16: a backup taken while devices write, put in the place of a database that is lost.

By the means that the guide names (docs/guides/operate.md), as there is no backup command yet: SQLite's own copy of one
consistent state, and `pg_dump`.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from contextlib import closing, nullcontext
from pathlib import Path

import requests

from ..device import Device
from ..device_pages import DevicePages
from ..enrollment import invite
from ..storm_device import QuickIdentity
from ..words import ja
from .case import Book, Outcome
from .judges import FATAL, answers, turned_away
from .tools import need
from .world import Callers, World, postgresql

book = Book()
DEVICES = 6
EVERY_COMPANY = {**os.environ, "PGOPTIONS": "-c kizuna.company=*"}


class File:
    """SQLite."""

    def __init__(self, world: World):
        self.path = world.data / "kizuna.sqlite"

    def save(self, place: Path) -> None:
        with closing(sqlite3.connect(self.path, timeout=30)) as database:
            database.execute("VACUUM INTO ?", [str(place)])

    def put_back(self, place: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        place.rename(self.path)
        self.path.chmod(0o600)


class Dump:
    """PostgreSQL."""

    def __init__(self, url: str):
        self.url = url

    def save(self, place: Path) -> None:
        self._run("pg_dump", "--enable-row-security", "--format=custom", f"--file={place}", self.url)

    def put_back(self, place: Path) -> None:
        self._run("psql", "-q", "-d", self.url, "-c", "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        self._run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={self.url}", place)

    @staticmethod
    def _run(*command) -> None:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=EVERY_COMPANY, timeout=120)
        assert done.returncode == 0, f"{command[0]}: {done.stderr[-400:]}"


@book.case("F-16", "backup under load, restored")
def restored(run) -> Outcome:
    told, broken, numbers = [], [], {}
    for engine in ("SQLite", "PostgreSQL"):
        if engine == "PostgreSQL":
            need("pg_dump", "postgresql")
        with postgresql(run.folder / "backup-postgresql") if engine == "PostgreSQL" else nullcontext(("", None)) as (url, _):
            world = World(run.lab, run.folder / f"backup-{engine.lower()}", url)
            try:
                world.furnish(DEVICES)
                figure, found, numbers[engine] = backed_up(run, world, Dump(url) if url else File(world))
            finally:
                world.end()
        told.append(f"{engine}: {figure}")
        broken += [f"{engine}: {what}" for what in found]
    return Outcome(
        "; ".join(told), broken, numbers,
        "by the guide's means; P-18 to P-20 ask for a recovery mode, which comes with the backup command",
    )  # fmt: skip


def backed_up(run, world: World, means: File | Dump) -> tuple[str, list[str], dict]:
    asleep, place = world.devices.pop(), world.folder / "copy"
    page = DevicePages(world.desk, asleep.serial)
    assert page.order("lock").status == 200
    with Callers(world) as callers:
        time.sleep(max(run.seconds, 3))
        heard = {udid: [heard for _, heard in values].count(True) for udid, values in world.ledger.items()}
        began = time.monotonic()
        means.save(place)
        ended = time.monotonic()
        sent = {udid: len(values) for udid, values in world.ledger.items()}
        time.sleep(2)
        late = enrolled(world)
        cancelled = cancel(page)
    before = callers.exchanges
    during = callers.between(began, ended)
    world.first.kill()
    means.put_back(place)
    world.first.start()
    broken = turned_away(before) + ([] if cancelled else ["the lock could not be cancelled"])
    broken += within(world, heard, sent) + ([] if world.database else world.integrity())
    log = world.kizuna("admin", "log", "verify", "--company", "faults", check=False)
    broken += [] if log.returncode == 0 else [f"the log of the backup does not verify: {log.stdout[-200:]}"]
    with Callers(world) as callers:
        time.sleep(3)
    after = callers.exchanges
    broken += turned_away(after) + ([] if any(e.status == 200 for e in after) else ["no device was answered 200 afterwards"])
    unknown = late.report("Idle").status_code
    broken += [f"a device newer than the backup was answered {unknown}"] if unknown in FATAL else []
    again = asleep.report("Idle").content
    broken += ["P-20: a lock that was cancelled after the backup was handed out after the restore"] if b"DeviceLock" in again else []
    figure = (
        f"saved in {ended - began:.1f} s beside {len(during)} calls, {answers(before)}; after the restore {answers(after)}, "
        f"every token acknowledged before the backup was in it, a device newer than it hears {unknown}"
    )
    return figure, broken, {"seconds": ended - began, "during": len(during), "after": answers(after), "unknown": unknown}


def enrolled(world: World) -> Device:
    device = Device(world.folder / "devices", kind="iPhone", name="遅れて来た端末")
    device.enroll(invite(world.desk), int(world.now().timestamp()))
    device.identity = QuickIdentity(device.identity.folder)
    device.drain()
    return device


def cancel(page: DevicePages) -> bool:
    commands = page.page("/commands")
    forms = [form for form in commands.forms() if form.action.endswith("/cancel")]
    return bool(forms) and forms[0].send().status == 200


def within(world: World, heard: dict[str, int], sent: dict[str, int]) -> list[str]:
    """Of each device the backup has a token no older than the last one acknowledged before, and none sent after it."""
    kept, broken = world.kept(), []
    for udid, values in world.ledger.items():
        tokens = [token for token, _ in values]
        if kept.get(udid) not in tokens:
            broken.append(f"{udid}: its token is none that it sent")
            continue
        place = tokens.index(kept[udid])
        last = [n for n, (_, was_heard) in enumerate(values) if was_heard][heard[udid] - 1]
        if place < last:
            broken.append(f"{udid}: a token acknowledged before the backup is not in it")
        if place >= sent[udid]:
            broken.append(f"{udid}: a token sent after the backup is in it")
    return broken
