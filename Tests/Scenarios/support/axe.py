"""The axe rules (axe-core, from PyPI's axe-playwright-python), run in the page that the browser shows."""

from __future__ import annotations

import functools
from importlib import resources

from .browser import Browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: arguments[0], rules: arguments[1], resultTypes: ['violations']})
  .then(found => done(found.violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' | ' + n.failureSummary)])))
  .catch(error => done([['axe itself', String(error), []]]));
"""


@functools.cache
def source() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()


def violations(browser: Browser, rules: list[str] | None = None, without: list[str] | None = None) -> list[str]:
    """All rules for WCAG 2.2 AA and good practice but `without`, or only those named."""
    if not browser.driver.execute_script("return typeof axe !== 'undefined'"):
        browser.driver.execute_script(source())
    what = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    browser.driver.set_script_timeout(30)
    found = browser.driver.execute_async_script(RUN, what, {rule: {"enabled": False} for rule in without or []})
    return [f"{rule}: {help}\n      " + "\n      ".join(nodes) for rule, help, nodes in found]


def too_wide(browser: Browser) -> list[str]:
    """Nothing may ask for scrolling sideways (WCAG 1.4.10)."""
    width, window = browser.driver.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return [f"the page is {width} px wide in a window of {window}"] if width > window else []
