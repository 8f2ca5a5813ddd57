"""A walk past every screen, for the axe rules and for `make screenshots`.

`tour` stops at each screen and gives its name; the browser then shows it. A new screen gets a stop here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import requests

from . import authority as ca
from .browser import Browser
from .certificate import Desk
from .console import Console
from .device_pages import DevicePages
from .fleet import LabDevice, new_device
from .installation import Installation, Person, Server
from .manager import Manager, ManagerInBrowser
from .portal import AGREE, CODE, LIST, PortalInBrowser, newest_code
from .web import until
from .words import Words

ACCOUNT = {"ja": "tour-ja@example.com", "en": "tour-en@example.com"}


class Tour:
    def __init__(self, browser: Browser, installation: Installation, words: Words, person: Person, workplace: Path):
        self.browser, self.installation, self.words, self.person = browser, installation, words, person
        self.console = Console(browser, installation, words)
        self.workplace = workplace
        self.base = f"{installation.base}/{person.company}"

    def __call__(self) -> Iterator[str]:
        for part in (
            self.strangers, self.nothing_registered, self.registered, self.deleted, self.outward, self.automated,
            self.devices, self.refusals,
        ):  # fmt: skip
            yield from part()
        yield from self.portal()
        yield from self.late()
        yield from self.first_start()

    def words_for(self, japanese: str, english: str) -> str:
        return japanese if self.words.language == "ja" else english

    # -- console

    def strangers(self) -> Iterator[str]:
        browser, w = self.browser, self.words
        browser.forget()
        browser.open(self.base)
        yield "login"
        browser.fill(w("login"), "admin")
        browser.fill(w("password"), "not the password")
        browser.click(w("log in"))
        browser.see(self.words_for("ログインできません。", "Not logged in."))
        yield "login-failed"
        link = self.link("reader")
        browser.open(link)
        yield "set-password"
        browser.open(link[:-4] + "AAAA")
        yield "link-not-valid"

    def link(self, login: str) -> str:
        done = self.installation.kizuna(
            "admin", "user", "create", "--company", self.person.company, "--login", login, "--role", "viewer", "--json"
        )
        return json.loads(done.stdout)["link"]

    def nothing_registered(self) -> Iterator[str]:
        browser, w, console = self.browser, self.words, self.console
        self.desk = Desk(self.installation, self.person, w)
        console.log_in(self.person)
        yield "dashboard-nothing"
        for name, words in (("notices", "see all"), ("usage", "open all")):
            browser.click(w(words))
            yield name
            browser.back()
            browser.see(w("card"))
        for name in ("devices", "users", "organizations", "log", "settings"):
            browser.click(w(name))
            yield name
        browser.click(w("service environment"))
        yield "service-environment"
        for name, words in (("ade-token", ("ADEトークン", "ADE token")), ("notifications", ("通知設定", "Notification settings"))):
            browser.click(self.words_for(*words))
            yield name
        browser.open(f"{self.base}/account")
        yield "account"
        browser.click(w("manual"))
        until(lambda: "manual" in browser.url, "the manual")
        yield "manual"
        browser.open(f"{self.base}/no-such-page")
        yield "not-found"
        console.open_certificate_from(self.base)
        yield "certificate-nothing"
        browser.click(w("edit"))
        browser.field(w("notes"))
        yield "edit-first"

    def registered(self) -> Iterator[str]:
        browser, w = self.browser, self.words
        self.topic = ca.new_topic()
        self.desk.register(self.topic, "push@tour.example", self.words_for("2026/11/21 取得。情報システム課", "Obtained 2026-11-21"))
        self.desk.download()
        for name, path in (
            ("dashboard", ""),
            ("certificate", "/settings/service/push-certificate"),
            ("edit", "/settings/service/push-certificate/edit"),
            ("log-with-entries", "/log"),
            ("log-narrowed", "/log?kind=notices&clock=received&from=2020-01-01&q=Push"),
            ("log-no-hit", "/log?q=certainly-not-there"),
            ("log-keeping", "/log/keeping"),
            ("notices", "/notices"),
        ):
            browser.open(self.base + path)
            yield name
        self.console.open_certificate()
        browser.click(w("delete"))
        browser.see("OK")
        yield "delete"

    def outward(self) -> Iterator[str]:
        """Notices by mail, webhooks, the calendar's address."""
        browser, w, service = self.browser, self.words, f"{self.base}/settings/service"
        browser.open(f"{service}/notifications")
        yield "notifications-nobody"
        browser.fill(self.words_for("送り先のメールアドレス", "Mail address to send to"), "admin@tour.example")
        browser.click(self.words_for("テストメールを送る", "Send test mail"))
        until(lambda: browser.open(f"{service}/notifications") or browser.says("250"), "the mail server's answer", 30)
        yield "notifications"
        browser.open(f"{service}/notifications/rule")
        yield "notifications-rule"
        browser.open(f"{self.base}/account")
        yield "account"
        for name in ("webhooks", "calendar"):
            browser.open(f"{service}/{name}")
            yield f"{name}-none"
        browser.click(w("make address"))
        yield "calendar"
        browser.open(f"{service}/webhooks")
        browser.fill(w("url"), "http://127.0.0.1:9/nobody-listens")
        browser.click(w("add webhook"))
        browser.see(w("shown once"))
        yield "webhook-new"
        browser.click(w("to webhook"))
        browser.click(w("send test"))
        browser.see(w("failing"))
        yield "webhook"

    def automated(self) -> Iterator[str]:
        """ADEトークン, from the empty page to a device of the list."""
        browser, page = self.browser, f"{self.base}/settings/service/ade-token"
        browser.open(page)
        yield "ade-none"
        browser.open(f"{page}/edit")
        yield "ade-edit-first"
        key = browser.downloaded(lambda: browser.click(self.words("download")))
        manager = Manager(self.installation)
        shop = ManagerInBrowser(browser, manager)
        browser.in_new_tab(lambda: browser.click("https://business.apple.com/"))
        server = shop.add_server(f"Tour {self.person.company}")
        shop.upload(server, key)
        token = shop.download_token(server)
        browser.first_tab()
        for name, file in (("ade-refused", key), ("ade", token)):
            browser.open(f"{page}/edit")
            browser.choose_file(file)
            browser.click(self.words("save"))
            browser.see("token-is-public-key" if file is key else self.words_for("トークンを登録しました。", "Token registered."))
            yield name
        manager.assign(server, new_device(self.installation, "iPhone").serial)
        browser.open(f"{page}/devices")
        browser.click(self.words_for("今すぐ確認", "Check now"))
        browser.see(self.words_for("対象機器を確認しました。", "The devices were checked."))
        yield "ade-devices"
        browser.click(self.words_for("プロファイルを編集", "Edit profile"))
        yield "ade-profile"
        browser.open(self.base)
        yield "dashboard-both"

    def devices(self) -> Iterator[str]:
        """From the invitation to a device that erased itself."""
        browser, w, base = self.browser, self.words, f"{self.base}/devices"
        browser.open(f"{base}/enroll")
        yield "enroll"
        browser.fill(w("user name"), self.words_for("山田 太郎", "Taro Yamada"))
        browser.fill(w("organization name"), self.words_for("営業部", "Sales"))
        browser.fill(w("how many"), "3")
        browser.click(w("make invitation"))
        link = browser.row(w("link"))
        yield "invitation"
        for name, address in (
            ("on-device", link), ("on-device-code", link.rsplit("/", 1)[0]), ("on-device-problem", link[:-4] + "0000"),
        ):  # fmt: skip
            browser.open(f"{address}?lang={w.language}")
            yield name
        phone = new_device(self.installation, "iPhone", supervised=True).enroll(link)
        mac = new_device(self.installation, "Mac").enroll(link)
        for name, path in (
            ("enroll-list", "/enroll"), ("devices-list", ""), ("devices-no-hit", "?q=zzzz"), ("devices-filtered", "?os=mac"),
        ):  # fmt: skip
            browser.open(base + path)
            yield name
        for name, path in (("users-with-entries", "/users"), ("organizations-with-entries", "/organizations")):
            browser.open(self.base + path)
            yield name
        browser.open(f"{base}/sync")
        yield "bulk-sync"
        browser.click(w("synchronize so many").format(2))
        browser.see(w("bulk progress"))
        yield "bulk-sync-order"
        pages = DevicePages(self.desk, phone.serial)
        pages.until_quiet()
        yield from self.one_device(pages, phone)
        yield from self.one_mac(DevicePages(self.desk, mac.serial), mac)
        assert pages.order("wipe", serial=phone.serial[-4:], password=self.person.password).status == 200
        pages.until_state("wiped")
        browser.open(pages.address)
        yield "device-wiped"
        browser.open(f"{self.installation.access['lab'].rstrip('/')}/devices")
        yield "lab-devices"

    def one_device(self, pages: DevicePages, phone: LabDevice) -> Iterator[str]:
        browser = self.browser
        for name, path in (
            ("device", ""), ("device-facts", "/facts"), ("device-commands", "/commands"), ("device-log", "/log"),
            ("device-lock", "/lock"), ("device-wipe", "/wipe"), ("device-restart", "/restart"),
            ("device-shut-down", "/shut-down"), ("device-clear-passcode", "/clear-passcode"),
        ):  # fmt: skip
            browser.open(pages.address + path)
            yield name
        assert pages.order("wipe", serial="0000").status in (409, 422)
        browser.open(f"{pages.address}/wipe")
        browser.fill(self.words("serial end"), "0000")
        browser.click(self.words("wipe it"))
        browser.see(self.words("not the end"))
        yield "device-wipe-refused"
        error = {"code": 12007, "domain": "MCMDMErrorDomain", "description": "…"}
        phone.behave(not_now=["DeviceInformation"], errors={"SecurityInfo": error})
        pages.sync()
        until(lambda: self.words("put off") in pages.state(), "the NotNow")
        browser.open(f"{pages.address}/commands")
        yield "device-put-off"
        phone.behave(not_now=[], errors={})
        phone.act("poll")
        pages.until_quiet()

    def one_mac(self, pages: DevicePages, mac: LabDevice) -> Iterator[str]:
        browser = self.browser
        pages.until_quiet()
        browser.open(f"{pages.address}/lock")
        browser.click(self.words("lock it"))
        browser.row("PIN")
        yield "device-pin-new"
        browser.click(self.words("back to device"))
        browser.click(self.words("show pin link"))
        yield "device-pin"
        mac.act("check-out")
        browser.open(pages.address)
        yield "device-released"

    def refusals(self) -> Iterator[str]:
        browser, console = self.browser, self.console
        topic = self.desk.view().rows()[self.words("topic")]
        assert topic.startswith("com.apple.mgmt.")
        self.desk.download()
        wrong = self.workplace / "MDM_Kizuna_Lab_Vendor_Certificate.pem"
        for name, content, code in (
            ("refused-topic", ca.cert_pem(self.desk.issue(ca.new_topic())), "topic-mismatch"),
            ("refused-file", self.desk.request, "file-is-signed-request"),
        ):
            wrong.write_bytes(content)
            browser.open(f"{self.base}/settings/service/push-certificate/edit")
            console.register(wrong)
            browser.see(code)
            yield name
        browser.open(f"{self.base}/settings/service/push-certificate/edit")
        self.desk.upload(None, notes="faster")
        browser.fill(self.words("notes"), "slower")
        browser.click(self.words("save"))
        browser.see(self.words_for("先に変更", "lready changed by"))
        yield "conflict"
        viewer = self.installation.new_user(self.person.company, "viewer", "viewer")
        browser.forget()
        console.log_in(viewer)
        browser.open(f"{self.base}/settings/service/push-certificate")
        yield "certificate-viewer"
        browser.open(f"{self.base}/settings/service/push-certificate/edit")
        yield "forbidden"

    def deleted(self) -> Iterator[str]:
        browser, w = self.browser, self.words
        browser.click("OK")
        browser.see(w("deleted"))
        yield "certificate-deleted"
        browser.open(self.base)
        yield "dashboard-deleted"
        self.desk.register(ca.new_topic())
        browser.open(f"{self.base}/settings/service/push-certificate")
        yield "certificate-other-topic"

    def late(self) -> Iterator[str]:
        """The same certificate 60 days, 7 days before its end, and after it."""
        browser, console = self.browser, self.console
        now = self.installation.now()
        for name, days in (("60-days", 305), ("7-days", 358), ("expired", 370)):
            self.installation.set_clock(ca.days(now, days))
            browser.forget()
            console.log_in(self.person)
            yield f"dashboard-{name}"
            browser.open(f"{self.base}/settings/service/push-certificate")
            yield f"certificate-{name}"
        browser.open(f"{self.base}/settings/service/push-certificate/edit")
        yield "edit-expired"
        self.installation.set_clock(now)

    # -- first start

    def first_start(self) -> Iterator[str]:
        browser = self.browser
        server = Server(self.workplace / f"first-{self.words.language}").start()
        try:
            browser.forget()
            browser.open(server.set_up_link())
            yield "set-up"
            for label, text in set_up_values(self.words).items():
                browser.fill(label, text)
            browser.fill(self.words_for("パスワード(確認)", "Password (again)"), "something else, quite long")
            browser.click(self.words_for("作成する", "Create"))
            until(lambda: browser.driver.find_elements("css selector", "[role=alert], .msg"), "the refusal")
            yield "set-up-refused"
            for label, text in set_up_values(self.words).items():
                browser.fill(label, text)
            browser.click(self.words_for("作成する", "Create"))
            browser.see(self.words_for("復旧シート", "Recovery sheet"))
            yield "recovery-sheet"
        finally:
            server.stop()

    # -- the Lab

    def portal(self) -> Iterator[str]:
        browser, access = self.browser, self.installation.access
        request = self.workplace / f"tour-{self.words.language}.scsr"
        request.write_bytes(self.desk.download())
        account = ACCOUNT[self.words.language]
        numbers = ["+81 90-0000-0042", "+81 90-0000-0043"]
        requests.put(f"{access['lab'].rstrip('/')}/api/accounts/{account}/phone-numbers", json=numbers, timeout=10)
        portal = PortalInBrowser(browser, self.installation)
        browser.open(access["portal"])
        yield "portal-sign-in"
        portal.give_name(account)
        yield "portal-password"
        portal.give_password("any")
        browser.see("SMS")
        yield "portal-phone"
        browser.element("button[name=phone]").click()
        browser.field(CODE[self.words.language])
        yield "portal-code"
        portal.give_code(newest_code(self.installation))
        browser.see(LIST)
        yield "portal-first-time"
        browser.click("Create a Certificate")
        yield "portal-terms"
        browser.tick(AGREE)
        browser.click("Accept")
        bare = self.workplace / "push.csr"
        bare.write_bytes(ca.csr_pem(self.desk.csr))
        browser.choose_file(bare)
        browser.click("Upload")
        browser.see("Invalid Certificate Signing Request")
        yield "portal-refused"
        browser.choose_file(request)
        browser.click("Upload")
        browser.see("Confirmation")
        yield "portal-confirmation"
        browser.click("Manage Certificates")
        browser.see("Active")
        yield "portal-list"
        browser.click("Renew")
        yield "portal-renew"
        browser.back()
        browser.click("Revoke")
        yield "portal-revoke"
        browser.open(access["lab"])
        yield "lab"


def set_up_values(w: Words) -> dict[str, str]:
    ja = w.language == "ja"
    return {
        w("company"): "first",
        "企業名" if ja else "Company": "株式会社はじめ",
        w("login"): "admin",
        w("password"): "unten no ii hajimari",
        "パスワード(確認)" if ja else "Password (again)": "unten no ii hajimari",
    }
