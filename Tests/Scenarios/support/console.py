"""What an administrator does in the console, in sentences, through a real browser."""

from __future__ import annotations

import re
from pathlib import Path

from .browser import Browser
from .installation import Installation, Person
from .words import Words

PORTAL_LINK = "https://identity.apple.com/pushcert/"


class Console:
    def __init__(self, browser: Browser, installation: Installation, words: Words):
        self.browser = browser
        self.installation = installation
        self.words = words

    def log_in(self, person: Person) -> None:
        browser, words = self.browser, self.words
        browser.open(f"{self.installation.base}/{person.company}")
        assert browser.field(words("company")).get_attribute("value") == person.company
        browser.fill(words("login"), person.login)
        browser.fill(words("password"), person.password)
        browser.click(words("log in"))
        browser.see(words("card"))

    def open_certificate(self) -> None:
        """[設定] → [サービス環境設定] → [Apple Push 証明書]"""
        for step in ("settings", "service environment", "certificate page"):
            self.browser.click(self.words(step))
        self.browser.row(self.words("certificate"))

    def open_certificate_from(self, home: str) -> None:
        self.browser.open(home)
        self.open_certificate()

    def open_edit(self) -> None:
        self.open_certificate()
        self.browser.click(self.words("edit"))
        self.browser.field(self.words("notes"))

    def download_request(self, button: str | None = None) -> Path:
        return self.browser.downloaded(lambda: self.browser.click(button or self.words("download")))

    def open_portal(self) -> None:
        self.browser.in_new_tab(lambda: self.browser.click(PORTAL_LINK))

    def register(self, file: Path, apple_id: str | None = None, notes: str | None = None) -> None:
        """On the edit page: the file, Apple ID, 備考, [保存]."""
        self.browser.choose_file(file)
        if apple_id is not None:
            self.browser.fill(self.words("apple id field"), apple_id)
        if notes is not None:
            self.browser.fill(self.words("notes"), notes)
        self.browser.click(self.words("save"))

    def delete(self) -> None:
        """From the certificate's page: [証明書を削除], then [OK]."""
        self.browser.click(self.words("delete"))
        self.browser.see("OK")
        self.browser.click("OK")
        self.browser.see(self.words("deleted"))

    def dashboard(self, product: str = "KDDI Smart Mobile Safety Manager") -> None:
        self.browser.click(product)
        self.browser.see(self.words("card"))

    def days_left(self) -> int:
        found = re.search(self.words("days left"), self.browser.text)
        assert found, self.browser.text
        return int(found.group(1))
