"""通知設定: people are told by real mail, through the Lab's mail server, and hear of nothing twice."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

import requests

from support.authority import UID
from support.certificate import Desk
from support.web import Page, Web, until
from support.words import en, ja


def messages(installation, to: str) -> list[dict]:
    """Of one recipient, oldest first."""
    found = requests.get(f"{installation.access['mailbox']}/api/messages", timeout=10).json()
    return [message for message in reversed(found) if to in message["to"]]


def arrived(installation, to: str, count: int) -> list[dict]:
    until(lambda: len(messages(installation, to)) >= count, f"{count} mails for {to}", 40, pause=0.3)
    return messages(installation, to)


def notifications(desk: Desk) -> Page:
    return desk.web.get(f"{desk.installation.base}/{desk.person.company}/settings/service/notifications")


def give_address(desk: Desk, address: str) -> None:
    page = desk.web.get(f"{desk.installation.base}/{desk.person.company}/account")
    label, button = {"ja": ("メールアドレス", "メールアドレスを保存"), "en": ("Mail address", "Save mail address")}[desk.words.language]
    page = page.form(button).send({label: address}, button=button)
    assert page.status == 200, page.text[:300]


def test_nobody_is_told_until_there_is_an_address_and_then_the_step_is(clock, words, new_company):
    company = new_company(f"told-{words.language}")
    desk = Desk(clock, company, words)
    desk.register(apple_id="push@told.example", notes="担当 1 係")
    topic = desk.view().rows()[words("topic")]
    warning = {"ja": "だれにもメールが届きません", "en": "Nobody would be told by mail"}[words.language]
    assert notifications(desk).says(warning)
    assert desk.web.get(f"{clock.base}/{company.company}/").says(warning), "the dashboard says so, too"

    clock.advance(days=306)
    desk = Desk(clock, company, words)
    until(lambda: notifications(desk).says({"ja": "だれにも届いていません", "en": "Reached nobody"}[words.language]),
          "a step that reached nobody", 30, pause=0.5)
    address = f"admin-{words.language}@told.example"
    give_address(desk, address)
    mail = arrived(clock, address, 1)[0]
    assert mail["problems"] == [], mail["problems"]
    assert mail["tls"] and mail["login"]
    text = mail["text"].replace("\r\n", "\n")
    if words.language == "ja":
        stamp, expiry = re.search(r"(\S+ \S+) Apple Push 証明書の有効期限が (\S+ \S+) に切れます", text).groups()
        link = re.search(rf"{clock.base}/([0-9a-f]{{32}})\n", text).group(1)
        assert text.startswith(
            f"KDDI Smart Mobile Safety Manager で下記の事象が発生しました。\n\n企業名: told-ja 株式会社\n\n"
            f"{stamp} Apple Push 証明書の有効期限が {expiry} に切れます。"
            "ご利用の Apple ID を使用して手順に従って更新してください。\n\n"
            f"{clock.base}/{link}\n\n-----\nKDDI Smart Mobile Safety Manager\n{clock.base}/{company.company}\n"
            "KDDI 株式会社\n-----\n\n"
            "※このメールは送信専用メールアドレスであり、KDDI Smart Mobile Safety Manager サービスシステムから自動配信されています。\n"
            "本メールへご返信いただいても対応を致しかねますのでご了承ください。\n"
        ), text
    assert topic in text and "push@told.example" in text and "担当 1 係" in text
    link = re.search(rf"{clock.base}/[0-9a-f]{{32}}\n", text).group(0).strip()
    page = Web(words.language).get(link)
    assert page.has_button(words("log in"))
    page = page.form(words("log in")).send({words("login"): company.login, words("password"): company.password})
    assert page.rows()[words("topic")] == topic, "after the login the page that the mail concerns"
    assert not notifications(desk).says(warning)

    seen = {"ja": "確認しました", "en": "I have seen it"}[words.language]
    page = notifications(desk).form(seen).send(button=seen)
    assert not page.has_button(seen) and page.says(company.login)

    # Nothing twice, not even by a restart; the next step, and its end after the renewal.
    clock.advance(hours=5)
    clock.advance(days=30)
    assert len(arrived(clock, address, 2)) == 2
    desk = Desk(clock, company, words)
    desk.register(topic)
    last = arrived(clock, address, 3)
    assert [len(last)] == [3]
    # Nobody has set a language: mails are in the company's.
    assert "証明書が更新されました" in last[-1]["subject"]


ENGLISH = """\
The following happened in KDDI Smart Mobile Safety Manager.

Company: Overseas Trading Ltd.

{stamp} The Apple Push certificate expires at {expiry}. Renew it with the Apple Account that you use, following the procedure.

{base}/{link}

-----
KDDI Smart Mobile Safety Manager
{base}/{code}
KDDI 株式会社
-----

This mail was sent automatically by the KDDI Smart Mobile Safety Manager service, from an address that only sends.
Replies to it are not read.

[Apple Push certificate]
Topic: {topic}
Apple Account: push@overseas.example
Notes: in the care of the London office second line
Days left: {days}
What to do: open [Settings], [Service environment], [Apple Push certificate], [Edit]; on Apple's site press \
[Renew] in the row whose UID is the topic above. [Create a Certificate] would make another topic, and the \
devices that are enrolled could no longer be managed.
When you have read this: press [I have seen it] under [Settings], [Service environment], [Notification settings]. \
The second contact is then not told.
"""


def test_the_english_mail_is_the_japanese_ones_sibling_word_for_word(clock):
    clock.kizuna(
        "admin", "company", "create", "--code", "overseas", "--name", "Overseas Trading Ltd.", "--language", "en",
        "--time-zone", "Europe/London", "--brand", "smsm",
    )  # fmt: skip
    desk = Desk(clock, clock.new_user("overseas", "admin"), en)
    give_address(desk, "admin@overseas.example")
    certificate = desk.register(apple_id="push@overseas.example", notes="in the care of the London office\nsecond line")
    clock.advance(days=330)
    mail = arrived(clock, "admin@overseas.example", 1)[0]
    assert mail["problems"] == [], mail["problems"]
    text = mail["text"].replace("\r\n", "\n")
    london = zoneinfo.ZoneInfo("Europe/London")
    expiry = certificate.not_valid_after_utc.astimezone(london)
    stamp = re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text, re.MULTILINE).group()
    told = dt.datetime.fromisoformat(stamp).replace(tzinfo=london)
    assert abs(told - clock.now()) < dt.timedelta(minutes=5), "the company's time"
    days = (expiry.date() - (told - dt.timedelta(minutes=75)).date()).days
    assert text == ENGLISH.format(
        stamp=stamp, expiry=f"{expiry:%Y-%m-%d %H:%M:%S}", base=clock.base, code="overseas", days=days,
        link=re.search(rf"{clock.base}/([0-9a-f]{{32}})\n", text).group(1), topic=certificate.subject.get_attributes_for_oid(UID)[0].value,
    )  # fmt: skip
    assert mail["subject"] == f"【KDDI Smart Mobile Safety Manager】{days} days left until the Apple Push certificate expires"


def test_a_rule_of_ones_own_a_test_mail_and_what_the_server_says(installation, words, new_company):
    company = new_company(f"rule-{words.language}")
    desk = Desk(installation, company, words)
    create, save = {"ja": ("新規作成", "保存"), "en": ("New", "Save")}[words.language]
    page = notifications(desk).click(create)
    fields = {"ja": ("通知名", "組織を追加", "メールアドレス"), "en": ("Name", "Organization added", "Mail addresses")}[words.language]
    team = f"team-{words.language}@rule.example"
    refused = page.form(save).send({fields[0]: "組織", fields[1]: "yes", fields[2]: "nobody"}, button=save)
    assert refused.status == 422 and "mail-address-invalid" in refused.text
    page = page.form(save).send({fields[0]: "組織", fields[1]: "yes", fields[2]: team}, button=save)
    assert page.status == 200 and page.says(team), page.text[:400]

    directory = desk.web.get(f"{installation.base}/{company.company}/organizations")
    add, name = {"ja": ("追加", "名前"), "en": ("Add", "Name")}[words.language]
    directory.form(add).send({name: "営業部"}, button=add)
    mail = arrived(installation, team, 1)[0]
    assert "営業部" in mail["text"] and mail["problems"] == []

    button, label = {"ja": ("テストメールを送る", "送り先のメールアドレス"), "en": ("Send test mail", "Mail address to send to")}[words.language]
    address = f"test-{words.language}@rule.example"
    notifications(desk).form(button).send({label: address}, button=button)
    assert arrived(installation, address, 1)
    taken = {"ja": "受け付け済み", "en": "Taken over"}[words.language]
    until(lambda: notifications(desk).says(taken), "the server's answer", 20)
    assert "250" in notifications(desk).text

    page = notifications(desk)
    rule = next(href for word, href in page.links() if "rule/delete" in href and "組織" in word)
    page = desk.web.get(rule if rule.startswith("http") else installation.base + rule)
    page = page.form("OK").send(button="OK")
    assert not any("rule/delete" in href and "組織" in word for word, href in page.links())


def test_a_viewer_sees_rules_but_no_addresses_and_changes_nothing(installation):
    viewer = Web("ja")
    installation.log_in(installation.viewer, ja, viewer)
    page = viewer.get(f"{installation.base}/sample/settings/service/notifications")
    assert page.status == 200 and not page.has_button("テストメールを送る")
    assert viewer.get(f"{installation.base}/sample/settings/service/notifications/rule").status == 403
