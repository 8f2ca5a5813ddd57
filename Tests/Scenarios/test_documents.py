"""Every `kizuna` command in the documents exists, with every option that is shown."""

from __future__ import annotations

import functools
import re
import shlex
from pathlib import Path

import pytest

from support.installation import ROOT, kizuna

PAGES = sorted(path for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if "decisions" not in path.parts)


def commands(page: Path) -> list[list[str]]:
    """From indented code and from `…` in the text; a backslash at the end of a line goes on."""
    text = re.sub(r"\\\n\s+", " ", page.read_text())
    code = re.findall(r"^ {4,}(.*)$", text, re.M) + re.findall(r"`([^`\n]+)`", text)
    found = []
    for line in code:
        if started := re.search(r"(?:^|[\s|])kizuna ((?:serve|admin|vendor|certificate|database|master-key)\b.*)", line):
            words = shlex.split(re.split(r"\s(?:\|\||\||#)\s", started.group(1))[0].replace("…", ""), comments=True)
            found.append(words)
    return found


@functools.cache
def help_of(*path: str) -> str:
    return kizuna(*path, "--help").stdout


def subcommands(*path: str) -> list[str]:
    _, _, listed = help_of(*path).partition("SUBCOMMANDS:\n")
    return re.findall(r"^  ([a-z][a-z-]*)(?:\s|$)", listed, re.M)


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_commands_in_the_documents_exist(page):
    wrong = []
    for words in commands(page):
        path: list[str] = []
        while words and words[0] in subcommands(*path):
            path.append(words.pop(0))
        for option in (word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)):
            if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", help_of(*path)):
                wrong.append((" ".join(path), option))
        if not path or (words and subcommands(*path) and re.match(r"[a-z]", words[0])):
            wrong.append((" ".join(path), " ".join(words)))
    assert not wrong


def test_there_are_commands_to_judge():
    assert sum(len(commands(page)) for page in PAGES) >= 15
