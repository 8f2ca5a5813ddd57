"""Invitations made in the console without a window, and the profiles that they lead to."""

from __future__ import annotations

import plistlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

import requests

from .certificate import Desk

WORDS = {
    "ja": {"make": "登録の案内を作る", "user": "ユーザーの名前", "count": "台数", "link": "リンク", "code": "認証コード"},
    "en": {"make": "Make invitation", "user": "Name of the user", "count": "Number of devices", "link": "Link", "code": "Code"},
}


@dataclass
class Invitation:
    link: str
    code: str


def invite(desk: Desk, user: str = "佐藤 花子", devices: int = 1) -> Invitation:
    """As a 管理者 does it on 機器 → 登録; the company must have a certificate."""
    words = WORDS[desk.words.language]
    page = desk.web.get(f"{desk.installation.base}/{desk.person.company}/devices/enroll")
    made = page.form(words["make"]).send({words["user"]: user, words["count"]: str(devices)}, button=words["make"])
    assert made.status == 200, f"{made.status} {made.text[:400]}"
    rows = made.rows()
    return Invitation(rows[words["link"]], rows[words["code"]])


@dataclass
class Profile:
    signed: bytes
    content: dict

    def payload(self, kind: str) -> dict:
        found = [payload for payload in self.content["PayloadContent"] if payload["PayloadType"] == kind]
        assert len(found) == 1, f"{len(found)} payloads {kind}"
        return found[0]

    @property
    def scep(self) -> dict:
        return self.payload("com.apple.security.scep")["PayloadContent"]


def open_profile(invitation: Invitation) -> bytes:
    """What a device downloads; a fresh challenge every time."""
    answer = requests.get(f"{invitation.link}/profile", timeout=30)
    assert answer.status_code == 200, f"{answer.status_code} {answer.text[:300]}"
    assert answer.headers["Content-Type"] == "application/x-apple-aspen-config"
    return answer.content


def read_profile(signed: bytes, folder: Path, instant: int) -> Profile:
    """The content, as `openssl` finds it; only the signer is trusted that is inside the profile itself."""
    (folder / "profile").write_bytes(signed)
    done = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "profile", "-noverify", "-attime", str(instant)],
        cwd=folder,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    return Profile(signed, plistlib.loads(done.stdout))
