"""Server and Lab, started, used at the command line and stopped as a user does it."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import requests

from .web import Web, Page, until
from .words import Words, ja

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 120
STOP_SECONDS = 5


def binaries() -> Path:
    return Path(os.environ.get("KIZUNA_BINARIES", ROOT / ".build" / "debug"))


def free_ports(count: int = 10) -> int:
    """The first of `count` neighbouring ports that nobody listens on; runs side by side look in places of their own."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    for first in range(18080 + worker * 2000 + os.getpid() % 100 * 20, 32760, 20):
        sockets = []
        try:
            for port in range(first, first + count):
                sockets.append(socket.create_server(("127.0.0.1", port)))
            return first
        except OSError:
            continue
        finally:
            for taken in sockets:
                taken.close()
    raise AssertionError("no free ports")


def tail(path: Path, lines: int = 40) -> str:
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


@dataclass
class Person:
    company: str
    login: str
    password: str


class Installation:
    """One `make run`."""

    def __init__(self, data: Path, command: str = "run", **variables: str):
        self.data = data
        self.command = command
        self.port = free_ports(10 if command == "run" else 40)
        self.variables = variables
        self.output = data.parent / f"{data.name}-output.txt"
        self.process: subprocess.Popen | None = None
        self.access: dict[str, str] = {}

    # -- life

    def start(self) -> "Installation":
        self.data.parent.mkdir(parents=True, exist_ok=True)
        access = self.data / "access.json"
        stale = access.stat().st_mtime_ns if access.exists() else 0
        self.process = subprocess.Popen(
            ["make", "--no-print-directory", self.command, f"DATA={self.data}", f"PORT={self.port}"]
            + [f"{name}={value}" for name, value in self.variables.items()],
            cwd=ROOT,
            env={**os.environ, "KIZUNA_BUILT": "1"},
            stdout=self.output.open("ab"),
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

        def ready() -> bool:
            if self.process.poll() is not None:
                raise AssertionError(f"make run ended with {self.process.returncode}:\n{tail(self.output)}")
            return access.exists() and access.stat().st_mtime_ns > stale

        until(ready, f"access.json; output so far:\n{tail(self.output)}", START_SECONDS)
        self.access = json.loads(access.read_text())
        return self

    def stop(self) -> float:
        """By SIGTERM; gives the seconds it took and fails beyond the promised five."""
        if self.process is None:
            return 0
        members = descendants(self.process.pid)
        start = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
            taken = time.monotonic() - start
            until(lambda: not any(alive(pid) for pid in members), f"the end of all of {members}", STOP_SECONDS - taken + 0.1)
            return time.monotonic() - start
        except (subprocess.TimeoutExpired, AssertionError):
            for pid in members:
                if alive(pid):
                    os.kill(pid, signal.SIGKILL)
            self.process.kill()
            self.process.wait(5)
            raise AssertionError(f"not stopped within {STOP_SECONDS} s:\n{tail(self.output)}") from None
        finally:
            self.process = None

    @property
    def lab_authority_file(self) -> Path:
        """The Lab's keys: with them a test issues what the Lab's portal never would."""
        return self.data / "lab" / "authority.json"

    @property
    def lab_file(self) -> Path:
        """What a server must be told to live in this Lab."""
        return self.data / "lab" / "lab.json"

    def log_files(self) -> list[Path]:
        return [self.output, *sorted(self.data.rglob("*.log"))]

    def server_pid(self) -> int:
        found = [pid for pid in descendants(self.process.pid) if command(pid)[:2] == [str(binaries() / "kizuna"), "serve"]]
        assert len(found) == 1, f"server processes: {[(pid, command(pid)) for pid in found]}"
        return found[0]

    # -- addresses and people

    @property
    def base(self) -> str:
        return self.access["console"].rsplit("/", 1)[0]

    @property
    def administrator(self) -> Person:
        return Person(self.access["company"], self.access["login"], self.access["password"])

    @property
    def viewer(self) -> Person:
        return Person(self.access["company"], self.access["viewer_login"], self.access["viewer_password"])

    # -- the Lab clock

    def now(self) -> dt.datetime:
        text = requests.get(self.access["clock_url"], timeout=10).text.strip()
        return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))

    def set_clock(self, instant: dt.datetime) -> None:
        text = instant.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        answer = requests.put(
            self.access["clock_url"], data=text, headers={"Content-Type": "text/plain"}, timeout=10
        )
        assert answer.ok, f"{answer.status_code} {answer.text}"

    def advance(self, **span: float) -> None:
        self.set_clock(self.now() + dt.timedelta(**span))

    # -- the Lab's portal

    def set_code_digits(self, account: str, digits: int) -> None:
        """How the portal asks this account for its code: 6, 4 or 0 digits."""
        mode = {6: "six", 4: "four", 0: "none"}[digits]
        url = f"{self.access['lab'].rstrip('/')}/api/accounts/{account}/code-mode"
        answer = requests.put(url, data=mode, timeout=10)
        assert answer.ok, f"{answer.status_code} {answer.text}"

    # -- the command line

    def kizuna(self, *arguments: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        return kizuna(*arguments, "--data", str(self.data), check=check, **options)

    def new_company(self, code: str, name: str, brand: str = "smsm") -> Person:
        """A company with one 管理者, as the service operator makes it."""
        self.kizuna(
            "admin", "company", "create", "--code", code, "--name", name, "--time-zone", "Asia/Tokyo", "--brand", brand
        )
        return self.new_user(code, "admin")

    def new_user(self, company: str, login: str, role: str = "administrator") -> Person:
        person = Person(company, login, f"unten-no-ii-{company}-{login}")
        self.kizuna(
            "admin", "user", "create", "--company", company, "--login", login, "--role", role, "--password-stdin",
            input=person.password + "\n",
        )  # fmt: skip
        return person

    # -- without a window

    def log_in(self, person: Person, words: Words = ja, web: Web | None = None) -> Page:
        web = web or Web(words.language)
        page = web.get(f"{self.base}/{person.company}")
        form = page.form(words("log in"))
        page = form.send({words("login"): person.login, words("password"): person.password})
        assert page.status == 200 and not page.has_button(words("log in")), page.text[:400]
        return page


class Server:
    """One `kizuna serve`, without `make run` around it: to be killed, or to be a real installation."""

    def __init__(self, data: Path, lab: Path | None = None, arguments: tuple[str, ...] = (), scheme: str = "http"):
        self.data, self.lab, self.arguments = data, lab, arguments
        self.port = free_ports(3)
        self.base = f"{scheme}://127.0.0.1:{self.port}"
        self.devices = f"{scheme}://127.0.0.1:{self.port + 1}"
        self.output = data.parent / f"{data.name}-output.txt"
        self.process: subprocess.Popen | None = None

    def start(self, before: list[str] = ()) -> "Server":
        """`before`: a program that starts it, `faketime` or `prlimit` with their words."""
        ports = [f"--{name}-port={self.port + n}" for n, name in enumerate(("console", "devices", "management"))]
        self.process = subprocess.Popen(
            [*before, str(binaries() / "kizuna"), "serve", "--data", str(self.data), *ports]
            + (["--lab", str(self.lab)] if self.lab else [])
            + list(self.arguments),
            stdout=self.output.open("ab"),
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )

        def ready() -> bool:
            if self.process.poll() is not None:
                raise AssertionError(f"kizuna serve ended with {self.process.returncode}:\n{tail(self.output)}")
            try:
                return requests.get(f"http://127.0.0.1:{self.port + 2}/readyz", timeout=5).status_code == 200
            except requests.ConnectionError:
                return False

        until(ready, "readyz", START_SECONDS, pause=0.02)
        return self

    def set_up_link(self) -> str:
        """The one-time link that a real installation prints at its first start; empty when it printed none."""
        found = re.findall(r"http\S+/_setup/\S+", self.output.read_text())
        return found[-1] if found else ""

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"not stopped within {STOP_SECONDS} s:\n{tail(self.output)}") from None

    def kizuna(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        lab = ("--lab", str(self.lab)) if self.lab else ()
        return kizuna(*arguments, "--data", str(self.data), *lab, **options)


def kizuna(*arguments: str, check: bool = True, **options) -> subprocess.CompletedProcess:
    environment = {**os.environ, **options.pop("env", {})}
    done = subprocess.run(
        [str(binaries() / "kizuna"), *arguments],
        capture_output=True,
        text=options.pop("text", True),
        env=environment,
        timeout=60,
        **options,
    )
    if check:
        assert done.returncode == 0, f"kizuna {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done


# ---------------------------------------------------------------- processes


def command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
    except OSError:
        return [""]


def descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, rest = [], [pid]
    while rest:
        children = parents.get(rest.pop(), [])
        found += children
        rest += children
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def resident_bytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmRSS")
