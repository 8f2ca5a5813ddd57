"""`make load`: L-01 to L-12, each with figure, target and verdict; docs/reference/load.md.

ONLY=L-03,L-09       these only
LOAD_SECONDS=N       (SECONDS= of make) the length of each measurement; without it the length that the target names, at
                     most 60 s, and 1800 s for the soak L-09
COUNT=N              enrolled devices (2000)
ENGINE=sqlite        only this engine (sqlite, postgresql); both without it
Ends with 0 when every figure that was taken meets its target, with 1 when one does not, with 2 when a case did not end.
"""
import os
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Scenarios"))

import limits_cases  # noqa: E402
import limits_notnow  # noqa: E402
import limits_soak  # noqa: E402
from parts import ROOT, Trouble  # noqa: E402
from stage import Stage  # noqa: E402
from support.faults.case import NOT_RUN, carry_out, status, tell, write  # noqa: E402

ON_POSTGRESQL = ("L-03", "L-04", "L-06", "L-10")


class Run:
    def __init__(self, stage, asked, remark):
        self.stage, self.asked, self.remark = stage, asked, remark

    def seconds(self, target):
        """The target's own length, at most a minute unless SECONDS says otherwise."""
        return self.asked or min(target, 60)


def engines(asked):
    wanted = os.environ.get("ENGINE", "").split() or ["sqlite", "postgresql"]
    if "sqlite" in wanted:
        yield "sqlite", 1, asked
    if "postgresql" in wanted and (names := [name for name in asked if name in ON_POSTGRESQL]):
        yield "postgresql", 3, names


def main():
    cases = limits_cases.book.cases | limits_notnow.book.cases | limits_soak.book.cases
    names = os.environ.get("ONLY", "").replace(",", " ").upper().split() or list(cases)
    if wrong := [name for name in names if name not in cases]:
        raise Trouble(f"ONLY names {', '.join(wrong)}; there are {', '.join(cases)}.")
    names = [name for name in cases if name in names]
    asked = float(os.environ.get("LOAD_SECONDS") or 0) or None
    count, rows = int(os.environ.get("COUNT") or 2_000), []
    built = os.environ.get("LOAD_BUILT", "release")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kizuna-load-"))
    try:
        for engine, nodes, chosen in engines(names):
            rows += on(engine, Stage(folder / engine, count, nodes), chosen, cases, asked)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        path = write(ROOT / "var" / "load", rows, devices=count, build=built)
    missing = [row["name"] for row in rows if row["verdict"] == NOT_RUN]
    print(f"\nload: {sum(row['verdict'] == 'holds' for row in rows)} of {len(rows)} hold, {built} build, {count} devices, "
          f"{os.cpu_count()} cores for everything" + (f"; not run: {', '.join(missing)}" if missing else ""))
    print(path.relative_to(ROOT))
    return status(rows)


def on(engine, stage, names, cases, asked):
    rows = []
    try:
        stage.open()
        stage.prepared = stage.prepare()
        for name in names:
            row = carry_out(cases[name], Run(stage, asked, ""))
            row |= {"name": name if engine == "sqlite" else f"{name}p", "engine": engine, "nodes": stage.nodes,
                    "load_average": os.getloadavg()[0]}
            rows.append(row)
            tell(row)
    finally:
        stage.stop()
    return rows


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        print(f"make load: {trouble}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit("make load: stopped")
