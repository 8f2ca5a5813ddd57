"""Debian's Chromium, without a window, used as a person uses it: things are found by their visible words."""

from __future__ import annotations

import base64
import itertools
import re
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
    WebDriverException,
)
from selenium.webdriver.chrome.service import Service

from .web import squeeze, until

WAIT_SECONDS = 20

# Words as a person sees them: text of the element without what is hidden, else its accessible name.
FIND = r"""
const squeeze = text => (text || '').replace(/\s+/g, ' ').trim();
const shown = e => e.checkVisibility ? e.checkVisibility({checkVisibilityCSS: true}) : e.offsetParent !== null;
const live = e => !e.closest('[inert]');
const names = e => [squeeze(e.innerText), squeeze(e.textContent), squeeze(e.getAttribute('aria-label')),
                    squeeze(e.value), squeeze(e.title)];
"""
FIND_CLICKABLE = FIND + r"""
const kinds = 'a[href], button, input[type=submit], input[type=button], summary, [role=button]';
const found = [...document.querySelectorAll(kinds)].filter(e => shown(e) && live(e));
return found.find(e => names(e).includes(arguments[0]) && !e.disabled)
    || null;
"""
FIND_FIELD = FIND + r"""
const labels = [...document.querySelectorAll('label')].filter(e => shown(e) && live(e));
const wanted = arguments[0];
const label = labels.find(e => squeeze(e.innerText) === wanted)
    || labels.find(e => squeeze(e.innerText).startsWith(wanted));
if (label) return label.control;
return [...document.querySelectorAll('input, textarea, select')].filter(e => shown(e) && live(e))
    .find(e => squeeze(e.getAttribute('aria-label')) === wanted) || null;
"""
ROWS = FIND + r"""
const rows = {};
for (const row of document.querySelectorAll('tr')) {
  const head = row.querySelector('th'), cells = row.querySelectorAll('td');
  if (head && cells.length === 1 && shown(row)) rows[squeeze(head.innerText)] ??= squeeze(cells[0].innerText);
}
return rows;
"""


class Browser:
    def __init__(self, language: str, downloads: Path, width: int = 1280, height: int = 900):
        home = downloads / ".home"
        home.mkdir(parents=True, exist_ok=True)
        self.language = language
        self.downloads = downloads
        self._numbers = itertools.count(1)
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-search-engine-choice-screen",
            "--force-color-profile=srgb",
            "--hide-scrollbars",
            f"--lang={language}",
            f"--window-size={width},{height}",
        ):
            options.add_argument(argument)
        options.add_experimental_option(
            "prefs",
            {
                "intl.accept_languages": "ja,ja-JP" if language == "ja" else "en,en-US",
                "safebrowsing.enabled": False,
                "credentials_enable_service": False,
                "profile.password_manager_leak_detection": False,
            },
        )
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        environment = {"LANGUAGE": language, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(home)}
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver", env=environment))
        self.driver.set_page_load_timeout(60)
        self.driver.execute_cdp_cmd(
            "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)}
        )

    def quit(self) -> None:
        self.driver.quit()

    # -- where

    def open(self, url: str) -> None:
        self.driver.get(url)

    @property
    def url(self) -> str:
        return self.driver.current_url

    @property
    def source(self) -> str:
        return self.driver.page_source

    def back(self) -> None:
        self.driver.back()

    def forget(self) -> None:
        """As a browser that was never here."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})

    def in_new_tab(self, act) -> None:
        """Does something that opens the other tab, and goes there."""
        before = set(self.driver.window_handles)
        here = self.url
        act()
        until(lambda: set(self.driver.window_handles) - before or self.url != here, "the other tab", WAIT_SECONDS)
        opened = set(self.driver.window_handles) - before
        assert opened, "the link opened in the same tab: the form with its file would be lost"
        self.driver.switch_to.window(opened.pop())
        until(lambda: self.url != "about:blank", "a page in the other tab", WAIT_SECONDS)

    def first_tab(self) -> None:
        """Closes the others and goes back."""
        first, *others = self.driver.window_handles
        for other in others:
            self.driver.switch_to.window(other)
            self.driver.close()
        self.driver.switch_to.window(first)

    # -- what is seen

    @property
    def text(self) -> str:
        return self._steady(lambda: squeeze(self.driver.execute_script("return document.body.innerText") or ""))

    def says(self, words: str) -> bool:
        return re.sub(r"\s+", "", words) in re.sub(r"\s+", "", self.text)

    def see(self, words: str) -> None:
        until(lambda: self.says(words), f"the words {words!r}", WAIT_SECONDS)

    def rows(self) -> dict[str, str]:
        return self._steady(lambda: self.driver.execute_script(ROWS))

    def row(self, head: str) -> str:
        return until(lambda: self.rows().get(head), f"row {head!r}", WAIT_SECONDS)

    def has(self, words: str) -> bool:
        return self._steady(lambda: self.driver.execute_script(FIND_CLICKABLE, words)) is not None

    # -- what is done

    def click(self, words: str) -> None:
        """The visible link or button with exactly these words."""

        def act() -> bool:
            element = self.driver.execute_script(FIND_CLICKABLE, words)
            if element is None:
                return False
            element.click()
            return True

        self._patiently(act, f"link or button {words!r}")

    def field(self, label: str):
        return until(
            lambda: self._steady(lambda: self.driver.execute_script(FIND_FIELD, label)),
            f"field {label!r}",
            WAIT_SECONDS,
        )

    def element(self, selector: str):
        """The first of a CSS selector; a page that is still on its way is waited for."""
        found = until(lambda: self.driver.find_elements("css selector", selector), f"an element {selector}", WAIT_SECONDS)
        return found[0]

    def fill(self, label: str, text: str) -> None:
        def act() -> bool:
            element = self.driver.execute_script(FIND_FIELD, label)
            if element is None:
                return False
            element.clear()
            element.send_keys(text)
            return True

        self._patiently(act, f"field {label!r}")

    def tick(self, label: str) -> None:
        element = self.field(label)
        if not element.is_selected():
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
            element.click()

    def choose_file(self, path: Path) -> None:
        """The one file field of the page."""
        found = until(
            lambda: self.driver.find_elements("css selector", "input[type=file]"), "a file field", WAIT_SECONDS
        )
        assert len(found) == 1, f"{len(found)} file fields"
        found[0].send_keys(str(path))

    def downloaded(self, act) -> Path:
        """Does something that starts a download, and gives the file when it has arrived, in a folder of its own."""

        def arrived():
            files = [path for path in self.downloads.iterdir() if path.is_file() and path.stat().st_size]
            return next((path for path in files if path.suffix != ".crdownload" and path.name[0] != "."), None)

        act()
        file = until(arrived, "the download", WAIT_SECONDS)
        folder = self.downloads / str(next(self._numbers))
        folder.mkdir()
        return file.rename(folder / file.name)

    # -- how it looks

    def look(self, width: int, height: int = 900, scheme: str = "light") -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {
                "features": [
                    {"name": "prefers-color-scheme", "value": scheme},
                    {"name": "prefers-reduced-motion", "value": "reduce"},
                ]
            },
        )

    def ordinary(self) -> None:
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def picture(self, path: Path) -> None:
        """The whole page, not only the window."""
        size = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        data = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot",
            {
                "format": "png",
                "captureBeyondViewport": True,
                "clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1},
            },
        )["data"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(data))

    def complaints(self) -> list[str]:
        """What the browser wrote in its console: CSP violations, failed loads, script errors. A refused form is none."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] == "SEVERE" and not re.search(r"status of (403|404|409|413|422)", entry["message"])
        ]

    # -- patience

    def _steady(self, read):
        """A page may be replaced while it is read: then once more."""
        for _ in range(20):
            try:
                return read()
            except (StaleElementReferenceException, WebDriverException) as error:
                last = error
        raise last

    def _patiently(self, act, what: str) -> None:
        def attempt() -> bool:
            try:
                return act()
            except (
                StaleElementReferenceException,
                ElementNotInteractableException,
                ElementClickInterceptedException,
            ):
                return False

        try:
            until(attempt, what, WAIT_SECONDS)
        except AssertionError:
            raise AssertionError(f"{what} is not on {self.url}: {self.text[:600]}") from None
