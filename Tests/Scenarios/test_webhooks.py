"""Webhooks to receivers that are well, fail, hang and lie; a server that is killed between event and delivery."""

from __future__ import annotations

import base64
import plistlib
import time

import pytest

from support import receiver as lies
from support.alone import Alone
from support.certificate import Desk
from support.console import Console
from support.enrollment import invite
from support.fleet import new_device
from support.receiver import Receiver
from support.web import until
from support.words import ja


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


class Webhooks:
    """Webhook without a browser."""

    def __init__(self, installation, person):
        self.page = installation.log_in(person)
        self.web = self.page.web
        self.url = f"{installation.base}/{person.company}/settings/service/webhooks"

    def add(self, url: str, format: str = "own", **fields: str | None):
        """Gives (address of its page, secret); the page that refused, when it was refused."""
        made = self.web.get(self.url).form(ja("add webhook")).send(
            {ja("url"): url}, override={"format": format, **fields}
        )
        if made.status != 200:
            return made
        secret = made.soup.find(id="secret").text
        return made.link(ja("to webhook")), secret

    def press(self, page: str, words: str):
        return self.web.get(page).form(ja(words)).send()


def happen(installation, person, name: str) -> None:
    """An entry of the log: a user of devices is added."""
    page = installation.log_in(person)
    users = page.web.get(f"{installation.base}/{person.company}/users")
    form = next(form for form in users.forms() if "name" in dict(form.fields))
    assert form.send(override={"name": name}).status == 200


def named(receiver: Receiver) -> list[str]:
    return [one.event["subject"] for one in receiver.received if one.event["kind"] == "person-created"]


def test_in_the_browser(browser, words, installation, new_company, receiver):
    """Added, tried, broken, mended, switched off and on, deleted: by what a person sees."""
    person = new_company(f"webhook-{words.language}")
    Console(browser, installation, words).log_in(person)
    for step in ("settings", "service environment", "webhooks"):
        browser.click(words(step))
    browser.see(words("no webhooks"))
    browser.fill(words("url"), receiver.url)
    browser.click(words("add webhook"))
    browser.see(words("shown once"))
    secret = browser.element("#secret").text
    browser.click(words("to webhook"))
    browser.click(words("send test"))
    browser.see(words("arrived"))
    tests = [one for one in receiver.received if one.event["kind"] == "test"]
    assert len(tests) == 1 and tests[0].is_signed_by(secret) and not tests[0].is_signed_by(secret[:-1])

    # What the log told of all this has arrived before the receiver falls ill.
    until(lambda: any(one.event["kind"] == "webhook-added" for one in receiver.received), "the event of its own adding", 20)
    receiver.behave = lies.failing
    browser.click(words("send test"))
    browser.see("out of order")
    browser.see(words("failing"))
    receiver.behave = None
    browser.element("main form[action$='/again'] button").click()
    until(lambda: not browser.says(words("failing")), "red to go away", 15)
    browser.click(words("switch off"))
    browser.see(words("switched off"))
    browser.click(words("switch on"))
    assert secret not in browser.source
    browser.click(words("delete webhook"))
    browser.see(words("webhook deleted"))
    browser.see(words("no webhooks"))
    assert not browser.complaints()


def test_a_device_is_told_as_micromdm_tells_it(installation, new_company, receiver):
    desk = Desk(installation, new_company("webhook-mdm"))
    desk.register()
    page, secret = Webhooks(installation, desk.person).add(receiver.url, "mdm")
    device = new_device(installation, "iPhone").enroll(invite(desk).link)

    def topics() -> list[str]:
        return [one.event["topic"] for one in receiver.received]

    until(lambda: "mdm.Connect" in topics() and "mdm.TokenUpdate" in topics(), "the device's events", 60)
    assert all(one.is_signed_by(secret) for one in receiver.received)
    assert all(one.headers["content-type"] == "application/json; charset=utf-8" for one in receiver.received)
    authenticate = receiver.received[0].event
    assert authenticate["topic"] == "mdm.Authenticate"
    assert set(authenticate) == {"topic", "event_id", "created_at", "checkin_event"}
    message = plistlib.loads(base64.b64decode(authenticate["checkin_event"]["raw_payload"]))
    assert message["MessageType"] == "Authenticate"
    assert message["UDID"] == authenticate["checkin_event"]["udid"] == authenticate["checkin_event"]["ids"]["id"]
    update = next(one.event for one in receiver.received if one.event["topic"] == "mdm.TokenUpdate")
    assert update["checkin_event"]["token_update_tally"] == 1
    result = next(one.event for one in receiver.received if one.event["topic"] == "mdm.Connect")
    assert result["acknowledge_event"]["status"] == "Acknowledged" and result["acknowledge_event"]["command_uuid"]
    assert device.serial
    # Polls that say nothing were not asked for.
    assert all(
        one.event["acknowledge_event"]["status"] != "Idle"
        for one in receiver.received
        if one.event["topic"] == "mdm.Connect"
    )


def test_receivers_that_fail_hang_and_lie_hold_up_nobody(installation, new_company, receiver):
    person = new_company("webhook-liars")
    webhooks = Webhooks(installation, person)
    kinds = (lies.failing, lies.hanging, lies.redirecting, lies.garbage, lies.endless)
    liars = [Receiver(behave=kind) for kind in kinds]
    pages = [webhooks.add(liar.url)[0] for liar in liars]
    good, _ = webhooks.add(receiver.url)
    began = time.monotonic()
    for name in ("甲", "乙", "丙"):
        happen(installation, person, name)
    until(lambda: named(receiver)[-3:] == ["甲", "乙", "丙"], "three events in order", 15)
    assert time.monotonic() - began < 9, "somebody waited for the one that hangs"
    until(lambda: all(liar.received for liar in liars), "all to be tried", 20)
    # 200 and then garbage without end counts as delivered, and no more than 500 bytes of it are kept.
    until(lambda: ja("arrived") in webhooks.web.get(pages[4]).text, "the endless one", 20)
    assert "x" * 500 in webhooks.web.get(pages[4]).text and "x" * 501 not in webhooks.web.get(pages[4]).text
    for page, words in ((pages[0], "500"), (pages[1], "10 秒以内"), (pages[2], "302"), (pages[3], "接続できませんでした")):
        until(lambda: words in webhooks.web.get(page).text, f"{words} on {page}", 30)
        assert ja("failing") in webhooks.web.get(page).text
    for liar in liars:
        liar.close()


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/", "https://[::1]/", "https://2130706433/",
        "https://0x7f000001/", "https://127.1/", "https://[::ffff:127.0.0.1]/", "http://8.8.8.8/",
        "https://user:pw@example.jp/", "file:///etc/passwd", "gopher://127.0.0.1:6379/", "https://0.0.0.0/",
    ],
)  # fmt: skip
def test_an_address_inside_is_refused(installation, sample, url):
    refused = Webhooks(installation, sample).add(url)
    assert not isinstance(refused, tuple) and refused.status == 422, url


def test_a_name_that_leads_inside_is_not_connected_to(installation, new_company):
    """localhost is allowed here as 127.0.0.1 only; with ::1 among its addresses the whole name is refused."""
    person = new_company("webhook-names")
    webhooks = Webhooks(installation, person)
    page, _ = webhooks.add("https://no-such-name.invalid/")
    webhooks.press(page, "send test")
    assert "名前が見つかりません" in webhooks.web.get(page).text


def test_each_event_survives_kills_and_none_is_lost(installation, workplace, receiver):
    """kill -9 between the commit of an event and its delivery: at least once, none lost."""
    alone = Alone(installation, workplace / "webhook-kill", "webhook-kill", ("--webhook-networks", "127.0.0.1/32"))
    webhooks = Webhooks(alone, alone.person)
    page, secret = webhooks.add(receiver.url)
    names = []
    for round in range(6):
        # Half of the kills fall while the receiver keeps the server waiting.
        receiver.behave = lies.hanging if round % 2 else None
        name = f"kill {round}"
        happen(alone, alone.person, name)
        names.append(name)
        time.sleep(0.3 * round)
        alone.server.kill()
        alone.server.start()
    receiver.behave = None
    alone.lab.advance(minutes=30)
    until(lambda: set(names) <= set(named(receiver)), "every event", 60)
    # In order, but for those that were sent twice.
    firsts = list(dict.fromkeys(named(receiver)))
    assert [name for name in firsts if name in names] == names
    assert all(one.is_signed_by(secret) for one in receiver.received)
    alone.server.stop()
