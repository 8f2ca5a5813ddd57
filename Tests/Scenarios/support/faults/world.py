"""One installation of a case: server or nodes, company, certificate, devices, and what they were told."""

from __future__ import annotations

import csv
import io
import os
import secrets
import sqlite3
import subprocess
import threading
import time
import uuid
from collections import defaultdict
from contextlib import closing, contextmanager
from pathlib import Path

import requests

from ..certificate import Desk
from ..device import Device, Identity
from ..device_pages import DevicePages
from ..enrollment import invite
from ..fleet import PushService
from ..installation import ROOT, Installation, Person, Server, resident_bytes
from ..storm_device import QuickIdentity
from ..vault import Vault
from .judges import Exchange

KEPT = """select e.hardware_id, e.id, e.company_id, {hex}(e.sealed_push{more}), {hex}(c.wrapped_key{more})
from enrollments e join companies c on c.id = e.company_id where e.is_current = {yes}"""


class World:
    """Looks like an Installation to a Desk. `nodes[0]` is the one that everybody speaks to unless told otherwise."""

    def __init__(self, lab: Installation, folder: Path, database: str = "", arguments: tuple[str, ...] = (), scheme: str = "http"):
        self.lab, self.folder, self.database, self.scheme = lab, folder, database, scheme
        folder.mkdir(parents=True, exist_ok=True)
        self.data = folder / "data"
        self.environment = {"KIZUNA_DATABASE": database} if database else {}
        self.nodes: list[Server] = []
        self.person = Person("faults", "admin", "shippai wo tamesu kai")
        self.first = self.node(arguments, database)
        run = self.kizuna
        run("admin", "company", "create", "--code", "faults", "--name", "試験株式会社", "--brand", "smsm")
        run(
            "admin", "user", "create", "--company", "faults", "--login", "admin", "--role", "administrator",
            "--password-stdin", input=self.person.password,
        )  # fmt: skip
        there = lab.data / "lab"
        run("vendor", "import", "--certificate", str(there / "vendor-certificate.pem"), "--key", str(there / "vendor-key.pem"))
        self.first.start()
        self.pushes = PushService(lab)
        self.devices: list[Device] = []
        self.ledger: dict[str, list[tuple[str, bool]]] = defaultdict(list)

    def node(self, arguments: tuple[str, ...] = (), database: str = "") -> Server:
        """Not started."""
        place = ("--database", database) if database else ()
        number = len(self.nodes)
        server = Server(self.data, self.lab.lab_file, (*arguments, *place), self.scheme)
        server.output = self.folder / f"server-{number}.txt"
        if number or self.scheme == "https":
            first = self.nodes[0] if self.nodes else server
            server.arguments += ("--console-url", first.base, "--devices-url", first.devices)
        self.nodes.append(server)
        return server

    lab_authority_file = property(lambda self: self.lab.lab_authority_file)
    base = property(lambda self: self.first.base)
    pid = property(lambda self: self.first.process.pid)

    def now(self):
        return self.lab.now()

    def kizuna(self, *arguments, **options):
        return self.first.kizuna(*arguments, env=self.environment, **options)

    def log_in(self, person, *rest):
        return type(self.lab).log_in(self, person, *rest)

    def log(self) -> str:
        return self.first.output.read_text(errors="replace")

    def memory(self) -> int:
        return resident_bytes(self.pid)

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def ready(self, node: Server | None = None, timeout: float = 5) -> int | None:
        try:
            return requests.get(f"http://127.0.0.1:{(node or self.first).port + 2}/readyz", timeout=timeout).status_code
        except requests.RequestException:
            return None

    # -- company and devices

    def furnish(self, devices: int = 4) -> "World":
        """A certificate, and devices of ours that the Lab's push service takes for its own."""
        self.desk = Desk(self, self.person)
        certificate = self.desk.register()
        topic = next(a.value for a in certificate.subject if a.value.startswith("com.apple.mgmt."))
        self.pushes.fault(kind="answer", status=200, count=None, topic=topic)
        invitation = invite(self.desk, devices=devices)
        for number in range(devices):
            device = Device(self.folder / "devices", kind="iPhone", name=f"試験 {number}")
            if self.scheme == "https":
                device.verify = False
            device.enroll(invitation, int(self.now().timestamp()))
            device.identity = QuickIdentity(device.identity.folder)
            device.drain()
            self.devices.append(device)
            self.ledger[device.udid].append((device.token.hex(), True))
        return self

    def page(self, device: Device, node: Server | None = None) -> DevicePages:
        """Its page; at another node than the first by the same session."""
        pages = DevicePages(self.desk, device.serial) if node in (None, self.first) else None
        if pages is None:
            self.nodes.remove(node)
            self.nodes.insert(0, node)
            old, self.first = self.first, node
            try:
                desk = Desk(self, self.person)
                pages = DevicePages(desk, device.serial)
            finally:
                self.first = old
        return pages

    def kept(self) -> dict[str, str | None]:
        """By UDID the token in the database, opened by a reader of ours."""
        if self.database:
            rows, instance = self._ask_postgresql()
        else:
            rows, instance = self._ask_sqlite()
        vault, found = Vault((self.data / "master.key").read_bytes(), instance), {}
        for udid, identifier, company, sealed, wrapped in rows:
            if sealed:
                plain = vault.open(
                    bytes.fromhex(sealed), bytes.fromhex(wrapped), company, "enrollments", f"{identifier}/", "sealed_push"
                )
                found[udid] = plain[1 : 1 + plain[0]].hex()
        return found

    def _ask_sqlite(self):
        with closing(sqlite3.connect(f"file:{self.data / 'kizuna.sqlite'}?mode=ro", uri=True)) as database:
            rows = database.execute(KEPT.format(hex="hex", more="", yes="1")).fetchall()
            return rows, database.execute("select value from installation_values where name = 'instance-id'").fetchone()[0]

    def _ask_postgresql(self):
        rows = query(self.database, KEPT.format(hex="encode", more=", 'hex'", yes="1"))
        instance = query(self.database, "select encode(value, 'hex') from installation_values where name = 'instance-id'")
        return rows, bytes.fromhex(instance[0][0])

    def integrity(self) -> list[str]:
        """Of the SQLite file; an empty list when it is whole."""
        with closing(sqlite3.connect(f"file:{self.data / 'kizuna.sqlite'}?mode=ro", uri=True)) as database:
            found = database.execute("pragma integrity_check").fetchall() + database.execute("pragma foreign_key_check").fetchall()
        return [str(row) for row in found if row != ("ok",)]

    def restart(self) -> float:
        """Ends the first node if it lives, starts it again; seconds until it is ready."""
        if self.first.process.poll() is None:
            self.first.stop()
        began = time.monotonic()
        self.first.start()
        return time.monotonic() - began

    def end(self) -> None:
        for node in self.nodes:
            if node.process is not None and node.process.poll() is None:
                node.kill()


def query(url: str, sql: str) -> list[list[str]]:
    """Of every company: without a word about which, the database's wall shows no rows."""
    every = {**os.environ, "PGOPTIONS": "-c kizuna.company=*"}
    done = subprocess.run(["psql", "--csv", "-t", "-d", url, "-c", sql], capture_output=True, text=True, timeout=30, env=every)
    assert done.returncode == 0, done.stderr
    return list(csv.reader(io.StringIO(done.stdout)))


@contextmanager
def postgresql(folder: Path):
    """A cluster of its own: address, and a function for halt and resume."""
    script = ROOT / "scripts" / "postgresql-for-tests"

    def tell(what: str) -> str:
        return subprocess.run([script, what, folder], check=True, capture_output=True, text=True, timeout=90).stdout.strip()

    try:
        yield tell("start"), tell
    finally:
        tell("stop")


class Callers:
    """Threads in which the devices go on calling: a new token, two polls, a new token, …"""

    def __init__(self, world: World, pause: float = 0.02, url: str | None = None, kinds: tuple[str, ...] = ("token", "Idle", "Idle")):
        self.world, self.pause, self.url, self.kinds = world, pause, url, kinds
        self.exchanges: list[Exchange] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._run, args=(d,), daemon=True) for d in world.devices]

    def __enter__(self) -> "Callers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(70)

    def between(self, start: float, end: float | None = None) -> list[Exchange]:
        return [e for e in list(self.exchanges) if e.at >= start and (end is None or e.at < end)]

    def seconds(self, start: float, end: float | None = None, kind: str = "") -> list[float]:
        return [e.seconds for e in self.between(start, end) if e.status == 200 and kind in e.kind]

    def _run(self, device: Device) -> None:
        while not self.over.is_set():
            for kind in self.kinds:
                self._say(device, kind)
                if self.over.wait(self.pause):
                    return

    def _say(self, device: Device, kind: str) -> None:
        values = self.world.ledger[device.udid]
        if kind == "token":
            device.token, device.magic = secrets.token_bytes(32), str(uuid.uuid4()).upper()
            values.append((device.token.hex(), False))
        began, status = time.monotonic(), None
        try:
            answer = self._send(device, kind)
            status = answer.status_code
            if answer.content and status == 200:
                answer = device.report("Acknowledged", _command(answer.content))
        except requests.RequestException:
            pass
        took = time.monotonic() - began
        if kind == "token" and status == 200:
            values[-1] = (values[-1][0], True)
        self.exchanges.append(Exchange(began, device.serial, kind, status, took))

    def _send(self, device: Device, kind: str) -> requests.Response:
        options = {"url": self.url + device.mdm["ServerURL"].split("/mdm/", 1)[1]} if self.url else {}
        return device.token_update(**options) if kind == "token" else device.report(kind, **options)


def _command(content: bytes) -> str:
    import plistlib

    return plistlib.loads(content)["CommandUUID"]
