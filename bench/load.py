"""mdmload run against one server process, with the CPU that process used for each request."""
import json
import statistics
import subprocess

from meter import calibrate
from parts import ROOT, Trouble

TOOLS = ROOT / "var" / "bench" / "tools"


def once(server, arguments, requests=None):
    """One run of mdmload.

    `requests`: what the CPU is divided by, as a name in mdmload's answer (default: all requests).
    """
    speed, before = calibrate(), server.cpu()
    done = subprocess.run(
        [str(TOOLS / "mdmload"), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    used = server.cpu() - before
    if done.returncode != 0 or not done.stdout.strip():
        raise Trouble(f"mdmload ended with {done.returncode}: {done.stderr.strip()}")
    row = json.loads(done.stdout.strip().splitlines()[-1])
    if row["errors"] or row["bad_status"]:
        raise Trouble(f"{row['errors']} errors, {row['bad_status']} bad answers; first: {row.get('first_error')}")
    # The warm-up is not counted in "requests", but its CPU is.
    scale = row["wall_s"] / row["seconds"] if row["seconds"] else 1
    counted = (row[requests]["n"] if requests else row["requests"]) * scale
    row["cpu_us"] = used / counted * 1e6 if counted else 0
    row["server_cores"] = used / row["wall_s"]
    row["client_cores"] = row["client_cpu_s"] / row["wall_s"]
    row["speed_ms"] = speed
    return row


def repeat(count, server, arguments, series):
    """Several runs: the median of rate, p50, p99 and CPU of one of mdmload's series."""
    rows = [once(server, arguments, series) for _ in range(count)]
    return summary(rows, series)


def summary(rows, series):
    def middle(get):
        return statistics.median(get(row) for row in rows)

    return {
        "rate": middle(lambda row: row[series]["per_s"]), "p50_ms": middle(lambda row: row[series]["p50_us"]) / 1000,
        "p99_ms": middle(lambda row: row[series]["p99_us"]) / 1000, "cpu_us": middle(lambda row: row["cpu_us"]),
        "runs": rows,
    }
