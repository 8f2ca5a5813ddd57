"""A year of notices on two nodes that are killed in between: exactly the expected mails, each once, to the day.

Push certificate and ADE token climb down the same ladder, each by its own dates.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections import Counter
from email.utils import parsedate_to_datetime

import pytest
import requests

from support.certificate import Desk
from support.nodes import Nodes
from support.token import TokenDesk
from support.web import until
from support.words import ja

TOKYO = dt.timezone(dt.timedelta(hours=9))
NIGHT = dt.timedelta(minutes=75)
"""A day's step is told from 01:15 on."""
LADDER = (60, 30, 14, 7, 3, 1, 0)
SEED = 20261121
ADDRESS, FENCE = "admin@year.example", "fence@year.example"
CERTIFICATE, TOKEN = "Apple Push 証明書", "ADEトークン"


@pytest.fixture(scope="module")
def cluster(workplace):
    running = Nodes(workplace / "year", seed=SEED).start()
    yield running
    running.stop()


class Year:
    """What ought to be told, reckoned here; and what the mailbox holds."""

    def __init__(self, cluster: Nodes):
        self.cluster = cluster
        self.ends: dict[str, dt.datetime] = {}
        self.told: dict[str, int] = {}
        self.expected: list[tuple[dt.date, str, str]] = []
        """Day, thing, what its subject says."""

    def night(self) -> dt.date:
        return (self.cluster.now().astimezone(TOKYO) - NIGHT).date()

    def reckon(self) -> None:
        """The steps that are due at this hour and were not told."""
        for thing, end in self.ends.items():
            left = (end.date() - self.night()).days
            step = left if left < 0 else min((rung for rung in LADDER if rung >= left), default=None)
            if step is not None and step < self.told.get(thing, 1000):
                self.told[thing] = step
                is_over = end <= self.cluster.now()
                said = "有効期限が切れています" if is_over else "有効期限は今日までです" if left == 0 else f"あと {left} 日"
                self.expected.append((self.night(), thing, said))

    def renewed(self, thing: str, end: dt.datetime) -> None:
        self.ends[thing] = end
        self.told.pop(thing)
        self.expected.append((self.night(), thing, "更新されました"))

    def mails(self, address: str = ADDRESS) -> list[dict]:
        found = requests.get(f"{self.cluster.access['mailbox']}/api/messages", timeout=10).json()
        return [message for message in reversed(found) if address in message["to"]]

    def fence(self) -> Desk:
        """Logs in, which is told to FENCE in the same round that looks at what expires: this hour was lived through."""
        before = len(self.mails(FENCE))
        desk = Desk(self.cluster, self.cluster.administrator)
        for _ in range(8):
            try:
                until(lambda: len(self.mails(FENCE)) > before, "the mail of the login", 6, pause=0.1)
                return desk
            except AssertionError:
                self.cluster.advance(seconds=25)
        raise AssertionError("no mail of a login")

    def arrived(self) -> int:
        return len({message["message_id"] for message in self.mails()})

    def wait(self) -> None:
        """Until as many mails are there as ought to be. A lease of a dead node ends by the Lab's clock."""
        for _ in range(8):
            try:
                until(lambda: self.arrived() >= len(self.expected), f"{len(self.expected)} mails", 6, pause=0.1)
                return
            except AssertionError:
                self.cluster.advance(seconds=25)
        raise AssertionError(f"{self.expected[-2:]} expected; {[mail['subject'] for mail in self.mails()][-3:]} arrived")

    def go(self, day: dt.date, kill: int = 0) -> None:
        """To some hour of a notices' day, and, with `kill`, through the death of so many nodes at some instant."""
        chance = self.cluster.chance
        start = dt.datetime.combine(day, dt.time(), TOKYO) + NIGHT
        goal = start + dt.timedelta(minutes=chance.randint(1, 20 * 60))
        assert goal > self.cluster.now()
        self.cluster.set_clock(goal)
        before = len(self.expected)
        self.reckon()
        if kill:
            time.sleep(chance.uniform(0, 2.5))  # the instant of death is chance
            self.cluster.kill(kill)
            self.cluster.until_ready()
        if len(self.expected) > before:
            self.wait()
        else:
            self.fence()


def said(message: dict) -> tuple[dt.date, str, str]:
    """Day, thing and what the subject says, as `Year.expected` has them."""
    subject = message["subject"]
    thing = CERTIFICATE if CERTIFICATE in subject else TOKEN if TOKEN in subject else "?"
    words = re.search(r"あと \d+ 日|有効期限は今日までです|有効期限が切れています|更新されました", subject)
    night = parsedate_to_datetime(message["date"]).astimezone(TOKYO) - NIGHT
    return night.date(), thing, words.group() if words else subject


def test_a_year_of_two_nodes(cluster):
    began = time.monotonic()
    desk = Desk(cluster, cluster.administrator)
    account = desk.web.get(f"{cluster.base}/{desk.person.company}/account")
    account.form("メールアドレスを保存").send({"メールアドレス": ADDRESS}, button="メールアドレスを保存")
    rule = desk.web.get(f"{cluster.base}/{desk.person.company}/settings/service/notifications").click("新規作成")
    fields = {"通知名": "fence", "ログイン": "yes", "メールアドレス": FENCE}
    assert rule.form("保存").send(fields, button="保存", override={"role-administrator": None}).status == 200
    certificate = desk.register(apple_id="push@year.example", notes="二台の一年")
    topic = desk.view().rows()[ja("topic")]
    year = Year(cluster)
    year.ends[CERTIFICATE] = certificate.not_valid_after_utc.astimezone(TOKYO)
    cluster.advance(days=2)
    desk = Desk(cluster, cluster.administrator)
    tokens = TokenDesk(desk)
    tokens.register()
    year.ends[TOKEN] = token_end(desk)
    end, later = year.ends[CERTIFICATE].date(), (year.ends[TOKEN].date() - year.ends[CERTIFICATE].date()).days
    assert later in (1, 2, 3)

    rungs = {end - dt.timedelta(days=left) for left in (*LADDER, -1, -2, -3)}
    rungs |= {day + dt.timedelta(days=later) for day in rungs if day + dt.timedelta(days=later) <= end + dt.timedelta(days=3)}
    between = {end - dt.timedelta(days=left) for left in (300, 61, 59, 45, 29, 10)}
    stops = sorted(rungs | between)
    deaths = dict.fromkeys(cluster.chance.sample(stops[:-2], 4), 1)
    deaths[cluster.chance.choice([day for day in stops[:-2] if day not in deaths])] = 2
    for day in stops:
        year.go(day, deaths.get(day, 0))
        if (end - day).days == 61:
            assert not is_red(cluster, CERTIFICATE) and not is_red(cluster, TOKEN)
        elif (end - day).days == 60:
            assert is_red(cluster, CERTIFICATE) and not is_red(cluster, TOKEN)
        elif (end - day).days == 45:
            assert is_red(cluster, TOKEN)

    # Renewed, which ends it and says so, once; of the new ones nothing is said until their own sixty days.
    desk = Desk(cluster, cluster.administrator)
    renewal = desk.register(topic)
    year.renewed(CERTIFICATE, renewal.not_valid_after_utc.astimezone(TOKYO))
    tokens.desk = desk
    tokens.register()
    year.renewed(TOKEN, token_end(desk))
    year.wait()
    for days in (1, 270):
        cluster.advance(days=days)
        year.reckon()
        year.fence()
    year.go(year.ends[CERTIFICATE].date() - dt.timedelta(days=60), kill=2)

    mails = year.mails()
    assert sorted(map(said, {mail["message_id"]: mail for mail in mails}.values())) == sorted(year.expected)
    assert len(year.expected) == 2 * 7 + 3 + (3 - later) + 2 + 2
    doubled = [identity for identity, count in Counter(mail["message_id"] for mail in mails).items() if count > 1]
    # Only whoever died between the mail server's 250 and its own commit may have sent one twice (docs/guides/notices.md).
    assert len(doubled) <= cluster.kills and cluster.kills == 8
    assert all(mail["problems"] == [] for mail in mails)
    judge_token_mail(next(mail for mail in mails if said(mail)[1:] == (TOKEN, "あと 60 日")), cluster)
    print(f"\n{len(mails)} mails, {len(doubled)} of them twice, {cluster.kills} kills, {time.monotonic() - began:.0f} s")


def token_end(desk: Desk) -> dt.datetime:
    """As the page shows it."""
    page = desk.web.get(f"{desk.installation.base}/{desk.person.company}/settings/service/ade-token")
    shown = re.search(r"(\d{4})\D(\d\d)\D(\d\d) (\d\d):(\d\d):(\d\d)まで有効", page.text)
    return dt.datetime(*map(int, shown.groups()), tzinfo=TOKYO)


def is_red(cluster: Nodes, thing: str) -> bool:
    home = Desk(cluster, cluster.administrator).home
    heading = {CERTIFICATE: ja("card"), TOKEN: "ADEトークン登録"}[thing]
    card = next(card for card in home.soup.select("section") if heading in card.get_text())
    return "red" in card.get("class", [])


def judge_token_mail(mail: dict, cluster: Nodes) -> None:
    text = mail["text"]
    assert re.search(
        r"\d ADEトークンの有効期限が \S+ \S+ に切れます。Apple Business Manager で手順に従って更新してください。\n", text), text
    assert f"\n{cluster.base}/" in text and "残り日数: あと 60 日" in text and "[ADEトークン]" in text
    assert "Apple ID" not in text and "同じ MDM サーバーから新しいトークンをダウンロードして登録してください" in text
