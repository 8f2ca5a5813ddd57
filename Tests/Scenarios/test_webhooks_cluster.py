"""Webhooks of two nodes: each event once while both live; while they are killed each at least once, a double with its id."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest

from support.certificate import Desk
from support.nodes import Nodes
from support.receiver import Receiver, answer
from support.web import until

import requests

SEED = 20261122
SECRETS: dict[int, str] = {}


@pytest.fixture(scope="module")
def cluster(workplace):
    running = Nodes(workplace / "webhooks-cluster", seed=SEED).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def receivers(cluster):
    """Three, each with a webhook of its own."""
    made = [Receiver() for _ in range(3)]
    desk = Desk(cluster, cluster.administrator)
    url = f"{cluster.base}/{desk.person.company}/settings/service/webhooks"
    for receiver in made:
        page = desk.web.get(url).form("Webhook を追加").send({"URL": receiver.url}, override={"format": "own"})
        SECRETS[id(receiver)] = page.soup.find(id="secret").text
    yield made
    for receiver in made:
        receiver.close()


def named(receiver: Receiver, names: set[str]) -> list:
    return [one for one in list(receiver.received) if one.event["kind"] == "person-created" and one.event["subject"] in names]


class Clerk:
    """Adds users of devices, at whichever node answers."""

    def __init__(self, cluster: Nodes):
        self.cluster = cluster
        self.desk = Desk(cluster, cluster.administrator)

    def add(self, name: str) -> bool:
        """False: the node died under it, and nobody said that it was done."""
        try:
            users = self.desk.web.get(f"{self.cluster.base}/{self.desk.person.company}/users")
            form = next(form for form in users.forms() if "name" in dict(form.fields))
            return form.send(override={"name": name}).status == 200
        except requests.RequestException:
            return False
        except StopIteration:  # a page of the proxy: no node answered
            return False


def judge(receiver: Receiver, names: set[str]) -> Counter:
    """Each delivery is signed and says the same whenever it comes; gives how often each came."""
    found = named(receiver, names)
    assert all(one.is_signed_by(SECRETS[id(receiver)]) for one in found)
    bodies = {}
    for one in found:
        identity = (one.headers["x-kizuna-delivery"], one.event["event_id"])
        assert bodies.setdefault(one.event["subject"], (identity, one.body)) == (identity, one.body), "a double of its own"
    assert len({identity for identity, _ in bodies.values()}) == len(bodies), "one id for two events"
    return Counter(one.event["subject"] for one in found)


def test_while_both_live_each_event_comes_once_and_in_order(cluster, receivers):
    clerk = Clerk(cluster)
    names = [f"well {number}" for number in range(25)]
    for name in names:
        assert clerk.add(name)
    for receiver in receivers:
        until(lambda: len(named(receiver, set(names))) >= len(names), "every event", 30)
        assert [one.event["subject"] for one in named(receiver, set(names))] == names
        assert set(judge(receiver, set(names)).values()) == {1}
    used = {connection["pid"] for connection in cluster.nodes()}
    assert len(used) == 2


def test_while_nodes_are_killed_no_event_is_lost_and_a_double_is_the_same(cluster, receivers):
    """Receivers take their time, so that a node dies between a receiver's 200 and its own commit, too."""
    chance = random.Random(SEED)
    slow = receivers[0]

    def slowly(handler):
        answer(handler, 200, b"thank you")
        time.sleep(0.15)

    slow.behave = slowly
    clerk = Clerk(cluster)
    sure, tried = set(), set()
    kills = cluster.kills
    for round in range(5):
        cluster.until_ready()
        moment = chance.randrange(6)
        for number in range(6):
            name = f"kill {round}.{number}"
            if number == moment:
                cluster.kill()
            tried.add(name)
            if clerk.add(name):
                sure.add(name)
    cluster.until_ready()
    kills = cluster.kills - kills
    assert kills == 5 and len(sure) >= 20
    for receiver in receivers:
        # A claim of a dead node ends after half a minute of the Lab's clock.
        for _ in range(6):
            cluster.advance(seconds=31)
            try:
                until(lambda: sure <= {one.event["subject"] for one in named(receiver, tried)}, "every event", 5, pause=0.2)
                break
            except AssertionError:
                continue
        counts = judge(receiver, tried)
        assert sure <= set(counts), f"lost: {sure - set(counts)}"
        doubled = {name: count for name, count in counts.items() if count > 1}
        # One is on its way for each webhook when its node dies; more than that would be without reason.
        assert sum(counts.values()) - len(counts) <= kills, doubled
        firsts = list(dict.fromkeys(one.event["subject"] for one in named(receiver, tried)))
        assert firsts == sorted(firsts), "in order, but for those that came twice"
        print(f"\n{len(counts)} events, {len(doubled)} of them twice, {kills} kills")
