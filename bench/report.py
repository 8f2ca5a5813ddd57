"""What was measured beside what it should be and what the best peer does; verdicts, table, JSON."""
import datetime
import json
import os
import pathlib
import platform
import subprocess

from parts import ROOT

FOLDER = ROOT / "var" / "bench"
TITLES = ("work", "rate", "p50 ms", "p99 ms", "CPU µs", "target", "peer (nanomdm)", "verdict")


def number(value):
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else f"{value:.2f}"


class Report:
    """Rows in the order they come; each is printed at once, so that a long run shows what it does."""

    def __init__(self, quick):
        self.rows, self.facts, self.quick = [], machine(), quick
        print(line(TITLES), line("-" * width for width in WIDTHS), sep="\n", flush=True)

    def add(self, name, result, unit="/s", target="", peer="", met=None):
        """`met`: True, False, or None where the issue and peer.md set no number for this."""
        verdict = {True: "met", False: "MISSED", None: "–"}[met]
        self.rows.append({"name": name, "unit": unit, "target": target, "peer": peer, "verdict": verdict, **result})
        cells = [name, f"{number(result.get('rate'))}{unit if result.get('rate') is not None else ''}"]
        cells += [number(result.get(key)) for key in ("p50_ms", "p99_ms", "cpu_us")]
        print(line([*cells, target, peer, verdict]), flush=True)

    def write(self):
        FOLDER.mkdir(parents=True, exist_ok=True)
        instant = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        path = FOLDER / f"{instant}.json"
        path.write_text(json.dumps({"at": instant, "quick": self.quick, **self.facts, "rows": self.rows}, indent=1))
        missed = [row["name"] for row in self.rows if row["verdict"] == "MISSED"]
        print(f"\n{path.relative_to(ROOT)}; machine: {self.facts['processor']}, {self.facts['cores']} cores, load "
              f"generator on the same machine" + (f"\nMissed: {', '.join(missed)}" if missed else ""))


WIDTHS = (46, 11, 8, 8, 8, 26, 30, 7)


def line(cells):
    return "  ".join(str(cell).ljust(width) if index in (0, 5, 6) else str(cell).rjust(width)
                     for index, (cell, width) in enumerate(zip(cells, WIDTHS)))


def machine():
    model = ""
    for text in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if text.startswith("model name"):
            model = text.split(":", 1)[1].strip()
            break
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return {"processor": model or platform.machine(), "cores": os.cpu_count(), "system": platform.platform(),
            "commit": commit.stdout.strip(), "load_before": os.getloadavg()[0]}
