"""An installation under load for `make load`: SQLite and one node, or PostgreSQL and several."""
import json
import os
import statistics
import subprocess
import threading
import time

from installation import Bench
from load import TOOLS
from meter import rss
from parts import RELEASE, Trouble, answers, free_ports
from parts import run as carried_out

HEADER = ("--auth", "header", "--cert-header", "Client-Cert", "--cert-format", "rfc9440")


class Stage(Bench):
    """Made once, used by all cases of one engine. `count`: enrolled devices."""

    def __init__(self, folder, count, nodes=1):
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder, count, postgresql=nodes > 1)
        self.nodes, self.more = nodes, []

    def open(self):
        self.begin()
        self.start_server()
        for number in range(1, self.nodes):
            self.more.append(self.start_node(number))
        self.register_certificate()
        return self

    def start_node(self, number):
        first = free_ports(3)
        command = [
            RELEASE / "kizuna", "serve", "--data", self.data, "--lab", self.lab_file, "--console-port", first,
            "--devices-port", first + 1, "--management-port", first + 2, "--trusted-proxies", "127.0.0.1",
            "--console-url", self.base("console"), "--devices-url", self.base("devices")]
        part = self.start(f"server-{number}", command)
        part.devices = f"http://127.0.0.1:{first + 1}"
        part.until(lambda: answers(first + 2, "/readyz") == 200)
        return part

    def second_company(self):
        """Another company with one device: its console, token, device and enrollment."""
        import installation
        first, installation.COMPANY = installation.COMPANY, "other"
        try:
            self.kizuna("admin", "company", "create", "--code", "other", "--name", "別会社", "--brand", "smsm")
            self.kizuna("admin", "user", "create", "--company", "other", "--login", installation.LOGIN, "--role",
                        "administrator", "--password-stdin", told=installation.PASSWORD)
            self.register_certificate()
            console = self.console()
            link, folder = console.invite("一台", 1), self.folder / "other"
            carried_out([RELEASE / "kizuna-lab", "identities", "--url", link, "--count", 1, "--out", folder, "--keys", 1])
            target, ids, topic = self.target, self.ids, json.loads((folder / "target.json").read_text())
            self.target, self.ids = topic, folder / "ids.tsv"
            self.load("enroll", "--once", count=1, connections=1)
            self.load("command", "--once", count=1, connections=1)
            self.target, self.ids = target, ids
            row = self.ask(
                "SELECT e.device_id, e.id FROM enrollments e JOIN companies c ON c.id = e.company_id WHERE c.code = 'other'")[0]
            return console, console.csrf("/devices/enroll"), *row
        finally:
            installation.COMPANY = first

    # -- load

    def addresses(self):
        """Devices' base of each node."""
        return [self.base("devices"), *(part.devices for part in self.more)]

    def servers(self):
        return [self.server, *self.more]

    def cpu(self):
        """Of all nodes, without the database."""
        return sum(part.cpu() for part in self.servers())

    def memory(self):
        """Bytes, of the largest node."""
        return max(rss(part.pid) for part in self.servers()) * 1024

    def descriptors(self):
        return max(len(os.listdir(f"/proc/{part.pid}/fd")) for part in self.servers())

    def load(self, mode, *more, proof=HEADER, count=None, seconds=10, connections=64, rate=None, check=True):
        """mdmload, one for each node at once: summed rates, the worst percentiles, CPU of all nodes per request."""
        count = count or self.count
        shares = [(number * count // self.nodes, (number + 1) * count // self.nodes) for number in range(self.nodes)]
        before, began = self.cpu(), time.monotonic()
        running = []
        for (first, end), base in zip(shares, self.addresses()):
            command = [
                TOOLS / "mdmload", "--mode", mode, "--url", base + self.path("server_url"), "--checkin-url",
                base + self.path("checkin_url"), "--ids", self.ids, "--topic", self.target["topic"], "--first",
                first, "--count", max(1, end - first), "--conns", max(1, connections // self.nodes), "--warmup", 0,
                "--duration", seconds, *proof, *more]
            command += ["--rate", rate / self.nodes] if rate else []
            running.append(subprocess.Popen(
                [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        rows = []
        for process in running:
            output, errors = process.communicate()
            if process.returncode != 0 or not output.strip():
                raise Trouble(f"mdmload ended with {process.returncode}: {errors.strip()[-300:]}")
            rows.append(json.loads(output.strip().splitlines()[-1]))
        return summed(rows, self.cpu() - before, time.monotonic() - began)

    def path(self, kind):
        import urllib.parse
        return urllib.parse.urlsplit(self.target[kind]).path

    def prepare(self):
        """Certificates by SCEP, enrollment, the first session; figures of the way."""
        found = {"scep": self.harvest()}
        found["enroll"] = self.load("enroll", "--once", connections=8)
        found["session"] = self.load("command", "--once", connections=8)
        self.quiet()
        return found


def summed(rows, used, seconds):
    kinds = {name for row in rows for name in row if isinstance(row[name], dict)}
    total = sum(row["requests"] for row in rows)
    found = {
        "requests": total, "rate": sum(row["rps"] for row in rows), "errors": sum(row["errors"] for row in rows),
        "bad": sum(row["bad_status"] for row in rows), "last_status": rows[0]["last_status"], "seconds": seconds,
        "first_error": next((row["first_error"] for row in rows if row.get("first_error")), ""),
        "cpu_us": used / total * 1e6 if total else 0, "handshakes": sum(row["handshakes"] for row in rows)}
    for kind in kinds:
        parts = [row[kind] for row in rows if kind in row]
        found[kind] = {
            "n": sum(part["n"] for part in parts), "per_s": sum(part["per_s"] for part in parts),
            "p50_ms": statistics.median(part["p50_us"] for part in parts) / 1000,
            "p99_ms": max(part["p99_us"] for part in parts) / 1000, "max_ms": max(part["max_us"] for part in parts) / 1000}
    return found


class Background(threading.Thread):
    """A load that runs beside what is measured."""

    def __init__(self, run):
        super().__init__(daemon=True)
        self.call, self.result, self.error = run, None, None

    def run(self):
        try:
            self.result = self.call()
        except Exception as error:
            self.error = error

    def __enter__(self):
        self.start()
        time.sleep(1)
        return self

    def __exit__(self, *_):
        self.join()
        if self.error:
            raise self.error
