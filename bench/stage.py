"""An installation under load for `make load`: SQLite and one node, or PostgreSQL and several."""
import json
import os
import statistics
import subprocess
import threading
import time

from installation import Bench
from load import TOOLS
from meter import cpu, rss
from parts import RELEASE, ROOT, Trouble, answers, free_ports
from parts import run as carried_out

HEADER = ("--auth", "header", "--cert-header", "Client-Cert", "--cert-format", "rfc9440")


class Stage(Bench):
    """Made once, used by all cases of one engine. `count`: enrolled devices."""

    def __init__(self, folder, count, nodes=1):
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder, count)
        self.nodes, self.more, self.url_of_database = nodes, [], ""

    def open(self):
        if self.nodes > 1:
            script = ROOT / "scripts" / "postgresql-for-tests"
            done = subprocess.run([script, "start", self.folder / "postgresql"], capture_output=True, text=True)
            if done.returncode != 0:
                raise Trouble(f"PostgreSQL could not be started: {done.stderr.strip()[-300:]}")
            self.url_of_database = done.stdout.split()[-1]
            os.environ["KIZUNA_DATABASE"] = self.url_of_database
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

    def close(self):
        self.stop()
        if self.url_of_database:
            del os.environ["KIZUNA_DATABASE"]
            subprocess.run([ROOT / "scripts" / "postgresql-for-tests", "stop", self.folder / "postgresql"], check=False)

    # -- the database, looked at from outside

    def ask(self, sql):
        """Rows of text."""
        if not self.url_of_database:
            with self.database() as database:
                return [[str(value) for value in row] for row in database.execute(sql).fetchall()]
        done = subprocess.run(
            ["psql", "-At", "-F", "\t", "-d", self.url_of_database, "-c", sql], capture_output=True, text=True)
        if done.returncode != 0:
            raise Trouble(done.stderr)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def change(self, sql):
        """`{yes}` and `{no}` stand for the engine's truth values."""
        words = {"yes": "1", "no": "0"}
        if not self.url_of_database:
            with self.database() as database:
                database.execute(sql.format(**words))
                database.commit()
            return
        done = subprocess.run(
            ["psql", "-q", "-d", self.url_of_database, "-c", sql.format(**words)], capture_output=True, text=True)
        if done.returncode != 0:
            raise Trouble(done.stderr)

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

    def device_ids(self, count):
        rows = self.ask(
            "SELECT device_id, id FROM enrollments WHERE is_current = 1 AND state = 'enrolled' "
            f"AND serial_number LIKE 'BENCH%' ORDER BY serial_number LIMIT {count}")
        path, certificate = self.folder / "forms.tsv", self.ids.read_text().split("\n", 1)[0].split("\t")[3]
        path.write_text("".join(f"{device}\t{enrollment}\t0\t{certificate}\n" for device, enrollment in rows))
        path.with_name("forms.tsv.keys").write_text("")
        return path

    # -- load

    def addresses(self):
        """Devices' base of each node."""
        return [self.base("devices"), *(part.devices for part in self.more)]

    def servers(self):
        return [self.server, *self.more]

    def cpu(self):
        return sum(part.cpu() for part in self.servers())

    def memory(self):
        """Bytes, of the largest node."""
        return max(rss(part.pid) for part in self.servers()) * 1024

    def descriptors(self):
        return max(len(os.listdir(f"/proc/{part.pid}/fd")) for part in self.servers())

    def load(self, mode, *more, proof=HEADER, count=None, seconds=10, connections=64, rate=None, check=True):
        """mdmload, one for each node at once: summed rates, the worst percentiles, CPU of all nodes per request."""
        share = max(1, (count or self.count) // self.nodes)
        before, began = self.cpu(), time.monotonic()
        running = []
        for number, base in enumerate(self.addresses()):
            command = [
                TOOLS / "mdmload", "--mode", mode, "--url", base + self.path("server_url"), "--checkin-url",
                base + self.path("checkin_url"), "--ids", self.ids, "--topic", self.target["topic"], "--first",
                number * share, "--count", share, "--conns", max(1, connections // self.nodes), "--warmup", 0,
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
