"""L-01 to L-12 but the soak and what needs the Lab's devices."""
import time
import urllib.parse

from stage import Background
from support.faults.case import Book, Outcome

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


@book.case("L-02", "every check-in a new TLS handshake with certificate, target: 300/s (600 requests/s), p99 <= 250 ms")
def new_connections(run):
    stage = run.stage
    stage.stop_server()
    stage.start_server(tls=True)
    try:
        found = stage.load(
            "idle", "--reqs-per-conn", 2, proof=("--auth", "mtls"), seconds=run.seconds(600), rate=600, connections=64)
    finally:
        stage.stop_server()
        stage.start_server()
    p99 = found["Idle"]["p99_ms"]
    broken = failures(found) + ([f"p99 {p99:.0f} ms"] if p99 > 250 else [])
    broken += [f"{found['rate']:.0f} requests/s of 600"] if found["rate"] < 600 * 0.97 else []
    per_check_in = found["cpu_us"] * 2 / 1000
    broken += [f"{per_check_in:.1f} ms CPU for a check-in; 3 are allowed"] if per_check_in > 3 else []
    return Outcome(
        f"{found['rate'] / 2:.0f} check-ins/s, p50 {found['Idle']['p50_ms']:.1f}, p99 {p99:.0f} ms, {per_check_in:.2f} ms CPU "
        f"a check-in, so {1000 / per_check_in:.0f}/s and core", broken, found)


@book.case("L-04", "everybody is rung for at once, target: 1,000 pushes/s (three nodes: 5,000/s), duplicates <= 0.1 %")
def wave_of_pushes(run):
    stage, target = run.stage, 1_000 if run.stage.nodes == 1 else 5_000
    stage.forget_apns_counters()
    before, began = stage.cpu(), time.monotonic()
    due_for_all(stage)
    seconds = until(lambda: stage.apns_counters()["ok"] >= stage.count, 60, began)
    time.sleep(3)
    seen = stage.apns_counters()
    twice = max(0, seen["ok"] - stage.count)
    cost = (stage.cpu() - before) / stage.count * 1e6
    if seconds is None:
        return Outcome(f"{seen['ok']} of {stage.count} within 60 s", ["not everybody was rung for"], seen)
    broken = [f"{stage.count / seconds:.0f}/s"] if stage.count / seconds < target else []
    broken += [f"{twice} were rung for twice"] if twice > stage.count / 1000 else []
    return Outcome(
        f"{stage.count} in {seconds:.2f} s, {stage.count / seconds:.0f}/s, {twice} twice, {cost:.0f} µs CPU each", broken,
        {**seen, "cpu_us": cost}, f"20,000 are asked for in 30 s; at this rate they take {20_000 * seconds / stage.count:.0f} s")


def due_for_all(stage):
    """As an order for everybody would leave it; the nodes look each second."""
    stage.change(
        "INSERT INTO wake_ups (company_id, enrollment_id, due_at, request, attempts, last_status, last_reason, "
        "is_unreachable) SELECT company_id, id, (SELECT max(occurred_at) FROM device_events), 1, 0, 0, '', 0 "
        "FROM enrollments WHERE is_current = 1 AND state = 'enrolled' ON CONFLICT (company_id, enrollment_id) DO "
        "UPDATE SET due_at = excluded.due_at, request = wake_ups.request + 1, attempts = 0, last_status = 0")


def until(ready, seconds, began=None):
    """Seconds since `began` when it was ready; None when it never was."""
    began = began or time.monotonic()
    while time.monotonic() < began + seconds:
        if ready():
            return time.monotonic() - began
        time.sleep(0.01)
    return None


def waiting(stage):
    return int(stage.ask("SELECT count(*) FROM commands")[0][0])


def order_sync(stage):
    """一斉同期 of every device with one press; gives the seconds until it was answered, and until all commands were queued."""
    console = stage.console()
    token, began = console.csrf("/devices/sync"), time.monotonic()
    console.press("/devices/sync", {"csrf": token})
    pressed = time.monotonic() - began
    return pressed, until(lambda: stage.ask("SELECT count(*) FROM bulk_orders WHERE handed_out_at IS NULL")[0][0] == "0", 120, began)


@book.case("L-06", "five commands for everybody, target: 95 % acknowledged within 3 min (20,000 devices: scaled)")
def wave_of_commands(run):
    stage, before = run.stage, run.stage.cpu()
    began = time.monotonic()
    pressed, queued = order_sync(stage)
    if queued is None:
        return Outcome("the order was not handed out within 120 s", ["devices wait for their commands"])
    answered = stage.load("command", "--once", connections=64)
    left = waiting(stage)
    seconds, cost = time.monotonic() - began, (stage.cpu() - before) / stage.count * 1e6
    limit = max(10, 180 * stage.count / 20_000)
    broken = failures(answered) + ([f"{left} are still waiting"] if left > stage.count * 5 * 0.05 else [])
    broken += [f"{seconds:.0f} s; {limit:.0f} s are allowed for {stage.count}"] if seconds > limit else []
    return Outcome(
        f"{stage.count} ordered with one press in {pressed * 1000:.0f} ms, in their queues after {queued:.1f} s, all but {left} "
        f"acknowledged after {seconds:.1f} s, {cost / 1000:.2f} ms CPU a device", broken,
        {"pressed": pressed, "queued": queued, "answered": answered, "cpu_us": cost},
        f"20,000 take {20_000 * seconds / stage.count / 60:.1f} min at this rate; the devices call at once, unsmoothed")


@book.case("L-07", "single orders during that wave, target: rung for within 1 s (p99)")
def urgent(run):
    stage = run.stage
    console, times = stage.console(), []
    token = console.csrf("/devices/enroll")
    with open(stage.device_ids(stage.count)) as lines:
        rows = [line.split("\t")[:2] for line in lines]
    with Background(lambda: order_sync(stage)) as wave:
        for device, enrollment in rows[-20:]:
            ring = f"SELECT coalesce(max(request), 0), coalesce(max(last_status), 0) FROM wake_ups WHERE enrollment_id = '{enrollment}'"
            began = time.monotonic()
            console.ask(f"/devices/{device}/restart", {"csrf": token, "enrollment": enrollment})
            times.append(until(lambda: stage.ask(ring)[0][1] == "200", 10, began))
            if not wave.is_alive():
                break
    stage.load("command", "--once", connections=64)
    order = "restarts stand for locks: one order rings as another; delivery before other commands is not looked at here"
    known = sorted(value for value in times if value is not None)
    broken = [f"{len(times) - len(known)} of {len(times)} were not rung for in 10 s"] if len(known) < len(times) else []
    broken += [f"{known[-1]:.2f} s"] if known and known[-1] > 1 else []
    return Outcome(
        f"{len(known)} orders while five commands for each of {stage.count} were queued: order until APNs has it p50 "
        f"{known[len(known) // 2] * 1000 if known else 0:.0f} ms, longest {known[-1] * 1000 if known else 0:.0f} ms", broken,
        {"seconds": times}, order)


@book.case("L-08", "console over all devices during L-03's polls, target: list and search p95 <= 300 ms, device page <= 150 ms")
def pages(run):
    stage = run.stage
    console = stage.console()
    with open(stage.device_ids(1)) as lines:
        device = lines.readline().split("\t")[0]
    found, broken, limits = {}, [], {"list": 300, "search": 300, "search ja": 300, "device": 150}
    paths = {"list": "/devices", "search": "/devices?q=BENCH00001", "search ja": "/devices?q=" + urllib.parse.quote("計測"),
             "device": f"/devices/{device}"}
    with Background(lambda: stage.load("idle", seconds=run.seconds(30) + 5, rate=500)):
        end = time.monotonic() + run.seconds(30)
        times = {name: [] for name in paths}
        while time.monotonic() < end:
            for name, path in paths.items():
                began = time.monotonic()
                console.ask(path)
                times[name].append((time.monotonic() - began) * 1000)
    for name, values in times.items():
        found[name] = sorted(values)[int(len(values) * 0.95)]
        broken += [f"{name}: p95 {found[name]:.0f} ms; {limits[name]} are allowed"] if found[name] > limits[name] else []
    return Outcome(
        ", ".join(f"{name} p95 {ms:.0f} ms" for name, ms in found.items()), broken, found,
        f"{stage.count} devices; 20,000 and 100,000 are asked for: the counts of the list grow with the devices (guides/scale.md)")


@book.case("L-10", "three times the load that can be served, target: >= 80 % of the peak, 503 or 200 only, back within 10 s")
def overload(run):
    stage, seconds = run.stage, min(run.seconds(20), 20)
    peak = stage.load("idle", seconds=seconds, connections=64)
    flood = stage.load("idle", seconds=seconds, connections=1_500, rate=peak["rate"] * 3)
    good = flood["rate"] - flood["bad"] / flood["seconds"]
    back = until(lambda: stage.load("idle", seconds=1, connections=8)["Idle"]["p99_ms"] < 250, 20)
    broken = [f"goodput {good / peak['rate'] * 100:.0f} % of the peak"] if good < peak["rate"] * 0.8 else []
    broken += [f"answers of {flood['last_status']}"] if flood["bad"] and flood["last_status"] not in (200, 503) else []
    broken += [f"{flood['errors']} connections failed: {flood['first_error'][:100]}"] if flood["errors"] else []
    broken += ["not back within 10 s"] if back is None or back > 11 else []
    broken += ["a server ended"] if any(part.process.poll() is not None for part in stage.servers()) else []
    return Outcome(
        f"peak {peak['rate']:.0f}/s, asked {peak['rate'] * 3:.0f}/s at 1,500 connections: {good:.0f}/s good "
        f"({good / peak['rate'] * 100:.0f} %), p99 {flood['Idle']['p99_ms']:.0f} ms, back after {back or -1:.1f} s", broken,
        {"peak": peak, "flood": flood}, "the generator shares the two cores, so three times the peak are what it can send of it")


@book.case("L-12", "fairness: one company's wave does not delay another's single order, target: <= 1 s")
def fairness(run):
    stage = run.stage
    other = stage.second_company()
    console, token, device, enrollment = other
    times, commands = [], 0
    ring = f"SELECT coalesce(max(last_status), 0) FROM wake_ups WHERE enrollment_id = '{enrollment}'"
    for turn in range(5):
        stage.change(f"UPDATE wake_ups SET last_status = 0, due_at = NULL WHERE enrollment_id = '{enrollment}'")
        with Background(lambda: order_sync(stage)):
            time.sleep(0.2 * turn)
            began = time.monotonic()
            console.ask(f"/devices/{device}/restart", {"csrf": token, "enrollment": enrollment})
            times.append(until(lambda: stage.ask(ring)[0][0] == "200", 20, began))
        commands += waiting(stage)
        stage.load("command", "--once", connections=64)
        stage.quiet()
    known = sorted(value for value in times if value is not None)
    broken = [f"{len(times) - len(known)} orders were not rung for"] if len(known) < len(times) else []
    broken += [f"{known[-1]:.2f} s"] if known and known[-1] > 1 else []
    return Outcome(
        f"all {stage.count} devices of one company ordered to synchronize, five times, {commands} commands in all: the other's "
        f"order rung for after {', '.join(f'{value * 1000:.0f}' for value in known)} ms", broken, {"seconds": times},
        "two companies instead of 200")


@book.case("L-01", "what is held, target: 20,000 devices, 1,000,000 command rows, RSS <= 512 MiB, database <= 2 GB")
def held(run):
    stage = run.stage
    memory, finished = stage.memory(), int(stage.ask("SELECT count(*) FROM finished_commands")[0][0])
    size = sum(path.stat().st_size for path in stage.data.glob("kizuna.sqlite*"))
    broken = [f"{memory / 2**20:.0f} MiB"] if memory > 512 * 2**20 else []
    broken += [f"{size / 2**30:.1f} GB"] if size > 2 * 2**30 else []
    return Outcome(
        f"{stage.count} devices, {finished} command rows: RSS {memory / 2**20:.0f} MiB, database {size / 2**20:.0f} MiB, "
        f"{size / stage.count / 1024:.0f} KiB a device", broken, {"memory": memory, "database": size, "rows": finished},
        f"20,000 devices (COUNT=20000) and a million rows were not reached: by the device this is "
        f"{20_000 * size / stage.count / 2**30:.1f} GB for 20,000")
