"""One order for many devices: from the list's conditions to the last answer, in a real browser, in both languages."""

from __future__ import annotations

import csv
import io

import pytest

from support.browser import Browser
from support.certificate import Desk
from support.console import Console
from support.enrollment import invite
from support.fleet import PushService, enroll_all, new_devices
from support.web import until
from support.words import Words

DEVICES = 12
STEPS = """
return [...document.querySelectorAll('#live .chips a.chip')].map(chip => {
  const count = chip.querySelector('.num').innerText;
  return [chip.innerText.slice(0, -count.length).trim(), Number(count)];
});
"""


@pytest.fixture
def desk(words, installation, new_company) -> Desk:
    desk = Desk(installation, new_company(f"bulk-{words.language}"), words)
    desk.register()
    return desk


class Bulk:
    """機器 → 一斉同期."""

    def __init__(self, browser: Browser, desk: Desk, words: Words):
        self.browser, self.desk, self.words = browser, desk, words
        self.base = f"{desk.installation.base}/{desk.person.company}/devices"

    def steps(self) -> dict[str, int]:
        return dict(self.browser.driver.execute_script(STEPS))

    def until_steps(self, expected: dict[str, int]) -> None:
        """Live: nobody reloads the page."""
        until(lambda: self.steps() == expected, f"{expected}, seen {self.steps()}", 60, pause=0.3)


def test_many_devices_are_asked_with_one_order(browser, words, desk):
    w, installation = words, desk.installation
    bulk, push = Bulk(browser, desk, words), PushService(installation)
    devices = new_devices(installation, DEVICES, kind="iPhone", supervised=True)
    enroll_all(installation, devices, invite(desk, devices=DEVICES).link)
    until(lambda: all(device.obeyed("InstalledApplicationList") for device in devices), "the first session", 60)
    released, late = devices[0], devices[1]
    released.act("check-out")
    late.behave(not_now=["InstalledApplicationList"])
    Console(browser, installation, words).log_in(desk.person)

    # The list's conditions, and what they would do
    browser.open(f"{bulk.base}?os=iphone")
    browser.click(w("synchronize these"))
    browser.see(w("bulk sync"))
    assert browser.row(w("bulk targets")) == w("device count").format(DEVICES - 1)
    assert "iPhone" in browser.row(w("bulk conditions"))
    assert browser.says(w("one not managed"))

    # A condition that is not understood is not left out
    button = w("synchronize so many").format(DEVICES - 1)
    asked = desk.web.get(f"{bulk.base}/sync?os=iphone").form(button)
    refused = asked.send(button=button, override={"os": "newton"})
    assert refused.status == 422 and w("condition unknown") in refused.text
    assert not any(form.action.endswith("/sync") for form in refused.forms()), "nothing to press"

    # One press; the page follows by itself
    browser.click(button)
    browser.see(w("bulk progress"))
    everything = w("all chip")
    bulk.until_steps({everything: DEVICES - 1, w("put off"): 1, w("done"): DEVICES - 2})
    assert all(device.obeyed("InstalledApplicationList") for device in devices[1:])
    address = browser.url

    # One state alone, and as a file
    browser.element("#live a.chip[href$='step=not-now']").click()
    browser.see(late.serial)
    assert devices[2].serial not in browser.element("main table.grid").text
    text = desk.web.get(f"{address}/list.csv").response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == DEVICES and {row[1] for row in rows[1:]} == {device.serial for device in devices[1:]}

    # When the device can again, the page says so by itself
    browser.open(address)
    late.behave(not_now=[])
    late.act("poll")
    bulk.until_steps({everything: DEVICES - 1, w("done"): DEVICES - 1})

    # In the log once, and found again from the list
    browser.open(f"{installation.base}/{desk.person.company}/log?kind=management")
    browser.see(w("sync requested"))
    assert browser.text.count(w("sync requested")) == 1
    browser.open(f"{bulk.base}/sync")
    browser.element("main ul.list a").click()
    browser.see(w("bulk progress"))
    push.clear()


def test_conditions_that_find_nobody_order_nothing(browser, words, desk):
    w = words
    bulk = Bulk(browser, desk, words)
    Console(browser, desk.installation, words).log_in(desk.person)
    browser.open(f"{bulk.base}/sync?q=nobody")
    browser.see(w("nobody managed"))
    assert not desk.web.get(f"{bulk.base}/sync?q=nobody").has_button(w("synchronize so many").format(0))
    other = desk.web.get(f"{bulk.base}/sync/0123456789abcdef0123456789abcdef")
    assert other.status == 404
