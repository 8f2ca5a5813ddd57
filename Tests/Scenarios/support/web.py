"""A browser without a window: follows links and sends forms that it finds by their visible words.

For the many cases that need no rendering. It knows no route and no field name of the product, with one exception
each: the CSRF field (`csrf`) where a test takes it away or swaps it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag

TIMEOUT_SECONDS = 30


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@dataclass
class Form:
    page: "Page"
    method: str
    action: str
    multipart: bool
    fields: list[tuple[str, str]]
    files: list[str]
    labels: dict[str, str]
    """Visible label → field name."""
    buttons: dict[str, tuple[str, str] | None]
    """Visible words → what the button itself sends."""

    def name(self, label: str) -> str:
        """The field that carries this label; a label may go on behind the words (a hint in brackets)."""
        if label in self.labels:
            return self.labels[label]
        found = [name for text, name in self.labels.items() if text.startswith(label)]
        assert len(found) == 1, f"no field {label!r} in {sorted(self.labels)}"
        return found[0]

    def value(self, label: str) -> str:
        return dict(self.fields)[self.name(label)]

    def send(
        self,
        values: dict[str, str] | None = None,
        file: tuple[str, bytes] | None = None,
        button: str | None = None,
        override: dict[str, str | None] | None = None,
        web: "Web | None" = None,
    ) -> "Page":
        """`values` by label, `override` by field name (None leaves a field out)."""
        sent = dict(self.fields)
        for label, value in (values or {}).items():
            sent[self.name(label)] = value
        extra = self.buttons.get(button) if button else next(iter(self.buttons.values()), None)
        if extra:
            sent[extra[0]] = extra[1]
        for name, value in (override or {}).items():
            if value is None:
                sent.pop(name, None)
            else:
                sent[name] = value
        web = web or self.page.web
        if self.method == "get":
            return web.get(self.action, params=sent)
        if self.multipart:
            files = {name: (None, value) for name, value in sent.items()}
            for name in self.files:
                files[name] = file if file else ("", b"", "application/octet-stream")
            return web.post(self.action, files=files)
        # As a browser: also a form without any field has a type.
        return web.post(self.action, data=sent, headers={"Content-Type": "application/x-www-form-urlencoded"})


@dataclass
class Page:
    web: "Web"
    response: requests.Response
    soup: BeautifulSoup = field(init=False)

    def __post_init__(self):
        # Of no bytes at all the parser complains that it cannot tell their encoding.
        self.soup = BeautifulSoup(self.response.content or "", "html.parser")

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def url(self) -> str:
        return self.response.url

    @property
    def path(self) -> str:
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def body(self) -> Tag:
        return self.soup.body or self.soup

    @property
    def text(self) -> str:
        return squeeze(self.body.get_text(" "))

    @property
    def tight(self) -> str:
        """The text without any white space: for Japanese, which has none between words."""
        return re.sub(r"\s+", "", self.body.get_text())

    def says(self, words: str) -> bool:
        return re.sub(r"\s+", "", words) in self.tight

    @property
    def codes(self) -> list[str]:
        """Message codes that the page shows to be copied."""
        return [
            match.group(1)
            for tag in self.soup.select(".code")
            if (match := re.search(r"\b([a-z][a-z0-9]*(?:-[a-z0-9]+)+|[a-z]{4,})\b", squeeze(tag.get_text(" "))))
        ]

    def links(self) -> list[tuple[str, str]]:
        return [
            (squeeze(tag.get_text(" ")), urljoin(self.url, tag["href"])) for tag in self.soup.select("a[href]")
        ]

    def link(self, words: str) -> str:
        found = {url for text, url in self.links() if text == words}
        assert found, f"no link {words!r} among {[text for text, _ in self.links()]}"
        assert len(found) == 1, f"links {words!r} lead to different places: {found}"
        return found.pop()

    def click(self, words: str) -> "Page":
        return self.web.get(self.link(words))

    def forms(self) -> list[Form]:
        return [self._form(tag) for tag in self.soup.select("form")]

    def form(self, button: str) -> Form:
        """The form with a button of these words."""
        found = [form for form in self.forms() if button in form.buttons]
        assert len(found) == 1, f"{len(found)} forms with button {button!r} on {self.path}: {self.text[:400]}"
        return found[0]

    def has_button(self, words: str) -> bool:
        return any(words in form.buttons for form in self.forms())

    def rows(self) -> dict[str, str]:
        rows = {}
        for row in self.soup.select("tr"):
            head, cells = row.find("th"), row.find_all("td")
            if head and len(cells) == 1:
                rows.setdefault(squeeze(head.get_text()), squeeze(cells[0].get_text()))
        return rows

    def _form(self, tag: Tag) -> Form:
        fields, files, labels, buttons = [], [], {}, {}
        identity = tag.get("id")
        controls = tag.select("input, select, textarea, button")
        if identity:
            controls += [c for c in self.soup.select(f'[form="{identity}"]') if c not in controls]
        for control in controls:
            kind = control.get("type", "submit" if control.name == "button" else "text").lower()
            name = control.get("name")
            if control.name == "button" or kind in ("submit", "image"):
                words = squeeze(control.get_text(" ") if control.name == "button" else control.get("value", ""))
                buttons[words or control.get("aria-label", "")] = (
                    (name, control.get("value", "")) if name else None
                )
                continue
            if not name:
                continue
            for label in self._labels(control):
                labels[label] = name
            if kind == "file":
                files.append(name)
            elif kind in ("checkbox", "radio"):
                if control.has_attr("checked"):
                    fields.append((name, control.get("value", "on")))
            elif control.name == "textarea":
                fields.append((name, control.get_text().removeprefix("\n")))
            elif control.name == "select":
                chosen = control.select_one("option[selected]") or control.select_one("option")
                fields.append((name, chosen.get("value", squeeze(chosen.get_text())) if chosen else ""))
            else:
                fields.append((name, control.get("value", "")))
        return Form(
            self,
            tag.get("method", "get").lower(),
            urljoin(self.url, tag.get("action") or self.url),
            tag.get("enctype", "").lower() == "multipart/form-data",
            fields,
            files,
            labels,
            buttons,
        )

    def _labels(self, control: Tag) -> list[str]:
        found = [parent for parent in control.parents if parent.name == "label"]
        if control.get("id"):
            found += self.soup.select(f'label[for="{control["id"]}"]')
        return [squeeze(label.get_text(" ")) for label in found]


class Web:
    """One browser with its cookies. Every exchange is kept, so that a test can replay it."""

    def __init__(self, language: str = "ja"):
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language
        self.session.headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
        self.exchanges: list[requests.Response] = []

    def twin(self) -> "Web":
        """Another window of the same browser: the same cookies, a record of its own."""
        other = Web(self.session.headers["Accept-Language"])
        other.session.cookies.update(self.session.cookies)
        return other

    def get(self, url: str, **options) -> Page:
        return self._ask("GET", url, **options)

    def post(self, url: str, **options) -> Page:
        headers = options.pop("headers", {})
        parts = urlsplit(url)
        headers.setdefault("Origin", f"{parts.scheme}://{parts.netloc}")
        return self._ask("POST", url, headers=headers, **options)

    def _ask(self, method: str, url: str, **options) -> Page:
        options.setdefault("timeout", TIMEOUT_SECONDS)
        response = self.session.request(method, url, **options)
        self.exchanges += [*response.history, response]
        return Page(self, response)


def until(condition, what: str, seconds: float = 20, pause: float = 0.05):
    """Waits, bounded, for something that is reported by nobody."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(pause)
