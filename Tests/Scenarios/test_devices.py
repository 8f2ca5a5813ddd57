"""From the invitation to the wipe and back, in a real browser, in both languages: what issue B shows first.

One test for each language: it is the life of two devices, and each step needs the one before it.
"""

from __future__ import annotations

import re

import pytest
import requests

from support.browser import Browser
from support.certificate import Desk
from support.console import Console
from support.device_pages import DevicePages
from support.enrollment import invite
from support.fleet import LabDevice, PushService, new_device
from support.web import squeeze, until
from support.words import Words, ja

USER = {"ja": "山田 太郎", "en": "Taro Yamada"}
FIRST_CELL = r"""
const squeeze = text => (text || '').replace(/\s+/g, ' ').trim();
const row = [...document.querySelectorAll('main tr')].find(e => e.querySelector('th') && squeeze(e.querySelector('th').innerText) === arguments[0]);
return row ? [...row.querySelectorAll('td')].map(e => squeeze(e.innerText)) : null;
"""
LIFE_LINE = r"""
const squeeze = text => (text || '').replace(/\s+/g, ' ').trim();
return [...document.querySelectorAll('main ol.life')].map(line => [...line.querySelectorAll('li b')].map(e => squeeze(e.innerText)));
"""


@pytest.fixture
def desk(words, installation, new_company) -> Desk:
    """A company of its own with a certificate that the simulated APNs accepts."""
    names = {"ja": "株式会社みほん", "en": "Example Trading"}
    desk = Desk(installation, new_company(f"devices-{words.language}", names[words.language]), words)
    desk.register()
    return desk


class Devices:
    """機器 in the browser."""

    def __init__(self, browser: Browser, desk: Desk, words: Words):
        self.browser, self.desk, self.words = browser, desk, words
        self.base = f"{desk.installation.base}/{desk.person.company}"

    def invite(self, count: int = 1) -> str:
        """機器 → 登録: the link, as it is shown once."""
        b, w = self.browser, self.words
        b.click(w("devices"))
        b.open(b.element("main a[href$='/devices/enroll']").get_attribute("href"))
        b.fill(w("user name"), USER[w.language])
        b.fill(w("how many"), str(count))
        b.click(w("make invitation"))
        b.see(w("invitation ready"))
        assert b.driver.find_elements("css selector", "figure.qr svg"), "a QR code"
        link = b.row(w("link"))
        assert re.fullmatch(r"https?://\S+/enroll/\S+", link)
        return link

    def open(self, device: LabDevice) -> str:
        """機器 → 一覧 → the device; gives its address."""
        b = self.browser
        b.click(self.words("devices"))
        b.click(device.detail()["summary"]["name"])
        b.see(device.serial)
        return b.url

    def tab(self, name: str) -> None:
        self.browser.click(self.words(name))

    def cells(self, head: str) -> list[str]:
        return until(lambda: self.browser.driver.execute_script(FIRST_CELL, head), f"row {head!r}")

    def life_lines(self) -> list[list[str]]:
        return self.browser.driver.execute_script(LIFE_LINE)

    def see_state(self, address: str, state: str, seconds: float = 30) -> None:
        def shown() -> bool:
            self.browser.open(address)
            return self.words(state) in squeeze(self.browser.element("main .row").text)

        until(shown, f"state {self.words(state)!r}", seconds, pause=0.5)


def test_two_devices_from_the_invitation_to_the_wipe_and_back(browser, words, desk):
    w, installation = words, desk.installation
    console, devices = Console(browser, installation, words), Devices(browser, desk, words)
    topic = desk.view().rows()[w("topic")]
    console.log_in(desk.person)

    # 機器 → 登録: one invitation for two
    link = devices.invite(2)
    phone = new_device(installation, "iPhone").enroll(link)
    mac = new_device(installation, "Mac").enroll(link)
    assert phone.state == mac.state == "enrolled"
    assert phone.enrollment["topic"] == topic

    # 一覧
    browser.click(w("devices"))
    for device in (phone, mac):
        browser.see(device.serial)
    assert browser.says(USER[w.language])
    address = devices.open(phone)
    devices.see_state(address, "managed")

    # 情報: the topic, and what the device told by itself after enrolling
    devices.tab("facts")
    assert devices.cells(w("topic"))[0] == topic

    # 同期: the life line as it was observed, facts with their age
    devices.tab("overview")
    browser.click(w("sync"))
    browser.see(w("sync asked"))
    devices.tab("commands")
    browser.see(w("nothing waiting"))
    lines = devices.life_lines()
    assert len(lines) >= 10 and all(line[0] == w("queued") and line[-1] == w("done") for line in lines), lines
    devices.tab("facts")
    name, age = devices.cells(w("device name"))
    assert name == phone.detail()["summary"]["name"] and age, "a fact has its age"

    # リモートロック of an iPhone: without a PIN, live
    browser.open(address)
    browser.click(w("lock"))
    browser.fill(w("message"), "お返しください")
    browser.fill(w("phone"), "03-0000-0000")
    browser.click(w("lock it"))
    browser.see(w("lock asked"))
    until(lambda: phone.obeyed("DeviceLock"), "the lock")
    browser.see(w("done"))
    browser.open(f"{address}/commands")
    browser.see(w("remote lock"))
    assert not re.search(r"\b\d{6}\b", browser.element("main").text.replace(phone.serial, ""))

    # リモートロック of a Mac: the PIN once, and again only for the log
    mac_address = devices.open(mac)
    devices.see_state(mac_address, "managed")
    browser.click(w("lock"))
    browser.click(w("lock it"))
    pin = browser.row("PIN")
    assert re.fullmatch(r"\d{6}", pin)
    until(lambda: mac.detail().get("lock_pin") == pin, "the Mac to ask for exactly this PIN")
    browser.click(w("back to device"))
    browser.see(w("pins kept"))
    assert pin not in browser.source
    browser.click(w("show pin link"))
    assert pin not in browser.source
    browser.click(w("show pin"))
    assert browser.row("PIN") == pin
    browser.see(w("pin shown"))
    browser.open(f"{mac_address}/log")
    browser.see(w("pin revealed"))
    assert pin not in browser.source
    browser.click(w("log"))
    assert pin not in browser.source
    for path in ("", "/commands", "/facts"):
        browser.open(mac_address + path)
        assert pin not in browser.source, f"the PIN stands on {path or '/'}"
    mac.behave(locked=False)

    # リモートワイプ: not with the wrong four characters
    browser.open(address)
    browser.click(w("wipe"))
    browser.see(phone.serial)
    browser.fill(w("serial end"), "0000" if phone.serial[-4:] != "0000" else "1111")
    browser.click(w("wipe it"))
    browser.see(w("not the end"))
    assert phone.state == "enrolled" and not phone.obeyed("EraseDevice")
    browser.fill(w("serial end"), phone.serial[-4:].lower())
    browser.click(w("wipe it"))
    browser.see(w("wipe asked"))
    until(lambda: phone.state == "wiped", "the device to erase itself")
    devices.see_state(address, "wiped")
    assert not browser.has(w("lock")), "nothing can be done to a device that is gone"

    # the same hardware once more: nothing inherited
    link = devices.invite()
    phone.act("re-enroll", {"url": link})
    until(lambda: phone.state == "enrolled", "the new enrollment")
    again = devices.open(phone)
    devices.see_state(again, "managed")
    browser.open(f"{again}/commands")
    browser.see(w("nothing waiting"))
    assert not browser.says(w("remote lock")) and not browser.says(w("remote wipe")), "the history of the old one"
    browser.open(f"{again}/log")
    browser.see(w("enrolled again"))
    browser.open(f"{again}/facts")
    assert devices.cells(w("topic"))[0] == topic

    # the person removes the profile
    phone.act("check-out")
    devices.see_state(again, "released")
    assert not browser.has(w("sync")) and not browser.has(w("wipe"))
    assert browser.complaints() == []


# ---------------------------------------------------------------- without a window


@pytest.fixture(scope="module")
def office(installation, new_company) -> Desk:
    desk = Desk(installation, new_company("device-office", "機器の会社"))
    desk.register()
    return desk


def enrolled(desk: Desk, kind: str = "iPhone", **options) -> tuple[LabDevice, DevicePages]:
    device = new_device(desk.installation, kind, **options).enroll(invite(desk).link)
    pages = DevicePages(desk, device.serial)
    pages.until_state("managed")
    pages.until_quiet()
    return device, pages


ACTIONS = ("lock", "wipe", "restart", "shut-down", "clear-passcode")


def test_nothing_can_be_done_without_a_certificate_and_everything_again_with_it(office):
    device, pages = enrolled(office)
    assert pages.page().has_button(ja("sync"))
    device.behave(online=False)
    assert pages.sync().status == 200
    office.delete()
    page = pages.until_state("unreachable")
    assert page.says(ja("certificate deleted")) and page.says(ja("impossible"))
    for link in page.soup.select("main a[href]"):
        assert not link["href"].endswith(tuple(f"/{action}" for action in ACTIONS)), link
    before = pages.page("/commands").text
    assert pages.order("lock").status == 422, "by its address neither"
    assert len(re.findall(ja("queued"), pages.page("/commands").text)) == len(re.findall(ja("queued"), before))
    device.behave(online=True)
    page = office.view()
    page.form(ja("restore")).send(button=ja("restore"))
    pages.until_quiet()
    pages.until_state("managed")
    assert pages.order("lock", message="戻りました").status == 200
    until(lambda: device.obeyed("DeviceLock"), "the lock")
    pages.until_quiet()


def test_a_viewer_sees_the_device_and_cannot_act_on_it(office, installation):
    device, pages = enrolled(office, "Mac")
    pages.order("lock")
    viewer = Desk(installation, installation.new_user(office.person.company, "viewer", "viewer"))
    for path in ("", "/facts", "/commands", "/log"):
        page = pages.page(path, viewer)
        assert page.status == 200 and page.says(device.detail()["summary"]["name"])
        mine = [form for form in page.forms() if "/devices/" in form.action and form.method != "get"]
        assert not mine, [form.action for form in mine]
        assert not [link for link in page.soup.select("main a[href]") if link["href"].endswith((*ACTIONS, "/enroll"))]
    proof = next(value for form in viewer.home.forms() for name, value in form.fields if name == "csrf")
    escrow = next(link["href"] for link in pages.page().soup.select("main a[href]") if "/pin/" in link["href"])
    posts = [f"{pages.address}/{action}" for action in ("sync", *ACTIONS)]
    posts += [requests.compat.urljoin(pages.address, escrow), pages.address.rsplit("/", 1)[0] + "/enroll"]
    for url in posts:
        answer = viewer.web.post(url, data={"csrf": proof})
        assert answer.status == 403, f"{url}: {answer.status}"
    assert not pages.page("/log").says(ja("pin revealed"))


def test_a_wipe_wants_the_right_serial_and_a_page_that_is_not_older_than_the_enrollment(office):
    device, pages = enrolled(office)
    for end in ("", "0000", device.serial[-3:], device.serial):
        answer = pages.order("wipe", serial=end)
        assert answer.status == 422, end
    # opened before, sent after the device enrolled anew
    page = pages.page("/wipe")
    form = next(form for form in page.forms() if form.action.endswith("/wipe"))
    device.act("re-enroll", {"url": invite(office).link})
    answer = form.send(override={"serial": device.serial[-4:]})
    assert answer.status == 409, answer.text[:300]
    assert device.state == "enrolled" and not device.obeyed("EraseDevice")
    pages = DevicePages(office, device.serial)
    pages.until_quiet()
    # another one's hands on the keyboard: five minutes later the password is asked for
    assert pages.order("wipe", serial=device.serial[-4:]).status == 200
    until(lambda: device.state == "wiped", "the wipe")
    pages.until_state("wiped")


def test_a_wipe_five_minutes_after_the_login_asks_for_the_password(office, clock):
    device, pages = enrolled(office)
    clock.advance(minutes=6)
    answer = pages.order("wipe", serial=device.serial[-4:])
    assert answer.status == 422 and answer.says("あなたのパスワード")
    assert pages.order("wipe", serial=device.serial[-4:], password="not this one").status == 422
    assert pages.order("wipe", serial=device.serial[-4:], password=office.person.password).status == 200
    until(lambda: device.state == "wiped", "the wipe")


def test_what_nobody_fetched_can_be_taken_back(office):
    device, pages = enrolled(office)
    device.behave(online=False)
    assert pages.order("lock").status == 200
    page = pages.page("/commands")
    assert page.says(ja("remote lock"))
    assert page.form(ja("cancel command")).send(button=ja("cancel command")).status == 200
    device.behave(online=True)
    device.act("poll")
    assert not device.obeyed("DeviceLock")


def test_what_the_device_puts_off_is_said_and_done_later(office):
    device, pages = enrolled(office)
    device.behave(not_now=["DeviceInformation"])
    pages.sync()
    until(lambda: pages.page("/commands").says(ja("put off")), "the NotNow")
    assert ja("put off") in pages.state()
    device.behave(not_now=[])
    device.act("poll")
    pages.until_quiet()


def test_an_error_of_the_device_is_shown_with_its_chain(office):
    device, pages = enrolled(office)
    device.behave(errors={"SecurityInfo": {"code": 12007, "domain": "MCMDMErrorDomain", "description": "いまは無理です"}})
    pages.sync()
    pages.until_quiet()
    page = pages.page("/commands")
    assert page.says("MCMDMErrorDomain") and page.says("12007") and page.says("いまは無理です")


def test_the_log_tells_what_happened(office):
    device, pages = enrolled(office)
    log = pages.page("/log")
    for event in ("登録の申し込み (Authenticate)", "登録", "指示の作成", "指示への答え"):
        assert log.says(event), event
    office_log = office.web.get(office.home.link(ja("log")))
    assert office_log.says("機器を登録") and office_log.says(device.detail()["summary"]["name"])


def test_a_token_that_changed_is_used_and_one_that_died_is_said(office):
    device, pages = enrolled(office)
    apns = PushService(office.installation)
    device.behave(online=False)
    device.act("new-token")
    device.behave(online=True)
    pages.sync()
    pages.until_quiet()
    token = device.enrollment["token"]
    until(lambda: any(entry["outcome"] == "200" for entry in apns.pushes_to(token)), "a push to the new token")
