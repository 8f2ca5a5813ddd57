"""What devices do: enrolling, polls, TokenUpdates, command cycles."""
from load import once, repeat, summary
from parts import RELEASE, Part, listens

HEADER = ("--auth", "header", "--cert-header", "Client-Cert", "--cert-format", "rfc9440")


class Devices:
    """CPU is the server's and its database's together."""

    def __init__(self, bench, report, runs, seconds):
        self.bench, self.report, self.runs, self.seconds = bench, report, runs, seconds
        self.where = ", PostgreSQL" if bench.postgresql else ""
        self.few = min(2_000, bench.count)

    def load(self, mode, *more, count=None, connections=8, ids=None):
        return [
            "--mode", mode, "--url", self.bench.url("server_url"), "--checkin-url", self.bench.url("checkin_url"),
            "--ids", ids or self.bench.ids, "--topic", self.bench.target["topic"], "--count", count or self.few,
            "--conns", connections, "--warmup", 1, "--duration", self.seconds, *more]

    def add(self, name, *result, **more):
        self.report.add(name + self.where, *result, **more)

    def issue(self):
        self.add("SCEP: page, profile, certificate; 8 at a time", self.bench.harvest())

    def enroll(self):
        """Every device once; Authenticate and TokenUpdate are one enrollment."""
        row = once(self.bench, self.load("enroll", *HEADER, "--once", count=self.bench.count), "TokenUpdate")
        self.add("enrollment (Authenticate, TokenUpdate), 8", summary([row], "TokenUpdate"),
                        peer="211 to 262/s")

    def first_session(self):
        """What an enrollment queues by itself: Idle, up to five commands answered, nothing more."""
        row = once(self.bench, self.load("command", *HEADER, "--once", count=self.bench.count), "Result")
        self.add("results of a first session (5 commands), 8", summary([row], "Result"))

    def tokens(self):
        for connections in (8, 64):
            found = repeat(self.runs, self.bench,
                           self.load("tokenupdate", *HEADER, connections=connections), "TokenUpdate")
            self.add(f"TokenUpdate, durable, header, {connections}", found, target="≥ 4,000/s",
                            peer="857/s, p99 35 ms", met=found["rate"] >= 4_000)

    def polls(self):
        cases = [
            ("header, 8", HEADER, self.few, 8, *self.poll()),
            ("header, 8, every device", HEADER, self.bench.count, 8, *self.poll()),
            ("header, 256", HEADER, self.few, 256, "no errors, p99 < 100 ms", "HTTP 500s; p90 1.5 s", None),
            ("Mdm-Signature, 8", ("--auth", "sig"), self.few, 8, "≤ 60 µs more", "+112 µs", "more"),
        ]
        first = None
        for name, proof, count, connections, target, peer, most in cases:
            found = repeat(self.runs, self.bench,
                           self.load("idle", *proof, count=count, connections=connections), "Idle")
            first = first or found["cpu_us"]
            if most == "more":
                met = found["cpu_us"] <= first + 60
            else:
                met = found["cpu_us"] <= most[0] and found["rate"] >= most[1] if most else found["p99_ms"] < 100
            self.add(f"empty poll, {name}", found, target=target, peer=peer, met=met)

    def poll(self):
        """Target, peer's figure, and the target as µs and polls a second."""
        if self.bench.postgresql:
            return "≤ 150 µs in all, ≥ 8,000/s", "1,642/s, 1,194 µs (repaired)", (150, 8_000)
        return "≤ 60 µs, ≥ 15,000/s", "940/s, p99 47 ms, 2,085 µs", (60, 15_000)

    def polls_by_certificate(self):
        """The server speaks TLS now; every poll its own handshake, as a device that wakes, and on kept connections."""
        kept = repeat(self.runs, self.bench, self.load(
            "idle", "--auth", "mtls", "--sticky", connections=8), "Idle")
        self.add("empty poll, TLS certificate, 8 kept", kept, target="≤ 100 µs CPU",
                        peer="–", met=kept["cpu_us"] <= 100)
        new = repeat(self.runs, self.bench, self.load(
            "idle", "--auth", "mtls", "--reqs-per-conn", 1, connections=16), "Idle")
        bare = self.bare_tls()
        self.add("the same of bare NIO TLS, no HTTP", bare)
        self.add("empty poll, TLS certificate, new connection, 16", new, target="CPU ≤ 1.3 × bare",
                        peer="210/s (nginx in front)", met=new["cpu_us"] <= 1.3 * bare["cpu_us"])

    def bare_tls(self):
        """The same load against a program that does the handshake and answers without reading."""
        bench = self.bench
        part = Part("bare TLS", [
            RELEASE / "bench-tls", bench.ports["hello"], bench.folder / "server.pem", bench.folder / "server.key"],
            bench.folder)
        try:
            part.until(lambda: listens(bench.ports["hello"]))
            return repeat(self.runs, part, [
                "--mode", "idle", "--auth", "mtls", "--reqs-per-conn", 1, "--ids", bench.ids, "--topic",
                bench.target["topic"], "--count", self.few, "--conns", 16, "--warmup", 1, "--duration", self.seconds,
                "--url", f"https://127.0.0.1:{bench.ports['hello']}/"], "Idle")
        finally:
            part.stop()

    def cycles(self):
        """One command for each device, ordered in the console; then Idle, command, result, nothing."""
        for connections in (8, 64):
            self.order("restart", connections == 8)
            row = once(self.bench, self.load("command", *HEADER, "--once", connections=connections), "cycle")
            found = summary([row], "cycle")
            self.add(f"command cycle, durable, header, {connections}", found, unit=" c/s",
                            target="≥ 3,000 c/s", peer="404 c/s, p99 62 ms, 4,320 µs", met=found["rate"] >= 3_000)

    def order(self, action, report, count=None):
        """The console's form, sent for the devices that the load uses."""
        bench = self.bench
        console, ids = bench.console(), bench.device_ids(count or self.few)
        token = console.csrf("/devices/enroll")
        body = bench.folder / "form.txt"
        body.write_text(f"csrf={token}&enrollment={{serial}}")
        row = once(bench, [
            "--mode", "api", "--auth", "none", "--method", "POST", "--ids", ids, "--count", count or self.few, "--conns", 8,
            "--once", "--expect", 303, "--body-file", body, "--header", f"Cookie: {console.cookie}", "--header",
            f"Origin: {bench.base('console')}", "--header", "Content-Type: application/x-www-form-urlencoded",
            "--url", f"{bench.base('console')}/bench/devices/{{id}}/{action}"], "api")
        if report:
            self.add("restart ordered in the console, 8", summary([row], "api"),
                            peer="1,101/s (enqueue by API)")
        bench.quiet()  # The devices have been rung for.
