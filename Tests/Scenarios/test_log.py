"""ログ and お知らせ: filtered, shared, downloaded, verified, shortened, sent outside; in both languages."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3

import pytest

from support.alone import Alone
from support.certificate import Desk
from support.device_pages import DevicePages
from support.enrollment import WORDS as ENROLL
from support.fleet import new_device
from support.syslog import Receiver
from support.web import Page, squeeze, until


WORDS = {
    "ja": {
        "all": "すべて", "management": "管理ログ", "device": "機器ログ", "notices only": "通知対象のみ", "search": "検索",
        "clear": "条件をすべて外す", "keyword": "キーワード", "from": "開始日", "to": "終了日", "clock": "期間の日時",
        "download": "ダウンロード (CSV)", "older": "以前のログ", "newest": "最新のログ", "nothing": "条件に合うログはありません",
        "keeping": "保存期間と検証", "verify": "検証", "intact": "末尾の切り取りは見つかりませんでした。", "broken": "ログが書き換えられています。",
        "days": "ログを保存する日数", "save": "保存", "saved": "保存期間を変更しました。", "unread": "未読",
        "mark": "すべて既読にする", "deleted": "Apple Push 証明書が削除されました", "synced": "同期を依頼", "logged in": "ログイン",
        "add": "組織を追加", "name": "組織名", "organization": "組織", "not sent": "送信先に届いていません", "sent": "送信しています",
        "changed 3": "番号 3 の記録が、書き込まれたときと違います。", "missing 4": "番号 4 の記録がありません。",
    },
    "en": {
        "all": "All", "management": "Administration log", "device": "Device log", "notices only": "Notices only",
        "search": "Search", "clear": "Remove all conditions", "keyword": "Keyword", "from": "From", "to": "To",
        "clock": "Period means", "download": "Download (CSV)", "older": "Older entries", "newest": "Newest entries",
        "nothing": "Nothing in the log matches", "keeping": "Keeping and verification", "verify": "Verify",
        "intact": "No changed or missing entry was found", "broken": "The log was tampered with.", "days": "Days to keep the log",
        "save": "Save", "saved": "How long the log is kept was changed.", "unread": "New", "mark": "Mark all as read",
        "deleted": "The Apple Push certificate was deleted", "synced": "Synchronization requested",
        "logged in": "Logged in", "add": "Add organization", "name": "Name", "organization": "Organizations",
        "not sent": "Not reaching the receiver", "sent": "Being sent", "changed 3": "Entry 3 is not what was written.",
        "missing 4": "Entry 4 is missing.",
    },
}  # fmt: skip


class Log:
    """ログ without a window."""

    def __init__(self, desk: Desk):
        self.desk, self.w = desk, WORDS[desk.words.language]
        self.base = f"{desk.installation.base}/{desk.person.company}"

    def page(self, **query: str) -> Page:
        page = self.desk.web.get(f"{self.base}/log", params=query)
        assert page.status == 200, page.text[:300]
        return page

    @staticmethod
    def rows(page: Page) -> list[list[str]]:
        return [[squeeze(cell.get_text(" ")) for cell in row.select("td")] for row in page.soup.select("main tbody tr")]

    def events(self, page: Page) -> list[str]:
        return [row[3] for row in self.rows(page)]

    def kinds(self, page: Page) -> set[str]:
        names = (self.w["management"], self.w["device"])
        return {next(name for name in names if row[2].startswith(name)) for row in self.rows(page)}

    def file(self, page: Page) -> list[list[str]]:
        answer = page.click(self.w["download"]).response
        assert answer.headers["Content-Type"].startswith("text/csv") and answer.content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def desk(words, installation, new_company) -> Desk:
    desk = Desk(installation, new_company(f"log-{words.language}"), words)
    desk.register()
    return desk


@pytest.fixture
def viewer(desk, installation) -> Desk:
    return Desk(installation, installation.new_user(desk.person.company, "mita", "viewer"), desk.words)


def enrolled(desk: Desk, kind: str = "iPhone", organization: str = "") -> DevicePages:
    """A device of an organization; nothing waits for it any more."""
    words = ENROLL[desk.words.language]
    page = desk.web.get(f"{desk.installation.base}/{desk.person.company}/devices/enroll")
    made = page.form(words["make"]).send(
        {words["user"]: f"佐藤 {kind}", words["count"]: "1"}, button=words["make"], override={"organization": organization}
    )
    device = new_device(desk.installation, kind).enroll(made.rows()[words["link"]])
    pages = DevicePages(desk, device.serial)
    pages.until_quiet()
    return pages


def test_one_log_of_two_and_every_filter_in_its_address(desk, viewer, clock):
    log, w = Log(desk), WORDS[desk.words.language]
    phone, mac = enrolled(desk, organization="=SUM(A1)"), enrolled(desk, "Mac")
    for _ in range(2):
        phone.sync()
        phone.until_quiet()

    everything = log.page()
    assert log.kinds(everything) == {w["management"], w["device"]}
    times = [row[0] for row in log.rows(everything)]
    assert times == sorted(times, reverse=True) and len(times) == 50, "newest first, fifty on a page"

    # 種別: chips, and the address can be given to somebody else
    for kind, word in (("management", "management"), ("device", "device")):
        page = everything.click(w[word])
        assert f"kind={kind}" in page.url and log.kinds(page) == {w[word]}
        again = viewer.web.get(page.url)
        assert again.status == 200 and log.rows(again) == log.rows(page), "a 閲覧者 sees the same"
    notices = everything.click(w["notices only"])
    assert 0 < len(log.rows(notices)) < 5

    # keyword: what an event is called, a device's name, a login; wide letters and small ones
    assert set(log.events(log.page(q=w["synced"], kind="management"))) == {w["synced"]}
    serial = phone.serial
    assert {row[5] for row in log.rows(log.page(q=serial.lower(), kind="device"))} == {phone.page().soup.h1.get_text().strip()}
    assert log.page(q="ＡＤＭＩＮ", kind="management").soup.select("main tbody tr")
    assert log.page(q="'; DROP TABLE audit_entries; --").says(w["nothing"])

    # 組織
    form = everything.form(w["search"])
    choice = next(o["value"] for o in everything.soup.select("select[name=organization] option") if "SUM" in o.get_text())
    ours = form.send(override={"organization": choice, "kind": "device"})
    assert len({row[5] for row in log.rows(ours)}) == 1 and len(log.rows(ours)) > 5

    # 期間, on either time
    today = desk.installation.now().astimezone(dt.timezone(dt.timedelta(hours=9))).date()
    assert log.rows(form.send({w["from"]: str(today)}))
    assert form.send({w["to"]: str(today - dt.timedelta(days=1))}).says(w["nothing"])
    assert form.send({w["from"]: str(today + dt.timedelta(days=1))}, override={"clock": "received"}).says(w["nothing"])

    # pages: every line once
    seen, page = [], log.page(kind="device")
    while True:
        seen += [str(row) for row in page.soup.select("main tbody tr")]
        if not any(text == w["older"] for text, _ in page.links()):
            break
        page = page.click(w["older"])
    assert len(seen) > 50, len(seen)
    assert page.click(w["newest"]).path.endswith("?kind=device")

    # the file is what is seen, all pages of it, and no formula
    file = log.file(log.page(kind="device"))
    assert len(file) == len(seen) + 1
    assert file[0] == [squeeze(cell.get_text()) for cell in page.soup.select("main thead th")]
    shown = log.rows(log.page(kind="device"))
    for line, row in zip(file[1:], shown):
        assert [line[0], line[1], line[3], line[4], line[5]] == [row[0], row[1], row[3], row[4], row[5]]
    harmless = [cell for line in log.file(log.page(kind="management")) for cell in line if "SUM" in cell]
    assert harmless and all(cell.startswith("'=") for cell in harmless), harmless

    # the device's tab is the same log, filtered
    tab = phone.page("/log")
    identifier = phone.address.rsplit("/", 1)[1]
    assert [row[:5] for row in log.rows(tab)] == [row[:5] for row in log.rows(log.page(device=identifier))]
    assert log.kinds(tab.click(w["management"])) == {w["management"]}
    assert len(log.file(tab)) > len(log.rows(tab)) / 2

    # 受信日時: a command that nobody fetched in time is noticed later than it ended
    assert mac.page("/log/list.csv").status == 200


def test_another_company_gets_nothing_of_it(desk, installation, new_company):
    page = enrolled(desk)
    other = Desk(installation, new_company("log-other"))
    for address in (f"{Log(desk).base}/log", f"{Log(desk).base}/log/list.csv", f"{page.address}/log",
                    f"{page.address}/log/list.csv", f"{Log(desk).base}/log/keeping"):  # fmt: skip
        assert other.web.get(address).status == 404
    own = Log(other).base
    identifier = page.address.rsplit("/", 1)[1]
    assert other.web.get(f"{own}/devices/{identifier}/log").status == 404
    assert other.web.get(f"{own}/devices/{identifier}/log/list.csv").status == 404
    assert other.web.get(f"{own}/log", params={"device": identifier}).says(WORDS["ja"]["nothing"]) or not Log(other).rows(
        other.web.get(f"{own}/log", params={"device": identifier}))


def verify(desk: Desk) -> Page:
    w = WORDS[desk.words.language]
    return desk.web.get(f"{Log(desk).base}/log/keeping").form(w["verify"]).send(button=w["verify"])


@pytest.fixture
def alone(installation, tmp_path, words):
    alone = Alone(installation, tmp_path / "alone", f"alone-{words.language}")
    yield alone
    alone.stop()


@pytest.mark.parametrize("fault", ["changed", "missing", "cut off", "unreadable", "cut off and length"])
def test_tampering_is_found_on_the_screen_and_by_command(alone, words, fault):
    desk = Desk(alone, alone.person, words)
    w = WORDS[words.language]
    for _ in range(3):
        Desk(alone, alone.person, words)
    page = verify(desk)
    assert page.says(w["intact"]) and not page.says(w["broken"])
    anchor = next(line for line in alone.kizuna("admin", "log", "verify").stdout.splitlines() if line.startswith("Head"))
    anchor = anchor.removeprefix("Head: ")
    statements = {
        "changed": "UPDATE audit_entries SET subject = 'somebody else' WHERE sequence = 3 AND company_id <> 'installation'",
        "unreadable": "UPDATE audit_entries SET event = 'nonsense' WHERE sequence = 3 AND company_id <> 'installation'",
        "missing": "DELETE FROM audit_entries WHERE sequence = 4 AND company_id <> 'installation'",
        "cut off": "DELETE FROM audit_entries WHERE sequence > 4 AND company_id <> 'installation'",
        "cut off and length": "DELETE FROM audit_entries WHERE sequence > 4 AND company_id <> 'installation'",
    }
    database = sqlite3.connect(alone.server.data / "kizuna.sqlite", timeout=20)
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(statements[fault])
    database.rollback()
    database.execute("DROP TRIGGER audit_entries_unchanged")
    database.execute("DROP TRIGGER audit_entries_kept")
    database.execute(statements[fault])
    if fault == "cut off and length":
        database.execute("UPDATE audit_logs SET length = 4 WHERE company_id <> 'installation'")
    database.commit()
    database.close()
    done = alone.kizuna("admin", "log", "verify", "--json", check=False)
    answer = json.loads(done.stdout)
    if fault == "cut off and length":
        # By itself such a log is whole: what was noted elsewhere shows it.
        assert answer["intact"] and done.returncode == 0
        done = alone.kizuna("admin", "log", "verify", "--json", "--anchor", anchor, check=False)
        assert (done.returncode, json.loads(done.stdout)["finding"]) == (1, "anchor-differs")
        assert verify(desk).says(w["broken"]), "the server remembers the end that it found before"
        return
    key = {"changed": "changed", "unreadable": "changed", "missing": "missing", "cut off": "cut-off"}[fault]
    assert (done.returncode, answer["finding"]) == (1, key), answer
    page = verify(desk)
    assert page.says(w["broken"])
    assert fault == "cut off" or page.says(w["missing 4" if fault == "missing" else "changed 3"])


def test_the_log_is_kept_for_a_year_or_as_said(alone, words, clock):
    desk = Desk(alone, alone.person, words)
    w = WORDS[words.language]
    keeping = Log(desk).page().click(w["keeping"])
    assert keeping.form(w["save"]).value(w["days"]) == "365"
    refused = keeping.form(w["save"]).send({w["days"]: "7"}, button=w["save"])
    assert refused.status == 422 and "log-days-out-of-range" in refused.codes
    saved = keeping.form(w["save"]).send({w["days"]: "30"}, button=w["save"])
    assert saved.says(w["saved"])
    before = json.loads(alone.kizuna("admin", "log", "verify", "--json").stdout)
    clock.advance(days=31)
    alone.server.stop()
    alone.server.start()

    def shortened() -> bool:
        after = json.loads(alone.kizuna("admin", "log", "verify", "--json").stdout)
        return after["intact"] and after["first"] == before["last"] + 1

    until(shortened, "the old entries to go", 30)
    desk = Desk(alone, alone.person, words)
    assert verify(desk).says(w["intact"])
    # The beginning is part of the log: what is written down about it cannot be exchanged.
    database = sqlite3.connect(alone.server.data / "kizuna.sqlite", timeout=20)
    database.execute("UPDATE audit_logs SET dropped_hash = zeroblob(32) WHERE company_id <> 'installation'")
    database.commit()
    database.close()
    assert verify(desk).says(w["broken"])


def test_the_operators_notice_is_unread_until_it_is_opened(desk, viewer, installation):
    w, company = WORDS[desk.words.language], desk.person.company
    said = {"ja": "11 月 30 日の夜に停止します。", "en": "Closed in the night of 30 November."}
    arguments = ("admin", "notice", "add", "--company", company, "--ja", said["ja"], "--en", said["en"])
    notice = installation.kizuna(*arguments).stdout.strip()
    installation.kizuna("admin", "notice", "add", "--all", "--ja", "全社", "--en", "Everyone", "--until", "2030-01-01")
    mine, other = said[desk.words.language], said["en" if desk.words.language == "ja" else "ja"]
    home = viewer.web.get(f"{Log(desk).base}/")
    assert home.says(mine) and not home.says(other) and home.says(w["unread"])
    everything = home.click(desk.words("see all"))
    assert everything.says(mine) and everything.soup.select("main li.unread")
    again = viewer.web.get(everything.url)
    assert again.says(mine) and not again.soup.select("main li.unread"), "read when it was opened"
    # For each person by themselves
    admins = desk.web.get(f"{Log(desk).base}/")
    assert admins.soup.select("main li.unread")
    marked = admins.form(w["mark"]).send(button=w["mark"])
    assert marked.says(mine) and not marked.soup.select("main li.unread")
    # The product's own
    desk.delete()
    assert viewer.web.get(f"{Log(desk).base}/").says(w["deleted"])
    rows = json.loads(installation.kizuna("admin", "notice", "list", "--json").stdout)
    assert {row["company"] for row in rows} >= {company, "*"}
    installation.kizuna("admin", "notice", "remove", notice)
    for row in rows:
        if row["company"] == "*" and row["source"] == "operator":
            installation.kizuna("admin", "notice", "remove", row["id"])
    assert not viewer.web.get(f"{Log(desk).base}/").says(mine)
    refused = installation.kizuna("admin", "notice", "remove", notice, check=False)
    assert refused.returncode == 1 and "notice-unknown" in refused.stderr


def test_an_export_holds_every_line_and_its_hash(desk, installation):
    enrolled(desk)
    run = ("admin", "log", "export", "--company", desk.person.company)
    records = [json.loads(line) for line in installation.kizuna(*run).stdout.splitlines()]
    numbers = [r["number"] for r in records if r["log"] == "management"]
    assert numbers == list(range(1, len(numbers) + 1)) and any(r["log"] == "device" for r in records)
    head = json.loads(installation.kizuna("admin", "log", "verify", "--company", desk.person.company, "--json").stdout)
    last = next(r for r in records if r["log"] == "management" and r["number"] == head["last"])
    assert head["head"] == f"{last['number']}:{last['hash']}"
    table = list(csv.reader(io.StringIO(installation.kizuna(*run, "--format", "csv").stdout, newline="")))
    assert len(table) == len(records) + 1 and {len(row) for row in table} == {14}
    assert not installation.kizuna(*run, "--since", "2099-01-01").stdout


def test_a_wrong_present_password_is_logged(desk):
    account = desk.web.get(f"{Log(desk).base}/account")
    form = next(form for form in account.forms() if form.action.endswith("/account/password"))
    form.send(override={"current": "certainly not this", "new": "unten no ii mono", "again": "unten no ii mono"})
    newest = Log(desk).rows(Log(desk).page(kind="management"))[0]
    assert newest[4] == desk.person.login and newest[3] in ("ログインできず", "Login refused")


def test_the_log_goes_out_by_syslog_over_tls_and_waits_while_nobody_listens(installation, words, tmp_path, clock):
    receiver = Receiver(tmp_path / "receiver").start()
    arguments = ("--syslog", f"tls://127.0.0.1:{receiver.port}", "--syslog-ca", str(receiver.certificate))
    alone = Alone(installation, tmp_path / "sending", "sending", arguments)
    try:
        desk = Desk(alone, alone.person, words)
        w = WORDS[words.language]

        def all_sent() -> bool:
            head = json.loads(alone.kizuna("admin", "log", "verify", "--company", "sending", "--json").stdout)
            return set(receiver.numbers("sending")) == set(range(1, head["last"] + 1))

        until(all_sent, "every entry at the receiver", 20)
        message = receiver.messages[0]
        assert message.priority in (109, 110) and message.data["company"] in ("sending", "installation")
        assert message.record["event"] == message.id == message.data["event"]

        # Nobody listens: the product goes on, and says so.
        receiver.stop()
        Desk(alone, alone.person, words)
        until(lambda: Log(desk).page().click(w["keeping"]).says(w["not sent"]), "the trouble to be shown", 20)
        count = len(receiver.messages)
        alone.server.stop()
        alone.server.start()
        receiver.start()
        until(all_sent, "what was logged meanwhile", 30)
        assert len(receiver.messages) > count and not receiver.faults, receiver.faults
        until(lambda: Log(desk := Desk(alone, alone.person, words)).page().click(w["keeping"]).says(w["sent"]), "its state", 20)
    finally:
        alone.stop()
        receiver.stop()


@pytest.mark.parametrize("fault", ["other authority", "other name"])
def test_a_receiver_that_is_not_the_one_gets_nothing(installation, tmp_path, fault):
    receiver = Receiver(tmp_path / "receiver", name="127.0.0.1" if fault == "other authority" else "127.0.0.9").start()
    trusted = Receiver(tmp_path / "other").certificate if fault == "other authority" else receiver.certificate
    alone = Alone(
        installation, tmp_path / "sending", "sending",
        ("--syslog", f"tls://127.0.0.1:{receiver.port}", "--syslog-ca", str(trusted)),
    )  # fmt: skip
    try:
        desk = Desk(alone, alone.person)
        until(lambda: Log(desk).page().click(WORDS["ja"]["keeping"]).says(WORDS["ja"]["not sent"]), "the trouble", 20)
        assert not receiver.messages
    finally:
        alone.stop()
        receiver.stop()
