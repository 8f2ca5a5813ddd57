"""Three nodes on one PostgreSQL behind a proxy (`make cluster`): any of them may die, and the database may go away."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from support.certificate import Desk
from support.device import Device
from support.device_pages import DevicePages
from support.enrollment import invite
from support.fleet import ask, enroll_all, new_devices
from support.installation import ROOT, Installation, binaries
from support.web import Web, until
from support.words import ja

FLEET = 6


@pytest.fixture(scope="module")
def cluster(workplace):
    running = Installation(workplace / "cluster", command="cluster", DEVICES="0", NODE_PAUSE="1").start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def desk(cluster) -> Desk:
    desk = Desk(cluster, cluster.administrator)
    desk.register()
    return desk


@pytest.fixture(scope="module")
def fleet(cluster, desk):
    devices = new_devices(cluster, FLEET, kind="iPhone")  # a locked Mac waits for its PIN
    enroll_all(cluster, devices, invite(desk, devices=FLEET).link)
    pages = [DevicePages(desk, device.serial) for device in devices]
    for page in pages:
        page.until_quiet()
    return list(zip(devices, pages))


def nodes(cluster) -> list[dict]:
    return json.loads((cluster.data / "nodes.json").read_text())


def status(url: str) -> int:
    try:
        return requests.get(url, timeout=5).status_code
    except requests.ConnectionError:
        return 0


def until_all_ready(cluster) -> None:
    until(lambda: all(status(f"{node['management']}/readyz") == 200 for node in nodes(cluster)), "three ready nodes", 60)


def locks(device) -> int:
    """Locks that were carried out and whose result a node took; a result sent again after a lost answer is one."""
    journal = device.detail()["journal"]
    return sum("DeviceLock" in entry["event"] and entry.get("status") == 200 for entry in journal)


def postgresql(cluster, what: str) -> None:
    subprocess.run([ROOT / "scripts/postgresql-for-tests", what, cluster.data / "postgresql"], check=True, timeout=90)


def test_devices_answer_and_no_order_is_lost_or_doubled_while_nodes_die(cluster, desk, fleet):
    device, pages = fleet[0]
    before = locks(device)
    assert pages.order("lock").status == 200
    pages.until_quiet()
    each = locks(device) - before
    assert each > 0
    ordered = {device.serial: 0 for device, _ in fleet}
    unsure = dict(ordered)
    start = {device.serial: locks(device) for device, _ in fleet}
    chance = random.Random(20261121)
    for _ in range(3):
        until_all_ready(cluster)
        victim = chance.choice(nodes(cluster))
        for number, (device, pages) in enumerate(fleet):
            if number == FLEET // 2:
                os.kill(victim["pid"], signal.SIGKILL)
            try:
                answer = pages.order("lock")
            except requests.ConnectionError:  # the node died under it: nobody was told that it was taken
                unsure[device.serial] += 1
            else:
                assert answer.status == 200, f"{answer.status} {answer.text[:300]}"
                ordered[device.serial] += 1
        until_quiet_everywhere(cluster, fleet)
    for device, _ in fleet:
        count = (locks(device) - start[device.serial]) / each
        serial = device.serial
        assert ordered[serial] <= count <= ordered[serial] + unsure[serial], (serial, count, ordered, unsure)
    counts = ask("GET", f"{cluster.access['lab'].rstrip('/')}/api/devices").json()["counts"]
    assert counts["unenrolled_by_401"] == counts["unenrolled_by_403"] == 0
    assert sum(ordered.values()) > FLEET


def is_quiet(pages: DevicePages) -> bool:
    try:
        return pages.page("/commands").says(ja("nothing waiting"))
    except requests.ConnectionError:
        return False


def until_quiet_everywhere(cluster, fleet) -> None:
    """A device whose conversation died with its node is rung again after five minutes of the Lab's clock."""
    for _ in range(3):
        try:
            until(lambda: all(is_quiet(pages) for _, pages in fleet), "empty queues", 12, pause=0.3)
            return
        except AssertionError:
            cluster.advance(minutes=6)
    until(lambda: all(is_quiet(pages) for _, pages in fleet), "empty queues", 30, pause=0.3)


def answers(device, request_type: str) -> int:
    """Questions of this kind that the device answered and whose answer a node took."""
    return sum(request_type in entry["event"] and entry.get("status") == 200 for entry in device.detail()["journal"])


def test_an_order_for_all_devices_is_made_once_by_two_nodes_and_outlives_one(cluster, desk, fleet):
    until_all_ready(cluster)
    question = "InstalledApplicationList"
    before = {device.serial: answers(device, question) for device, _ in fleet}
    first, second, _ = nodes(cluster)
    button = ja("synchronize so many").format(FLEET)
    asked = [desk.web.twin().get(f"{node['console']}/sample/devices/sync?os=iphone") for node in (first, second)]
    with ThreadPoolExecutor() as both:
        pages = list(both.map(lambda page: page.form(button).send(button=button), asked))
    os.kill(first["pid"], signal.SIGKILL)
    orders = {page.response.url.rsplit("/", 1)[1] for page in pages}
    assert len(orders) == 1 and all(page.status == 200 for page in pages), [page.text[:300] for page in pages]
    page = f"{second['console']}/sample/devices/sync/{orders.pop()}"
    for _ in range(4):  # a device whose conversation died with its node is rung again after five minutes
        try:
            until(lambda: ja("so many finished").format(FLEET, FLEET) in desk.web.get(page).text, "the last answer", 15, pause=0.3)
            break
        except AssertionError:
            cluster.advance(minutes=6)
    for device, _ in fleet:
        assert answers(device, question) == before[device.serial] + 1, device.serial


def test_what_is_ordered_at_one_node_is_handed_out_at_once_by_the_others(cluster, desk, tmp_path):
    """A device that was told "nothing waits" by each node, from memory, and then hears of an order made anywhere."""
    until_all_ready(cluster)
    device = Device(tmp_path).enroll(invite(desk), int(cluster.now().timestamp()))
    device.drain()
    pages = DevicePages(desk, device.serial)
    address = device.mdm["ServerURL"].split("/mdm/", 1)[1]
    urls = [f"{node['devices']}/mdm/{address}" for node in nodes(cluster)]
    idle = {"Status": "Idle", "UDID": device.udid}
    for number, url in enumerate(urls * 2):
        for each in urls:
            for _ in range(2):
                answer = device.put(plist(idle), url=each)
                assert answer.status_code == 200 and not answer.content, "nothing waits"
        assert pages.order("restart").status == 200
        until(lambda url=url: device.put(plist(idle), url=url).content, f"the order at node {number % 3 + 1}", 2, pause=0.05)
        command = device.next()
        assert command.kind == "RestartDevice"
        assert device.next("Acknowledged", command.uuid) is None


def plist(message: dict) -> bytes:
    import plistlib

    return plistlib.dumps(message)


def test_a_session_is_every_nodes_and_ends_at_all(cluster):
    web = Web("ja")
    page = cluster.log_in(cluster.administrator, ja, web)
    for node in nodes(cluster):
        assert not web.get(f"{node['console']}/sample").has_button(ja("log in")), node
    page.form(ja("log out")).send(button=ja("log out"))
    for node in nodes(cluster):
        assert web.get(f"{node['console']}/sample").has_button(ja("log in")), node


def test_a_renewed_certificate_is_every_nodes(cluster, desk, fleet):
    topic = desk.view().rows()[ja("topic")]
    desk.register(topic)
    for node in nodes(cluster):
        page = desk.web.get(f"{node['console']}/sample")
        assert page.status == 200
    for device, pages in fleet[:3]:
        before = locks(device)
        assert pages.order("lock").status == 200
        until_quiet_everywhere(cluster, [(device, pages)])
        assert locks(device) > before


def test_without_its_database_a_node_is_not_ready_and_turns_no_device_away(cluster, desk, fleet, tmp_path):
    device = Device(tmp_path).enroll(invite(desk), int(cluster.now().timestamp()))
    device.drain()
    postgresql(cluster, "halt")
    try:
        for node in nodes(cluster):
            until(lambda node=node: status(f"{node['management']}/readyz") == 503, "readyz 503", 40)
        answer = device.report("Idle")
        assert answer.status_code == 503 and answer.headers["Retry-After"] and not answer.content
        assert device.token_update().status_code == 503
    finally:
        postgresql(cluster, "resume")
    until_all_ready(cluster)
    until(lambda: device.report("Idle").status_code == 200, "the device's answer", 30)
    assert device.token_update().status_code == 200
    phone, pages = fleet[1]
    before = locks(phone)
    assert pages.order("lock").status == 200
    until_quiet_everywhere(cluster, [(phone, pages)])
    assert locks(phone) > before
    counts = ask("GET", f"{cluster.access['lab'].rstrip('/')}/api/devices").json()["counts"]
    assert counts["unenrolled_by_401"] == counts["unenrolled_by_403"] == 0


def test_an_installation_moves_to_postgresql_and_its_devices_do_not_notice(workplace, tmp_path):
    folder = workplace / "move-postgresql"
    start = [ROOT / "scripts/postgresql-for-tests", "start", folder]
    url = subprocess.run(start, check=True, capture_output=True, text=True, timeout=90).stdout.strip()
    old = Installation(workplace / "moving", DEVICES="0").start()

    def move() -> subprocess.CompletedProcess:
        return subprocess.run(
            [binaries() / "kizuna", "database", "move", "--from", old.data, "--to", url],
            capture_output=True, text=True, timeout=120)  # fmt: skip

    try:
        desk = Desk(old, old.administrator)
        desk.register()
        device = Device(tmp_path).enroll(invite(desk), int(old.now().timestamp()))
        device.drain()
        pages = DevicePages(desk, device.serial)
        assert pages.order("restart").status == 200
        refused = move()
        assert refused.returncode == 2 and "a server uses the old database" in refused.stderr, refused.stderr
        old.stop()
        moved = move()
        assert moved.returncode == 0, moved.stderr
        assert "compared  enrollments: 1 rows" in moved.stdout and "Moved and compared" in moved.stdout
        assert "holds an installation already" in move().stderr
        serve = [binaries() / "kizuna", "serve", "--data", old.data, "--lab", old.data / "lab" / "lab.json"]
        again = subprocess.run(serve, capture_output=True, text=True, timeout=30)
        assert again.returncode == 2 and "was moved to another database" in again.stderr, again.stderr
        new = Installation(old.data, DEVICES="0", KIZUNA_DATABASE=url)
        new.port = old.port
        new.start()
        try:
            command = device.next()
            assert command.kind == "RestartDevice", "ordered before the move, handed out after it"
            assert device.next("Acknowledged", command.uuid) is None
            desk = Desk(new, new.administrator)
            assert ja("managed") in DevicePages(desk, device.serial).state()
        finally:
            new.stop()
    finally:
        if old.process:
            old.stop()
        subprocess.run([ROOT / "scripts/postgresql-for-tests", "stop", folder], check=True, timeout=60)
