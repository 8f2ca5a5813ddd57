"""An installation to be measured: Lab, a push service of ours, the server, a company with certificate and devices."""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import time
import urllib.parse
import urllib.request
import uuid

from console import Console
from load import TOOLS
from parts import RELEASE, Part, Trouble, answers, free_ports, run
from postgresql import PostgreSQL

COMPANY, LOGIN, PASSWORD = "bench", "admin", "hayasa wo hakaru kai"
MOST_USES = 500
KEYS_EACH = 4


class Bench:
    """`postgresql`: a cluster of its own instead of the file."""

    def __init__(self, folder, devices, postgresql=False):
        self.folder, self.count = pathlib.Path(folder), devices
        self.data = self.folder / "data"
        self.lab_folder = self.folder / "lab"
        self.port = free_ports(8)
        self.ports = {name: self.port + index for index, name in enumerate(
            ("console", "devices", "management", "lab", "lab_apns", "apns", "hello"))}
        self.lab_file = self.folder / "bench-lab.json"
        self.ids = self.folder / "ids.tsv"
        self.statistics = self.folder / "apns.json"
        self.parts, self.server, self.apns, self.scheme = [], None, None, "http"
        self.postgresql = PostgreSQL(self.folder / "postgresql") if postgresql else None

    # -- parts

    def start(self, name, command):
        part = Part(name, command, self.folder)
        self.parts.append(part)
        return part

    def stop(self):
        for part in reversed(self.parts):
            part.stop()
        if self.postgresql:
            self.postgresql.stop()

    def cpu(self):
        """Seconds of the server and of its database."""
        return self.server.cpu() + (self.postgresql.cpu() if self.postgresql else 0)

    def begin(self):
        """Lab, push service, company and its people; the server is not started yet."""
        lab = self.start("lab", [
            RELEASE / "kizuna-lab", "serve", "--data", self.lab_folder, "--port", self.ports["lab"],
            "--apns-port", self.ports["lab_apns"]])
        original = self.lab_folder / "lab.json"
        lab.until(original.exists, pause=0.05)
        self.lab = json.loads(original.read_text())
        self.make_authority()
        described = dict(self.lab)
        described |= {"apns_host": "127.0.0.1", "apns_port": self.ports["apns"],
                      "apns_roots_pem": (self.folder / "ca.pem").read_text()}
        self.lab_file.write_text(json.dumps(described))
        (self.folder / "clients.pem").write_text(self.lab["roots_pem"] + "\n" + self.lab["intermediates_pem"])
        self.start_apns(0)
        self.kizuna("admin", "company", "create", "--code", COMPANY, "--name", "計測株式会社", "--language", "ja",
                    "--time-zone", "Asia/Tokyo", "--brand", "smsm")
        self.kizuna("admin", "user", "create", "--company", COMPANY, "--login", LOGIN, "--role", "administrator",
                    "--password-stdin", told=PASSWORD)
        self.kizuna("vendor", "import", "--certificate", self.lab["vendor_certificate_file"], "--key",
                    self.lab["vendor_key_file"])

    def make_authority(self):
        """A root and one ECDSA certificate for everything here that ends TLS."""
        here = self.folder
        (here / "leaf.cnf").write_text(
            "subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:api.push.apple.com\nextendedKeyUsage=serverAuth\n"
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n")
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        run(["openssl", "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj",
             "/CN=Bench CA"], cwd=here)
        run(["openssl", "req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"], cwd=here)
        run(["openssl", "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
             "-out", "leaf.pem", "-days", "20", "-extfile", "leaf.cnf"], cwd=here)
        (here / "server.pem").write_text((here / "leaf.pem").read_text() + (here / "ca.pem").read_text())

    def start_apns(self, latency_ms):
        if self.apns:
            self.apns.stop()
        self.apns = self.start("apns", [
            TOOLS / "fakeapns", "--port", self.ports["apns"], "--cert", self.folder / "server.pem", "--key",
            self.folder / "server.key", "--client-ca", self.folder / "clients.pem", "--latency-ms", latency_ms,
            "--stats", self.statistics])
        time.sleep(0.2)

    def apns_counters(self):
        self.statistics.unlink(missing_ok=True)
        os.kill(self.apns.pid, signal.SIGUSR1)
        end = time.monotonic() + 10
        while not self.statistics.exists():
            if time.monotonic() > end:
                raise Trouble("fakeapns does not tell its counters")
            time.sleep(0.001)
        return json.loads(self.statistics.read_text())

    def forget_apns_counters(self):
        os.kill(self.apns.pid, signal.SIGUSR2)
        time.sleep(0.05)

    # -- the server

    def serve_command(self, tls=False):
        command = [
            RELEASE / "kizuna", "serve", "--data", self.data, "--lab", self.lab_file,
            "--console-port", self.ports["console"], "--devices-port", self.ports["devices"],
            "--management-port", self.ports["management"], "--trusted-proxies", "127.0.0.1"]
        if tls:
            command += ["--tls-certificate", self.folder / "server.pem", "--tls-key", self.folder / "server.key"]
            for part in ("console", "devices"):
                command += [f"--{part}-url", f"https://127.0.0.1:{self.ports[part]}"]
        return command

    def start_server(self, tls=False):
        """Seconds from exec until /readyz says 200."""
        self.scheme = "https" if tls else "http"
        self.server = self.start("server", self.serve_command(tls))
        return self.server.until(lambda: answers(self.ports["management"], "/readyz") == 200)

    def stop_server(self):
        self.server.stop()
        self.parts.remove(self.server)

    def quiet(self):
        """Waits until the server has nothing left to do of what was asked of it before."""
        end, calm = time.monotonic() + 60, 0
        while calm < 3:
            before = self.server.cpu()
            time.sleep(0.4)
            calm = calm + 1 if self.server.cpu() - before <= 0.02 else 0
            if time.monotonic() > end:
                raise Trouble("the server does not come to rest")

    def base(self, part):
        return f"{self.scheme}://127.0.0.1:{self.ports[part]}"

    def url(self, path):
        """The device address of the profile, on the listener that runs now."""
        return self.base("devices") + urllib.parse.urlsplit(self.target[path]).path

    def kizuna(self, *arguments, told=None):
        return run([RELEASE / "kizuna", *arguments, "--data", self.data, "--lab", self.lab_file], told)

    def console(self):
        console = Console(self.base("console"), COMPANY)
        console.log_in(LOGIN, PASSWORD)
        return console

    # -- certificate and devices

    def register_certificate(self):
        """Request, the Lab's portal, upload: as an administrator does it at the command line."""
        request, certificate = self.folder / "request.b64", self.folder / "push.pem"
        request.unlink(missing_ok=True)
        self.kizuna("certificate", "request", "--company", COMPANY, "--output", request)
        url = f"{self.lab['lab_url'].rstrip('/')}/api/accounts/{self.lab['portal_account']}/certificates"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(urllib.request.Request(url, data=request.read_bytes()), timeout=60) as answer:
            certificate.write_text(json.load(answer)["certificates"][-1]["pem"])
        self.kizuna("certificate", "upload", certificate, "--company", COMPANY)

    def harvest(self):
        """Identities by SCEP, so many that every device has one; how long the issuing took."""
        console, seconds, lines, keys, number = self.console(), 0.0, [], "", 0
        before = self.server.cpu()
        while len(lines) < self.count:
            count = min(MOST_USES, self.count - len(lines))
            link = console.invite(f"計測 {number}", count)
            folder = self.folder / f"harvest-{number}"
            run([RELEASE / "kizuna-lab", "identities", "--url", link, "--count", count, "--out", folder, "--keys",
                 KEYS_EACH, "--concurrency", 8])
            self.target = json.loads((folder / "target.json").read_text())
            seconds += self.target["seconds"]
            for line in (folder / "ids.tsv").read_text().splitlines():
                _, _, key, certificate = line.split("\t")
                index = len(lines)
                name = uuid.UUID(bytes=hashlib.sha256(b"bench%d" % index).digest()[:16], version=4)
                lines.append(f"{str(name).upper()}\tBENCH{index:07d}\t{int(key) + number * KEYS_EACH}\t{certificate}\n")
            keys += (folder / "ids.tsv.keys").read_text()
            shutil.rmtree(folder)
            number += 1
        self.ids.write_text("".join(lines))
        self.ids.with_name("ids.tsv.keys").write_text(keys)
        return {"seconds": seconds, "cpu_us": (self.server.cpu() - before) / self.count * 1e6, "rate": self.count / seconds}

    # -- the store, read and marked from outside

    def database(self):
        return sqlite3.connect(self.data / "kizuna.sqlite", timeout=30)

    def ask(self, sql):
        """Rows of text."""
        if self.postgresql:
            return self.postgresql.ask(sql)
        with self.database() as database:
            return [[str(value) for value in row] for row in database.execute(sql).fetchall()]

    def change(self, sql):
        if self.postgresql:
            self.postgresql.change(sql)
            return
        with self.database() as database:
            database.execute(sql)
            database.commit()

    def device_ids(self, count):
        """For forms of the console: device and present enrollment in the places of UDID and serial number."""
        rows = self.ask(
            "SELECT device_id, id FROM enrollments WHERE is_current = 1 AND state = 'enrolled' "
            f"AND serial_number LIKE 'BENCH%' ORDER BY serial_number LIMIT {count}")
        path, certificate = self.folder / "forms.tsv", self.ids.read_text().split("\n", 1)[0].split("\t")[3]
        path.write_text("".join(f"{device}\t{enrollment}\t0\t{certificate}\n" for device, enrollment in rows))
        path.with_name("forms.tsv.keys").write_text("")
        return path
