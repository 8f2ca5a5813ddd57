"""Processes of a measurement: started here, ended here, with their CPU time and memory."""
import ctypes
import os
import pathlib
import re
import signal
import socket
import subprocess
import time

from meter import cpu, rss

ROOT = pathlib.Path(__file__).resolve().parent.parent
RELEASE = pathlib.Path(os.environ.get("KIZUNA_BINARIES") or ROOT / ".build" / "release")
LIBC = ctypes.CDLL(None, use_errno=True)
START_SECONDS = 60


class Trouble(Exception):
    """The measurement cannot go on; the text says why."""


def die_with_us():
    LIBC.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def free_ports(count):
    """The first of `count` neighbouring ports that nobody listens on."""
    for first in range(21_000 + os.getpid() % 300 * 20, 60_000, 20):
        taken = []
        try:
            for port in range(first, first + count):
                taken.append(socket.create_server(("127.0.0.1", port)))
            return first
        except OSError:
            continue
        finally:
            for one in taken:
                one.close()
    raise Trouble("no free ports")


def answers(port, path="/"):
    """The HTTP status at once, or None; a bare socket, so that waiting costs nothing."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as stream:
            stream.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            found = re.match(rb"HTTP/1.1 (\d+)", stream.recv(64))
            return int(found.group(1)) if found else None
    except OSError:
        return None


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


class Part:
    """One process and its log."""

    def __init__(self, name, command, folder):
        self.name, self.log = name, folder / f"{name}.log"
        self.started = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_us)

    @property
    def pid(self):
        return self.process.pid

    def until(self, ready, pause=0.001):
        """Seconds from the start of the process until `ready`."""
        while not ready():
            if self.process.poll() is not None:
                raise Trouble(f"{self.name} ended with {self.process.returncode}:\n{self.tail()}")
            if time.monotonic() - self.started > START_SECONDS:
                raise Trouble(f"{self.name} was not ready within {START_SECONDS} s:\n{self.tail()}")
            time.sleep(pause)
        return time.monotonic() - self.started

    def tail(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def cpu(self):
        return cpu(self.pid, False)

    def memory(self):
        """Resident KiB: all, and the part that no file backs."""
        return {"rss_kib": rss(self.pid), "anonymous_kib": rss(self.pid, "RssAnon"), "peak_kib": rss(self.pid, "VmHWM")}

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)


def run(command, told=None, cwd=ROOT):
    """A command to its end; its output, or Trouble."""
    done = subprocess.run([str(word) for word in command], input=told, cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        raise Trouble(f"{' '.join(map(str, command[:4]))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout
