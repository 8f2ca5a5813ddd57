"""`make run`: what it leaves behind, that it stops in time, and that a second start takes up the same data."""

from __future__ import annotations

import json
import stat

import pytest
import requests

from support import authority as ca
from support.certificate import Desk
from support.installation import Installation
from support.words import ja


@pytest.fixture(scope="module")
def own(workplace):
    running = Installation(workplace / "twice", COMPANY="other-name", DEVICES="2").start()
    yield running
    running.stop()


def test_the_start_state_is_the_one_promised(installation):
    access = installation.access
    assert set(access) >= {
        "console", "company", "login", "password", "viewer_login", "viewer_password", "devices", "management", "lab",
        "portal", "portal_account", "portal_password", "portal_code_url", "clock_url", "apns", "mailbox",
    }  # fmt: skip
    assert stat.S_IMODE((installation.data / "access.json").stat().st_mode) == 0o600
    assert requests.get(f"{access['management']}/healthz", timeout=10).status_code == 200
    assert requests.get(f"{access['management']}/readyz", timeout=10).status_code == 200
    assert requests.get(access["mailbox"], timeout=10).status_code == 200
    assert isinstance(requests.get(f"{access['mailbox']}/api/messages", timeout=10).json(), list)
    assert requests.get(f"{access['devices']}/anything", timeout=10).status_code == 400
    assert requests.put(f"{access['devices']}/mdm/checkin", data=b"x", timeout=10).status_code == 400


def test_devices_stand_ready_in_the_lab_and_none_is_enrolled(installation, own):
    for running, expected in ((installation, 3), (own, 2)):
        devices = requests.get(f"{running.access['lab'].rstrip('/')}/api/devices", timeout=10).json()
        mine = [device for device in devices["devices"] if device["generation"] == 0]
        assert len(mine) >= expected and devices["counts"]["devices"] >= expected, devices["counts"]
    assert requests.get(f"{own.access['lab'].rstrip('/')}/api/devices", timeout=10).json()["counts"]["devices"] == 2
    assert "requests" in requests.get(own.access["apns"], timeout=10).json()


def test_a_second_start_takes_up_the_same_data(own):
    assert own.access["company"] == "other-name"
    desk = Desk(own, own.administrator)
    assert desk.view().rows()[ja("certificate")] == ja("not registered")
    topic = ca.new_topic()
    desk.register(topic, notes="bleibt")
    password = own.access["password"]
    assert own.stop() <= 5
    assert not (own.data / "access.json").exists() or json.loads((own.data / "access.json").read_text())
    own.start()
    assert own.access["password"] == password
    again = Desk(own, own.administrator)
    assert (again.view().rows()[ja("topic")], again.view().rows()[ja("notes")]) == (topic, "bleibt")


def test_the_clock_is_seen_by_the_server_when_put_returns(clock):
    """RFC 3339 in, running on from there, at once."""
    before = clock.now()
    clock.set_clock(ca.days(before, 100))
    assert 0 <= (clock.now() - ca.days(before, 100)).total_seconds() < 10
    answer = requests.put(clock.access["clock_url"], data="tomorrow", timeout=10)
    assert 400 <= answer.status_code < 500


def test_what_is_kept_on_disk_is_its_owners_only(installation):
    for path in [installation.data, *installation.data.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert not mode & 0o077, f"{path}: {mode:o}"
    assert stat.S_IMODE((installation.data / "master.key").stat().st_mode) == 0o400
