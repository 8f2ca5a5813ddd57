"""`make screenshots`: every screen, ja/en, light/dark, 390 and 1280 px, into var/screenshots.

Run by scripts/screenshots; needs the built binaries and Chromium. File names: screen-language-width-scheme.png.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from support.browser import Browser
from support.installation import ROOT, Installation
from support.tour import Tour
from support.words import en, ja

TARGET = ROOT / "var" / "screenshots"


def main() -> int:
    shutil.rmtree(TARGET, ignore_errors=True)
    count = 0
    with tempfile.TemporaryDirectory(prefix="kizuna-screenshots-") as folder:
        workplace = Path(folder)
        installation = Installation(workplace / "run").start()
        try:
            for words in (ja, en):
                person = installation.new_company(f"pictures-{words.language}", "サンプル企業")
                browser = Browser(words.language, workplace / f"downloads-{words.language}")
                try:
                    for screen in Tour(browser, installation, words, person, workplace)():
                        for width in (1280, 390):
                            for scheme in ("light", "dark"):
                                browser.look(width, scheme=scheme)
                                browser.picture(TARGET / f"{screen}-{words.language}-{width}-{scheme}.png")
                                count += 1
                        browser.ordinary()
                finally:
                    browser.quit()
        finally:
            installation.stop()
    print(f"{count} pictures in {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
