"""A case of `make faults` or `make load`: its name, what it does, and what came of it."""

from __future__ import annotations

import json
import os
import platform
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HOLDS, BROKEN, NOT_RUN = "holds", "broken", "not run"


class NotRun(Exception):
    """The case could not be put to the test here; the text says why."""


@dataclass
class Outcome:
    """What a case saw. It holds when `broken` is empty."""

    figure: str
    broken: list[str] = field(default_factory=list)
    numbers: dict = field(default_factory=dict)
    remark: str = ""
    """Why the figure is not what a larger or calmer machine would give."""


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    run: Callable[..., Outcome]


class Book:
    """The cases in their order, each registered by its decorator."""

    def __init__(self):
        self.cases: dict[str, Case] = {}

    def case(self, name: str, title: str):
        def register(run):
            assert name not in self.cases, f"{name} is there twice"
            self.cases[name] = Case(name, title, run)
            return run

        return register

    def chosen(self, text: str) -> list[str]:
        """Names with commas or blanks between; all when there are none."""
        names = text.replace(",", " ").upper().split() or list(self.cases)
        if wrong := [name for name in names if name not in self.cases]:
            raise NotRun(f"ONLY names {', '.join(wrong)}; there are {', '.join(self.cases)}")
        return names


def carry_out(case: Case, *arguments) -> dict:
    """Runs a case; whatever goes wrong with the run itself makes it `not run`, never `holds`."""
    began, row = time.monotonic(), {"name": case.name, "title": case.title}
    try:
        outcome = case.run(*arguments)
    except NotRun as reason:
        row |= {"verdict": NOT_RUN, "figure": f"not run: {reason}", "broken": [], "numbers": {}, "remark": ""}
    except Exception as error:
        traceback.print_exc()
        words = f"{type(error).__name__}: {str(error)[:300]}"
        row |= {"verdict": NOT_RUN, "figure": f"did not come to its end: {words}", "broken": [], "numbers": {}, "remark": ""}
        row["failed"] = True
    else:
        row |= {
            "verdict": BROKEN if outcome.broken else HOLDS, "figure": outcome.figure, "broken": outcome.broken[:20],
            "numbers": outcome.numbers, "remark": outcome.remark,
        }  # fmt: skip
    row["seconds"] = round(time.monotonic() - began, 1)
    return row


def tell(row: dict) -> None:
    verdict = "" if row["verdict"] == NOT_RUN else f": {row['verdict'].upper() if row['broken'] else row['verdict']}"
    print(f"{row['name']:<6} {row['title']}: {row['figure']}{verdict} ({row['seconds']:.0f} s)", flush=True)
    for sentence in row["broken"][:5]:
        print(f"       {sentence}", flush=True)
    if row["remark"]:
        print(f"       {row['remark']}", flush=True)


def write(folder: Path, rows: list[dict], **more) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    at = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    path = folder / f"{at}-{os.getpid()}.json"
    facts = {"at": at, "machine": platform.platform(), "cores": os.cpu_count(), "load_average": os.getloadavg()[0]}
    path.write_text(json.dumps({**facts, **more, "cases": rows}, indent=1, ensure_ascii=False))
    return path


def status(rows: list[dict]) -> int:
    """1: something is broken; 2: a case failed to run at all; 0: what was run holds, and something was run."""
    if any(row["verdict"] == BROKEN for row in rows):
        return 1
    return 2 if any(row.get("failed") for row in rows) or all(row["verdict"] == NOT_RUN for row in rows) else 0
