"""An administrator of the storm: orders and takes back, page by page; never sends again what got no answer."""

from __future__ import annotations

import csv
import io
import random
import secrets
import time

import requests

from .certificate import Desk
from .device_pages import DevicePages
from .enrollment import Invitation, invite
from .storm_device import Lost
from .storm_ledger import Ledger, Order, instant
from .web import Page, Web
from .words import ja


class StormWeb(Web):
    """Stops at the redirection that follows an act: that is its acknowledgement."""

    def post(self, url: str, **options) -> Page:
        self.exchanges.clear()
        return super().post(url, allow_redirects=False, **options)


class Clerk:
    def __init__(self, ledger: Ledger, desk: Desk, seed: int):
        self.ledger, self.chance, self.company = ledger, random.Random(seed), desk.person.company
        web = StormWeb(desk.words.language)
        web.session.cookies.update(desk.web.session.cookies)
        self.desk = Desk(desk.installation, desk.person, desk.words, web)
        self.pages: dict[str, DevicePages] = {}
        """By serial number; the address of a device outlives its generations."""

    @property
    def home(self) -> str:
        return f"{self.desk.installation.base}/{self.company}"

    def know(self, serial: str) -> None:
        if serial not in self.pages:
            self.pages[serial] = DevicePages(self.desk, serial)

    def act(self) -> None:
        kind = self.chance.choices(
            ["lock", "restart", "sync", "cancel", "wipe", "clear-passcode", "invite", "list"], [5, 5, 2, 4, 1, 1, 1, 1]
        )[0]
        serial = self.chance.choice(sorted(self.pages)) if self.pages else None
        if serial is None:
            time.sleep(0.1)
            return
        if kind == "cancel":
            # Mostly what was ordered just now, and may be fetched at the same moment.
            if self.chance.random() < 0.8:
                self.attempt(self.chance.choice(["restart", "lock"]), serial)
            self.attempt(kind, serial)
        else:
            self.attempt(kind, serial)

    def attempt(self, kind: str, serial: str) -> None:
        try:
            if kind == "invite":
                self.invite()
            elif kind == "list":
                self.look()
            elif kind == "cancel":
                self.cancel(serial)
            else:
                self.order(kind, serial)
        except requests.RequestException as error:
            self.ledger.lost(kind, error)
            raise Lost from None

    def page(self, serial: str, path: str = "") -> Page:
        page = self.pages[serial].page(path)
        if page.status != 200 or page.has_button(ja("log in")):
            self.ledger.see("I1", f"{self.company}: {path or 'the page'} of {serial} answered {page.status}; still logged in?")
            raise Lost
        return page

    def order(self, kind: str, serial: str) -> None:
        form = self.form(kind, serial)
        if form is None:
            return  # not possible just now: erased, or not yet enrolled again
        order = Order(self.company, serial, kind, instant(), nonce=f"storm {secrets.token_hex(8)}" if kind == "lock" else "")
        changes = {
            "lock": {"message": order.nonce}, "wipe": {"serial": serial[-4:], "password": self.desk.person.password},
            "clear-passcode": {"password": self.desk.person.password},
        }.get(kind, {})  # fmt: skip
        self.ledger.add(order)
        page = form.send(override=changes, button=ja("sync") if kind == "sync" else None)
        self.take(page, order)

    def form(self, kind: str, serial: str):
        if kind == "sync":
            page = self.page(serial)
            return page.form(ja("sync")) if page.has_button(ja("sync")) else None
        page = self.pages[serial].page(f"/{kind}")
        return next((form for form in page.forms() if form.action.endswith(f"/{kind}")), None)

    def take(self, page: Page, order: Order) -> None:
        location = page.response.headers.get("Location", "")
        if page.status == 303 and "/devices/" in location:
            self.ledger.answered(order.kind, order)
        elif page.status == 200:
            order.shown = page.rows().get("PIN", "")
            self.ledger.answered(order.kind, order)
        elif page.status in (409, 422):
            order.refused = True
        else:
            self.ledger.see("I1", f"{order.kind} for {order.serial} answered {page.status} {location}")

    def cancel(self, serial: str) -> None:
        page = self.page(serial, "/commands")
        forms = [form for form in page.forms() if form.action.endswith("/cancel")]
        if not forms:
            return
        form = self.chance.choice(forms)
        order = Order(self.company, serial, "cancel", instant(), uuid=form.action.rsplit("/", 2)[1])
        self.ledger.add(order)
        self.take(form.send(), order)

    def invite(self) -> None:
        order = self.ledger.add(Order(self.company, "", "invite", instant()))
        made = invite(self.desk, user=f"嵐 {secrets.token_hex(4)}")
        order.shown = made.link
        self.ledger.answered("invite", order)

    def invitation(self, devices: int) -> Invitation:
        order = self.ledger.add(Order(self.company, "", "invite", instant()))
        made = invite(self.desk, devices=devices)
        self.ledger.answered("invite", order)
        return made

    def look(self) -> list[str]:
        """The serial numbers in the list, as the CSV has them."""
        answer = self.desk.web.session.get(f"{self.home}/devices/list.csv", timeout=30)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        column = rows[0].index(ja("serial"))
        self.ledger.answered("list")
        return [row[column] for row in rows[1:]]
