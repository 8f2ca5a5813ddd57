"""Two administrators at once: the second is told, and nothing is lost (P-21)."""

from __future__ import annotations

import threading

import pytest

from support import authority as ca
from support.certificate import Desk
from support.console import Console
from support.web import until
from support.words import ja

def tells_who_was_faster(page, login: str) -> bool:
    """In the words of the edit page, or of the page that stands for the refusal."""
    return any(page.says(words) for words in (f"{login} が先に変更しました", f"{login} さんが", "lready changed by " + login))


@pytest.fixture(scope="module")
def two_people(installation, new_company) -> tuple[Desk, Desk]:
    first = new_company("pair")
    desk = Desk(installation, first)
    desk.register()
    return desk, Desk(installation, installation.new_user(first.company, "second"))


@pytest.fixture
def pair(two_people) -> tuple[Desk, Desk]:
    """Two windows of two people, one certificate registered."""
    one, two = two_people
    return one.twin(), two.twin()


_years = iter(range(370, 10_000, 10))


def renewal(desk: Desk, **changes) -> bytes:
    """A certificate for the request that was downloaded last, newer than all before it."""
    topic = desk.view().rows()[ja("topic")]
    until = ca.days(desk.installation.now(), next(_years))
    return ca.cert_pem(desk.issue(topic, not_after=until, **changes))


def test_the_second_to_save_is_told_who_was_faster_and_keeps_what_was_typed(pair):
    one, two = pair
    page_one, page_two = one.edit(), two.edit()
    assert one.upload(None, notes="先の変更", page=page_one).says(ja("changed"))
    late = two.upload(None, notes="後の変更", page=page_two)
    assert late.status == 409
    assert tells_who_was_faster(late, "admin"), late.text[:600]
    assert late.form(ja("save")).value(ja("notes")) == "後の変更", "what the second typed is still there"
    assert late.says("先の変更") or one.view().rows()[ja("notes")] == "先の変更"
    assert one.view().rows()[ja("notes")] == "先の変更"
    # The page shown with 409 carries the new version: saving again is a decision, and works.
    again = two.upload(None, notes="後の変更", page=late)
    assert again.status == 200 and one.view().rows()[ja("notes")] == "後の変更"


def test_two_certificates_at_once_leave_one_registered_and_the_other_request_valid(pair):
    one, two = pair
    topic = one.view().rows()[ja("topic")]
    page_one, page_two = one.edit(), two.edit()
    one.download()
    fresh = two.edit()
    two.request = fresh.form(ja("new request")).send(button=ja("new request")).response.content
    first, second = renewal(one), renewal(two)
    assert one.upload(first, page=page_one).says(ja("changed"))
    late = two.upload(second, page=page_two)
    assert late.status == 409 and tells_who_was_faster(late, one.person.login)
    assert late.codes[:1] in (["already-changed"], [])
    assert two.upload(second).says(ja("changed")), "both requests stay valid"
    assert two.view().rows()[ja("topic")] == topic


def test_deleting_what_another_has_just_renewed_is_refused(pair):
    one, two = pair
    topic = one.view().rows()[ja("topic")]
    dialog = two.view().click(ja("delete"))
    one.download()
    assert one.upload(renewal(one)).says(ja("changed"))
    late = dialog.form("OK").send(button="OK")
    assert late.status == 409 and tells_who_was_faster(late, one.person.login)
    assert one.view().rows()[ja("topic")] == topic


def test_of_many_at_the_same_instant_exactly_one_wins(pair):
    one, _ = pair
    one.download()
    desks = [one.twin() for _ in range(6)]
    pages = [desk.edit() for desk in desks]
    files = [renewal(one) for _ in range(6)]
    gate = threading.Barrier(len(desks))
    statuses = {}

    def save(number: int) -> None:
        gate.wait()
        page = desks[number].upload(files[number], notes=f"N{number}", page=pages[number])
        statuses[number] = (page.response.history or [page.response])[0].status_code

    threads = [threading.Thread(target=save, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [number for number, status in statuses.items() if status == 303]
    assert len(winners) == 1 and sorted(statuses.values()) == [303] + [409] * 5, statuses
    assert one.view().rows()[ja("notes")] == f"N{winners[0]}"


def test_two_downloads_at_the_same_instant_give_one_request(installation, new_company):
    desks = [Desk(installation, new_company("together"))]
    desks += [desks[0].twin() for _ in range(3)]
    pages = [desk.edit() for desk in desks]
    gate = threading.Barrier(len(desks))
    found = []

    def take(page) -> None:
        gate.wait()
        answer = page.form(ja("download")).send(button=ja("download"))
        found.append(answer.response.content)

    threads = [threading.Thread(target=take, args=(page,)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and len(set(found)) == 1
    assert desks[0].ledger_length() == 1


def test_in_the_browser_the_second_sees_what_was_typed(browser, words, pair, installation):
    one, two = pair
    console = Console(browser, installation, words)
    console.log_in(two.person)
    console.open_edit()
    one.upload(None, notes=f"by the other, {words.language}")
    browser.fill(words("notes"), "mine")
    browser.click(words("save"))
    until(lambda: tells_who_was_faster(browser, one.person.login), "who was faster")
    assert browser.field(words("notes")).get_attribute("value") == "mine"
    assert one.view().rows()[ja("notes")] == f"by the other, {words.language}"
