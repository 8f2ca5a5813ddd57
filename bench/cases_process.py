"""Start-up, memory, pages of the console, and the framework's own smallest program beside it."""
import statistics
import time

from load import once, repeat
from parts import RELEASE, Part, answers

STARTS = 7


class Process:
    def __init__(self, bench, report, runs, seconds):
        self.bench, self.report, self.runs, self.seconds = bench, report, runs, seconds
        self.hello = {}

    # -- the console

    def pages(self):
        bench = self.bench
        console, ids = bench.console(), bench.device_ids(500)
        cases = [("dashboard", ""), ("certificate page", "/settings/service/push-certificate"),
                 (f"list of {bench.count:,} devices", "/devices"), ("a device", "/devices/{id}")]
        for name, path in cases:
            found = repeat(self.runs, bench.server, [
                "--mode", "api", "--auth", "none", "--method", "GET", "--ids", ids, "--count", 500, "--conns", 4,
                "--warmup", 1, "--duration", self.seconds, "--header", f"Cookie: {console.cookie}", "--header",
                "Accept-Language: ja", "--url", f"{bench.base('console')}/bench{path}"], "api")
            self.report.add(f"console, {name}, 4", found)

    # -- memory

    def under_load(self):
        self.report.facts["memory_under_load"] = self.bench.server.memory()

    def start_ups(self):
        """Of the server on the data of this run, and of the smallest program; then their memory when idle."""
        bench, times, idle = self.bench, [], []
        for _ in range(STARTS):
            times.append(bench.start_server())
            if len(times) <= 3:
                time.sleep(3)
                idle.append(bench.server.memory())
            bench.stop_server()
        hello_times, hello_idle, hello_loaded = self.hello_world()
        milliseconds = statistics.median(times) * 1000
        self.report.add("start-up until /readyz: ms", {"rate": milliseconds, "all_s": times}, unit=" ms",
                        target="≤ 150 ms", peer="4.4 to 7.0 ms", met=milliseconds <= 150)
        self.report.add("start-up of hello-world: ms", {
            "rate": statistics.median(hello_times) * 1000, "all_s": hello_times}, unit=" ms")
        self.memory_row("memory idle", middle(idle), middle(hello_idle), "10.4 MiB")
        loaded = self.report.facts.get("memory_under_load")
        if loaded:
            self.memory_row("memory after all load", loaded, hello_loaded, "17 to 34 MiB")

    def memory_row(self, name, mine, hello, peer):
        mib = mine["rss_kib"] / 1024
        self.report.add(f"{name}: MiB resident", {"rate": mib, **mine}, unit=" MiB", target="≤ 48 MiB", peer=peer,
                        met=mib <= 48)
        self.report.add(f"{name}: increment over hello-world", {
            "rate": mib - hello["rss_kib"] / 1024, "hello_kib": hello}, unit=" MiB")

    def hello_world(self):
        port, command = self.bench.ports["hello"], [RELEASE / "bench-hello", self.bench.ports["hello"]]
        times, idle = [], []
        for _ in range(STARTS):
            part = Part("hello", command, self.bench.folder)
            try:
                times.append(part.until(lambda: answers(port) == 200))
                if len(times) <= 3:
                    time.sleep(3)
                    idle.append(part.memory())
                if len(times) == STARTS:
                    found = once(part, [
                        "--mode", "api", "--auth", "none", "--method", "GET", "--ids", self.bench.ids, "--count", 1000,
                        "--conns", 8, "--warmup", 1, "--duration", self.seconds, "--url", f"http://127.0.0.1:{port}/"],
                        "api")
                    row = {"rate": found["api"]["per_s"], "p50_ms": found["api"]["p50_us"] / 1000,
                           "p99_ms": found["api"]["p99_us"] / 1000, "cpu_us": found["cpu_us"]}
                    self.report.add("hello-world GET /, 8", row)
                    loaded = part.memory()
            finally:
                part.stop()
        return times, idle, loaded


def middle(rows):
    return {key: statistics.median(row[key] for row in rows) for key in rows[0]}
