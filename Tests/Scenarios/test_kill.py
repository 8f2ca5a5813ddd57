"""kill -9 before, between and after: what was acknowledged is there (K-01, K-02).

The server is started without `make run` around it and killed at many instants around one request; the same data are
taken up again each time. "Between" is caught by watching the write-ahead log grow: the kill falls after the first
bytes of the commit reached the file and before the answer.
"""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from dataclasses import dataclass

import pytest
import requests

from support import authority as ca
from support.certificate import Desk, csr_in
from support.installation import Person, Server, kizuna
from support.web import Page
from support.words import ja

ROUNDS = int(os.environ.get("KILL_ROUNDS", "8"))
"""Kills of each kind, for each of the two requests."""


class Alone:
    """A server of its own in the Lab of the shared installation, with one company."""

    def __init__(self, installation, data):
        self.lab = installation
        self.server = Server(data, installation.lab_file)
        self.person = Person("kill", "admin", "unten no ii kill -9")
        run = self.server.kizuna
        run("admin", "company", "create", "--code", "kill", "--name", "強制終了", "--brand", "smsm")
        run(
            "admin", "user", "create", "--company", "kill", "--login", "admin", "--role", "administrator",
            "--password-stdin", input=self.person.password,
        )  # fmt: skip
        lab = installation.data / "lab"
        run("vendor", "import", "--certificate", str(lab / "vendor-certificate.pem"), "--key", str(lab / "vendor-key.pem"))
        self.server.start()

    # What a Desk asks of an installation.
    lab_authority_file = property(lambda self: self.lab.lab_authority_file)
    base = property(lambda self: self.server.base)

    def now(self):
        return self.lab.now()

    def kizuna(self, *arguments, **options):
        return self.server.kizuna(*arguments, **options)

    def log_in(self, person, words=ja, web=None):
        return type(self.lab).log_in(self, person, words, web)


@pytest.fixture(scope="module")
def alone(installation, workplace):
    alone = Alone(installation, workplace / "kill")
    yield alone
    if alone.server.process.poll() is None:
        alone.server.stop()


@dataclass
class Attempt:
    """One request and what became of its answer."""

    page: Page | None = None
    """The complete answer, or nothing."""


def send_and_kill(alone: Alone, kind: str, act, chance: random.Random, usual_seconds: float) -> Attempt:
    """Sends a request in a thread and kills the server at an instant of this kind."""
    attempt = Attempt()
    wal = alone.server.data / "kizuna.sqlite-wal"

    def run():
        try:
            attempt.page = act()
        except (requests.RequestException, AssertionError):
            pass

    size = wal.stat().st_size if wal.exists() else 0
    changed = wal.stat().st_mtime_ns if wal.exists() else 0
    thread = threading.Thread(target=run)
    thread.start()
    if kind == "before":
        time.sleep(chance.uniform(0, usual_seconds))  # an instant, not a wait for something
    elif kind == "between":
        end = time.monotonic() + 5
        while time.monotonic() < end and thread.is_alive():
            if wal.exists() and (wal.stat().st_size != size or wal.stat().st_mtime_ns != changed):
                break
        time.sleep(chance.uniform(0, usual_seconds / 20))
    else:
        thread.join(30)
    alone.server.kill()
    thread.join(30)
    alone.server.start()
    check_database(alone)
    return attempt


def check_database(alone: Alone) -> None:
    with sqlite3.connect(f"file:{alone.server.data / 'kizuna.sqlite'}?mode=ro", uri=True) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert database.execute("pragma foreign_key_check").fetchall() == []


KINDS = [kind for kind in ("before", "between", "after") for _ in range(ROUNDS)]


def test_a_request_that_was_returned_keeps_its_key(alone):
    """K-01: key stored / request returned."""
    chance = random.Random(4711)
    desk = Desk(alone, alone.person)
    desk.download()
    start = time.monotonic()
    usual = desk.edit().form(ja("new request"))
    usual.send(button=ja("new request"))
    seconds = time.monotonic() - start
    acknowledged: list[bytes] = []
    for kind in KINDS:
        desk = desk.twin()
        form = desk.edit().form(ja("new request"))
        attempt = send_and_kill(alone, kind, lambda: form.send(button=ja("new request")), chance, seconds)
        if attempt.page is not None and attempt.page.status == 200:
            acknowledged.append(attempt.page.response.content)
        assert kind != "after" or attempt.page is not None
    assert ROUNDS <= len(acknowledged) < len(KINDS), f"{len(acknowledged)} of {len(KINDS)} were returned"

    # Every request that reached somebody still has its key: a certificate made from it is taken.
    topic, desk = ca.new_topic(), desk.twin()
    for number, request in enumerate(acknowledged):
        csr = csr_in(request)
        certificate = desk.authority.push_certificate(
            csr.public_key(), topic, alone.now(), not_after=ca.days(alone.now(), 300 + number)
        )
        page = desk.upload(ca.cert_pem(certificate))
        assert page.says(ja("registered")) or page.says(ja("changed")), f"{number}: {page.text[:300]}"
    assert "intact" in alone.kizuna("admin", "log", "--company", "kill").stdout


def test_a_certificate_that_was_acknowledged_stays_registered(alone):
    """K-02: certificate stored / activated. Never half: the old one, or the new one, with its key and its notes."""
    chance = random.Random(4712)
    desk = Desk(alone, alone.person)
    desk.download()
    topic = desk.view().rows().get(ja("topic"))
    topic = topic if topic and topic.startswith("com.apple.mgmt.") else ca.new_topic()
    last = ("", "")
    counts = {"old": 0, "new": 0}
    for number, kind in enumerate(KINDS):
        desk = desk.twin()
        desk.download()
        certificate = desk.issue(topic, alone.now(), not_after=ca.days(alone.now(), 400 + number))
        page = desk.edit()
        notes = f"round {number}"
        attempt = send_and_kill(
            alone, kind, lambda: desk.upload(ca.cert_pem(certificate), notes=notes, page=page), chance, 0.05
        )
        rows = desk.twin().view().rows()
        shown = (rows[ja("certificate")], rows[ja("notes")])
        assert rows[ja("topic")] == topic or last == ("", "")
        acknowledged = attempt.page is not None and attempt.page.status == 200
        if acknowledged:
            assert shown[1] == notes, f"{kind}: acknowledged and lost"
        if shown[1] == notes:
            counts["new"] += 1
            assert shown[0] != last[0], "notes of the new one with the dates of the old one"
            last = shown
        else:
            counts["old"] += 1
            assert shown == last or last == ("", ""), f"{kind}: half done"
    assert counts["new"] >= ROUNDS and counts["old"] >= 1, counts
    assert "intact" in alone.kizuna("admin", "log", "--company", "kill").stdout


def test_nothing_is_left_behind_that_would_not_start(alone):
    """After all the kills: a last clean stop and start, and the command line agrees with the page."""
    alone.server.stop()
    alone.server.start()
    desk = Desk(alone, alone.person)
    assert desk.shown()["topic"] == desk.view().rows()[ja("topic")]
    assert kizuna("--version").returncode == 0
