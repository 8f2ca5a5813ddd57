"""Notices to a mail server that is not ours (aiosmtpd), read by Python's own `email`: TLS, logins, refusals, silence."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import time
from pathlib import Path

import pytest

from support.alone import Alone
from support.certificate import Desk
from support.mail import Authority, MailServer, Taken
from support.web import Page, squeeze, until
from support.words import en, ja

LOGIN = ("mdm@foreign.example", "合言葉 with: \"signs\"")
SENDER = "mdm@sender.example"
PRODUCT = "KDDI Smart Mobile Safety Manager"
HEADERS = ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted"]
STATES = {"taken": ("受け付け済み", "Taken over"), "waiting": ("送信待ち", "Waiting"), "failed": ("送れず", "Failed")}


class Office:
    """A company whose server sends by the foreign mail server."""

    def __init__(self, installation, folder):
        self.folder = folder
        self.trusted, self.stranger = Authority(folder, "trusted"), Authority(folder, "stranger")
        self.post = MailServer(self.trusted.context(), LOGIN)
        (folder / "password").write_text(LOGIN[1] + "\n")
        (folder / "wrong-password").write_text("guessed\n")
        self.alone = Alone(installation, folder / "data", "smtp", self.arguments())
        self.alone.kizuna("admin", "company", "create", "--code", "smtp-en", "--name", "Overseas K.K.", "--language", "en")
        self.alone.kizuna(
            "admin", "user", "create", "--company", "smtp-en", "--login", "admin", "--role", "administrator",
            "--password-stdin", input=self.alone.person.password,
        )  # fmt: skip
        self.desks = {"ja": self.desk(ja), "en": self.desk(en)}

    def desk(self, words) -> Desk:
        person = self.alone.person
        if words is en:
            person = type(person)("smtp-en", person.login, person.password)
        return Desk(self.alone, person, words)

    def arguments(self, scheme: str = "smtp", port: int = 0, password: str = "password") -> tuple[str, ...]:
        return (
            "--smtp", f"{scheme}://{LOGIN[0].replace('@', '%40')}@127.0.0.1:{port or self.post.port}",
            "--smtp-password-file", str(self.folder / password), "--smtp-ca-file", str(self.trusted.file),
            "--mail-from", SENDER, "--webhook-networks", "127.0.0.1/32",
        )  # fmt: skip

    def restart(self, *arguments: str) -> None:
        self.alone.server.stop()
        self.alone.server.arguments = arguments
        self.alone.server.start()

    def get(self, path: str, words=ja) -> Page:
        """A page of the company; who was signed out by the clock signs in again."""
        for _ in range(2):
            desk = self.desks[words.language]
            page = desk.web.get(f"{self.alone.base}/{desk.person.company}/{path}")
            if not page.has_button(words("log in")):
                return page
            self.desks[words.language] = self.desk(words)
        raise AssertionError("signed out at once")

    def page(self, words=ja) -> Page:
        return self.get("settings/service/notifications", words)

    def send(self, address: str, words=ja) -> None:
        button, label = (("テストメールを送る", "送り先のメールアドレス"), ("Send test mail", "Mail address to send to"))[words is en]
        page = self.page(words).form(button).send({label: address}, button=button)
        assert page.status == 200, page.text[:300]

    def delivery(self, address: str, words=ja) -> tuple[str, str]:
        """State and answer of the newest mail to it, as the list tells them."""
        for row in self.page(words).soup.select("tr"):
            cells = [squeeze(cell.get_text(" ")) for cell in row.find_all(["td", "th"])]
            if address in cells:
                return cells[3], cells[4]
        return "", ""

    def until_delivery(self, address: str, state: str, answer: str = "", words=ja, seconds: float = 25) -> str:
        """Waits for this state and for words of the answer; gives the answer."""
        wanted, seen = STATES[state][words is en], [("", "")]

        def arrived() -> bool:
            seen.append(self.delivery(address, words))
            return seen[-1][0] == wanted and answer in seen[-1][1]

        try:
            until(arrived, "", seconds, pause=0.2)
        except AssertionError:
            raise AssertionError(f"{wanted} {answer!r} for {address}, not {seen[-1]}") from None
        return seen[-1][1]

    def again(self, address: str, words=ja) -> None:
        word = ("もう一度送る", "Send again")[words is en]
        page = self.page(words)
        row = next(row for row in page.soup.select("tr") if address in row.get_text(" "))
        identity = row.select_one("input[name=id]")["value"]
        form = next(form for form in page.forms() if word in form.buttons and dict(form.fields)["id"] == identity)
        form.send(button=word)

    def add_organization(self, name: str, words=ja) -> None:
        add, label = (("追加", "名前"), ("Add", "Name"))[words is en]
        directory = self.get("organizations", words)
        assert directory.form(add).send({label: name}, button=add).status == 200

    def add_rule(self, addresses: str, words=ja, event=("組織を追加", "Organization added")) -> None:
        it = words is en
        page = self.page(words).click(("新規作成", "New")[it])
        save = ("保存", "Save")[it]
        values = {("通知名", "Name")[it]: "rule", event[it]: "yes", ("メールアドレス", "Mail addresses")[it]: addresses}
        assert page.form(save).send(values, button=save).status == 200


@pytest.fixture(scope="module")
def house(installation, workplace):
    office = Office(installation, workplace / "foreign-smtp")
    yield office
    office.alone.stop()
    office.post.close()


@pytest.fixture
def office(house):
    """The mail server well, and the server told of it as in the beginning."""
    if house.alone.server.arguments != house.arguments() or house.alone.server.process.poll() is not None:
        if house.alone.server.process.poll() is None:
            house.alone.server.stop()
        house.alone.server.arguments = house.arguments()
        house.alone.server.start()
    house.post.context = house.trusted.context()
    house.post.answers.clear()
    house.post.refused.clear()
    house.post.faults.clear()
    house.post.seen.clear()
    house.post.answer_to_data = "250 2.0.0 Ok: queued as 4XyZ"
    return house


def judge(mail: Taken, now: dt.datetime) -> None:
    """What RFC 5321, 5322, 2045 and 2047 want of any mail, and that it says only what we said."""
    assert not re.search(rb"[\r\n]", mail.content.replace(b"\r\n", b"")), "a bare CR or LF"
    assert all(len(line) <= 78 and line.isascii() for line in mail.content.split(b"\r\n"))
    assert all(len(word) <= 75 for word in re.findall(rb"=\?.*?\?=", mail.content))
    message = mail.message
    assert message.keys() == HEADERS, message.keys()
    assert not message.defects and not any(value.defects for value in message.values())
    [sender], [recipient] = message["From"].addresses, message["To"].addresses
    assert (sender.display_name, sender.addr_spec) == (PRODUCT, SENDER) == (PRODUCT, mail.sender)
    assert [recipient.addr_spec] == mail.recipients
    date = message["Date"].datetime
    assert date.utcoffset() == dt.timedelta(hours=9) and abs(date - now) < dt.timedelta(minutes=2), (date, now)
    assert re.fullmatch(r"<[\w.-]+@sender\.example>", message["Message-ID"])
    assert (message.get_content_type(), message.get_content_charset()) == ("text/plain", "utf-8")
    assert message["Subject"].startswith(f"【{PRODUCT}】") and "\ufffd" not in mail.text


def test_a_mail_goes_by_starttls_and_login_and_reads_back_right(office, words):
    address = f"well-{words.language}@right.example"
    office.send(address, words)
    office.until_delivery(address, "taken", "250 2.0.0 Ok: queued as 4XyZ", words)
    [mail] = office.post.to(address)
    assert (mail.login, mail.tls) == (LOGIN[0], "TLSv1.3")
    judge(mail, office.alone.now())
    assert mail.message["Subject"] == f"【{PRODUCT}】" + ("テストメール", "Test mail")[words is en]
    company = ("企業名: smtp 株式会社", "Company: Overseas K.K.")[words is en]
    assert company in mail.text.split("\n")
    assert mail.text.endswith((
        "本メールへご返信いただいても対応を致しかねますのでご了承ください。\n", "Replies to it are not read.\n")[words is en])


def test_the_judge_of_mails_sees_faults(office):
    office.send("judged@right.example")
    office.until_delivery("judged@right.example", "taken")
    [mail] = office.post.to("judged@right.example")
    now = office.alone.now()
    judge(mail, now)
    head, body = mail.content.split(b"\r\n\r\n", 1)
    for content in (
        head + b"\r\nBcc: evil@evil.example\r\n\r\n" + body, b"Subject: two\r\n" + mail.content, head + b"\n\r\n\r\n" + body,
        re.sub(rb"Date: .*\r\n", b"", mail.content), mail.content + b"A" * 80, mail.content.replace(b"UTF-8", b"UTF-9"),
        mail.content.replace(b"+0900", b"+0000"), mail.content.replace(b"To: <judged", b"To: <a@b.example>, <judged"),
    ):  # fmt: skip
        with pytest.raises((AssertionError, LookupError, ValueError)):
            judge(dataclasses.replace(mail, content=content), now)


COMPANIES = {"ja": "株式会社\u2028Bcc: evil@evil.example", "en": "=?UTF-8?Q?x=0D=0ABcc:_evil@evil.example?="}
LOGIN_ID = "=?UTF-8?Q?x=0D=0ABcc:_evil@evil.example?="
NOTES = "備考\r\nBcc: evil@evil.example\r\n\r\n.\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<evil@evil.example>\r\nDATA"
PEOPLE = ["利用者\u2028Bcc: evil@evil.example", "=?UTF-8?Q?x=0D=0ABcc:_evil@evil.example?=", 'a"; Bcc: <evil@evil.example>, ' + "長" * 60]


def test_no_value_begins_a_header_or_a_mail_of_its_own(office, clock, words):
    """Company, login ID, names, Apple ID and 備考, with everything in them that their forms let through."""
    code, run, language = f"evil-{words.language}", office.alone.kizuna, words.language
    create = ("admin", "company", "create", "--code", code, "--language", language, "--brand", "smsm", "--name")
    assert run(*create, "A\r\nBcc: evil@evil.example", check=False).returncode == 1
    run(*create, COMPANIES[language])
    person = type(office.alone.person)(code, LOGIN_ID, office.alone.person.password)
    run(
        "admin", "user", "create", "--company", code, "--login", LOGIN_ID, "--role", "administrator",
        "--password-stdin", input=person.password,
    )  # fmt: skip
    address = f"told@{code}.example"
    desks, office.desks = office.desks, {language: Desk(office.alone, person, words)}
    try:
        desk = office.desks[language]
        label, button = (("メールアドレス", "メールアドレスを保存"), ("Mail address", "Save mail address"))[words is en]
        account = office.get("account", words).form(button).send({label: address}, button=button)
        assert account.status == 200
        desk.register(apple_id="push@evil.example\r\nBcc: evil@evil.example", notes=NOTES)
        office.add_rule(address, words, ("機器の利用者を追加", "Device user added"))
        users = office.get("users", words)
        form = next(form for form in users.forms() if "name" in dict(form.fields))
        assert form.send(override={"name": "a\r\nBcc: evil@evil.example"}).status == 422
        for number, name in enumerate(PEOPLE):
            assert form.send(override={"name": name}).status == 200
            until(lambda: len(office.post.to(address)) > number, f"the mail about {name!r}", 25)
        assert all(f"[{LOGIN_ID}]" in mail.text for mail in office.post.to(address))
        subjects = [mail.message["Subject"] for mail in office.post.to(address)]
        assert [subject.split(": ", 1)[1] for subject in subjects] == [name.replace("\u2028", " ") for name in PEOPLE]
        clock.advance(days=306)
        until(lambda: len(office.post.to(address)) > len(PEOPLE), "the mail about the certificate", 25)
    finally:
        office.desks = desks
    mails = office.post.to(address)
    judge(mails[-1], office.alone.now())
    for mail in mails:
        judge(mail, mail.message["Date"].datetime)
        assert mail.recipients == [address] and COMPANIES[language] in mail.text
        assert not any(line.startswith(("Bcc", "MAIL", "RCPT", ".")) for line in mail.text.split("\n")), mail.text
    assert ("備考: " if words is ja else "Notes: ") + NOTES.replace("\r\n\r\n", "\r\n").replace("\r\n", " ") in mails[-1].text
    assert not any("evil@evil.example" in mail.recipients + [mail.sender] for mail in office.post.taken)


TROUBLES = {
    "unknown authority": ("発行元を信頼できないため、送っていません", "is not trusted; nothing was sent"),
    "another host": ("別のホスト名のものなので、送っていません", "is for another host name; nothing was sent"),
    "expired": ("有効期間外のため、送っていません", "is not valid today; nothing was sent"),
    "no STARTTLS": ("STARTTLS に対応していないため、送っていません", "does not offer STARTTLS; nothing was sent"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_to_whom_cannot_prove_itself_neither_mail_nor_password_is_told(office, words, trouble):
    office.post.context = {
        "unknown authority": lambda: office.stranger.context(),
        "another host": lambda: office.trusted.context("mail.another.example"),
        "expired": lambda: office.trusted.context(days=-1),
        "no STARTTLS": lambda: None,
    }[trouble]()
    address = f"{trouble.replace(' ', '-').lower()}-{words.language}@proof.example"
    office.send(address, words)
    office.until_delivery(address, "waiting", TROUBLES[trouble][words is en], words)
    assert office.post.seen["connection"] and not office.post.seen["login"], office.post.seen
    assert not office.post.to(address) and not office.post.seen[f"rcpt {address}"]
    office.post.context = office.trusted.context()
    office.again(address, words)
    office.until_delivery(address, "taken", "250", words)
    assert len(office.post.to(address)) == 1


def test_tls_from_the_first_byte(office):
    post = MailServer(office.trusted.context(), LOGIN, is_implicit=True)
    try:
        office.restart(*office.arguments("smtps", post.port))
        office.send("implicit@tls.example")
        office.until_delivery("implicit@tls.example", "taken", "250")
        [mail] = post.to("implicit@tls.example")
        assert (mail.login, mail.tls) == (LOGIN[0], "TLSv1.3")
        judge(mail, office.alone.now())
        # TLS spoken to a port that wants STARTTLS, and STARTTLS to nobody.
        office.restart(*office.arguments("smtps"))
        office.send("mixed@tls.example")
        office.until_delivery("mixed@tls.example", "waiting", "TLS 接続ができません")
        post.context = office.stranger.context()
    finally:
        post.close()
    office.restart(*office.arguments("smtps", post.port))
    office.send("nobody@tls.example")
    office.until_delivery("nobody@tls.example", "waiting", "メールサーバーに接続できません")
    assert not office.post.to("mixed@tls.example")


def test_a_wrong_password_is_told_and_mended(office, words):
    office.restart(*office.arguments(password="wrong-password"))
    address = f"password-{words.language}@login.example"
    office.send(address, words)
    answer = office.until_delivery(address, "waiting", ("ログインを拒みました", "refused the login")[words is en], words)
    assert "535" in answer, answer
    assert office.post.seen["login"] and not office.post.seen[f"rcpt {address}"]
    office.restart(*office.arguments())
    office.again(address, words)
    office.until_delivery(address, "taken", "250", words)
    assert len(office.post.to(address)) == 1


def test_not_now_is_tried_again_with_longer_and_longer_pauses(office, clock):
    address, pauses = "later@again.example", [60, 300, 900, 3600]
    file = Path(json.loads(clock.lab_file.read_text())["clock_file"])
    office.post.now = lambda: time.time() + int(file.read_text()) / 1000
    office.post.answers[address] = [f"45{number} 4.2.1 Mailbox busy, attempt {number}" for number in range(4)]
    office.send(address)
    for attempt, pause in enumerate(pauses):
        office.until_delivery(address, "waiting", f"45{attempt} 4.2.1 Mailbox busy, attempt {attempt}")
        clock.advance(seconds=pause - 20)
        # A mail that is due now goes, so the other one was looked at and was not due.
        office.send(f"between-{attempt}@again.example")
        until(lambda: office.post.to(f"between-{attempt}@again.example"), "the mail that is due", 25)
        if len(office.post.times[address]) == attempt + 1:
            clock.advance(seconds=21)
    answer = office.until_delivery(address, "taken", "250")
    assert "5 回試行" in answer, answer
    times = office.post.times[address]
    # The pause begins when the answer is written down, which is after it was given.
    gaps = [later - earlier for earlier, later in zip(times, times[1:])]
    assert all(pause <= gap < 1.5 * pause + 60 for pause, gap in zip(pauses, gaps, strict=True)), gaps
    assert len(office.post.to(address)) == 1


def test_a_mail_that_is_never_taken_is_given_up_after_four_days(office, clock):
    """Of which the last six hours would be the next pause."""
    address = "never@again.example"
    office.post.refused[address] = "451 4.3.0 Never mind"
    office.send(address)
    office.until_delivery(address, "waiting", "451 4.3.0 Never mind")
    for attempt, hours in enumerate([24, 24, 24, 17], 2):
        clock.advance(hours=hours)
        office.until_delivery(address, "waiting", f"{attempt} 回試行")
    clock.advance(hours=6, minutes=1)
    office.until_delivery(address, "failed", "6 回試行")
    clock.advance(days=1)
    office.send("after@again.example")
    office.until_delivery("after@again.example", "taken")
    assert office.post.seen[f"rcpt {address}"] == 6 and not office.post.to(address)


def test_of_two_recipients_one_is_refused_and_the_other_has_the_mail(office, words):
    good, bad = (f"{name}-{words.language}@two.example" for name in ("good", "bad"))
    office.post.refused[bad] = "550 5.1.1 <bad> User unknown"
    office.add_rule(f"{bad}\n{good}", words)
    office.add_organization("営業 <b>&部", words)
    office.until_delivery(bad, "failed", "550 5.1.1 <bad> User unknown", words)
    office.until_delivery(good, "taken", "250", words)
    [mail] = office.post.to(good)
    assert mail.recipients == [good] and "営業 <b>&部" in mail.text and not office.post.to(bad)
    judge(mail, office.alone.now())
    assert office.post.seen[f"rcpt {bad}"] == 1, "a 550 is final"
    log = office.get("log", words)
    assert log.says(bad) and log.says("550 5.1.1"), "the log tells of it"


def test_a_server_that_takes_no_mail_at_all_today_is_asked_again(office, clock):
    """554 for a greeting (RFC 5321 §3.1) is not about this mail."""
    office.post.faults["no service"] = 1
    office.send("opened@service.example")
    office.until_delivery("opened@service.example", "waiting", "554 5.3.2 No service here today")
    clock.advance(seconds=61)
    office.until_delivery("opened@service.example", "taken", "250")


def test_a_mail_refused_after_its_end_is_refused(office):
    office.post.answer_to_data = "554 5.7.1 Message looks like spam"
    office.send("spam@end.example")
    office.until_delivery("spam@end.example", "failed", "554 5.7.1 Message looks like spam")
    assert office.post.seen["data"] == 1 and not office.post.to("spam@end.example")


def test_a_silent_server_is_left_after_fifteen_seconds_and_holds_up_nothing_else(office):
    office.post.faults["silent"] = 1
    began = time.monotonic()
    office.send("silent@patience.example")
    until(lambda: office.post.seen["silent"] == 1, "the connection")
    for number in range(3):
        asked = time.monotonic()
        office.add_organization(f"unhindered {number}")
        assert time.monotonic() - asked < 3, "the console waited for the mail server"
    assert office.delivery("silent@patience.example")[0] == STATES["waiting"][0]
    office.until_delivery("silent@patience.example", "waiting", "時間内に答えませんでした", seconds=30)
    assert 14 < time.monotonic() - began < 25
    office.again("silent@patience.example")
    office.until_delivery("silent@patience.example", "taken", "250")

    # Nor does it hold up the end of the server.
    office.post.faults["silent"] = 1
    office.send("ending@patience.example")
    until(lambda: office.post.seen["silent"] == 2, "the connection")
    office.alone.server.stop()
    office.alone.server.start()
    office.alone.lab.advance(minutes=4)
    office.until_delivery("ending@patience.example", "taken", "250")
    assert len(office.post.to("ending@patience.example")) == 1


# A short mail is in the socket before its reader goes away: whether it was read to its end is not known here.
CUTS = {"cut at rcpt": "接続が途中で切れました", "cut in data": "2 通届くことがあります"}


@pytest.mark.parametrize("cut", CUTS)
def test_a_connection_cut_in_the_middle_leaves_exactly_one_mail(office, clock, cut):
    address = f"{cut.replace(' ', '-')}@middle.example"
    office.post.faults[cut] = 1
    office.send(address)
    office.until_delivery(address, "waiting", CUTS[cut])
    assert not office.post.to(address) and not office.post.faults[cut]
    clock.advance(seconds=61)
    office.until_delivery(address, "taken", "250")
    assert len(office.post.to(address)) == 1


def test_a_mail_whose_answer_was_lost_says_so_and_comes_again_as_the_same(office, clock, words):
    """SMTP cannot tell whether it was taken (RFC 5321 §4.5.4.1): the second one is recognised by its Message-ID."""
    address = f"lost-{words.language}@answer.example"
    office.post.faults["cut before answer"] = 1
    office.send(address, words)
    answer = ("2 通届くことがあります", "may arrive twice")[words is en]
    office.until_delivery(address, "waiting", answer, words)
    clock.advance(seconds=61)
    office.until_delivery(address, "taken", "250", words)
    first, second = office.post.to(address)
    assert first.message["Message-ID"] == second.message["Message-ID"] and first.content == second.content
