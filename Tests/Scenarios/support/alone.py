"""A server of its own in the Lab of the shared installation, with settings that `make run` does not have."""

from __future__ import annotations

from pathlib import Path

from .installation import Installation, Person, Server
from .words import ja


class Alone:
    """What a `Desk` asks of an installation, with one company."""

    def __init__(self, installation: Installation, data: Path, code: str, arguments: tuple[str, ...] = (), scheme: str = "http"):
        self.lab = installation
        self.server = Server(data, installation.lab_file, arguments, scheme)
        if scheme == "https":
            self.server.arguments += ("--console-url", self.server.base, "--devices-url", self.server.devices)
        self.person = Person(code, "admin", f"unten no ii {code}")
        run = self.server.kizuna
        run("admin", "company", "create", "--code", code, "--name", f"{code} 株式会社", "--brand", "smsm")
        run(
            "admin", "user", "create", "--company", code, "--login", "admin", "--role", "administrator",
            "--password-stdin", input=self.person.password,
        )  # fmt: skip
        lab = installation.data / "lab"
        run("vendor", "import", "--certificate", str(lab / "vendor-certificate.pem"), "--key", str(lab / "vendor-key.pem"))
        self.server.start()

    lab_authority_file = property(lambda self: self.lab.lab_authority_file)
    base = property(lambda self: self.server.base)

    def now(self):
        return self.lab.now()

    def kizuna(self, *arguments, **options):
        return self.server.kizuna(*arguments, **options)

    def log_in(self, person, words=ja, web=None):
        return type(self.lab).log_in(self, person, words, web)

    def stop(self) -> None:
        if self.server.process.poll() is None:
            self.server.stop()
