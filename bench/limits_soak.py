"""L-09: half the load for a long time, and what grows meanwhile; once more with an fsync that takes 5 ms."""
import os
import statistics
import subprocess
import time

from stage import Background
from support.faults.case import Book, NotRun, Outcome

book = Book()
IDLE_RATE, TOKEN_RATE, WINDOW = 500, 20, 30
CORES = os.cpu_count() or 1


def slope(points):
    """Least squares, in units of y for each unit of x."""
    if len(points) < 3:
        return 0.0
    mx, my = (statistics.fmean(point[axis] for point in points) for axis in (0, 1))
    spread = sum((x - mx) ** 2 for x, _ in points)
    return sum((x - mx) * (y - my) for x, y in points) / spread if spread else 0.0


def judge(samples, hours):
    """`samples`: seconds, memory in MiB, descriptors, p99 in ms, failures of each window. The first third warms up."""
    rest = samples[len(samples) // 3:]
    growth = slope([(sample["at"] / 3600, sample["mib"]) for sample in rest])
    # The generator's last connections may still be closing when a window ends: the lowest count is the server's own.
    middle = len(rest) // 2
    descriptors = min(sample["descriptors"] for sample in rest[middle:]) - min(
        sample["descriptors"] for sample in rest[:middle])
    # Where others compute on the same cores, p99 tells of them.
    calm = [sample for sample in rest if sample["load"] <= CORES * 1.5]
    half = len(calm) // 2
    parts = (calm[:half], calm[half:]) if half >= 3 else (rest[: len(rest) // 2], rest[len(rest) // 2:])
    early, late = (statistics.median(sample["p99_ms"] for sample in part) for part in parts)
    broken = []
    # In a short run the allocator's steps are larger than the slope that is looked for.
    most = max(1.0, 4 / hours)
    if growth > most:
        broken.append(f"memory grows by {growth:.1f} MiB an hour; {most:.1f} are allowed in {hours:.1f} h")
    if descriptors > 5:
        broken.append(f"descriptors grew by {descriptors:.0f}")
    if half >= 3 and late > early * 1.2 and late > early + 5:
        broken.append(f"p99 went from {early:.1f} to {late:.1f} ms")
    if failed := sum(sample["failed"] for sample in samples):
        broken.append(f"{failed} requests failed")
    judged = f"p99 judged in {len(calm)} calm windows of {len(rest)}" if half >= 3 else (
        f"p99 not judged: others were computing on this machine in {len(rest) - len(calm)} of {len(rest)} windows")
    return growth, early, late, broken, judged


def window(stage):
    with Background(lambda: stage.load("tokenupdate", seconds=WINDOW, connections=4, rate=TOKEN_RATE)) as tokens:
        polls = stage.load("idle", seconds=WINDOW, connections=32, rate=IDLE_RATE)
    return polls, tokens.result


def soak(stage, seconds):
    samples, began = [], time.monotonic()
    cpu, requests = stage.cpu(), 0
    while time.monotonic() < began + seconds:
        polls, tokens = window(stage)
        requests += polls["requests"] + tokens["requests"]
        samples.append({
            "at": time.monotonic() - began, "mib": stage.memory() / 2**20, "descriptors": stage.descriptors(),
            "p99_ms": polls["Idle"]["p99_ms"], "token_p99_ms": tokens["TokenUpdate"]["p99_ms"],
            "rate": polls["rate"] + tokens["rate"], "load": os.getloadavg()[0],
            "failed": polls["errors"] + polls["bad"] + tokens["errors"] + tokens["bad"]})
    return samples, (stage.cpu() - cpu) / requests * 1e6


@book.case("L-09", "soak at half load, target: memory < 1 MiB/h, descriptors flat, p99 within 20 %")
def half_load(run):
    seconds = run.asked or 1800
    samples, per_request = soak(run.stage, seconds)
    growth, early, late, broken, judged = judge(samples, seconds / 3600)
    last = samples[-1]
    return Outcome(
        f"{seconds / 60:.0f} min at {statistics.fmean(s['rate'] for s in samples):.0f}/s: memory {last['mib']:.0f} MiB, "
        f"{growth:+.1f} MiB/h, {last['descriptors']} descriptors, p99 {early:.1f} to {late:.1f} ms, {per_request:.0f} µs "
        f"CPU a request", broken, {"samples": samples, "cpu_us": per_request},
        f"{judged}; 24 h are asked for, with the slope after the second hour; polls of 500/s and TokenUpdates of 20/s are half of L-03")


@book.case("L-09-SLOW", "an fsync that takes 5 ms more, target: no error, TokenUpdate p99 <= 500 ms")
def slow_flush(run):
    stage, seconds = run.stage, min(run.asked or 60, 60)
    command = [
        "strace", "-f", "-qq", "-p", str(stage.server.pid), "-e", "trace=fsync,fdatasync", "-e",
        "inject=fsync,fdatasync:delay_exit=5000", "-o", "/dev/null"]
    try:
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        raise NotRun("strace is missing: scripts/install-packages faults") from None
    time.sleep(2)
    if tracer.poll() is not None:
        raise NotRun(f"strace may not look at a process here: {tracer.stderr.read().strip()[-200:]}")
    try:
        one = stage.load("tokenupdate", seconds=seconds / 2, connections=1)
        many = stage.load("tokenupdate", seconds=seconds / 2, connections=64)
    finally:
        tracer.terminate()
        tracer.wait(20)
    failed = one["errors"] + one["bad"] + many["errors"] + many["bad"]
    found = many["TokenUpdate"]
    broken = [f"{failed} requests failed: {many['first_error']}"] if failed else []
    broken += [f"p99 {found['p99_ms']:.0f} ms"] if found["p99_ms"] > 500 else []
    return Outcome(
        f"TokenUpdate {one['rate']:.0f}/s alone, {many['rate']:.0f}/s at 64 at once (p50 {found['p50_ms']:.0f}, p99 "
        f"{found['p99_ms']:.0f} ms): the group commit shares the flush", broken, {"one": one, "many": many},
        "strace stops the process at each system call, which costs besides the 5 ms")
