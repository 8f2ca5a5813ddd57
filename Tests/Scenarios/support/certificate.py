"""A company's certificate, handled without a window: for tests whose point lies elsewhere."""

from __future__ import annotations

import base64
import datetime as dt
import json
import plistlib
import re
from dataclasses import dataclass

from cryptography import x509

from . import authority as ca
from .authority import Authority
from .installation import Installation, Person
from .web import Page, Web
from .words import Words, ja


@dataclass
class Desk:
    """One signed-in 管理者 with the certificate's pages, and the Lab's own authority under the hand.

    Certificates are issued here directly, with the Lab's keys: the portal itself is walked in test_manual_*.py.
    """

    installation: Installation
    person: Person
    words: Words = ja
    web: Web = None
    home: Page = None
    authority: Authority = None
    vendor: ca.Signer = None
    request: bytes = b""
    """The signed request that was downloaded last."""

    def __post_init__(self):
        if self.web is None:
            self.web = Web(self.words.language)
            self.home = self.installation.log_in(self.person, self.words, self.web)
        else:
            self.home = self.web.get(f"{self.installation.base}/{self.person.company}")
        self.authority, self.vendor = Authority.of_lab(self.installation.lab_authority_file)

    def twin(self) -> "Desk":
        """The same person in another window; logging in anew takes half a second of hashing."""
        return Desk(self.installation, self.person, self.words, self.web.twin())

    # -- pages

    def view(self) -> Page:
        page = self.home
        for step in ("settings", "service environment", "certificate page"):
            page = self.web.get(page.link(self.words(step)))
        return page

    def edit(self) -> Page:
        return self.view().click(self.words("edit"))

    def ledger(self) -> list[str]:
        """Fingerprints of the requests, as the page lists them."""
        found = []
        for table in self.view().soup.select("table.grid"):
            if re.search("指紋|ingerprint", table.get_text(" ")):
                found = re.findall(r"\b[0-9a-f]{8}\b", table.get_text(" "))
        return found

    def ledger_length(self) -> int:
        return len(self.ledger())

    # -- acts

    def download(self) -> bytes:
        page = self.edit().form(self.words("download")).send(button=self.words("download"))
        assert page.status == 200, f"{page.status} {page.text[:400]}"
        assert "attachment" in page.response.headers.get("Content-Disposition", ""), page.text[:400]
        self.request = page.response.content
        return self.request

    def upload(
        self,
        content: bytes | None,
        filename: str = "MDM_sample_Certificate.pem",
        apple_id: str | None = None,
        notes: str | None = None,
        page: Page | None = None,
    ) -> Page:
        form = (page or self.edit()).form(self.words("save"))
        values = {}
        if apple_id is not None:
            values[self.words("apple id field")] = apple_id
        if notes is not None:
            values[self.words("notes")] = notes
        return form.send(values, (filename, content) if content is not None else None, self.words("save"))

    def delete(self) -> Page:
        page = self.view().click(self.words("delete"))
        return page.form("OK").send(button="OK")

    # -- things

    @property
    def csr(self) -> x509.CertificateSigningRequest:
        return csr_in(self.request)

    def issue(self, topic: str, now: dt.datetime | None = None, **changes) -> x509.Certificate:
        """For the request that was downloaded last."""
        now = now or self.installation.now()
        return self.authority.push_certificate(self.csr.public_key(), topic, now, **changes)

    def register(self, topic: str | None = None, apple_id: str = "push@sample.example", notes: str = "") -> x509.Certificate:
        """Downloads a request and registers a certificate made for it."""
        self.download()
        certificate = self.issue(topic or ca.new_topic())
        page = self.upload(ca.cert_pem(certificate), apple_id=apple_id, notes=notes)
        assert page.says(self.words("registered")) or page.says(self.words("changed")), page.text[:600]
        return certificate

    def shown(self) -> dict:
        """What the command line tells of it."""
        done = self.installation.kizuna("certificate", "show", "--company", self.person.company, "--json")
        return json.loads(done.stdout)


WIRE = ("通信中の証明書の番号", "通信中の証明書の期限", "接続の開始", "Apple の受理")


def stored_rows(page: Page) -> dict:
    """The certificate page's rows without those of the connection to Apple, which come and go by themselves."""
    return {name: value for name, value in page.rows().items() if name not in WIRE}


def csr_in(request: bytes) -> x509.CertificateSigningRequest:
    content = plistlib.loads(base64.b64decode(request))
    return x509.load_der_x509_csr(base64.b64decode(content["PushCertRequestCSR"]))


def key_bytes(public_key) -> bytes:
    return public_key.public_bytes(ca.DER, ca.serialization.PublicFormat.SubjectPublicKeyInfo)
