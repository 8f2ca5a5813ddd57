"""The Lab's Apple Push Certificates Portal, once in the browser and once by plain requests."""

from __future__ import annotations

from pathlib import Path

import requests

from .browser import Browser
from .installation import Installation
from .web import Page, Web, squeeze, until

SIGN_IN = {"ja": "Apple IDを使ってサインイン", "en": "Sign in with your Apple ID"}
PASSWORD = {"ja": "パスワード", "en": "Password"}
CODE = {"ja": "確認コード", "en": "Verification code"}
CONTINUE = {"ja": "続ける", "en": "Continue"}
LIST = "Certificates for Third-Party Servers"
AGREE = "I have read and agree to these terms and conditions."
# Row of the list whose details name this topic.
FIND_ROW = """
return [...document.querySelectorAll('tbody tr')].find(row => row.textContent.includes('UID=' + arguments[0])) || null;
"""


def newest_code(installation: Installation) -> str:
    return requests.get(installation.access["portal_code_url"], timeout=10).text.strip()


class PortalInBrowser:
    """Steps as the manuals number them; the portal's tab must be in front."""

    def __init__(self, browser: Browser, installation: Installation):
        self.browser = browser
        self.installation = installation
        self.language = browser.language

    def give_name(self, account: str) -> None:
        self.browser.see(SIGN_IN[self.language])
        self.browser.fill("Apple ID", account)
        self.browser.click("→")
        self.browser.field(PASSWORD[self.language])

    def give_password(self, password: str) -> None:
        self.browser.fill(PASSWORD[self.language], password)
        self.browser.click("→")

    def give_code(self, code: str) -> None:
        """Six digits go on by themselves; four wait for [続ける]."""
        field = self.browser.field(CODE[self.language])
        field.send_keys(code)
        if len(code) != 6:
            self.browser.click(CONTINUE[self.language])

    def wrong_code(self) -> str:
        right = newest_code(self.installation)
        return right[:-1] + str((int(right[-1]) + 1) % 10)

    def sign_in(self, account: str, password: str) -> None:
        self.give_name(account)
        self.give_password(password)
        self.browser.field(CODE[self.language])
        self.give_code(newest_code(self.installation))
        self.browser.see(LIST)

    def create(self, request: Path) -> Path:
        browser = self.browser
        browser.click("Create a Certificate")
        browser.see("Terms of Use")
        browser.tick(AGREE)
        browser.click("Accept")
        return self._upload(request)

    def renew(self, topic: str, request: Path) -> Path:
        """Chooses the row by its UID, as the manual says."""
        browser = self.browser
        row = until(lambda: browser.driver.execute_script(FIND_ROW, topic), f"a row with UID={topic}")
        row.find_element("css selector", "summary").click()
        until(lambda: f"UID={topic}" in squeeze(row.text), "the details behind ⓘ")
        row.find_element("link text", "Renew").click()
        browser.see("Renew Push Certificate")
        return self._upload(request)

    def _upload(self, request: Path) -> Path:
        browser = self.browser
        browser.choose_file(request)
        browser.click("Upload")
        browser.see("Confirmation")
        browser.see("You have successfully created a new push certificate with the following information:")
        return browser.downloaded(lambda: browser.click("Download"))

    def rows(self) -> list[str]:
        return [squeeze(row.text) for row in self.browser.driver.find_elements("css selector", "tbody tr")]


class PortalByRequests:
    """The same, quickly, for tests whose point is the verdict."""

    def __init__(self, installation: Installation, account: str, web: Web | None = None):
        self.installation = installation
        self.web = web or Web("en")
        page = self.web.get(installation.access["portal"])
        page = page.form("→").send({"Apple ID": account})
        page = page.form("→").send({PASSWORD["en"]: "anything"})
        page = page.form(CONTINUE["en"]).send({CODE["en"]: newest_code(installation)})
        assert page.says(LIST), page.text[:400]
        self.home = page

    def create(self, request: bytes) -> Page:
        page = self.web.get(self.home.link("Create a Certificate"))
        form = page.form("Accept")
        page = form.send(override={form.name(AGREE): "1"})
        self.answer = page.form("Upload").send(file=("request", request), button="Upload")
        return self.answer

    def renew(self, topic: str, request: bytes) -> Page:
        page = self.web.get(self.home.url)
        row = next(row for row in page.soup.select("tbody tr") if f"UID={topic}" in row.get_text())
        url = next(link["href"] for link in row.select("a") if link.get_text() == "Renew")
        page = self.web.get(requests.compat.urljoin(page.url, url))
        self.answer = page.form("Upload").send(file=("request", request), button="Upload")
        return self.answer

    def download_confirmed(self) -> bytes:
        assert self.answer.says("Confirmation"), self.answer.text[:400]
        return self.answer.click("Download").response.content
