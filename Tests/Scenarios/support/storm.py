"""A server with two companies under the load of devices and administrators, killed with SIGKILL at any moment.

Everybody stops when the server is dead; what is on disk then is judged (storm_judge.py) after the restart, before
anybody goes on.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
import time
import traceback
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import requests

from .alone import Alone
from .certificate import Desk
from .fleet import PushService
from .installation import Person
from .storm_clerk import Clerk
from .storm_device import Lost, StormDevice
from .storm_evidence import Evidence
from .storm_judge import broken
from .storm_ledger import Ledger
from .words import ja

PARK_SECONDS = 60
USES = 400


@dataclass
class Figures:
    kills: int = 0
    while_starting: int = 0
    """Of these, in the middle of a start."""
    load_seconds: float = 0
    start_seconds: list[float] = field(default_factory=list)
    pushes: set = field(default_factory=set)


class Storm:
    def __init__(self, lab, folder: Path, seed: int, devices: int = 8, clerks: int = 2):
        """`devices` for each of two companies; `lab`: an Installation whose Lab is used."""
        self.seed = seed
        self.chance, self.folder, self.figures, self.ledger = random.Random(seed), folder, Figures(), Ledger()
        self.life, self.is_down, self.over = 0, False, False
        self.open = threading.Event()
        self.parked, self.condition = set(), threading.Condition()
        self.surprises: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        self.alone = Alone(lab, folder / "data", "storm-a")
        self.pushes = PushService(lab)
        people = [self.alone.person, self._second_company("storm-b")]
        desks = [Desk(self.alone, person) for person in people]
        for desk in desks:
            certificate = desk.register()
            topic = next(a.value for a in certificate.subject if a.value.startswith("com.apple.mgmt."))
            self.pushes_accepted(topic)
        self.clerks = [Clerk(self.ledger, desk, seed * 100 + n) for n in range(clerks) for desk in desks]
        self.chiefs = self.clerks[:2]
        self.devices = [
            StormDevice(self.ledger, desk.person.company, folder / "devices", "Mac" if n % 2 else "iPhone", n, self)
            for n in range(devices)
            for desk in desks
        ]
        self.invite()
        self.threads = [
            threading.Thread(target=self._run, args=(actor,), daemon=True) for actor in [*self.devices, *self.clerks]
        ]

    def _second_company(self, code: str) -> Person:
        person = Person(code, "admin", f"unten no ii {code}")
        run = self.alone.server.kizuna
        run("admin", "company", "create", "--code", code, "--name", f"{code} 株式会社", "--brand", "smsm")
        run(
            "admin", "user", "create", "--company", code, "--login", "admin", "--role", "administrator",
            "--password-stdin", input=person.password,
        )  # fmt: skip
        return person

    def pushes_accepted(self, topic: str) -> None:
        """The Lab's push service did not issue our devices' tokens: it is told to take them."""
        self.pushes.fault(kind="answer", status=200, count=None, topic=topic)

    def now(self) -> int:
        return int(self.alone.now().timestamp())

    def invite(self) -> None:
        for clerk in self.chiefs:
            made = clerk.invitation(USES)
            for device in self.devices:
                if device.company == clerk.company:
                    device.invitation = made
        self.invited = len(self.ledger.enrollments)

    # -- everybody's loop

    def _run(self, actor) -> None:
        while not self.over:
            if not self.open.is_set():
                self._park(actor)
                continue
            try:
                actor.act()
            except Lost:
                time.sleep(0.02)
            except Exception:
                # The server may have died in the middle of something that asserts.
                if not self.is_down and self.open.is_set():
                    self.surprises.append(traceback.format_exc()[-1500:])
                    time.sleep(0.5)

    def _park(self, actor) -> None:
        with self.condition:
            self.parked.add(actor)
            self.condition.notify_all()
        self.open.wait()
        with self.condition:
            self.parked.discard(actor)

    def quiet(self) -> None:
        """Until nobody has a request in flight."""
        everybody = len(self.threads)
        with self.condition:
            assert self.condition.wait_for(lambda: len(self.parked) == everybody, PARK_SECONDS), "somebody still speaks"

    # -- the storm

    def begin(self) -> None:
        """Everybody at work; the first kill comes when each device has been enrolled."""
        for thread in self.threads:
            thread.start()
        self.open.set()
        end = time.monotonic() + 120
        while not all(device.enrollment and device.enrollment.enrolled for device in self.devices):
            assert time.monotonic() < end and not self.surprises, self.surprises or "not all devices are enrolled"
            time.sleep(0.05)
        self.know()

    def know(self) -> None:
        for clerk in self.clerks:
            for device in self.devices:
                if device.company == clerk.company:
                    clerk.know(device.serial)

    def strike(self) -> dict[str, list[str]]:
        """Load, a kill at a random moment, a restart, the judgement: what is broken, by invariant."""
        load = self.chance.uniform(0.05, 1.5)
        began = time.monotonic()
        time.sleep(load)
        self.kill()
        self.figures.load_seconds += time.monotonic() - began
        self.quiet()
        while self.chance.random() < 0.1:
            self.kill_while_starting()
        return self.restart_and_judge()

    def kill(self) -> None:
        self.is_down = True
        self.alone.server.kill()
        self.open.clear()
        self.life += 1
        self.figures.kills += 1

    def kill_while_starting(self) -> None:
        server, before, wait = self.alone.server, self.alone.server.process, self.chance.uniform(0, 0.5)

        def kill():
            while server.process is before:
                time.sleep(0.001)
            time.sleep(wait)
            server.process.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            server.start()
        except (AssertionError, requests.RequestException):
            pass
        killer.join()
        self.alone.server.kill()
        self.figures.kills += 1
        self.figures.while_starting += 1

    def restart_and_judge(self) -> dict[str, list[str]]:
        began = time.monotonic()
        self.alone.server.start()
        self.figures.start_seconds.append(time.monotonic() - began)
        self.is_down = False
        found = self.judge()
        if len(self.ledger.enrollments) - self.invited > USES // 2:
            self.invite()
        self.open.set()
        return found

    def calm(self) -> None:
        """Everybody ends what they are at, and stops; the server lives."""
        self.open.clear()
        self.quiet()

    def judge(self) -> dict[str, list[str]]:
        """Through the pages, the command line, the push service, and a copy of the database."""
        self.look_around()
        with closing(self.evidence()) as evidence:
            found = broken(self.ledger, evidence)
        for what in self.surprises:
            found.setdefault("unexpected", []).append(what)
        return found

    def evidence(self) -> Evidence:
        copy = self.folder / "copy.sqlite"
        source = f"file:{self.alone.server.data / 'kizuna.sqlite'}?mode=ro"
        with closing(sqlite3.connect(source, uri=True)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)
        return Evidence(copy, (self.alone.server.data / "master.key").read_bytes(), self.figures.pushes)

    def look_around(self) -> None:
        see = self.ledger.see
        for push in self.pushes.stats()["journal"]:
            self.figures.pushes.add((push["token"], push["topic"]))
        first, second = self.chiefs
        for clerk, other in ((first, second), (second, first)):
            own = {device.serial for device in self.devices if device.company == clerk.company}
            listed = set(clerk.look())
            if listed - own:
                see("I6", f"{clerk.company} sees {listed - own}")
            for device in self.devices:
                if device.company == clerk.company and device.enrollment and device.serial not in listed:
                    see("I1", f"{device.serial} is not in the list")
            stranger = self.chance.choice(sorted(other.pages))
            address = other.pages[stranger].address.replace(f"/{other.company}/", f"/{clerk.company}/")
            if clerk.desk.web.get(address).status != 404:
                see("I6", f"{clerk.company} can open {stranger}")
            self.trespass(clerk.company)
            log = self.alone.kizuna("admin", "log", "--company", clerk.company, check=False)
            if log.returncode != 0 or "intact" not in log.stdout:
                see("I7", f"{clerk.company}: {log.stdout} {log.stderr}")
        self.check_invitations()

    def trespass(self, company: str) -> None:
        """One device speaks at the other company's address."""
        device = next(d for d in self.devices if d.company == company and d.enrollment)
        door = next(d.device for d in self.devices if d.company != company and d.enrollment).mdm["ServerURL"]
        answer = device.device.report("Idle", url=door)
        if answer.status_code != 400 or answer.content:
            self.ledger.see("I6", f"{device.serial} was answered {answer.status_code} at another company's address")

    def check_invitations(self) -> None:
        for order in [o for o in self.ledger.orders if o.kind == "invite" and o.shown][-6:]:
            if requests.get(order.shown, timeout=30).status_code != 200:
                self.ledger.see("I1", f"the invitation {order.shown} is gone")

    def stop(self) -> None:
        self.over = True
        self.open.set()
        for thread in self.threads:
            if thread.is_alive():
                thread.join(PARK_SECONDS)
        self.pushes.clear()
        self.alone.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
