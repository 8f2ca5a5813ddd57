"""Wake-ups through APNs (fakeapns): from the order until the push service has accepted the last one."""
import json
import statistics
import time

from cases_devices import HEADER
from load import TOOLS, once
from parts import RELEASE, Part, Trouble, listens, run

WAIT_SECONDS = 60


class Pushes:
    def __init__(self, bench, report, devices, runs):
        self.bench, self.report, self.devices, self.runs = bench, report, devices, runs

    def all(self):
        self.console = self.bench.console()
        self.token = self.console.csrf("/devices/enroll")
        with open(self.bench.device_ids(20)) as lines:
            self.ids = [line.split("\t")[:2] for line in lines]
        for latency in (0, 20, 50):
            self.bench.start_apns(latency)
            self.bench.quiet()  # The server's connection to the one before has ended.
            self.single(latency)
            if latency == 20:
                self.orders()
            rows = [self.wave(latency) for _ in range(self.runs)]
            middle = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
            count = self.bench.count
            peer = {0: "0.42 s", 20: "42 s", 50: "102 s"}[latency]
            limit = 3 * count / 10_000
            self.report.add(f"{count:,} wake-ups at {latency} ms, until on disk: s", {
                "rate": middle["seconds"], "cpu_us": middle["cpu_us"], "runs": rows,
                "pushes_per_s": count / middle["apns_seconds"] if middle["apns_seconds"] else None}, unit=" s",
                target=f"< {limit:g} s" if latency == 20 else "", peer=f"{peer} for 10,000",
                met=middle["seconds"] < limit if latency == 20 else None)
            bare = [self.bare(latency) for _ in range(self.runs)]
            self.report.add(f"the same by the bare HTTP/2 library, nothing stored, {latency} ms: s", {
                "rate": statistics.median(row["seconds"] for row in bare),
                "cpu_us": statistics.median(row["cpu_us"] for row in bare), "runs": bare}, unit=" s")

    def bare(self, latency):
        """As many pushes by a program that does nothing else (bench/http2)."""
        bench = self.bench
        port, files = bench.ports["hello"], (bench.folder / "server.pem", bench.folder / "server.key")
        peer = Part("bare APNs", [
            TOOLS / "fakeapns", "--port", port, "--cert", files[0], "--key", files[1], "--latency-ms", latency], bench.folder)
        try:
            peer.until(lambda: listens(port))
            row = json.loads(run([str(part) for part in (RELEASE / "bench-http2", port, *files, bench.count)]))
        finally:
            peer.stop()
        if row["accepted"] != bench.count:
            raise Trouble(f"{row['accepted']} of {bench.count} bare pushes were accepted")
        return row

    def single(self, latency):
        """同期 in the console until APNs has the push: one device after the other."""
        times = []
        self.call()
        for device, enrollment in self.ids:
            self.bench.forget_apns_counters()
            start = time.monotonic()
            self.order(device, enrollment)
            self.until(1)
            times.append((time.monotonic() - start) * 1000)
        times.sort()
        self.report.add(f"one device: order until APNs has it, {latency} ms", {
            "rate": None, "p50_ms": statistics.median(times), "p99_ms": times[-1]})

    def bulk(self):
        """一斉同期 of every device, pressed once: its answer, the end of handing out, the last push."""
        bench, count = self.bench, self.bench.count
        self.call()
        token = self.console.csrf("/devices/sync")
        bench.forget_apns_counters()
        before = bench.server.cpu()
        start = time.monotonic()
        order = self.console.press("/devices/sync", {"csrf": token}).rsplit("/", 1)[1]
        pressed = time.monotonic() - start
        while not bench.ask(f"SELECT 1 FROM bulk_orders WHERE id = '{order}' AND handed_out_at IS NOT NULL"):
            if time.monotonic() - start > WAIT_SECONDS:
                raise Trouble(f"The order was not handed out within {WAIT_SECONDS} s")
            time.sleep(0.02)
        handed = time.monotonic() - start
        self.until(count)
        rung = time.monotonic() - start
        self.bench.quiet()
        return {"pressed": pressed, "handed": handed, "rung": rung, "cpu_us": (bench.server.cpu() - before) / count * 1e6}

    def orders(self):
        rows = [self.bulk() for _ in range(self.runs)]
        middle = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        count = self.bench.count
        self.report.add(f"one order for {count:,} devices, answered: s", {
            "rate": middle["pressed"], "runs": rows}, unit=" s", target="≤ 0.1 s for 10,000", peer="0.35 s",
            met=middle["pressed"] <= 0.1 * max(1, count / 10_000))
        self.report.add(f"five commands for each of {count:,} devices queued: s", {
            "rate": middle["handed"], "cpu_us": middle["cpu_us"]}, unit=" s")
        self.report.add("the same until APNs has the last push: s", {"rate": middle["rung"]}, unit=" s")

    def call(self):
        """Every device calls and answers what waits: one that does not is not pushed again within 30 seconds."""
        once(self.bench, self.devices.load("command", *HEADER, "--once", count=self.bench.count))
        time.sleep(2)  # Contacts are written once a second.
        self.bench.quiet()

    def order(self, device, enrollment):
        self.console.ask(f"/devices/{device}/restart", {"csrf": self.token, "enrollment": enrollment})

    def until(self, count):
        end = time.monotonic() + WAIT_SECONDS
        while (found := self.bench.apns_counters())["ok"] < count:
            if time.monotonic() > end:
                raise Trouble(f"{found['ok']} of {count} wake-ups within {WAIT_SECONDS} s: {found}")
            time.sleep(0.005)
        return found

    def wave(self, latency):
        """Every device is due at once: marked in the store from outside, as a fan-out would leave it.

        The clock runs from the commit of the marks, with which an order in the console rings, until what APNs said of
        the last device is stored.
        """
        bench, count = self.bench, self.bench.count
        self.call()
        bench.forget_apns_counters()
        before = bench.server.cpu()
        with bench.database() as database:
            now = database.execute("SELECT max(occurred_at) FROM device_events").fetchone()[0]
            database.execute(
                "INSERT INTO wake_ups (company_id, enrollment_id, due_at, request, attempts, last_status, last_reason, "
                "is_unreachable) SELECT company_id, id, ?, 1, 0, 0, '', 0 FROM enrollments "
                "WHERE is_current = 1 AND state = 'enrolled' ON CONFLICT (company_id, enrollment_id) DO UPDATE SET "
                "due_at = excluded.due_at, request = request + 1, attempts = 0, last_status = 0", (now,))
            database.commit()
            start = time.monotonic()
        self.order(*self.ids[0])
        found = self.until(count)
        while True:
            with bench.database() as database:
                left = database.execute(
                    "SELECT count(*) FROM wake_ups WHERE due_at IS NOT NULL AND last_status <> 200").fetchone()[0]
            if not left:
                break
            if time.monotonic() - start > WAIT_SECONDS:
                raise Trouble(f"{left} wake-ups were sent and not recorded")
            time.sleep(0.02)
        seconds = time.monotonic() - start
        if not count <= found["ok"] <= count + 1 or found["bad"]:
            raise Trouble(f"APNs saw {found} for {count} devices")
        return {"seconds": seconds, "apns_seconds": found["seconds"], "max_inflight": found["max_inflight"],
                "connections": found["connections"], "cpu_us": (bench.server.cpu() - before) / count * 1e6}
