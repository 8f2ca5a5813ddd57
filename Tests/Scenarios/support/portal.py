"""The Lab's Apple Push Certificates Portal, once in the browser and once by plain requests."""

from __future__ import annotations

import re
from pathlib import Path

import requests

from .browser import Browser
from .installation import Installation
from .web import Page, Web, squeeze

PASSWORD = {"ja": "パスワード", "en": "Password"}
CODE = {"ja": "確認コード", "en": "Verification code"}


def newest_code(installation: Installation) -> str:
    return requests.get(installation.access["portal_code_url"], timeout=10).text.strip()


class PortalInBrowser:
    def __init__(self, browser: Browser, installation: Installation):
        self.browser = browser
        self.installation = installation

    def give_name(self, account: str) -> None:
        self.browser.fill("Apple ID", account)
        self.browser.click("→")
        self.browser.field(PASSWORD[self.browser.language])

    def give_password(self, password: str | None = None) -> None:
        self.browser.fill(PASSWORD[self.browser.language], password or self.installation.access["portal_password"])
        self.browser.click("→")
