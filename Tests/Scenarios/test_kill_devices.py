"""kill -9 at random under the load of devices and administrators: the invariants I1 to I8 of docs/reference/faults.md.

`make faults` does the same a hundred times. Each judge is then shown a copy of the same evidence with one thing wrong.
"""

from __future__ import annotations

import random
import secrets
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import pytest

from support.storm import Storm
from support.storm_evidence import Evidence
from support.storm_judge import broken
from support.storm_ledger import Delivery, Ledger, Order, Report

KILLS = 5


@pytest.fixture(scope="module")
def storm(installation, workplace):
    seed = secrets.randbelow(1_000_000)
    print(f"\nstorm: seed {seed}")
    storm = Storm(installation, workplace / "storm", seed, devices=3, clerks=1)
    yield storm
    storm.stop()


def test_five_kills_break_nothing(storm):
    storm.begin()
    while storm.figures.kills < KILLS:
        assert storm.strike() == {}, f"seed of this run: {storm.seed}"
    storm.calm()
    ledger = storm.ledger
    print(f"{sum(ledger.acknowledged.values())} acknowledged, {sum(ledger.unanswered.values())} unanswered")
    assert sum(ledger.acknowledged.values()) > 200 and sum(ledger.unanswered.values()) >= KILLS
    assert storm.judge() == {}


# ---------------------------------------------------------------- every judge can say no


class Wrong:
    """One thing made wrong: in the database's copy, or in what was acknowledged."""

    def __init__(self, ledger: Ledger, database: sqlite3.Connection, pushes: set):
        self.ledger, self.database, self.pushes = replace(ledger, lock=threading.RLock()), database, set(pushes)
        self.delivery = next(d for d in ledger.deliveries if d.kind == "DeviceInformation")

    def run(self, sql: str, *values) -> None:
        assert self.database.execute(sql, values).rowcount > 0, f"nothing to make wrong: {sql}"

    def add(self, **lists) -> None:
        self.ledger = replace(self.ledger, **{name: [*getattr(self.ledger, name), *new] for name, new in lists.items()})

    def answer_is_lost(self):
        report = next(r for r in self.ledger.reports if r.acked_at)
        self.run("delete from finished_commands where uuid = ?", report.uuid)

    def answer_is_another(self):
        report = next(r for r in self.ledger.reports if r.acked_at)
        self.run("update finished_commands set answer = x'00' where uuid = ?", report.uuid)

    def order_is_lost(self):
        order = Order(self.delivery.company, self.delivery.serial, "lock", 0, nonce="never stored", acked_at=1)
        self.add(orders=[order])

    def delivery_is_forgotten(self):
        for table in ("commands", "finished_commands"):
            self.database.execute(f"update {table} set fetch_count = 0 where uuid = ?", (self.delivery.uuid,))

    def token_is_lost(self):
        self.run("update enrollments set sealed_push = null")

    def log_is_rewritten(self):
        self.run("update audit_entries set hash = x'00' where sequence = 3")

    def wipe_comes_again(self):
        d, uuid = self.delivery, "11111111-0000-7000-8000-000000000000"
        wipe = Delivery(d.company, d.serial, d.generation, uuid, "EraseDevice", 30, {})
        report = Report(d.company, d.serial, uuid, "Acknowledged", b"", 10, acked_at=20)
        self.add(deliveries=[wipe], reports=[report], orders=[Order(d.company, d.serial, "wipe", 1)])

    def wipe_that_nobody_asked_for(self):
        d = self.delivery
        asked = sum(o.kind == "wipe" and o.serial == d.serial for o in self.ledger.orders)
        self.add(deliveries=[
            Delivery(d.company, d.serial, d.generation, f"wipe {n}", "EraseDevice", 1, {}) for n in range(asked + 1)
        ])  # fmt: skip

    def cancelled_and_delivered(self):
        d = self.delivery
        self.add(orders=[Order(d.company, d.serial, "cancel", 0, uuid=d.uuid, acked_at=d.asked_at - 1)])

    def entry_is_missing(self):
        self.run("delete from audit_entries where event = 'device-enrolled' and sequence = "
                 "(select max(sequence) from audit_entries where event = 'device-enrolled')")  # fmt: skip

    def entry_is_there_twice(self):
        columns = ("occurred_at, event, is_notice, actor_kind, actor_name, subject, fields_before, fields_after, "
                   "previous_hash, hash")  # fmt: skip
        self.run(f"insert into audit_entries (company_id, sequence, {columns}) select company_id, 900000, {columns} "
                 "from audit_entries where event = 'device-enrolled' limit 1")  # fmt: skip

    def certificate_is_unknown(self):
        self.run("update identities set der = x'00' where der = ?", self.ledger.certificates[0].der)

    def command_of_another_device(self):
        where = "(select max(id) from enrollments where serial_number <> ?)"
        for table in ("commands", "finished_commands"):
            self.database.execute(f"update {table} set enrollment_id = {where}, number = 900000 where uuid = ?"
                                  if table == "finished_commands" else
                                  f"update {table} set enrollment_id = {where}, sequence = 900000 where uuid = ?",
                                  (self.delivery.serial, self.delivery.uuid))  # fmt: skip

    def device_of_another_company(self):
        self.run("update enrollments set company_id = (select max(id) from companies) where company_id = "
                 "(select min(id) from companies)")  # fmt: skip

    def row_without_its_parent(self):
        self.run("delete from devices")

    def triple_of_another_row(self):
        self.run("update enrollments set sealed_push = (select sealed_push from enrollments order by id limit 1)")

    def topic_of_another_message(self):
        self.run("update enrollments set topic = 'com.apple.mgmt.External.other'")

    def push_to_nobody(self):
        self.pushes.add(("ab" * 32, self.ledger.triples[0].topic))


WRONGS = [
    ("I1", Wrong.answer_is_lost), ("I1", Wrong.answer_is_another), ("I1", Wrong.order_is_lost),
    ("I1", Wrong.delivery_is_forgotten), ("I1", Wrong.token_is_lost), ("I1", Wrong.log_is_rewritten),
    ("I2", Wrong.wipe_comes_again), ("I2", Wrong.wipe_that_nobody_asked_for), ("I3", Wrong.cancelled_and_delivered),
    ("I4", Wrong.entry_is_missing), ("I4", Wrong.entry_is_there_twice), ("I5", Wrong.certificate_is_unknown),
    ("I6", Wrong.command_of_another_device), ("I6", Wrong.device_of_another_company),
    ("I7", Wrong.row_without_its_parent), ("I8", Wrong.triple_of_another_row), ("I8", Wrong.topic_of_another_message),
    ("I8", Wrong.push_to_nobody),
]  # fmt: skip


def judged(storm, copy, ledger, pushes) -> dict[str, list[str]]:
    with closing(Evidence(copy, (storm.alone.server.data / "master.key").read_bytes(), pushes)) as evidence:
        return broken(ledger, evidence)


@pytest.mark.parametrize("invariant,make", WRONGS, ids=[make.__name__ for _, make in WRONGS])
def test_a_judge_says_no(storm, tmp_path, invariant, make):
    copy = shutil.copy(storm.folder / "copy.sqlite", tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(copy)) as database:
        for (trigger,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f"drop trigger {trigger}")
        wrong = Wrong(storm.ledger, database, storm.figures.pushes)
        make(wrong)
        database.commit()
    assert invariant in judged(storm, copy, wrong.ledger, wrong.pushes)


def test_damaged_pages_are_seen(storm, tmp_path):
    copy = shutil.copy(storm.folder / "copy.sqlite", tmp_path / "copy.sqlite")
    size = copy.stat().st_size
    chance = random.Random(1)
    with open(copy, "r+b") as file:
        for _ in range(40):
            file.seek(chance.randrange(8192, size - 600))
            file.write(bytes(600))
    try:
        found = judged(storm, copy, storm.ledger, storm.figures.pushes)
    except sqlite3.DatabaseError:
        return  # not even opened: nobody can overlook it
    assert "I7" in found
