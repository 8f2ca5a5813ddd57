"""The axe rules find nothing on any screen, in both languages, light and dark, at 1280 and 390 px."""

from __future__ import annotations

from support import axe
from support.tour import Tour

LOOKS = [
    (1280, "light", None),
    (390, "dark", None),
    (1280, "dark", axe.CONTRAST),
    (390, "light", axe.CONTRAST),
]
"""Rules that do not depend on width or colours are asked twice, not four times."""


def looks(words):
    """Colours do not depend on the language: the other two looks, and all contrast (most of axe's time), are for Japanese only."""
    return LOOKS if words.language == "ja" else LOOKS[:2]


def left_out(words):
    return [] if words.language == "ja" else axe.CONTRAST


def test_no_screen_breaks_an_axe_rule(browser, words, clock, new_company, workplace):
    person = new_company("axe", "アクセシビリティ株式会社")
    found, screens = {}, []
    try:
        for screen in Tour(browser, clock, words, person, workplace)():
            screens.append(screen)
            for width, scheme, rules in looks(words):
                browser.look(width, scheme=scheme)
                for complaint in axe.violations(browser, rules, left_out(words)) + axe.too_wide(browser):
                    found.setdefault(complaint, []).append(f"{screen} {width} {scheme}")
            browser.ordinary()
    except AssertionError as error:
        found[f"the tour ended: {error}"] = screens[-1:]
    report = "\n".join(f"{complaint}\n   on {', '.join(places)}" for complaint, places in found.items())
    assert not found, report
    assert len(screens) >= 70, screens
