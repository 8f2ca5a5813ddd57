"""The Lab's mail server, met by foreign clients: Python's smtplib and curl. What they send reads back right."""

from __future__ import annotations

import base64
import json
import os
import smtplib
import socket
import ssl
import subprocess
import time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from pathlib import Path

import pytest
import requests
from bs4 import BeautifulSoup

from support.installation import binaries, free_ports, tail
from support.web import until

SUBJECT = "【重要】Apple Push 証明書の有効期限が近づいています（残り 60 日）— サンプル企業様"
TEXT = "管理者様\n\n.行頭の点\nhttp://127.0.0.1:8080/0123456789abcdef0123456789abcdef\nよろしくお願いいたします。\n"
# Python 3.11 folds a long subject into words of 76 characters; RFC 2047 allows 75.
PYTHONS_FAULT = "Subject: an encoded word is longer than 75"


class Lab:
    """A Lab alone, without a server."""

    def __init__(self, data: Path):
        self.data = data
        self.port = free_ports(4)
        self.output = data.parent / f"{data.name}-output.txt"

    def start(self) -> "Lab":
        (self.data / "lab.json").unlink(missing_ok=True)
        ports = [f"--{name}-port={self.port + n}" for n, name in ((1, "apns"), (2, "smtp"), (3, "smtps"))]
        self.process = subprocess.Popen(
            [str(binaries() / "kizuna-lab"), "serve", "--data", str(self.data), f"--port={self.port}", *ports],
            stdout=self.output.open("ab"), stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        file = self.data / "lab.json"

        def ready() -> bool:
            assert self.process.poll() is None, tail(self.output)
            return file.exists()

        until(ready, "lab.json", 120)
        self.facts = json.loads(file.read_text())
        self.steering = self.facts["lab_url"] + "api/mailbox"
        self.trust = ssl.create_default_context(cafile=self.facts["smtp_roots_file"])
        return self

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def behave(self, **behaviour) -> dict:
        answer = requests.put(self.steering, json=behaviour, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def order(self, *faults: dict) -> None:
        answer = requests.post(self.steering + "/faults", json=list(faults), timeout=10)
        assert answer.status_code == 201, answer.text

    def messages(self) -> list[dict]:
        return requests.get(self.facts["mailbox"] + "/api/messages", timeout=10).json()

    def connect(self, timeout: float = 10) -> smtplib.SMTP:
        return smtplib.SMTP(self.facts["smtp_host"], self.facts["smtp_port"], "kizuna.example", timeout)

    def signed_in(self) -> smtplib.SMTP:
        client = self.connect()
        client.starttls(context=self.trust)
        client.login(self.facts["smtp_login"], self.facts["smtp_password"])
        return client


@pytest.fixture(scope="module")
def running(workplace):
    lab = Lab(workplace / "mailbox-lab").start()
    yield lab
    lab.stop()


@pytest.fixture
def lab(running):
    """As it begins: no messages, no faults, the default behaviour."""
    running.behave()
    requests.delete(running.steering + "/faults", timeout=10)
    requests.delete(running.steering + "/counters", timeout=10)
    assert requests.delete(running.facts["mailbox"] + "/api/messages", timeout=10).status_code == 204
    return running


def letter(subject: str = SUBJECT, text: str = TEXT) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "通知 <no-reply@kizuna.example>"
    message["To"] = "管理者 太郎 <admin@example.jp>"
    message["Date"] = formatdate(1795230000)
    message["Message-ID"] = make_msgid(domain="kizuna.example")
    message.set_content(text, cte="quoted-printable")
    return message


def test_smtplib_sends_a_japanese_message_that_reads_back_right(lab):
    message = letter()
    message.add_attachment(b"BEGIN:VCALENDAR\r\n", maintype="text", subtype="calendar", filename="予定.ics")
    with lab.signed_in() as client:
        assert client.send_message(message) == {}
    [kept] = lab.messages()
    assert (kept["subject"], kept["text"]) == (SUBJECT, TEXT)
    assert set(kept["problems"]) <= {PYTHONS_FAULT}
    assert (kept["from"], kept["to"]) == ("通知 <no-reply@kizuna.example>", ["admin@example.jp"])
    assert kept["envelope"]["from"] == "no-reply@kizuna.example" and kept["envelope"]["to"] == ["admin@example.jp"]
    assert (kept["login"], kept["client"]) == (lab.facts["smtp_login"], "kizuna.example")
    assert kept["tls"].startswith("TLSv1.") and kept["received_at"].endswith("Z")
    [file] = kept["attachments"]
    assert file["name"] == "予定.ics" and base64.b64decode(file["base64"]) == b"BEGIN:VCALENDAR\r\n"
    assert kept["raw"] == base64.b64decode(kept["raw_base64"]).decode()
    assert "\r\n" in kept["raw"] and message["Message-ID"] in kept["raw"]
    one = requests.get(f"{lab.facts['mailbox']}/api/messages/{kept['id']}", timeout=10)
    assert one.json() == kept
    assert requests.get(f"{lab.facts['mailbox']}/api/messages/999999", timeout=10).status_code == 404


def test_eight_bits_that_nobody_announced_are_taken_and_named(lab):
    message = letter()
    message.set_content(TEXT, cte="8bit")
    with lab.signed_in() as client:
        client.send_message(message)
    with lab.signed_in() as client:
        client.send_message(message, mail_options=["BODY=8BITMIME"])
    announced, silent = lab.messages()
    assert announced["text"] == silent["text"] == TEXT and set(announced["problems"]) <= {PYTHONS_FAULT}
    assert set(silent["problems"]) - {PYTHONS_FAULT} == {"the body has bytes beyond ASCII, sent without BODY=8BITMIME"}


def test_tls_from_the_first_byte(lab):
    host, port = lab.facts["smtp_host"], lab.facts["smtps_port"]
    with smtplib.SMTP_SSL(host, port, context=lab.trust, timeout=10) as client:
        client.login(lab.facts["smtp_login"], lab.facts["smtp_password"])
        client.send_message(letter())
    assert [kept["subject"] for kept in lab.messages()] == [SUBJECT]


def curl(lab: Lab, message: bytes, scheme: str = "smtp", **others: str) -> subprocess.CompletedProcess:
    port = lab.facts["smtp_port" if scheme == "smtp" else "smtps_port"]
    options = {
        "ssl-reqd": "", "cacert": lab.facts["smtp_roots_file"], "mail-from": "curl@kizuna.example", "max-time": "20",
        "mail-rcpt": "admin@example.jp", "user": f"{lab.facts['smtp_login']}:{lab.facts['smtp_password']}",
    } | others  # fmt: skip
    arguments = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value) if part]
    return subprocess.run(
        ["curl", "--silent", "--show-error", f"{scheme}://{lab.facts['smtp_host']}:{port}/kizuna.example"]
        + arguments + ["--upload-file", "-"],
        input=message, capture_output=True, timeout=30, env={**os.environ, "no_proxy": "*", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_curl_sends_a_japanese_message_that_reads_back_right(lab, scheme):
    words = "=?UTF-8?B?" + base64.b64encode("件名：機器の無通信検知".encode()).decode() + "?="
    body = base64.encodebytes(TEXT.replace("\n", "\r\n").encode()).replace(b"\n", b"\r\n")
    head = (
        f"From: curl@kizuna.example\r\nTo: admin@example.jp\r\nSubject: {words}\r\nMessage-ID: <1@kizuna.example>\r\n"
        "Date: Sat, 21 Nov 2026 12:00:00 +0900\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    done = curl(lab, head.encode() + body, scheme)
    assert done.returncode == 0, done.stderr.decode()
    [kept] = lab.messages()
    assert (kept["subject"], kept["text"], kept["problems"]) == ("件名：機器の無通信検知", TEXT, [])


def test_without_tls_or_login_nothing_is_taken(lab):
    with lab.connect() as client:
        client.ehlo()
        assert client.has_extn("starttls") and not client.has_extn("auth")
        assert client.mail("a@kizuna.example")[0] == 530
        client.starttls(context=lab.trust)
        client.ehlo()
        assert client.has_extn("auth") and not client.has_extn("starttls")
        assert client.mail("a@kizuna.example")[0] == 530
        with pytest.raises(smtplib.SMTPAuthenticationError) as refusal:
            client.login(lab.facts["smtp_login"], "wrong")
        assert refusal.value.smtp_code == 535
    assert lab.messages() == []


@pytest.mark.parametrize("certificate, code", [("expired", 60), ("wrong_name", 60), ("untrusted", 60)])
def test_a_client_that_verifies_does_not_talk_to_a_wrong_certificate(lab, certificate, code):
    lab.behave(certificate=certificate)
    with lab.connect() as client, pytest.raises(ssl.SSLCertVerificationError):
        client.starttls(context=lab.trust)
    assert curl(lab, b"Subject: x\r\n\r\n").returncode == code
    assert lab.messages() == []


def test_without_starttls_a_client_that_demands_it_gives_up(lab):
    lab.behave(starttls=False)
    with lab.connect() as client, pytest.raises(smtplib.SMTPNotSupportedError):
        client.starttls(context=lab.trust)
    assert curl(lab, b"Subject: x\r\n\r\n").returncode == 64


def test_a_recipient_is_refused_the_other_gets_it(lab):
    lab.behave(refused_recipients=["gone@example.jp"])
    with lab.signed_in() as client:
        refused = client.sendmail("a@kizuna.example", ["gone@example.jp", "b@example.jp"], letter().as_bytes(policy=SMTP))
    assert refused["gone@example.jp"][0] == 550
    assert [kept["envelope"]["to"] for kept in lab.messages()] == [["b@example.jp"]]


def test_greylisting_lets_the_third_try_in(lab):
    lab.behave(greylisted_times=2)
    codes = []
    for _ in range(3):
        with lab.signed_in() as client:
            client.mail("a@kizuna.example")
            codes.append(client.rcpt("b@example.jp")[0])
    assert codes == [451, 451, 250]


@pytest.mark.parametrize(
    "fault, kept",
    [
        ({"kind": "cut", "stage": "connect"}, 0),
        ({"kind": "answer", "stage": "connect", "code": 421}, 0),
        ({"kind": "cut", "stage": "handshake"}, 0),
        ({"kind": "answer", "stage": "starttls", "code": 454}, 0),
        ({"kind": "answer", "stage": "auth", "code": 454, "count": 2}, 0),
        ({"kind": "answer", "stage": "mail", "code": 421}, 0),
        ({"kind": "cut", "stage": "body", "after_bytes": 100}, 0),
        ({"kind": "cut", "stage": "message"}, 0),
        ({"kind": "answer", "stage": "message", "code": 554}, 0),
        ({"kind": "lose_answer", "stage": "message"}, 1),
        ({"kind": "garble", "stage": "data"}, 0),
    ],
)
def test_a_fault_strikes_once_and_the_next_try_succeeds(lab, fault, kept):
    lab.order(fault)
    with pytest.raises((smtplib.SMTPException, OSError, ValueError)):
        with lab.signed_in() as client:
            client.send_message(letter())
    assert len(lab.messages()) == kept
    with lab.signed_in() as client:
        client.send_message(letter())
    assert len(lab.messages()) == kept + 1
    assert requests.get(lab.steering, timeout=10).json()["faults"] == []


@pytest.mark.parametrize("stage", ["connect", "ehlo", "handshake", "mail", "message"])
def test_a_stall_is_a_time_out_for_the_client(lab, stage):
    lab.order({"kind": "stall", "stage": stage})
    with pytest.raises((smtplib.SMTPException, TimeoutError)):
        with lab.connect(timeout=1) as client:
            client.starttls(context=lab.trust)
            client.login(lab.facts["smtp_login"], lab.facts["smtp_password"])
            client.send_message(letter())
    assert lab.messages() == []


def test_nobody_listens_or_nobody_answers(lab):
    lab.behave(network="refusing")
    with pytest.raises(ConnectionRefusedError):
        lab.connect()
    lab.behave(network="silent")
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        lab.connect(timeout=0.5)
    lab.behave()
    with lab.signed_in() as client:
        client.send_message(letter())
    assert len(lab.messages()) == 1


def test_who_says_nothing_is_sent_away_and_slowness_is_felt(lab):
    lab.behave(idle_timeout_seconds=1)
    with socket.create_connection((lab.facts["smtp_host"], lab.facts["smtp_port"]), timeout=10) as wire:
        said = wire.makefile("rb").read()
    assert said.startswith(b"220 ") and b"\r\n421 4.4.2 " in said
    lab.behave(latency_ms=300)
    begin = time.monotonic()
    with lab.connect() as client:
        client.noop()
    assert time.monotonic() - begin >= 0.6


def test_bare_line_ends_are_refused(lab):
    with lab.signed_in() as client:
        client.mail("a@kizuna.example")
        client.rcpt("b@example.jp")
        client.putcmd("data")
        assert client.getreply()[0] == 354
        client.sock.sendall(b"Subject: x\r\n\r\nx\n.\nMAIL FROM:<evil@kizuna.example>\r\n.\r\n")
        assert client.getreply()[0] == 550
    assert lab.messages() == []


@pytest.mark.parametrize("body", ['{"network": "down"}', '{"size_limit": 0}', '{"colour": "red"}', "[]", "x"])
def test_a_behaviour_that_makes_no_sense_is_refused_in_words(lab, body):
    answer = requests.put(lab.steering, data=body, timeout=10)
    assert answer.status_code == 422 and answer.json()["error"], answer.text


@pytest.mark.parametrize("language, title", [("ja,en;q=0.5", "メールボックス"), ("en", "Mailbox")])
def test_a_person_reads_the_mail_and_follows_its_link(lab, language, title):
    with lab.signed_in() as client:
        client.send_message(letter("<script>alert(1)</script>"))
        client.send_message(letter())
    browser = requests.Session()
    browser.headers["Accept-Language"] = language
    page = BeautifulSoup(browser.get(lab.facts["mailbox"], timeout=10).text, "html.parser")
    assert page.h1.text == title
    links = page.select("tbody tr td:first-child a")
    assert [link.text for link in links] == [SUBJECT, "<script>alert(1)</script>"]
    opened = browser.get(lab.facts["lab_url"].rstrip("/") + links[0]["href"], timeout=10)
    message = BeautifulSoup(opened.text, "html.parser")
    assert message.find(id="text").text == TEXT
    assert [link["href"] for link in message.find(id="text").find_all("a")] == [
        "http://127.0.0.1:8080/0123456789abcdef0123456789abcdef"
    ]
    assert "Content-Transfer-Encoding: quoted-printable" in message.find(id="source").text
    raw = browser.get(opened.url + "/raw", timeout=10)
    assert raw.headers["Content-Type"] == "message/rfc822" and raw.content.endswith(b"\r\n")


def test_messages_and_numbers_survive_a_restart(lab):
    with lab.signed_in() as client:
        client.send_message(letter())
        client.send_message(letter("zwei"))
    before = lab.messages()
    assert [kept["subject"] for kept in before] == ["zwei", SUBJECT]
    facts = lab.facts
    lab.stop()
    lab.start()
    assert lab.messages() == before
    assert {key: facts[key] for key in facts} == lab.facts
    assert requests.delete(f"{facts['mailbox']}/api/messages", timeout=10).status_code == 204
    lab.stop()
    lab.start()
    with lab.signed_in() as client:
        client.send_message(letter())
    assert [kept["id"] for kept in lab.messages()] == [before[0]["id"] + 1]
