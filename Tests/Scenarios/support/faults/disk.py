"""F-01, F-02, F-10, F-14: the disk is full, fails, lies, and has lied."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from ..installation import binaries
from .case import Book, NotRun, Outcome
from .judges import answers, back_within, lost, percentile, says, turned_away, was_felt
from .tools import fill, injected, small_disk
from .world import Callers, World

book = Book()


@book.case("F-01", "disk full (database, WAL, log)")
def disk_full(run) -> Outcome:
    with small_disk(run.folder / "disk", 64) as disk:
        world = World(run.lab, disk).furnish()
        try:
            with Callers(world) as callers:
                time.sleep(1)
                filler, began = fill(disk), time.monotonic()
                time.sleep(min(run.seconds, 15))
                refill = fill_more(filler)
                time.sleep(2)
                ready = world.ready()
                filler.unlink()
                freed = time.monotonic()
                time.sleep(5)
            during, after = callers.between(began, freed), callers.between(freed)
            broken = turned_away(during + after) + was_felt([e for e in during if e.kind == "token"], 10)
            soonest, found = back_within([e for e in after if e.kind == "token"], freed, 2)
            broken += found
            polls = [e for e in during if e.kind == "Idle"]
            if not any(e.status == 200 for e in polls):
                broken.append("not one empty poll was answered while the disk was full")
            broken += [] if world.first.process.poll() is None else ["the server ended"]
            restart = world.restart()
            broken += lost(world.ledger, world.kept()) + world.integrity()
        finally:
            world.end()
    return Outcome(
        f"tokens {answers([e for e in during if e.kind == 'token'])}, polls {answers(polls)}, no false OK, "
        f"stores again {'never' if soonest is None else f'{soonest:.2f} s'} after room was made, without a restart",
        broken, {"ready_while_full": ready, "refilled_bytes": refill, "restart_seconds": restart},
    )  # fmt: skip


def fill_more(filler: Path) -> int:
    """What a checkpoint has freed meanwhile."""
    with filler.open("ab", buffering=0) as file:
        before = file.tell()
        try:
            while True:
                os.write(file.fileno(), bytes(4096))
        except OSError:
            return file.tell() - before


@book.case("F-02", "fsync fails with EIO")
def failing_disk(run) -> Outcome:
    world = World(run.lab, run.folder / "eio").furnish()
    try:
        with Callers(world) as callers:
            time.sleep(1)
            length = min(run.seconds, 10)
            with injected(world.pid, "fsync,fdatasync", "error=EIO", run.folder / "eio.strace"):
                began = time.monotonic()
                time.sleep(length)
                ended = time.monotonic()
            time.sleep(3)
        during, after = callers.between(began, ended), callers.between(ended)
        tokens = [e for e in during if e.kind == "token"]
        broken = turned_away(during + after) + was_felt(tokens, 5)
        # One exchange may have begun before the fault, or its flush was over when it came.
        if oks := [e for e in tokens if e.status == 200 and e.at > began + 0.2 and e.at + e.seconds < ended - 0.2]:
            broken.append(f"{len(oks)} TokenUpdates were answered 200 although nothing could be flushed")
        broken += says(world.log(), "disk")
        alive = world.first.process.poll() is None
        restart = world.restart()
        broken += lost(world.ledger, world.kept()) + world.integrity()
    finally:
        world.end()
    return Outcome(
        f"tokens {answers(tokens)}, no false OK; the server {'lives' if alive else 'ended'}, afterwards "
        f"{answers(after)}, again after a start {restart:.1f} s",
        broken, {"log": world.log()[-600:]},
    )  # fmt: skip


@book.case("SLOW", "every fsync takes 5 ms more")
def slow_disk(run) -> Outcome:
    world = World(run.lab, run.folder / "slow").furnish(8)
    try:
        with Callers(world, pause=0) as callers:
            time.sleep(1)
            began = time.monotonic()
            time.sleep(3)
            with injected(world.pid, "fsync,fdatasync", "delay_exit=5000", run.folder / "slow.strace"):
                slow = time.monotonic()
                time.sleep(min(run.seconds, 20))
                ended = time.monotonic()
        during = callers.between(slow, ended)
        before, now = callers.seconds(began, slow, "token"), callers.seconds(slow, ended, "token")
        broken = turned_away(during)
        if failed := [e for e in during if e.status != 200]:
            broken.append(f"{len(failed)} requests were not answered 200: {answers(failed)}")
        if percentile(now, 0.99) > 0.5:
            broken.append(f"p99 of a TokenUpdate is {percentile(now, 0.99) * 1000:.0f} ms; 500 are allowed")
        broken += lost(world.ledger, world.kept())
    finally:
        world.end()
    return Outcome(
        f"{len(now)} TokenUpdates, p50 {percentile(before, 0.5) * 1000:.0f} to {percentile(now, 0.5) * 1000:.0f} ms, "
        f"p99 {percentile(before, 0.99) * 1000:.0f} to {percentile(now, 0.99) * 1000:.0f} ms; nothing but 200",
        broken, {"rate_before": len(before) / (slow - began), "rate_during": len(now) / (ended - slow)},
        "strace stops the process at every system call, which costs more than the 5 ms",
    )  # fmt: skip


POINTS = [
    ("openat", "EMFILE"), ("write", "ENOSPC"), ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fsync,fdatasync", "EIO"),
    ("accept4", "EMFILE"), ("accept4", "EINTR"), ("connect", "ECONNREFUSED"), ("pread64", "EIO"), ("write", "EINTR"),
    ("ftruncate", "EIO"), ("read", "EINTR"), ("mmap", "ENOMEM"), ("epoll_wait", "EINTR"),
]  # fmt: skip


@book.case("F-10", "the N-th system call fails")
def nth_call(run) -> Outcome:
    world, chance = World(run.lab, run.folder / "nth").furnish(), random.Random(run.seed)
    end, tried, ended, broken, met = time.monotonic() + run.seconds, 0, 0, [], 0
    try:
        while time.monotonic() < end:
            calls, error = POINTS[tried % len(POINTS)]
            number = int(500 ** chance.random())
            log = run.folder / "nth.strace"
            with Callers(world, pause=0) as callers:
                with injected(world.pid, calls, f"error={error}:when={number}", log):
                    time.sleep(0.5)
            tried += 1
            met += "INJECTED" in log.read_text(errors="replace")
            # A call that failed in the transport of one connection concerns nobody else.
            broken += [f"{calls} {number} {error}: {what}" for what in turned_away(callers.exchanges)]
            if world.first.process.poll() is not None:
                ended += 1
                world.restart()
            with Callers(world) as callers:
                began = time.monotonic()
                time.sleep(0.3)
            broken += [f"{calls} {number} {error}: {what}" for what in back_within(callers.exchanges, began, 5)[1]]
            broken += [f"{calls} {number} {error}: {what}" for what in lost(world.ledger, world.kept())]
        world.restart()
        broken += world.integrity() + lost(world.ledger, world.kept())
        broken += [] if met else ["not one system call was made to fail"]
    finally:
        world.end()
    return Outcome(
        f"{tried} points (SEED={run.seed}), {met} met, the server ended {ended} times, nothing acknowledged is lost",
        broken, {"points": tried, "met": met, "ended": ended},
        f"{len(POINTS)} calls in turn, N drawn from 1 to 500; the whole product of both takes hours",
    )  # fmt: skip


@book.case("F-14", "corrupt page, truncated WAL")
def damaged(run) -> Outcome:
    world = World(run.lab, run.folder / "damaged").furnish(2)
    with Callers(world):
        time.sleep(1)
    world.first.process.send_signal(signal.SIGKILL)
    world.first.process.wait()
    kept, broken, told = world.folder / "kept", [], []
    shutil.copytree(world.data, kept)
    for name, harm in HARMS.items():
        shutil.rmtree(world.data)
        shutil.copytree(kept, world.data)
        if harm is not cut_wal:
            flatten(world.data / "kizuna.sqlite")
        harm(world.data / "kizuna.sqlite")
        answer = start_once(world)
        if name == "WAL cut short":
            # What stands before the cut is whole: SQLite's checksums end the log there. Nobody may be told otherwise.
            broken += [] if answer is None else says(answer, "restore")
        elif answer is None:
            broken.append(f"{name}: the server runs")
        else:
            broken += [f"{name}: {what}" for what in says(answer, "restore")]
        told.append(f"{name}: {'starts' if answer is None else 'refused'}")
    return Outcome("; ".join(told), broken, {"message": answer or ""})


def flatten(path: Path) -> None:
    """Everything in the file itself and nothing in the log, as after a stop: else the log would mend what is harmed."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def zero_pages(path: Path) -> None:
    """Every page but the first."""
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))


def one_page(path: Path) -> None:
    with path.open("r+b") as file:
        size = path.stat().st_size
        file.seek(size // 2 // 4096 * 4096)
        file.write(os.urandom(4096))


def header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(100))


def cut_wal(path: Path) -> None:
    wal = path.with_name(path.name + "-wal")
    if not wal.exists() or wal.stat().st_size < 8192:
        raise NotRun("there is no WAL to cut")
    os.truncate(wal, wal.stat().st_size * 2 // 3 + 7)


HARMS = {"header overwritten": header, "pages overwritten": zero_pages, "one page overwritten": one_page, "WAL cut short": cut_wal}


def start_once(world: World) -> str | None:
    """What the server says when it refuses; None when it runs."""
    server = world.first
    ports = [f"--{name}-port={server.port + n}" for n, name in enumerate(("console", "devices", "management"))]
    command = [binaries() / "kizuna", "serve", "--data", world.data, *ports, "--lab", world.lab.lab_file]
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
    )
    end = time.monotonic() + 20
    while process.poll() is None and world.ready() != 200 and time.monotonic() < end:
        time.sleep(0.05)
    if process.poll() is None:
        process.kill()
        process.communicate()
        return None
    return process.communicate()[0]
