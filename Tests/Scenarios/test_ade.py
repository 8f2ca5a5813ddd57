"""ADEトークン登録, from the empty card to devices that enroll by themselves, in a real browser, in both languages.

One test for each language: it is a year in the life of one token, and each step needs the one before it.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess

import pytest
import requests

from support.certificate import Desk
from support.console import Console
from support.fleet import LabDevice, ask, new_device
from support.manager import Manager, ManagerInBrowser
from support.web import squeeze, until
from support.words import Words

WORDS = {
    "ja": {
        "card": "ADEトークン登録", "page": "ADEトークン", "registered": "トークンを登録しました。", "changed": "トークンを変更しました。",
        "devices": "対象機器の一覧", "fetch": "今すぐ確認", "fetched": "対象機器を確認しました。", "profile": "プロファイルを編集",
        "defined": "プロファイルを作成しました。", "assigned": "割り当て済み", "name": "プロファイル名", "refused": "登録できません。",
        "not there": "対象機器はまだありません。", "delete": "トークンを削除", "deleted": "トークンを削除しました。",
        "terms": "新しい規約に、まだ同意していません", "server": "サーバー名", "count": "対象機器",
    },
    "en": {
        "card": "ADE token", "page": "ADE token", "registered": "Token registered.", "changed": "Token changed.",
        "devices": "List of devices", "fetch": "Check now", "fetched": "The devices were checked.", "profile": "Edit profile",
        "defined": "The profile was made.", "assigned": "Assigned", "name": "Profile name", "refused": "Not registered",
        "not there": "There are no devices yet.", "delete": "Delete token", "deleted": "Token deleted.",
        "terms": "New terms of Apple Business Manager are not accepted yet", "server": "Server name", "count": "Devices",
    },
}
CARD = """
const card = document.querySelector('section[aria-labelledby=ade]');
return card ? card.innerText : '';
"""
CARD_COLOUR = """
const figure = document.querySelector('section[aria-labelledby=ade] h2');
return figure ? getComputedStyle(figure).color : '';
"""
MANAGER_LINK = "https://business.apple.com/"


@pytest.fixture
def desk(words, installation, new_company) -> Desk:
    names = {"ja": "株式会社じどう", "en": "Automatic Trading"}
    desk = Desk(installation, new_company(f"ade-{words.language}", names[words.language]), words)
    desk.register()
    return desk


class TokenPages:
    """設定 → サービス環境設定 → ADEトークン in the browser."""

    def __init__(self, browser, desk: Desk, words: Words):
        self.browser, self.desk, self.words = browser, desk, words
        self.w = WORDS[words.language]
        self.base = f"{desk.installation.base}/{desk.person.company}"
        self.path = f"{self.base}/settings/service/ade-token"

    def card(self) -> str:
        self.browser.open(f"{self.base}/")
        return squeeze(self.browser.driver.execute_script(CARD))

    def edit(self) -> None:
        self.browser.open(f"{self.path}/edit")
        self.browser.see("3. ")

    def download_key(self):
        return self.browser.downloaded(lambda: self.browser.click(self.words("download")))

    def upload(self, file) -> None:
        self.edit()
        self.browser.choose_file(file)
        self.browser.click(self.words("save"))

    def refused(self, file, code: str) -> None:
        self.upload(file)
        self.browser.see(code)
        assert self.w["refused"] in self.browser.text

    def devices(self) -> None:
        self.browser.open(f"{self.path}/devices")

    def check(self) -> None:
        self.devices()
        self.browser.click(self.w["fetch"])
        self.browser.see(self.w["fetched"])


def set_up(device: LabDevice) -> None:
    device.act("set-up")


def test_the_life_of_an_ade_token(browser, words: Words, clock, desk, workplace, installation):
    w = WORDS[words.language]
    console, pages = Console(browser, installation, words), TokenPages(browser, desk, words)
    manager = Manager(installation)
    console.log_in(desk.person)
    assert words("not registered") in pages.card()

    # 1. the public key: 設定する leads to the form
    browser.element("section[aria-labelledby=ade] a").click()
    browser.see("1. ")
    key = pages.download_key()
    text = subprocess.run(["openssl", "x509", "-in", key, "-noout", "-text"], capture_output=True, text=True).stdout
    assert "2048 bit" in text and "PRIVATE" not in key.read_text()

    # 2. Apple Business Manager
    browser.in_new_tab(lambda: browser.click(MANAGER_LINK))
    shop = ManagerInBrowser(browser, manager)
    name = f"Kizuna {desk.person.company}"
    server = shop.add_server(name)
    shop.upload(server, key)
    token = shop.download_token(server)
    assert re.fullmatch(r".+_Token_.+_smime\.p7m", token.name)
    browser.first_tab()

    # 3. what is not the token is refused by its name, then the token
    pages.refused(key, "token-is-public-key")
    half = workplace / f"half-{words.language}.p7m"
    half.write_bytes(token.read_bytes()[: len(token.read_bytes()) // 2 // 78 * 78])
    pages.refused(half, "token-truncated")
    pages.upload(token)
    browser.see(w["registered"])
    card = pages.card()
    assert str(365) in card or str(364) in card, card
    calm = browser.driver.execute_script(CARD_COLOUR)

    # devices are fetched, the profile defined and assigned
    phone = new_device(installation, "iPhone")
    pages.check()
    browser.see(w["not there"])
    manager.assign(server, phone.serial)
    pages.check()
    browser.see(phone.serial)
    browser.click(w["profile"])
    browser.field(w["name"])
    browser.click(words("save"))
    browser.see(w["defined"])
    assert w["assigned"] in browser.text
    browser.open(pages.path)
    assert browser.rows()[w["server"]] == name
    defined = manager.server(name)
    assert defined["profiles"] == 1

    # a fresh phone sets itself up: nobody opens a link
    phone.behave(errors={"SecurityInfo": {"code": 12008, "domain": "MCMDMErrorDomain", "description": "x"}})
    set_up(phone)
    assert phone.state == "enrolled"
    until(lambda: not phone.detail()["summary"]["in_setup"], "the end of Setup Assistant", 60)
    assert phone.obeyed("DeviceConfigured Acknowledged") and phone.obeyed("SecurityInfo Error")
    browser.click(words("devices"))
    browser.see(phone.detail()["facts"]["name"])
    browser.click(phone.detail()["facts"]["name"])
    browser.see(phone.serial)
    assert ", ADE)" in browser.text, "supervised, by ADE"

    # an erased phone comes back by the same way, as another generation
    phone.act("wipe")
    set_up(phone)
    until(lambda: not phone.detail()["summary"]["in_setup"], "the end of the second setup", 60)

    # one that nobody assigned is left alone
    stranger = new_device(installation, "iPad")
    answer = ask("POST", f"{stranger.url}/set-up", ok=False)
    assert answer.status_code == 422 and stranger.state == "new"

    # terms that nobody accepted are told plainly
    manager.terms(False)
    try:
        pages.devices()
        browser.click(w["fetch"])
        browser.see("ade-terms-not-signed")
        assert w["terms"] in browser.text
    finally:
        manager.terms(True)

    # red at 60 days; a cursor of more than seven days fetches everything anew
    before = len(manager.asked("/server/devices"))
    installation.set_clock(installation.now() + dt.timedelta(days=306))
    console.log_in(desk.person)
    assert browser.driver.execute_script(CARD_COLOUR) != calm
    assert words("act now") in pages.card()
    pages.check()
    assert len(manager.asked("/server/devices")) > before

    # renewal with the token of the same server; another's is refused
    pages.edit()
    foreign_key = pages.download_key()
    foreign = workplace / f"foreign-{words.language}.p7m"
    foreign.write_bytes(manager.token(manager.add(f"Other {desk.person.company}", foreign_key.read_bytes())))
    pages.refused(foreign, "token-of-another-server")
    renewal = workplace / f"renewal-{words.language}.p7m"
    renewal.write_bytes(manager.token(server))
    pages.upload(renewal)
    browser.see(w["changed"])
    assert words("act now") not in pages.card()
    pages.refused(renewal, "token-already-registered")

    # deletion; then the other server's token is welcome
    browser.open(pages.path)
    browser.click(w["delete"])
    browser.click("OK")
    browser.see(w["deleted"])
    pages.upload(foreign)
    browser.see(w["registered"])


def test_a_machine_info_that_is_not_signed_gets_nothing(installation, desk):
    """The address is told by the profile only, and what comes there must be signed by a device."""
    devices = installation.access["devices"]
    for secret in ("x", "0" * 43):
        answer = requests.post(f"{devices.rstrip('/')}/enroll/ade/{secret}", data=b"<plist/>", timeout=30)
        assert answer.status_code == 404 and answer.content == b""
