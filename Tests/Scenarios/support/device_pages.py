"""One device in the console, by plain requests."""

from __future__ import annotations

import requests

from .certificate import Desk
from .web import Page, squeeze, until


class DevicePages:
    def __init__(self, desk: Desk, serial: str):
        self.desk, self.serial, self.w = desk, serial, desk.words
        page = desk.web.get(f"{desk.installation.base}/{desk.person.company}/devices")
        row = next(row for row in page.soup.select("main tbody tr") if serial in row.get_text())
        self.address = requests.compat.urljoin(page.url, row.find("a")["href"])

    def page(self, path: str = "", desk: Desk | None = None) -> Page:
        return (desk or self.desk).web.get(self.address + path)

    def state(self) -> str:
        return squeeze(self.page().soup.select_one("main .row").get_text(" "))

    def until_state(self, key: str, seconds: float = 30) -> Page:
        until(lambda: self.w(key) in self.state(), f"state {self.w(key)!r} instead of {self.state()!r}", seconds, pause=0.3)
        return self.page()

    def until_quiet(self, seconds: float = 60) -> None:
        until(lambda: self.page("/commands").says(self.w("nothing waiting")), "an empty queue", seconds, pause=0.3)

    def sync(self) -> Page:
        return self.page().form(self.w("sync")).send(button=self.w("sync"))

    def order(self, path: str, **override: str) -> Page:
        """A question's form, sent: `lock`, `wipe`, `restart`, …"""
        page = self.page(f"/{path}")
        form = next(form for form in page.forms() if form.action.endswith(f"/{path}"))
        return form.send(override=override)
