"""`make faults`: one fault after the other, each judged, one line for each; docs/reference/faults.md.

Environment: ONLY (names; default all), FAULT_SECONDS (`SECONDS=` of make: how long a case lasts that has no length of its own, default 20; F-03
takes the database away for 60 s unless told), KILLS (default 100), SEED (default random), DEVICES (of KILLS).
Ends with 0 when everything that was run holds, with 1 when something is broken, with 2 when a case did not come to its
end or nothing was run. What could not be tried here is told as *not run*. Everything is in var/faults/*.json.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from support.faults import backups, disk, kills, machine, nodes, pushes, versions, wire
from support.faults.case import NOT_RUN, Case, NotRun, carry_out, status, tell, write
from support.installation import ROOT, Installation


@dataclass
class Run:
    lab: Installation
    folder: Path
    seconds: float
    asked: float | None
    """SECONDS as it was given."""
    seed: int
    kills: int


def number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal():
        sys.exit(f"make faults: {name} is “{text}”; it must be a number.")
    return int(text)


def cases() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for module in (disk, nodes, pushes, wire, machine, versions, backups, kills):
        found |= module.book.cases
    order = sorted(name for name in found if name.startswith("F-"))
    return {name: found[name] for name in [*order, *(name for name in found if name not in order)]}


def chosen(there: dict[str, Case]) -> list[Case]:
    names = os.environ.get("ONLY", "").replace(",", " ").upper().split() or list(there)
    if wrong := [name for name in names if name not in there]:
        sys.exit(f"make faults: ONLY names {', '.join(wrong)}; there are {', '.join(there)}.")
    return [there[name] for name in names]


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    wanted, rows = chosen(cases()), []
    asked = number("FAULT_SECONDS", 0) or None
    seed = number("SEED", secrets.randbelow(1_000_000))
    with tempfile.TemporaryDirectory(prefix="kizuna-faults-") as folder:
        lab = Installation(Path(folder) / "run", DEVICES="0").start()
        try:
            for case in wanted:
                place = Path(folder) / case.name
                place.mkdir()
                run = Run(lab, place, asked or 20, asked, seed, number("KILLS", 100))
                rows.append(carry_out(case, run))
                tell(rows[-1])
                lab_is_calm(lab)
        finally:
            lab.stop()
            path = write(ROOT / "var" / "faults", rows, seed=seed)
    held = sum(row["verdict"] == "holds" for row in rows)
    missing = [row["name"] for row in rows if row["verdict"] == NOT_RUN]
    print(f"\nfaults: {held} of {len(rows)} hold" + (f"; not run: {', '.join(missing)}" if missing else ""))
    print(f"{path.relative_to(ROOT)}")
    return status(rows)


def lab_is_calm(lab: Installation) -> None:
    from support.fleet import PushService

    PushService(lab).clear()


if __name__ == "__main__":
    sys.exit(main())
