"""A mail server that is not ours: aiosmtpd in a thread, which a test makes strict, ill, silent or somebody else."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import ipaddress
import logging
import ssl
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Authority:
    """Issues certificates to mail servers; `file` is what a client is to trust."""

    def __init__(self, folder: Path, name: str):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.file = folder, folder / f"{name}.pem"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._builder(self.name, self.key, 30).add_extension(x509.BasicConstraints(True, None), True)
        self.file.write_bytes(certificate.sign(self.key, hashes.SHA256()).public_bytes(PEM))

    def _builder(self, subject: x509.Name, key, days: int) -> x509.CertificateBuilder:
        now = dt.datetime.now(dt.timezone.utc)
        return (
            x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=60))
            .not_valid_after(now + dt.timedelta(days=days))
        )  # fmt: skip

    def context(self, host: str = "127.0.0.1", days: int = 30) -> ssl.SSLContext:
        """A server's, with a certificate for `host` that ends in so many days; negative: that has ended."""
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            alternative = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            alternative = x509.DNSName(host)
        builder = self._builder(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), key, days)
        certificate = builder.add_extension(x509.SubjectAlternativeName([alternative]), False).sign(self.key, hashes.SHA256())
        both = self.folder / f"{certificate.serial_number:x}.pem"
        secret = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        both.write_bytes(secret + certificate.public_bytes(PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        return context


@dataclass
class Taken:
    """A mail that the server said it has."""

    sender: str
    recipients: list[str]
    content: bytes
    login: str
    tls: str
    """Such as `TLSv1.3`; empty without."""

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=default)

    @property
    def text(self) -> str:
        return self.message.get_content().replace("\r\n", "\n")


@dataclass
class MailServer:
    """`answers` are given to RCPT of an address before it is taken; `refused` are addresses that it never takes.

    `faults` counts what it still does: `silent` (a connection that hears nothing), `no service`, `cut at rcpt`, `cut in data`,
    `cut before answer`.
    """

    context: ssl.SSLContext | None
    login: tuple[str, str] | None = None
    is_implicit: bool = False
    answers: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    answer_to_data: str = "250 2.0.0 Ok: queued as 4XyZ"
    faults: Counter = field(default_factory=Counter)
    taken: list[Taken] = field(default_factory=list)
    seen: Counter = field(default_factory=Counter)
    """`connection`, `silent`, `login`, `rcpt <address>`, `data`: how often."""

    times: dict[str, list[float]] = field(default_factory=dict)
    """When each address was tried, by `now`."""
    now: Callable[[], float] = time.time

    def __post_init__(self):
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()

        async def listen():
            tls = self.context if self.is_implicit else None
            self.listener = await self.loop.create_server(self._protocol, "127.0.0.1", 0, ssl=tls)
            self.port = self.listener.sockets[0].getsockname()[1]
            ready.set()

        def run():
            asyncio.set_event_loop(self.loop)
            # A client that goes away in the middle is what these tests are about.
            self.loop.set_exception_handler(lambda *_: None)
            self.loop.create_task(listen())
            self.loop.run_forever()

        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()
        assert ready.wait(10), "the mail server does not listen"

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.listener.close()

    def fault(self, name: str) -> bool:
        """True when it is to happen now."""
        if self.faults[name] <= 0:
            return False
        self.faults[name] -= 1
        return True

    def to(self, address: str) -> list[Taken]:
        return [mail for mail in self.taken if address in mail.recipients]

    # -- one connection

    def _protocol(self):
        self.seen["connection"] += 1
        if self.fault("silent"):
            self.seen["silent"] += 1
            return asyncio.Protocol()
        if self.fault("no service"):
            return NoService()
        starttls = None if self.is_implicit else self.context
        with warnings.catch_warnings():
            # Without STARTTLS it asks for a password all the same, which nobody may tell it: just what is wanted.
            warnings.simplefilter("ignore")
            return Conversation(
                self, hostname="foreign.example", tls_context=starttls, require_starttls=starttls is not None,
                auth_required=self.login is not None, auth_require_tls=starttls is not None,
                authenticator=self._authenticate, loop=self.loop,
            )  # fmt: skip

    def _authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        self.seen["login"] += 1
        given = (data.login.decode(), data.password.decode())
        session.given_login = given[0]
        return AuthResult(success=given == self.login, handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.seen[f"rcpt {address}"] += 1
        self.times.setdefault(address, []).append(self.now())
        if self.fault("cut at rcpt"):
            server.transport.abort()
        if address in self.refused:
            return self.refused[address]
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        self.seen["data"] += 1
        if self.answer_to_data[0] != "2":
            return self.answer_to_data
        line = server.transport.get_extra_info("ssl_object")
        self.taken.append(
            Taken(
                envelope.mail_from, envelope.rcpt_tos, envelope.original_content, getattr(session, "given_login", ""),
                line.version() if line else "",
            )  # fmt: skip
        )
        if self.fault("cut before answer"):
            server.transport.abort()
        return self.answer_to_data


class NoService(asyncio.Protocol):
    def connection_made(self, transport):
        transport.write(b"554 5.3.2 No service here today\r\n")
        transport.close()


class Conversation(SMTP):
    async def smtp_DATA(self, argument):
        if not self.event_handler.fault("cut in data"):
            return await super().smtp_DATA(argument)
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        for _ in range(5):
            await self._reader.readline()
        self.transport.abort()
