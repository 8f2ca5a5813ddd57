"""What puts a fault in: strace at a running process, a small file system, a relay that delays and cuts."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from .case import NotRun


def need(tool: str, package: str = "") -> str:
    found = shutil.which(tool)
    if not found:
        raise NotRun(f"{tool} is missing (Debian package {package or tool}): scripts/install-packages faults")
    return found


def need_root(why: str) -> None:
    if os.geteuid() != 0:
        raise NotRun(f"{why} needs root")


@contextmanager
def injected(pid: int, calls: str, fault: str, log: Path):
    """System calls of a running process fail or wait, as strace's `-e inject=` says it, until the block ends."""
    need("strace")
    need_root("strace on a process that writes no core")
    command = ["strace", "-f", "-qq", "-p", str(pid), "-e", f"trace={calls}", "-e", f"inject={calls}:{fault}", "-o", str(log)]
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        _until_traced(pid, tracer)
        yield tracer
    finally:
        if tracer.poll() is None:
            tracer.send_signal(signal.SIGINT)
            tracer.wait(20)


def _until_traced(pid: int, tracer: subprocess.Popen) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if tracer.poll() is not None:
            raise NotRun(f"strace may not look at a process here: {tracer.stderr.read().strip()[-200:]}")
        try:
            states = [_tracer(Path(task) / "status") for task in Path(f"/proc/{pid}/task").iterdir()]
        except OSError:
            continue
        if states and all(states):
            return
        time.sleep(0.02)
    raise NotRun("strace did not get hold of the process")


def _tracer(status: Path) -> bool:
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("TracerPid")) != 0


@contextmanager
def small_disk(folder: Path, mebibytes: int):
    need_root(f"a file system of {mebibytes} MiB")
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=700", "tmpfs", str(folder)], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise NotRun(f"no file system may be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder: Path) -> Path:
    """A file that takes all the room there is."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return filler


class Relay:
    """Between a client and a Unix socket or port, in a thread of its own. Its state may be changed at any time.

    `delay`: seconds before each piece that the server sends; `held`: nothing passes in either direction;
    `cut_after`: bytes after whose passage to the server the connection is cut, `cuts` times.
    """

    def __init__(self, target: str | int, listen: str | int):
        self.target, self.listen = target, listen
        self.delay, self.held, self.cut_after, self.cuts, self.cut_count = 0.0, False, b"", 0, 0
        self.open: set = set()
        self.most = 0
        self.started = threading.Event()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._main, daemon=True)

    def __enter__(self) -> "Relay":
        self.thread.start()
        assert self.started.wait(10), "the relay does not start"
        return self

    def __exit__(self, *_) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    def _main(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._serve())
        self.started.set()
        self.loop.run_forever()

    async def _serve(self) -> None:
        if isinstance(self.listen, str):
            self.server = await asyncio.start_unix_server(self._pass, self.listen)
        else:
            self.server = await asyncio.start_server(self._pass, "127.0.0.1", self.listen)

    async def _end(self) -> None:
        self.server.close()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _pass(self, reader, writer) -> None:
        try:
            if isinstance(self.target, str):
                there = await asyncio.open_unix_connection(self.target)
            else:
                there = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        pair = (writer, there[1])
        self.open.add(pair)
        self.most = max(self.most, len(self.open))
        try:
            await asyncio.gather(self._copy(reader, there[1], pair, True), self._copy(there[0], writer, pair, False))
        finally:
            self.open.discard(pair)

    async def _copy(self, reader, writer, pair, to_server: bool) -> None:
        try:
            while data := await reader.read(65_536):
                while self.held:
                    await asyncio.sleep(0.02)
                if not to_server and self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(data)
                await writer.drain()
                if to_server and self.cuts > 0 and self.cut_after in data:
                    self.cuts, self.cut_count = self.cuts - 1, self.cut_count + 1
                    for one in pair:
                        one.transport.abort()
                    return
        except OSError:
            pass
        finally:
            writer.close()


@contextmanager
def relayed(url: str, folder: Path):
    """A PostgreSQL address through a relay: the relay and the new address."""
    place, _, rest = url.partition("?host=")
    socket, _, user = rest.partition("&")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    short = Path(f"/tmp/kizuna-relay-{os.getpid()}-{threading.get_native_id()}-{time.monotonic_ns() % 10**6}")
    short.mkdir(mode=0o700)
    try:
        with Relay(f"{socket}/.s.PGSQL.5432", str(short / ".s.PGSQL.5432")) as relay:
            yield relay, f"{place}?host={short}&{user}"
    finally:
        shutil.rmtree(short, ignore_errors=True)
