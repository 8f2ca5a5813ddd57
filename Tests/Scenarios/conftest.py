"""One installation for all scenarios, one browser for each language; what failed is photographed.

The Lab clock belongs to the installation: the fixture `clock` puts it back after a test that moved it.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from support.browser import Browser
from support.installation import ROOT, Installation, Person, tail
from support.words import en, ja

EVIDENCE = ROOT / "var" / "scenarios"


def pytest_sessionstart(session):
    missing = [tool for tool in ("chromium", "chromedriver", "openssl", "make") if not shutil.which(tool)]
    # So that also a run that is told to end stops its servers and browsers.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("told to end by SIGTERM", returncode=143))
    if missing:
        pytest.exit(f"needed for the scenarios and not installed: {', '.join(missing)}", returncode=2)


# What takes longest begins first, so that the processes of `make test` end at about the same time.
LONGEST_FIRST = (
    "test_accessibility", "test_foreign_smtp", "test_notices_year", "test_kill_devices", "test_ade",
    "test_cluster", "test_kill", "test_webhooks",
)  # fmt: skip


def pytest_xdist_make_scheduler(config, log):
    """Side by side (`-n`) a file stays in one process; the tour of all screens has one of its own in each language."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid if nodeid.startswith("test_accessibility") else super()._split_scope(nodeid)

    return ByFile(config, log)


def pytest_collection_modifyitems(items):
    def place(item) -> int:
        return LONGEST_FIRST.index(item.path.stem) if item.path.stem in LONGEST_FIRST else len(LONGEST_FIRST)

    items.sort(key=place)


@pytest.fixture(scope="session")
def workplace():
    with tempfile.TemporaryDirectory(prefix="kizuna-scenarios-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def installation(workplace) -> Installation:
    """As `make run` leaves it: company sample, no certificate, a Lab beside it."""
    running = Installation(workplace / "run").start()
    yield running
    seconds = running.stop()
    print(f"\nserver and Lab stopped in {seconds:.1f} s")


@pytest.fixture(scope="session")
def sample(installation) -> Person:
    return installation.administrator


_numbers = iter(range(1, 1000))


@pytest.fixture(scope="session")
def new_company(installation):
    """Makes a fresh company, so that no test depends on another's certificate."""

    def make(purpose: str, name: str | None = None, brand: str = "smsm") -> Person:
        code = f"{purpose}-{next(_numbers)}"
        return installation.new_company(code, name or f"{purpose} 株式会社", brand)

    return make


@pytest.fixture
def clock(installation):
    """The Lab clock, put back to where it would be now."""
    began, real = installation.now(), _real_now()
    yield installation
    installation.set_clock(began + (_real_now() - real))


def _real_now():
    return dt.datetime.now(dt.timezone.utc)


_browsers: dict[str, Browser] = {}


@pytest.fixture(scope="session")
def browsers(workplace):
    def get(language: str) -> Browser:
        if language not in _browsers:
            _browsers[language] = Browser(language, workplace / f"downloads-{language}")
        return _browsers[language]

    yield get
    for browser in _browsers.values():
        browser.quit()
    _browsers.clear()


@pytest.fixture(params=[ja, en], ids=["ja", "en"])
def words(request):
    return request.param


@pytest.fixture
def browser(browsers, words) -> Browser:
    """A browser of this language that was never here."""
    chromium = browsers(words.language)
    chromium.first_tab()
    chromium.forget()
    return chromium


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        _keep_evidence(item, report)
    return report


def _keep_evidence(item, report) -> None:
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "-", item.nodeid)[-120:]
    for language, browser in _browsers.items():
        try:
            browser.picture(EVIDENCE / f"{name}-{language}.png")
            (EVIDENCE / f"{name}-{language}.html").write_text(f"<!-- {browser.url} -->\n{browser.source}")
        except Exception as error:  # the browser itself may be what failed
            report.sections.append((f"browser {language}", f"no picture: {error}"))
        else:
            report.sections.append((f"browser {language}", f"{browser.url}\n{EVIDENCE / name}-{language}.png"))
    running = item.funcargs.get("installation") if hasattr(item, "funcargs") else None
    for file in running.log_files() if running else []:
        report.sections.append((f"end of {file.name}", tail(file)))
    if running and running.process and running.process.poll() is not None:
        pytest.exit(f"make run ended in the middle; nothing more can be shown:\n{tail(running.output)}", returncode=3)


@pytest.fixture(scope="session")
def openssl():
    def run(*arguments: str, input: bytes | None = None) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["openssl", *arguments], input=input, capture_output=True, env={**os.environ, "LC_ALL": "C"}
        )

    return run
