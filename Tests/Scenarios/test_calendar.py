"""The calendar of expiry dates, read by a foreign parser."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
import requests

from support.certificate import Desk
from support.console import Console

APPLE_ID = "push@calendar.example"
NOTES = "備考カナリア 4711"


@pytest.fixture
def desk(words, installation, new_company) -> Desk:
    name = {"ja": "カレンダー商会; 東京, 「本社」", "en": "Calendar, Inc; \\ Tokyo"}[words.language]
    desk = Desk(installation, new_company(f"calendar-{words.language}", name), words)
    desk.certificate = desk.register(apple_id=APPLE_ID, notes=NOTES)
    return desk


def test_from_the_page_into_a_calendar_and_out_again(browser, words, desk, installation):
    console = Console(browser, installation, words)
    console.log_in(desk.person)
    for step in ("settings", "service environment", "calendar"):
        browser.click(words(step))
    browser.see(words("no address"))
    browser.click(words("make address"))
    browser.see(words("shown once"))
    address = browser.element(f"#address-{words.language}").text.strip()
    assert address.startswith(f"{installation.base}/_calendar/")

    answer = requests.get(address, timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    check_lines(answer.content)
    check_contents(answer.content, desk, words)
    again = requests.get(address, headers={"If-None-Match": answer.headers["ETag"]}, timeout=10)
    assert again.status_code == 304 and not again.content

    # Never shown again; a new one ends the former; without one there is nothing.
    browser.click(words("calendar"))
    assert "/_calendar/" not in browser.source
    browser.click(words("replace address"))
    newer = browser.element(f"#address-{words.language}").text.strip()
    assert requests.get(address, timeout=10).status_code == 404
    assert requests.get(newer, timeout=10).status_code == 200
    browser.click(words("revoke address"))
    browser.see(words("no address"))
    assert requests.get(newer, timeout=10).status_code == 404


def check_lines(content: bytes) -> None:
    """RFC 5545 §3.1: CRLF, 75 octets, whole characters."""
    assert content.endswith(b"\r\n") and content.replace(b"\r\n", b"").count(b"\n") == 0
    for line in content.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()


def check_contents(content: bytes, desk: Desk, words) -> None:
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["VERSION"] == "2.0" and not calendar.errors
    events = calendar.walk("VEVENT")
    assert len({event["UID"] for event in events}) == len(events) >= 2
    expires = desk.certificate.not_valid_after_utc.astimezone(ZoneInfo("Asia/Tokyo")).date()
    mine = [event for event in events if APPLE_ID in event["DESCRIPTION"]]
    assert len(mine) == 1
    event = mine[0]
    assert event.decoded("DTSTART") == expires and isinstance(event.decoded("DTSTART"), dt.date)
    assert desk.certificate and words("expires").lower() in str(event["SUMMARY"]).lower()
    assert not event.errors and event.decoded("DTSTAMP").tzinfo is not None
    triggers = sorted(alarm.decoded("TRIGGER").days for alarm in event.walk("VALARM"))
    assert triggers == [-30, -7, -1]
    # What a person typed arrives as typed, and what is not for everybody does not arrive.
    company = {"ja": "カレンダー商会; 東京, 「本社」", "en": "Calendar, Inc; \\ Tokyo"}[words.language]
    assert company in str(event["SUMMARY"])
    assert NOTES not in content.decode()
    assert b"BEGIN PRIVATE KEY" not in content


def test_nothing_is_told_to_who_does_not_know_the_address(installation):
    for name in ("0" * 64 + ".ics", "x.ics", "0" * 64, "a" * 5000 + ".ics"):
        assert requests.get(f"{installation.base}/_calendar/{name}", timeout=10).status_code == 404
    answers = [requests.get(f"{installation.base}/_calendar/{'1' * 64}.ics", timeout=10) for _ in range(70)]
    assert answers[-1].status_code == 429 and "Retry-After" in answers[-1].headers
