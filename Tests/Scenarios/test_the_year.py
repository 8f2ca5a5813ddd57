"""What time does: expiry, renewal after it, a vendor certificate that lapsed, and the thirty days after a deletion."""

from __future__ import annotations

import pytest
import requests

from support import authority as ca
from support.certificate import Desk
from support.portal import PortalByRequests
from support.words import ja


def import_new_vendor(installation) -> None:
    """The Lab issues its vendor a new certificate; the service operator imports it."""
    answer = requests.post(f"{installation.access['lab'].rstrip('/')}/api/vendor-certificate", timeout=30)
    assert answer.status_code == 201, answer.text
    lab = installation.data / "lab"
    installation.kizuna(
        "vendor", "import", "--certificate", str(lab / "vendor-certificate.pem"), "--key", str(lab / "vendor-key.pem")
    )


@pytest.fixture
def lapsed(clock):
    """Afterwards the vendor's certificate is one of today again."""
    began = clock.now()
    yield clock
    clock.set_clock(began)
    import_new_vendor(clock)


def test_an_expired_certificate_is_renewed_after_the_vendors_was(lapsed, new_company):
    installation, person = lapsed, new_company("expired")
    import_new_vendor(installation)  # of one year, as Apple's; the Lab's first one lives longer
    desk = Desk(installation, person)
    portal = PortalByRequests(installation, "late@example.com")
    portal.create(desk.download())
    assert desk.upload(portal.download_confirmed(), apple_id="late@example.com").says(ja("registered"))
    topic = desk.view().rows()[ja("topic")]

    installation.advance(days=370)
    desk = Desk(installation, person)
    assert "期限切れ" in desk.home.text
    rows = desk.view().rows()
    assert "期限切れ" in rows[ja("certificate")] and rows[ja("topic")] == topic
    status = installation.kizuna("certificate", "status", "--company", person.company, "--json", check=False)
    assert status.returncode == 1 and '"expired"' in status.stdout

    # A request that Apple would refuse is not offered; the reason is named.
    edit = desk.edit()
    assert not edit.has_button(ja("download")) and "vendor-certificate-expired" in edit.text, edit.text
    refused = installation.kizuna("certificate", "request", "--company", person.company, "--output", "-", check=False)
    assert refused.returncode == 1 and "[vendor-certificate-expired]" in refused.stderr

    import_new_vendor(installation)
    portal = PortalByRequests(installation, "late@example.com")
    assert "Expired" in portal.home.text
    portal.renew(topic, desk.download())
    assert desk.upload(portal.download_confirmed()).says(ja("changed"))
    assert desk.view().rows()[ja("topic")] == topic
    assert "期限切れ" not in desk.web.get(desk.home.url).click(ja("settings")).text


def test_a_deletion_is_taken_back_within_thirty_days_and_not_later(clock, new_company):
    person = new_company("thirty")
    desk = Desk(clock, person)
    desk.register(notes="残る")
    topic = desk.view().rows()[ja("topic")]
    clock.advance(minutes=10)
    desk.delete()
    clock.advance(days=29, hours=20)
    desk = Desk(clock, person)
    page = desk.view()
    page = page.form(ja("restore")).send(button=ja("restore"))
    assert page.rows()[ja("topic")] == topic and page.says("証明書を元に戻しました。")

    desk.delete()
    stale = desk.view().form(ja("restore"))
    clock.advance(days=30, minutes=1)
    desk = Desk(clock, person)
    page = desk.view()
    assert not page.has_button(ja("restore"))
    assert page.rows()[ja("notes")] == "残る"
    late = stale.send(button=ja("restore"), web=desk.web, override={"csrf": csrf(desk)})
    assert late.status in (409, 422) and late.codes, late.text[:300]
    assert desk.shown()["state"] == "none"


def csrf(desk: Desk) -> str:
    return next(value for form in desk.edit().forms() for name, value in form.fields if name == "csrf")


def test_a_session_ends_after_thirty_idle_minutes(clock, new_company):
    desk = Desk(clock, new_company("idle"))
    clock.advance(minutes=29)
    assert desk.web.get(desk.home.url).has_button(ja("log out"))
    clock.advance(minutes=31)
    page = desk.web.get(f"{clock.base}/{desk.person.company}/log")
    assert page.has_button(ja("log in")) and page.response.history[0].status_code == 303


@pytest.mark.parametrize("days, red", [(304, False), (305, True), (358, True)])
def test_the_dashboard_turns_red_at_sixty_days(clock, new_company, days, red):
    person = new_company("red")
    desk = Desk(clock, person)
    desk.register()
    clock.set_clock(ca.days(clock.now(), days))
    home = Desk(clock, person).home
    card = next(card for card in home.soup.select("section") if ja("card") in card.get_text())
    assert ("red" in card.get("class", [])) == red, home.text[:300]
    assert any(word in card.get_text() for word in ("要更新", "至急更新")) == red
