"""The Lab's Business Manager, in the browser as a person uses it and by its interface for programs."""

from __future__ import annotations

from pathlib import Path

import requests

from .browser import Browser
from .fleet import ask
from .installation import Installation

WORDS = {
    "ja": {"name": "サーバー名", "add": "追加", "upload": "アップロード", "replace": "差し替え", "token": "トークンをダウンロード"},
    "en": {"name": "Server name", "add": "Add", "upload": "Upload", "replace": "Replace", "token": "Download Token"},
}


class Manager:
    def __init__(self, installation: Installation):
        self.installation = installation
        self.lab = installation.access["lab"].rstrip("/")
        self.api = f"{self.lab}/api/business"

    def overview(self) -> dict:
        return ask("GET", self.api).json()

    def server(self, name: str) -> dict:
        return next(server for server in self.overview()["servers"] if server["name"] == name)

    def add(self, name: str, public_key: bytes) -> str:
        server = ask("POST", f"{self.api}/servers", {"name": name}).json()["id"]
        self.upload(server, public_key)
        return server

    def upload(self, server: str, public_key: bytes) -> None:
        answer = requests.put(f"{self.api}/servers/{server}/public-key", data=public_key, timeout=30)
        assert answer.ok, answer.text

    def token(self, server: str) -> bytes:
        answer = requests.post(f"{self.api}/servers/{server}/token", timeout=30)
        assert answer.ok, answer.text
        return answer.content

    def assign(self, server: str | None, *serials: str) -> None:
        ask("PUT", f"{self.api}/assignment", {"devices": list(serials), "server": server})

    def terms(self, accepted: bool) -> None:
        ask("PUT", f"{self.api}/terms", {"accepted": accepted})

    def fault(self, **fault) -> None:
        ask("POST", f"{self.api}/faults", [{"times": 1, **fault}])

    def asked(self, path: str) -> list[dict]:
        return [request for request in self.overview()["requests"] if request["path"] == path]


class ManagerInBrowser:
    """The page; its tab must be in front."""

    def __init__(self, browser: Browser, manager: Manager):
        self.browser, self.manager = browser, manager
        self.words = WORDS[browser.language]

    def add_server(self, name: str) -> str:
        self.browser.fill(self.words["name"], name)
        self.browser.click(self.words["add"])
        self.browser.see(name)
        return self.manager.server(name)["id"]

    def _section(self, server: str):
        return self.browser.element(f"section[id='{server}']")

    def upload(self, server: str, public_key: Path) -> None:
        section = self._section(server)
        section.find_element("css selector", "input[type=file]").send_keys(str(public_key))
        section.find_element("css selector", "form[enctype] button").click()
        self.browser.see(self.words["token"])

    def download_token(self, server: str) -> Path:
        return self.browser.downloaded(
            lambda: self._section(server).find_element("css selector", "form[action$='/token'] button").click()
        )
