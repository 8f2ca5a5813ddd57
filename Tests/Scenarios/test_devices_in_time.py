"""What only shows with time or trouble: an expired certificate, an hour without Apple, a revoked one, GOAWAY in a wave."""

from __future__ import annotations

import datetime as dt
from time import sleep

import pytest
import requests

from support import authority as ca
from support.certificate import Desk
from support.device_pages import DevicePages
from support.enrollment import invite
from support.fleet import LabDevice, PushService, enroll_all, new_device, new_devices
from support.web import until
from support.words import ja

WAVE = 200


@pytest.fixture
def apns(installation):
    service = PushService(installation)
    service.clear()
    yield service
    service.clear()


def enrolled(desk: Desk, kind: str = "iPhone") -> tuple[LabDevice, DevicePages]:
    device = new_device(desk.installation, kind).enroll(invite(desk).link)
    pages = DevicePages(desk, device.serial)
    pages.until_quiet()
    return device, pages


def company(installation, new_company, code: str) -> Desk:
    desk = Desk(installation, new_company(code))
    desk.register()
    return desk


def test_commands_wait_behind_an_expired_certificate_and_go_out_with_the_renewed_one(clock, new_company, apns):
    desk = company(clock, new_company, "expired")
    topic = desk.view().rows()[ja("topic")]
    device, pages = enrolled(desk)
    server = clock.server_pid()
    device.behave(online=False)
    assert pages.sync().status == 200
    clock.advance(days=366)
    desk = Desk(clock, desk.person)  # the session ended long ago
    pages = DevicePages(desk, device.serial)
    device.behave(online=True)
    page = pages.until_state("unreachable")
    assert page.says(ja("undelivered")) and page.says(ja("certificate expired")) and page.says(ja("impossible"))
    assert pages.order("lock").status == 422
    commands = pages.page("/commands")
    assert commands.says(ja("certificate expired")) and not commands.says(ja("nothing waiting"))
    assert not device.obeyed("DeviceLock")
    # Renew: the same topic, no restart, nothing else to press
    desk.register(topic)
    pages.until_quiet(90)
    pages.until_state("managed")
    assert clock.server_pid() == server
    token = device.enrollment["token"]
    assert apns.pushes_to(token)[-1]["outcome"] == "200"


def test_who_is_rung_after_a_gap_is_rung_until_it_calls_and_no_longer(clock, new_company, apns):
    desk = company(clock, new_company, "gap")
    device, pages = enrolled(desk)
    device.act("poll")
    device.act("poll")  # by now the answer comes from memory
    token = device.enrollment["token"]
    desk.delete()
    page = desk.view()
    assert page.form(ja("restore")).send(button=ja("restore")).status == 200
    until(lambda: apns.pushes_to(token), "the ring after the gap")
    count = len(apns.pushes_to(token))
    for _ in range(3):
        clock.advance(hours=3)
        until(lambda: requests.get(f"{clock.access['management']}/readyz", timeout=10).status_code == 200, "readyz")
        sleep(2.5)  # the push loop looks at the clock every second
    assert len(apns.pushes_to(token)) == count


def test_an_hour_without_apple_loses_nothing_and_makes_no_wave(clock, new_company, apns):
    desk = company(clock, new_company, "no-network")
    devices = new_devices(clock, 8)
    enroll_all(clock, devices, invite(desk, devices=8).link)
    pages = [DevicePages(desk, device.serial) for device in devices]
    for each in pages:
        each.until_quiet()
    apns.behave(network="refusing")
    for each in pages[:4]:
        assert each.sync().status == 200
    for _ in range(6):
        clock.advance(minutes=10)
        until(lambda: requests.get(f"{clock.access['management']}/readyz", timeout=10).status_code == 200, "readyz")
    apns.behave(network="silent")
    desk = Desk(clock, desk.person)  # the session ended after half an hour
    pages = [DevicePages(desk, device.serial) for device in devices]
    for each in pages[4:]:
        assert each.sync().status == 200
    clock.advance(minutes=10)
    late, late_pages = new_device(clock, "Mac"), None
    late.enroll(invite(desk).link)
    assert late.state == "enrolled", "a device enrolls while Apple is out of reach"
    for each in pages:
        assert ja("released") not in each.state() and not each.page("/commands").says(ja("nothing waiting"))
    apns.forget_counters()
    apns.behave(network="up")
    late_pages = DevicePages(desk, late.serial)
    for each in [*pages, late_pages]:
        for _ in range(40):
            if each.page("/commands").says(ja("nothing waiting")):
                break
            clock.advance(minutes=2)
            until(lambda: True, "a moment", 1)
            try:
                each.until_quiet(3)
            except AssertionError:
                continue
        assert each.page("/commands").says(ja("nothing waiting")), each.page("/commands").text[:300]
    seen = apns.stats()["requests"]
    assert seen["duplicates"] == 0, seen
    assert all(device.state == "enrolled" for device in devices)


def test_a_certificate_that_apple_revoked_is_said_to_be_refused(installation, new_company, apns):
    """Registered from the Lab's portal, revoked there: the certificate page tells what Apple says of it."""
    person = new_company("revoked")
    desk = Desk(installation, person)
    desk.download()
    lab = installation.access["lab"].rstrip("/")
    account = f"revoked-{person.company}@example.com"
    made = requests.post(f"{lab}/api/accounts/{account}/certificates", data=desk.request, timeout=30)
    assert made.status_code == 201, made.text[:300]
    pem = next(value for value in certificates_in(made.json()))
    page = desk.upload(pem.encode(), apple_id=account)
    assert page.says(ja("registered")), page.text[:400]
    device, pages = enrolled(desk)
    assert desk.view().says("受理")
    revoke(installation, account)
    assert pages.sync().status == 200
    until(lambda: pages.page().says("403"), "the refusal on the device's page")
    assert pages.page().says("BadCertificate") or pages.page().says("Revoked")
    until(lambda: desk.view().says("拒否"), "the refusal on the certificate page", 60)
    assert device.state == "enrolled" and ja("waiting") in pages.state()


def certificates_in(value):
    """Every PEM in the Lab's answer, newest last."""
    if isinstance(value, dict):
        for item in value.values():
            yield from certificates_in(item)
    elif isinstance(value, list):
        for item in reversed(value):
            yield from certificates_in(item)
    elif isinstance(value, str) and value.startswith("-----BEGIN CERTIFICATE"):
        yield value


def revoke(installation, account: str) -> None:
    from support.portal import PortalByRequests

    portal = PortalByRequests(installation, account)
    row = portal.home.soup.select("tbody tr")[-1]
    link = next((a for a in row.select("a") if a.get_text() == "Revoke"), None)
    if link is not None:
        page = portal.web.get(requests.compat.urljoin(portal.home.url, link["href"]))
        form = next(form for form in page.forms() if "Revoke" in form.buttons)
        form.send(button="Revoke")
    else:
        next(form for form in portal.home.forms() if "Revoke" in form.buttons).send(button="Revoke")
    page = portal.web.get(portal.home.url)
    assert page.says("Revoked"), page.text[:400]


def test_going_away_in_the_middle_of_a_wave_loses_no_device_and_wakes_none_twice(installation, new_company, apns):
    desk = company(installation, new_company, "wave")
    devices = new_devices(installation, WAVE)
    enroll_all(installation, devices, invite(desk, devices=WAVE).link, 240)
    list_url = f"{desk.installation.base}/{desk.person.company}/devices"

    def waiting() -> int:
        page = desk.web.get(f"{list_url}?state=waiting")
        return len(page.soup.select("main tbody tr"))

    until(lambda: waiting() == 0, "the first synchronisation of all", 240, pause=1)
    lab = installation.access["lab"].rstrip("/")
    apns.forget_counters()
    before = apns.stats()
    apns.behave(go_away_after_streams=30, latency_ms=200)
    addresses = addresses_of(desk, list_url)
    assert len(addresses) == WAVE
    proof = next(value for form in desk.home.forms() for name, value in form.fields if name == "csrf")
    for address in addresses:
        assert desk.web.post(f"{address}/sync", data={"csrf": proof}).status == 200
    until(lambda: waiting() == 0, "all drained", 240, pause=1)
    after = apns.stats()["requests"]
    tokens = [entry["token"] for entry in apns.stats()["journal"] if entry["outcome"] == "200"]
    assert len(tokens) == len(set(tokens)), "one push for each device"
    assert after["accepted"] == WAVE, after
    assert apns.stats()["connections_ever"] - before["connections_ever"] >= WAVE // 30, "it went away again and again"
    counts = requests.get(f"{lab}/api/devices", timeout=30).json()["counts"]
    assert counts["unenrolled_by_401"] == counts["unenrolled_by_403"] == 0


def addresses_of(desk: Desk, url: str) -> list[str]:
    found, page = [], desk.web.get(url)
    while True:
        found += [requests.compat.urljoin(page.url, row.find("a")["href"]) for row in page.soup.select("main tbody tr")]
        following = page.soup.select_one("main a[rel=next]")
        if following is None:
            return sorted(set(found))
        page = desk.web.get(requests.compat.urljoin(page.url, following["href"]))
