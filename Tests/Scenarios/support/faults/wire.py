"""F-06 to F-09: what somebody does to the listeners who has no certificate of ours."""

from __future__ import annotations

import os
import resource
import secrets
import select
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

from .case import Book, Outcome
from .judges import answers, grew, late, not_refused, percentile, slower, turned_away
from .world import Callers, World

book = Book()
HEAD_SECONDS, BODY_SECONDS, IDLE_SECONDS, GRACE = 10, 12, 60, 5


def dial(port: int, first: bytes = b"", timeout: float = 10) -> socket.socket:
    link = socket.create_connection(("127.0.0.1", port), timeout=timeout)
    if first:
        link.sendall(first)
    return link


def is_closed(link: socket.socket) -> bool:
    link.setblocking(False)
    try:
        return link.recv(65_536) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


class Slow(threading.Thread):
    """`count` connections that say `first` and then `drop` every `pause` seconds; seconds until each was closed."""

    def __init__(self, port: int, count: int, first: bytes, drop: bytes, pause: float, most: float):
        super().__init__(daemon=True)
        self.port, self.count, self.first, self.drop, self.pause, self.most = port, count, first, drop, pause, most
        self.lived: list[float | None] = []
        self.refused = 0

    def run(self) -> None:
        links, ears, last = {}, select.epoll(), time.monotonic()
        end = last + self.most
        while (len(links) + self.refused + len(self.lived) < self.count or links) and time.monotonic() < end:
            if len(links) + self.refused + len(self.lived) < self.count:
                for _ in range(min(100, self.count - len(links) - self.refused - len(self.lived))):
                    self._dial(links, ears)
            for number, _ in ears.poll(0.05):
                self._hear(links, ears, number)
            if self.drop and time.monotonic() > last + self.pause:
                last = time.monotonic()
                for link, _ in links.values():
                    try:
                        link.send(self.drop, socket.MSG_DONTWAIT)
                    except OSError:
                        pass
        self.lived += [None] * len(links)
        for link, _ in links.values():
            link.close()

    def _dial(self, links: dict, ears) -> None:
        try:
            link = dial(self.port, self.first)
        except OSError:
            self.refused += 1
            return
        links[link.fileno()] = (link, time.monotonic())
        ears.register(link.fileno(), select.EPOLLIN)

    def _hear(self, links: dict, ears, number: int) -> None:
        link, began = links[number]
        if is_closed(link):
            self.lived.append(time.monotonic() - began)
            ears.unregister(number)
            del links[number]
            link.close()


@book.case("F-06", "slow headers, slow bodies, 10,000 idle connections")
def slow_loris(run) -> Outcome:
    world = World(run.lab, run.folder / "slow").furnish()
    devices, path = world.first.port + 1, world.devices[0].mdm["ServerURL"].split("/", 3)[3]
    idle = min(10_000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 2_000)
    head = f"PUT /{path} HTTP/1.1\r\nHost: x\r\n".encode()
    kept = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    slow = {
        "headers": (Slow(devices, 200, head, b"X", 1, 40), HEAD_SECONDS),
        "bodies": (Slow(devices, 200, head + b"Content-Length: 9000\r\n\r\n", b"x" * 100, 1, 40), BODY_SECONDS),
        "console headers": (Slow(world.first.port, 50, b"GET / HTTP/1.1\r\nHost:", b"x", 1, 40), HEAD_SECONDS),
        "TLS never begun, idle": (Slow(devices, idle, b"", b"", 60, 60), HEAD_SECONDS),
        "kept after an answer": (Slow(devices, 50, kept, b"", 60, 80), IDLE_SECONDS),
    }
    broken, figures, memory = [], [], 0
    try:
        before = world.memory()
        with Callers(world, pause=0.01) as callers:
            time.sleep(1)
            began = time.monotonic()
            time.sleep(5)
            calm, started = callers.seconds(began), time.monotonic()
            for thread, _ in slow.values():
                thread.start()
            readyz = []
            while any(thread.is_alive() for thread, _ in slow.values()):
                asked = time.monotonic()
                readyz.append(time.monotonic() - asked if world.ready() == 200 else None)
                memory = max(memory, world.memory())
                time.sleep(0.5)
            ended = time.monotonic()
        during = callers.between(started, ended)
        for what, (thread, limit) in slow.items():
            broken += late(thread.lived, limit + GRACE, what)
            done = [value for value in thread.lived if value is not None]
            figures.append(f"{what} ended by {max(done, default=0):.0f} s")
        broken += slower(calm, callers.seconds(started, ended), 2, grace=0.02) + turned_away(during)
        broken += late(readyz, 2, "/readyz of the management listener")
        lost_calls = sum(e.status != 200 for e in during)
        broken += [f"{lost_calls} calls of devices failed: {answers(during)}"] if lost_calls else []
        broken += few_descriptors(world)
    finally:
        world.end()
    return Outcome(
        f"{idle} idle; {', '.join(figures)}; others' p99 {percentile(calm, 0.99) * 1000:.0f} to "
        f"{percentile(callers.seconds(started, ended), 0.99) * 1000:.0f} ms, {(memory - before) / 2**20:.0f} MiB more",
        broken, {"memory_bytes": memory - before, "idle": idle},
    )  # fmt: skip


def few_descriptors(world: World) -> list[str]:
    """With 1,024 descriptors and 1,500 callers the management listener still answers, and devices do 15 s later."""
    world.first.stop()
    limited = ["prlimit", "--nofile=1024:1024"]
    world.first.start(limited)
    crowd = Slow(world.first.port + 1, 1_500, b"", b"", 60, 40)
    crowd.start()
    time.sleep(3)
    broken = [] if world.ready() == 200 else ["with 1,024 descriptors and 1,500 callers /readyz does not answer"]
    if (count := world.descriptors()) > 1024 * 0.9:
        broken.append(f"{count} of 1,024 descriptors are in use")
    crowd.join(60)
    answer = world.devices[0].report("Idle")
    return broken + ([] if answer.status_code == 200 else [f"afterwards a device was answered {answer.status_code}"])


# ---------------------------------------------------------------- bodies


def send_until_refused(port: int, head: bytes, piece: bytes, most: int) -> tuple[int, bytes]:
    """How many bytes went out before an answer or the end of the connection, and the answer's first line."""
    link, sent = dial(port, head), 0
    try:
        while sent < most:
            link.settimeout(0.001)
            try:
                if answer := link.recv(4096):
                    return sent, answer.split(b"\r\n")[0]
                return sent, b"closed"
            except (TimeoutError, BlockingIOError):
                pass
            link.settimeout(10)
            link.sendall(piece)
            sent += len(piece)
        link.settimeout(15)
        return sent, link.recv(4096).split(b"\r\n")[0] or b"closed"
    except OSError:
        return sent, b"closed"
    finally:
        link.close()


@book.case("F-07", "1 GB bodies, endless chunks, absurd lengths, gzip bomb")
def large_bodies(run) -> Outcome:
    world = World(run.lab, run.folder / "large").furnish()
    chunk = b"10000\r\n" + bytes(65_536) + b"\r\n"
    results, sizes, broken = {}, {}, []
    paths = {
        "device": (world.first.port + 1, world.devices[0].mdm["ServerURL"].split("/", 3)[3], "PUT"),
        "SCEP": (world.first.port + 1, world.devices[0].profile.scep["URL"].split("/", 3)[3] + "?operation=PKIOperation", "POST"),
        "console": (world.first.port, "faults", "POST"),
    }  # fmt: skip
    kinds = {
        "1 GB": (b"Content-Length: 1000000000\r\n\r\n", bytes(65_536)),
        "endless chunks": (b"Transfer-Encoding: chunked\r\n\r\n", chunk),
        "length 9e18": (b"Content-Length: 9000000000000000000\r\n\r\n", bytes(65_536)),
        "length not a number": (b"Content-Length: 9e18\r\n\r\n", bytes(1024)),
        "gzip": (b"Content-Encoding: gzip\r\nContent-Length: 1000000000\r\n\r\n", bytes(65_536)),
    }
    try:
        with Callers(world):
            time.sleep(2)
        steady, most = world.memory(), 0
        rounds = [(place, way) for _ in range(2) for place, way in paths.items()]
        for number, (place, (port, path, method)) in enumerate(rounds):
            if number == len(paths):
                steady = world.memory()
            for kind, (head, piece) in kinds.items():
                start = f"{method} /{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode()
                sent, answer = send_until_refused(port, start + head, piece, 64 * 2**20)
                sizes[f"{place}, {kind}"] = sent
                ok = answer == b"closed" or answer.split()[1:2] in ([b"413"], [b"400"], [b"403"], [b"411"])
                limit = (16 if place == "console" else 10) * 2**20 + 4 * 2**20
                results[f"{place}, {kind}"] = None if ok and sent <= limit else f"{answer!r} after {sent} bytes"
        one = world.memory()
        threads = [
            threading.Thread(
                target=send_until_refused,
                args=(paths["device"][0], f"PUT /{paths['device'][1]} HTTP/1.1\r\nHost: x\r\n".encode() + kinds["endless chunks"][0], chunk, 64 * 2**20),
            )
            for _ in range(100)
        ]  # fmt: skip
        for thread in threads:
            thread.start()
        most = 0
        while any(thread.is_alive() for thread in threads):
            most = max(most, world.memory())
            time.sleep(0.01)
        broken += not_refused(results)
        broken += grew(steady, one, 8 * 2**20, "after the second round of all of them, memory")
        broken += grew(one, most, 192 * 2**20, "with 100 endless bodies at once, memory")
        answer = world.devices[0].report("Idle")
        broken += [] if answer.status_code == 200 else [f"a device was answered {answer.status_code} afterwards"]
    finally:
        world.end()
    return Outcome(
        f"{len(results)} ways refused, memory +{(one - steady) / 2**20:.0f} MiB; with 100 endless bodies at once "
        f"+{(most - one) / 2**20:.0f} MiB",
        broken, {"bytes_sent": sizes},
        "while one body is being read it may take its whole limit, 10 MiB; all unproven ones together 64 MiB and 16 KiB each",
    )  # fmt: skip


# ---------------------------------------------------------------- TLS


def s_client(port: int, *options: str, said: bytes = b"") -> tuple[int, str]:
    done = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", *options], input=said, capture_output=True, timeout=30
    )
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def make_certificate(folder: Path, name: str, *options: str) -> tuple[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-nodes", "-keyout", key, "-out", certificate, "-subj", f"/CN={name}", *(options or ("-newkey", "rsa:2048", "-days", "30"))],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return str(certificate), str(key)


def handshake(port: int, *options: str) -> str | None:
    """None when there was none."""
    _, text = s_client(port, *options)
    return "a handshake" if "Cipher is" in text and "Cipher is (NONE)" not in text else None


def speaks(port: int, path: str, certificate: tuple[str, str]) -> str | None:
    """A poll with this client certificate: None when it was not accepted."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        context.load_cert_chain(*certificate)
        with socket.create_connection(("127.0.0.1", port), timeout=20) as raw, context.wrap_socket(raw) as link:
            body = b"<plist><dict><key>Status</key><string>Idle</string><key>UDID</key><string>X</string></dict></plist>"
            link.sendall(f"PUT /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            line = link.recv(4096).split(b"\r\n")[0].decode()
    except (OSError, ssl.SSLError):
        return None
    return None if " 400 " in f"{line} " else line or None


@book.case("F-08", "TLS: old versions, weak suites, garbage, large and forged client certificates")
def hostile_tls(run) -> Outcome:
    place = run.folder / "tls"
    pair = make_certificate(place, "localhost", "-newkey", "rsa:2048", "-days", "30", "-addext", "subjectAltName=IP:127.0.0.1")
    arguments = ("--tls-certificate", pair[0], "--tls-key", pair[1])
    world = World(run.lab, run.folder / "world", arguments=arguments, scheme="https")
    port, path, results = world.first.port + 1, f"mdm/{'0' * 32}/connect", {}
    try:
        weak = "DEFAULT:@SECLEVEL=0"
        for listener, number in {"devices": port, "console": port - 1}.items():
            for version in ("-tls1", "-tls1_1"):
                results[f"{listener} {version}"] = handshake(number, version, "-cipher", weak)
            for suite in ("NULL", "aNULL", "3DES", "RC4", "AES128-SHA256", "DHE", "EXPORT"):
                results[f"{listener} {suite}"] = handshake(number, "-tls1_2", "-cipher", f"{suite}:@SECLEVEL=0")
            code, text = s_client(number, "-tls1_3", "-alpn", "h2")
            results[f"{listener} h2"] = "h2" if "ALPN protocol: h2" in text else None
            _, text = s_client(number, "-tls1_2", said=b"R\n")
            results[f"{listener} renegotiation"] = "renegotiated" if text.count("SSL-Session:") > 1 else None
            results[f"{listener} 0-RTT"] = "early data" if "Max Early Data: 0" not in text and "Max Early Data" in text else None
            good = handshake(number, "-tls1_3") and handshake(number, "-tls1_2")
            results[f"{listener}: its good versions"] = None if good else "are refused"
        results |= client_certificates(place, port, path)
        results["garbage"] = garbage(port, run.seconds)
        results["after all of it"] = None if handshake(port, "-tls1_3") else "no handshake any more"
        memory = world.memory()
    finally:
        world.end()
    return Outcome(
        f"{len(results)} attempts refused, {memory / 2**20:.0f} MiB afterwards", not_refused(results), {"attempts": sorted(results)}
    )


def client_certificates(place: Path, port: int, path: str) -> dict[str, str | None]:
    results = {"forged client certificate": speaks(port, path, make_certificate(place, "forged"))}
    results["expired client certificate"] = speaks(port, path, make_expired(place))
    huge = make_certificate(place, "huge", "-newkey", "rsa:8192", "-days", "30")
    began = time.monotonic()
    results["RSA key of 8,192 bits"] = speaks(port, path, huge)
    if time.monotonic() - began > 5:
        results["RSA key of 8,192 bits"] = f"took {time.monotonic() - began:.1f} s"
    long, key = make_certificate(place, "long")
    Path(long).write_text(Path(long).read_text() * 100)
    results["chain of 100 kB"] = speaks(port, path, (long, key))
    return results


def make_expired(place: Path) -> tuple[str, str]:
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "old")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(dt.datetime(2020, 1, 1)).not_valid_after(dt.datetime(2021, 1, 1))
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (place / "old.pem").write_bytes(pem)
    (place / "old.key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))  # fmt: skip
    return str(place / "old.pem"), str(place / "old.key")


def garbage(port: int, seconds: float) -> str | None:
    """Random bytes, whole and cut ClientHellos; the listener goes on."""
    context = ssl.create_default_context()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        context.wrap_bio(incoming, outgoing, server_hostname="x").do_handshake()
    except ssl.SSLWantReadError:
        pass
    hello, end, tried = outgoing.read(), time.monotonic() + min(seconds, 10), 0
    while time.monotonic() < end:
        data = bytearray(hello)
        for _ in range(secrets.randbelow(8)):
            data[secrets.randbelow(len(data))] = secrets.randbelow(256)
        data = bytes(data[: secrets.randbelow(len(data)) + 1]) if tried % 3 else secrets.token_bytes(512)
        try:
            dial(port, data).close()
        except OSError:
            return "the listener is gone"
        tried += 1
    return None


@book.case("F-09", "HTTP/2 is not spoken")
def no_http2(run) -> Outcome:
    world = World(run.lab, run.folder / "h2")
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes.fromhex("000000040000000000")
    upgrade = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
    results = {}
    try:
        for name, port in {"console": world.first.port, "devices": world.first.port + 1, "management": world.first.port + 2}.items():
            for kind, said in {"preface": preface, "upgrade": upgrade}.items():
                link = dial(port, said)
                link.settimeout(15)
                try:
                    answer = link.recv(4096)
                except OSError:
                    answer = b""
                link.close()
                spoken = answer[3:4] == b"\x04" or answer.startswith(b"HTTP/1.1 101")
                results[f"{name}, {kind}"] = f"{answer[:40]!r}" if spoken else None
        alive = world.ready() == 200
    finally:
        world.end()
    return Outcome(
        f"{len(results)} attempts got no HTTP/2; over TLS see F-08 (ALPN)",
        not_refused(results) + ([] if alive else ["the server does not answer afterwards"]),
    )
