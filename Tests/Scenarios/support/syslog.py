"""A syslog receiver over TLS (RFC 5425) by Python's own ssl module: it reads frames by their length and judges them."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import re
import socket
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

MESSAGE = re.compile(
    r'<(?P<priority>\d{1,3})>1 (?P<time>\S+) (?P<host>\S{1,255}) (?P<app>\S{1,48}) (?P<process>\S{1,128})'
    r' (?P<id>\S{1,32}) (?P<data>\[(?:[^\]\\"]|"(?:[^"\\\]]|\\.)*")*\]) \ufeff(?P<text>.*)',
    re.DOTALL,
)


@dataclass
class Message:
    priority: int
    time: dt.datetime
    id: str
    data: dict[str, str]
    record: dict


def read(text: str) -> Message:
    """RFC 5424 §6; fails on anything else."""
    found = MESSAGE.fullmatch(text)
    assert found, f"not RFC 5424: {text!r}"
    pairs = re.findall(r' ([!-~]{1,32}?)="((?:[^"\\\]]|\\.)*)"', found["data"])
    data = {name: re.sub(r'\\(["\\\]])', r"\1", value) for name, value in pairs}
    assert len(found["data"]) == len("[kizuna@32473]") + sum(len(n) + len(v) + 4 for n, v in pairs), found["data"]
    time = dt.datetime.fromisoformat(found["time"].replace("Z", "+00:00"))
    return Message(int(found["priority"]), time, found["id"], data, json.loads(found["text"]))


class Receiver:
    """Listens on a port of 127.0.0.1; can be stopped and started again."""

    def __init__(self, folder: Path, name: str = "127.0.0.1", port: int = 0):
        folder.mkdir(parents=True, exist_ok=True)
        self.certificate, self.key = folder / "receiver.pem", folder / "receiver.key"
        self._issue(name)
        self.port = port
        self.messages: list[Message] = []
        self.faults: list[str] = []
        self._open: list[socket.socket] = []
        self._listener: socket.socket | None = None

    def _issue(self, name: str) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        try:
            alternative = x509.IPAddress(ipaddress.ip_address(name))
        except ValueError:
            alternative = x509.DNSName(name)
        now = dt.datetime.now(dt.timezone.utc)
        certificate = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=2))
            .not_valid_after(now + dt.timedelta(days=30))
            .add_extension(x509.SubjectAlternativeName([alternative]), False)
            .add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256())
        )  # fmt: skip
        self.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        self.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )

    def start(self) -> "Receiver":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener, context), daemon=True).start()
        return self

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
                connection.close()
            except OSError:
                pass
        self._open = []

    def _accept(self, listener: socket.socket, context: ssl.SSLContext) -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain, context), daemon=True).start()

    def _serve(self, plain: socket.socket, context: ssl.SSLContext) -> None:
        try:
            connection = context.wrap_socket(plain, server_side=True)
            self._open.append(connection)
            stream = connection.makefile("rb")
            while head := stream.read(1):
                while not head.endswith(b" "):
                    head += stream.read(1)
                assert re.fullmatch(rb"[1-9]\d{0,6} ", head), f"no length: {head!r}"
                body = stream.read(int(head))
                if len(body) < int(head):
                    return  # cut off: it comes again
                self.messages.append(read(body.decode()))
        except (OSError, ssl.SSLError, ValueError) as error:
            if not isinstance(error, (OSError, ssl.SSLError)):
                self.faults.append(repr(error))
        except AssertionError as error:
            self.faults.append(str(error))

    def numbers(self, company: str, log: str = "management") -> list[int]:
        return [m.record["number"] for m in self.messages if (m.record["company"], m.record["log"]) == (company, log)]
