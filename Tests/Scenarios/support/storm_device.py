"""A device of the storm: says one thing after the other, and says it again when the answer did not come, as real ones do."""

from __future__ import annotations

import base64
import plistlib
import random
import secrets
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from .device import Command, Device, Identity
from .enrollment import Invitation, open_profile, read_profile
from .storm_ledger import Certificate, Delivery, Enrollment, Ledger, Report, Triple, instant


class Lost(Exception):
    """No complete answer: whatever was said may have been heard or not."""


@dataclass
class QuickIdentity(Identity):
    """Signs in this process: starting openssl for every message would be the whole load."""

    def __post_init__(self):
        self.signer = x509.load_pem_x509_certificate((self.folder / "certificate.pem").read_bytes())
        self.key = serialization.load_pem_private_key((self.folder / "key.pem").read_bytes(), None)

    def signature(self, body: bytes) -> str:
        builder = pkcs7.PKCS7SignatureBuilder().set_data(body).add_signer(self.signer, self.key, hashes.SHA256())
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        return base64.b64encode(builder.sign(serialization.Encoding.DER, options)).decode()


class StormDevice:
    """Every `act` is one exchange; what was not answered is the next one's exchange again."""

    def __init__(self, ledger: Ledger, company: str, folder: Path, kind: str, seed: int, alive):
        self.ledger, self.company, self.chance, self.alive = ledger, company, random.Random(seed), alive
        self.device = Device(folder, kind=kind, name=f"嵐 {seed}")
        self.generation = 0
        self.enrollment: Enrollment | None = None
        self.invitation: Invitation | None = None
        """Set before the first act; the Storm changes it when it is nearly used up."""
        self.steps: list = []
        """Of enrolling, still to be done."""
        self.unsaid = None
        """The exchange that has no answer yet."""
        self.bootstrap: list[bytes | None] = [None]
        """What GetBootstrapToken may give: the acknowledged one first."""

    serial = property(lambda self: self.device.serial)

    def act(self) -> None:
        if self.unsaid is None:
            self.unsaid = self.choose()
        self.unsaid()

    def choose(self):
        if self.enrollment is None or self.enrollment.erased:
            if not self.steps:
                self.steps = [self.get_profile, self.get_identity, self.authenticate]
            return self.steps[0]
        # Nothing to do: as a device that sleeps, so that commands wait and can be taken back.
        time.sleep(self.chance.choice([0, 0, 0.02, 0.05, 0.3, 0.8]))
        draw = self.chance.random()
        if draw < 0.12:
            return self.new_token()
        if draw < 0.2 and self.device.kind == "Mac":
            return self.new_bootstrap()
        if draw < 0.28 and self.device.kind == "Mac":
            return self.ask_bootstrap
        return self.poll("Idle")

    def done(self, kind: str, entry=None) -> None:
        self.ledger.answered(kind, entry)
        self.unsaid = None

    def exchange(self, kind: str, send) -> requests.Response:
        try:
            answer = send()
        except requests.RequestException as error:
            self.ledger.lost(kind, error)
            raise Lost from None
        if answer.status_code == 503:
            self.ledger.lost(kind)
            raise Lost
        return answer

    def accepted(self, kind: str, send) -> requests.Response:
        answer = self.exchange(kind, send)
        if answer.status_code != 200:
            self.ledger.see("I1", f"{self.serial}: {kind} answered {answer.status_code} to an enrolled device")
            self.unsaid = None
            raise Lost
        return answer

    # -- enrolling

    def get_profile(self) -> None:
        try:
            self.device.profile = read_profile(open_profile(self.invitation), self.device.folder, self.alive.now())
        except requests.RequestException as error:
            self.ledger.lost("profile", error)
            raise Lost from None
        self.folder = self.device.folder / f"identity-{self.generation + 1}"
        self.step_done("profile")

    def get_identity(self) -> None:
        """With the same key and challenge as long as none came (K-05 to K-07)."""
        scep, life = self.device.profile.scep, self.alive.life
        self.folder.mkdir(exist_ok=True)
        try:
            Identity.by_scep_again(scep, self.folder)
        except AssertionError as error:
            (self.folder / "certificate.pem").unlink(missing_ok=True)
            self.ledger.lost("certificate", str(error).lower().replace("connection refused", "Connection refused"))
            if self.alive.is_down or self.alive.life != life:
                raise Lost from None
            self.ledger.see("I1", f"{self.serial}: no certificate for an unused challenge: {str(error)[-300:]}")
            self.steps, self.unsaid = [], None
            raise Lost from None
        self.device.identity = QuickIdentity(self.folder)
        der = self.device.identity.signer.public_bytes(serialization.Encoding.DER)
        self.ledger.add(Certificate(self.company, self.serial, scep["Challenge"], der))
        self.step_done("certificate")

    def authenticate(self) -> None:
        self.accepted("Authenticate", self.device.authenticate)
        self.generation += 1
        self.enrollment = Enrollment(self.company, self.serial, self.device.udid, self.generation, authenticated=True)
        self.ledger.add(self.enrollment)
        self.bootstrap = [None]
        self.step_done("Authenticate")
        self.steps = []
        self.unsaid = self.new_token()

    def step_done(self, kind: str) -> None:
        self.steps.pop(0)
        self.done(kind)

    # -- saying

    def new_token(self):
        device = self.device
        device.token, device.magic = secrets.token_bytes(32), str(uuid.uuid4()).upper()
        triple = Triple(self.company, self.serial, self.generation, device.token, device.magic, device.topic, instant())
        unlock = {} if device.kind == "Mac" else {"UnlockToken": secrets.token_bytes(48)}

        self.ledger.add(triple)

        def say():
            self.accepted("TokenUpdate", lambda: device.token_update(**unlock))
            self.enrollment.enrolled = True
            self.done("TokenUpdate", triple)

        return say

    def new_bootstrap(self):
        token = secrets.token_bytes(40)

        def say():
            if token not in self.bootstrap:
                self.bootstrap.append(token)
            message = {"MessageType": "SetBootstrapToken", "BootstrapToken": token}
            self.accepted("SetBootstrapToken", lambda: self.device.check_in(message))
            self.bootstrap = [token]
            self.done("SetBootstrapToken")

        return say

    def ask_bootstrap(self) -> None:
        answer = self.accepted(
            "GetBootstrapToken", lambda: self.device.check_in({"MessageType": "GetBootstrapToken"})
        )
        token = plistlib.loads(answer.content).get("BootstrapToken") if answer.content else None
        if (token or None) not in self.bootstrap:
            self.ledger.see("I1", f"{self.serial}: another bootstrap token than the acknowledged one")
        self.done("GetBootstrapToken")

    # -- commands

    def poll(self, status: str, command: Command | None = None):
        message = {"UDID": self.device.udid, "Status": status}
        report = None
        if command is not None:
            message |= {"CommandUUID": command.uuid, "Storm": secrets.token_hex(8)}
            if status == "Error":
                message["ErrorChain"] = [{"ErrorCode": 12021, "ErrorDomain": "MCMDMErrorDomain"}]
        body = plistlib.dumps(message)
        if command is not None:
            report = Report(self.company, self.serial, command.uuid, status, body, instant())
            if status != "NotNow":
                self.ledger.add(report)
        kind = status if command is None or status == "NotNow" else "answer"
        return lambda: self.say(kind, body, command, report)

    def say(self, kind: str, body: bytes, command: Command | None, report: Report | None) -> None:
        asked_at = instant()
        is_erased = kind == "answer" and command.kind == "EraseDevice" and report.status == "Acknowledged"
        if is_erased:
            answer = self.exchange(kind, lambda: self.device.put(body))
            if answer.status_code == 200:
                self.done(kind, report)
            elif answer.status_code != 400:  # not known any more: the first answer was heard
                self.ledger.see("I1", f"{self.serial}: the wipe's answer was answered {answer.status_code}")
            if answer.status_code == 200 and answer.content:
                self.ledger.see("I2", f"{self.serial}: a command for a device that has erased itself")
            self.enrollment.erased, self.unsaid = True, self.say_more_after_the_wipe
            return
        answer = self.accepted(kind, lambda: self.device.put(body))
        self.done(kind, report)
        if kind == "NotNow":
            with self.ledger.lock:
                self.ledger.put_off[self.company, command.uuid] += 1
        if answer.content:
            self.unsaid = self.read(Command(plistlib.loads(answer.content)), asked_at)

    def say_more_after_the_wipe(self) -> None:
        """Nothing may come any more, whatever the server remembers after a kill."""
        answer = self.exchange("refused poll", lambda: self.device.report("Idle"))
        if answer.status_code != 400 or answer.content:
            self.ledger.see("I2", f"{self.serial}: answered {answer.status_code} after its wipe")
        self.done("refused poll")

    def read(self, command: Command, asked_at: int):
        self.ledger.add(
            Delivery(
                self.company, self.serial, self.generation, command.uuid, command.kind, asked_at,
                command.content["Command"],
            )
        )  # fmt: skip
        draw = self.chance.random()
        status = "NotNow" if draw < 0.1 else "Error" if draw < 0.18 and command.kind != "EraseDevice" else "Acknowledged"
        return self.poll(status, command)
