"""A device that we did not write: plistlib, Debian's scepclient, and openssl's own signatures. No code of the product.

It says exactly what a test tells it to say; nothing is done by itself.
"""

from __future__ import annotations

import base64
import itertools
import plistlib
import secrets
import shutil
import subprocess
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import requests

from .enrollment import Invitation, Profile, open_profile, read_profile

TIMEOUT_SECONDS = 60
_numbers = itertools.count(1)


def run(*command: str, folder: Path, input: bytes | None = None) -> bytes:
    done = subprocess.run(command, cwd=folder, input=input, capture_output=True, timeout=TIMEOUT_SECONDS)
    assert done.returncode == 0, f"{command}\n{done.stdout.decode(errors='replace')}{done.stderr.decode(errors='replace')}"
    return done.stdout


@dataclass
class Identity:
    """`certificate.pem` and `key.pem` in a folder of their own."""

    folder: Path

    def signature(self, body: bytes) -> str:
        """The value of Mdm-Signature: detached CMS over the raw body, base64 in one line."""
        der = run(
            "openssl", "cms", "-sign", "-binary", "-md", "sha256", "-signer", "certificate.pem", "-inkey", "key.pem",
            "-outform", "DER", folder=self.folder, input=body,
        )  # fmt: skip
        return base64.b64encode(der).decode()

    @property
    def pem(self) -> str:
        return (self.folder / "certificate.pem").read_text()

    @property
    def der(self) -> bytes:
        return run("openssl", "x509", "-in", "certificate.pem", "-outform", "DER", folder=self.folder)

    @classmethod
    def by_scep(cls, scep: dict, folder: Path) -> "Identity":
        """A key of our own, and the certificate that Debian's scepclient gets for it."""
        folder.mkdir(parents=True)
        return cls.by_scep_again(scep, folder)

    @classmethod
    def by_scep_again(cls, scep: dict, folder: Path) -> "Identity":
        """The same in a folder that may hold the key and the request of an attempt without an answer."""
        assert shutil.which("scepclient"), "the Debian package scep is missing: scripts/install-packages test"
        run(
            "scepclient", "-server-url", scep["URL"], "-challenge", scep["Challenge"], "-private-key", "key.pem",
            "-certificate", "certificate.pem", "-cn", "whatever", folder=folder,
        )  # fmt: skip
        return cls(folder)

    @classmethod
    def forged(cls, folder: Path, subject: str = "/CN=forged", algorithm: str = "rsa:2048") -> "Identity":
        """Self-signed: nobody of ours issued it."""
        folder.mkdir(parents=True)
        run(
            "openssl", "req", "-x509", "-newkey", algorithm, "-nodes", "-keyout", "key.pem", "-out", "certificate.pem",
            "-days", "30", "-subj", subject, folder=folder,
        )  # fmt: skip
        return cls(folder)


@dataclass
class Device:
    folder: Path
    """A fresh one below it is made."""
    kind: str = "Mac"
    name: str = "Fremdes Gerät"
    udid: str = field(default_factory=lambda: str(uuid.uuid4()).upper())
    serial: str = field(default_factory=lambda: "F" + secrets.token_hex(5).upper())
    magic: str = field(default_factory=lambda: str(uuid.uuid4()).upper())
    token: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    profile: Profile | None = None
    identity: Identity | None = None
    verify: str | bool = True
    """As `requests` takes it."""
    extra_headers: dict = field(default_factory=dict)
    signs: bool = True
    """False: by its TLS certificate or a proxy's header alone."""
    in_tls: bool = False

    def __post_init__(self):
        self.folder = self.folder / f"device-{next(_numbers)}"
        self.folder.mkdir(parents=True)

    # -- enrolling

    def install(self, invitation: Invitation, instant: int) -> "Device":
        """Downloads the profile and gets an identity; says nothing yet."""
        self.profile = read_profile(open_profile(invitation), self.folder, instant)
        self.identity = Identity.by_scep(self.profile.scep, self.folder / f"identity-{next(_numbers)}")
        return self

    def enroll(self, invitation: Invitation, instant: int) -> "Device":
        self.install(invitation, instant)
        for answer in (self.authenticate(), self.token_update()):
            assert (answer.status_code, answer.content) == (200, b""), f"{answer.status_code} {answer.content[:300]}"
        return self

    def enroll_in_tls(self, invitation: Invitation, instant: int) -> "Device":
        self.in_tls = True
        return self.enroll(invitation, instant)

    @property
    def mdm(self) -> dict:
        return self.profile.payload("com.apple.mdm")

    @property
    def topic(self) -> str:
        return self.mdm["Topic"]

    # -- speaking

    def put(self, body: bytes, *, url: str | None = None, check_in: bool = False, **changes) -> requests.Response:
        """`signer`: another identity, or None for no signature; `headers`: more of them."""
        signer = changes.pop("signer", self.identity if self.signs else None)
        kind = "application/x-apple-aspen-mdm" + ("-checkin" if check_in else "")
        headers = {"Content-Type": kind, "User-Agent": "MDM/1.0", **self.extra_headers, **changes.pop("headers", {})}
        if signer is not None:
            headers.setdefault("Mdm-Signature", signer.signature(body))
        address = url or (self.mdm.get("CheckInURL", self.mdm["ServerURL"]) if check_in else self.mdm["ServerURL"])
        options = {"verify": self.verify}
        if self.in_tls:
            options["cert"] = (str(self.identity.folder / "certificate.pem"), str(self.identity.folder / "key.pem"))
        return requests.put(address, data=body, headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False, **options)

    def check_in(self, message: dict, **options) -> requests.Response:
        body = plistlib.dumps({"UDID": self.udid, **message}, fmt=options.pop("fmt", plistlib.FMT_XML))
        return self.put(body, check_in=True, **options)

    def authenticate(self, **changes) -> requests.Response:
        options = {key: changes.pop(key) for key in ("signer", "url", "headers", "fmt") if key in changes}
        mac = self.kind == "Mac"
        message = {
            "MessageType": "Authenticate", "Topic": self.topic, "DeviceName": self.name, "SerialNumber": self.serial,
            "Model": "Z1234" if mac else "MG123", "ModelName": "MacBook Pro" if mac else "iPhone",
            "ProductName": "MacBookPro18,3" if mac else "iPhone17,1", "OSVersion": "15.1" if mac else "18.1",
            "BuildVersion": "24B83", **changes,
        }  # fmt: skip
        return self.check_in(message, **options)

    def token_update(self, **changes) -> requests.Response:
        options = {key: changes.pop(key) for key in ("signer", "url", "headers", "fmt") if key in changes}
        message = {
            "MessageType": "TokenUpdate", "Topic": self.topic, "Token": self.token, "PushMagic": self.magic,
            "NotOnConsole": False, **changes,
        }  # fmt: skip
        return self.check_in(message, **options)

    def report(self, status: str, command: str | None = None, **more) -> requests.Response:
        options = {key: more.pop(key) for key in ("signer", "url", "headers", "fmt") if key in more}
        message = {"UDID": self.udid, "Status": status, **more}
        if command is not None:
            message["CommandUUID"] = command
        return self.put(plistlib.dumps(message, fmt=options.pop("fmt", plistlib.FMT_XML)), **options)

    def next(self, status: str = "Idle", command: str | None = None, **more) -> "Command | None":
        """What the server wants next; None is an answer of zero bytes."""
        answer = self.report(status, command, **more)
        assert answer.status_code == 200, f"{status}: {answer.status_code} {answer.content[:300]}"
        if not answer.content:
            return None
        return Command(plistlib.loads(answer.content))

    def drain(self) -> list[str]:
        """Acknowledges everything that waits; gives the kinds in their order."""
        done, command = [], self.next()
        while command is not None:
            done.append(command.kind)
            assert len(done) < 100, done
            command = self.next("Acknowledged", command.uuid)
        return done


@dataclass
class Command:
    content: dict

    @property
    def uuid(self) -> str:
        return self.content["CommandUUID"]

    @property
    def kind(self) -> str:
        return self.content["Command"]["RequestType"]
