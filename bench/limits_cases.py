"""L-01 to L-12 but the soak."""
from support.faults.case import Book, NotRun, Outcome

book = Book()


def failures(found):
    count = found["errors"] + found["bad"]
    return [f"{count} requests failed (status {found['last_status']}): {found['first_error'][:120]}"] if count else []


@book.case("L-05", "SCEP and enrollment, target: 50 certificates/s")
def issuing(run):
    found, enroll = run.stage.prepared["scep"], run.stage.prepared["enroll"]
    broken = failures(enroll) + ([f"{found['rate']:.0f}/s"] if found["rate"] < 50 else [])
    per_device = found["cpu_us"] + enroll["cpu_us"] * 2 + run.stage.prepared["session"]["cpu_us"] * 6
    return Outcome(
        f"{found['rate']:.0f} certificates/s, {enroll['rate'] / 2:.0f} enrollments/s; {run.stage.count} devices, "
        f"{per_device / 1000:.1f} ms CPU for each with its first session", broken, run.stage.prepared,
        "the generator makes its keys beforehand; 5,000 enrollments in 5 min are 17/s")


@book.case("L-03", "empty polls on kept connections, target: 1,000/s (three nodes: 4,000/s), p99 <= 50 ms")
def kept_polls(run):
    stage = run.stage
    rate = 1_000 if stage.nodes == 1 else 4_000
    found = stage.load("idle", seconds=run.seconds(60), rate=rate)
    p99 = found["Idle"]["p99_ms"]
    broken = failures(found) + ([f"p99 {p99:.0f} ms"] if p99 > 50 else [])
    broken += [f"{found['rate']:.0f}/s of {rate}"] if found["rate"] < rate * 0.97 else []
    return Outcome(
        f"{found['rate']:.0f}/s, p50 {found['Idle']['p50_ms']:.1f}, p99 {p99:.1f} ms, {found['cpu_us']:.0f} µs CPU each",
        broken, found)
