"""`make screenshots`: every screen, ja/en, light/dark, 390 and 1280 px, into var/screenshots.

Run by scripts/screenshots through pytest, for its fixtures; no part of `make test`, which looks at the same screens
with the axe rules. File names: screen-language-width-scheme.png.
"""

from __future__ import annotations

import shutil

import pytest

from support.installation import ROOT
from support.tour import Tour
from support.words import Words

TARGET = ROOT / "var" / "screenshots"


@pytest.fixture(scope="session", autouse=True)
def empty_target():
    shutil.rmtree(TARGET, ignore_errors=True)


def test_pictures_of_every_screen(browser, words: Words, clock, new_company, workplace):
    person = new_company("pictures", "サンプル企業")
    for screen in Tour(browser, clock, words, person, workplace)():
        for width in (1280, 390):
            for scheme in ("light", "dark"):
                browser.look(width, scheme=scheme)
                browser.picture(TARGET / f"{screen}-{words.language}-{width}-{scheme}.png")
        browser.ordinary()
