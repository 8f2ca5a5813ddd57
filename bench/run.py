"""`make bench`: measures a release build on this machine; see docs/reference/performance.md.

ONLY=scep,enroll,cycles,tokens,polls,pushes,pages,tls,process,scale,postgresql  these only (devices are prepared in any case)
QUICK=1      one short run of each, 500 devices
COUNT=N      how many devices (10000; without pushes 2000)
RUNS=N       how often each load is run; the medians count (3)
KEEP=1       leaves the folder with data and logs
"""
import os
import pathlib
import shutil
import sys
import tempfile

from cases_devices import Devices
from cases_process import Process
from cases_push import Pushes
from installation import Bench
from parts import Trouble
from cases_scale import Scale
from report import Report

ALL = ("scep", "enroll", "cycles", "tokens", "polls", "pushes", "pages", "tls", "process", "scale", "postgresql")


def main():
    quick = os.environ.get("QUICK") == "1"
    only = [name for name in os.environ.get("ONLY", "").replace(",", " ").split()] or list(ALL)
    if wrong := [name for name in only if name not in ALL]:
        raise Trouble(f"ONLY names {', '.join(wrong)}; there are {', '.join(ALL)}.")
    count = int(os.environ.get("COUNT") or (500 if quick else 10_000 if "pushes" in only else 2_000))
    runs, seconds = (1, 2) if quick else (int(os.environ.get("RUNS") or 3), 4)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kizuna-bench-"))
    benches, report = [], Report(quick)
    try:
        if set(only) != {"postgresql"}:
            benches.append(Bench(folder, count))
            measure(benches[0], report, only, runs, seconds)
        if "postgresql" in only:
            other = folder / "on-postgresql"
            other.mkdir()
            benches.append(Bench(other, min(count, 2_000), postgresql=True))
            measure_postgresql(benches[-1], report, runs, seconds)
    finally:
        if report.rows:
            report.write()
        for bench in benches:
            bench.stop()
        if os.environ.get("KEEP") == "1":
            print(f"Data and logs: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def measure(bench, report, only, runs, seconds):
    devices, process = Devices(bench, report, runs, seconds), Process(bench, report, runs, seconds)
    prepare(bench, devices)
    if "tokens" in only:
        devices.tokens()
    if "polls" in only:
        devices.polls()
    if "cycles" in only:
        devices.cycles()
    if "pushes" in only:
        Pushes(bench, report, devices, runs).all()
    if "pages" in only:
        process.pages()
    process.under_load()
    bench.stop_server()
    if "tls" in only:
        bench.start_server(tls=True)
        devices.polls_by_certificate()
        bench.stop_server()
    if "process" in only:
        process.start_ups()
    if "scale" in only:
        bench.start_server()
        Scale(bench, report, devices).all()
        bench.stop_server()


def measure_postgresql(bench, report, runs, seconds):
    """The rows that are asked of either engine; one node, the cluster on the same cores."""
    devices = Devices(bench, report, runs, seconds)
    prepare(bench, devices)
    devices.tokens()
    devices.polls()
    devices.cycles()


def prepare(bench, devices):
    bench.begin()
    bench.start_server()
    bench.register_certificate()
    devices.issue()
    devices.enroll()
    devices.first_session()


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit(f"make bench: {trouble}")
    except KeyboardInterrupt:
        sys.exit("make bench: stopped")
