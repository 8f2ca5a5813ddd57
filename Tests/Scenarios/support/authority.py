"""A certification authority that looks like Apple's, and the odd certificates that people upload.

Stands alone: nothing here comes from the product. The tests use it to forge, and, where the Lab's own keys are at
hand, to issue what the Lab's portal never would (an expired leaf, two UIDs, an app's certificate).
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import uuid
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

UID = x509.ObjectIdentifier("0.9.2342.19200300.100.1.1")
VENDOR_EXTENSION = x509.ObjectIdentifier("1.2.840.113635.100.4.12")
PRODUCTION_PUSH = x509.ObjectIdentifier("1.2.840.113635.100.6.3.2")
"""Apple writes it into push certificates; APNs wants it."""
DER_NULL = b"\x05\x00"
PEM = serialization.Encoding.PEM
DER = serialization.Encoding.DER


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@functools.cache
def stranger_key() -> rsa.RSAPrivateKey:
    """A key that no request of the product ever had. Made once: making one is the slow part."""
    return rsa_key()


def key_pem(key, password: bytes | None = None) -> bytes:
    protection = (
        serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    )
    return key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, protection)


def key_der(key) -> bytes:
    return key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def cert_pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(PEM)


def cert_der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(DER)


def csr_pem(request: x509.CertificateSigningRequest) -> bytes:
    return request.public_bytes(PEM)


def name(*pairs: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs])


def apple_name(common: str, unit: str = "Apple Certification Authority") -> x509.Name:
    return name(
        (NameOID.COMMON_NAME, common),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        (NameOID.ORGANIZATION_NAME, "Apple Inc."),
        (NameOID.COUNTRY_NAME, "US"),
    )


def new_topic() -> str:
    return f"com.apple.mgmt.External.{uuid.uuid4()}"


def push_subject(*topics: str, common: str | None = None) -> x509.Name:
    """The subject as Apple writes it; none, one or several UIDs."""
    pairs = [(UID, topic) for topic in topics]
    pairs.append((NameOID.COMMON_NAME, common or f"APSP:{uuid.uuid4()}"))
    pairs.append((NameOID.COUNTRY_NAME, "JP"))
    return name(*pairs)


@dataclass
class Signer:
    """A certificate and its key: able to issue, entitled or not."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    def issue(
        self,
        subject: x509.Name,
        public_key,
        not_before: dt.datetime,
        not_after: dt.datetime,
        *,
        is_authority: bool = False,
        client: bool = True,
        extensions: tuple[tuple[x509.ObjectIdentifier, bytes], ...] = (),
        digest: hashes.HashAlgorithm | None = None,
        issuer: x509.Name | None = None,
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer or self.certificate.subject)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(not_before)
            .not_valid_after(not_after)
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(
                x509.KeyUsage(not is_authority, False, False, False, False, is_authority, is_authority, False, False),
                critical=True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )
        if client and not is_authority:
            builder = builder.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
            )
        for oid, value in extensions:
            builder = builder.add_extension(x509.UnrecognizedExtension(oid, value), critical=False)
        return builder.sign(self.key, digest or hashes.SHA256())


def self_signed(subject: x509.Name, not_before: dt.datetime, not_after: dt.datetime) -> Signer:
    key = rsa_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .add_extension(
            x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Signer(builder.sign(key, hashes.SHA256()), key)


@dataclass
class Authority:
    """Root, the intermediate that issues to vendors (WWDR) and the one that issues push certificates (AAI 2)."""

    root: Signer
    vendors: Signer
    push: Signer

    @classmethod
    def make(cls, now: dt.datetime) -> "Authority":
        """Apple's names, keys of our own."""
        root = self_signed(apple_name("Apple Root CA"), years(now, -10), years(now, 10))

        def intermediate(subject: x509.Name) -> Signer:
            key = rsa_key()
            certificate = root.issue(
                subject, key.public_key(), years(now, -3), years(now, 4), is_authority=True
            )
            return Signer(certificate, key)

        return cls(
            root,
            intermediate(apple_name("Apple Worldwide Developer Relations Certification Authority", "G3")),
            intermediate(apple_name("Apple Application Integration 2 Certification Authority")),
        )

    def forged(self, now: dt.datetime) -> "Authority":
        """The same names throughout, other keys: what a forger would make."""
        root = self_signed(self.root.certificate.subject, years(now, -10), years(now, 10))

        def below(real: Signer) -> Signer:
            key = rsa_key()
            return Signer(
                root.issue(
                    real.certificate.subject, key.public_key(), years(now, -3), years(now, 4), is_authority=True
                ),
                key,
            )

        return Authority(root, below(self.vendors), below(self.push))

    @classmethod
    def of_lab(cls, file: Path) -> tuple["Authority", Signer]:
        """The Lab's own authority and its vendor, from the Lab's `authority.json`."""
        content = json.loads(file.read_text())

        def signer(entry: dict[str, str]) -> Signer:
            return Signer(
                x509.load_pem_x509_certificate(entry["certificatePEM"].encode()),
                serialization.load_pem_private_key(entry["keyPEM"].encode(), None),
            )

        root, vendors, push, vendor = (
            signer(content[name]) for name in ("root", "relations", "integration", "vendor")
        )
        return cls(root, vendors, push), vendor

    def vendor(self, now: dt.datetime, key: rsa.RSAPrivateKey | None = None, **dates) -> Signer:
        key = key or rsa_key()
        certificate = self.vendors.issue(
            name((NameOID.COMMON_NAME, "MDM CSR Signing: Example K.K."), (NameOID.COUNTRY_NAME, "JP")),
            key.public_key(),
            dates.get("not_before", days(now, -1)),
            dates.get("not_after", days(now, 364)),
            client=False,
            extensions=((VENDOR_EXTENSION, DER_NULL),),
        )
        return Signer(certificate, key)

    def push_certificate(
        self, public_key, topic: str, now: dt.datetime, **changes
    ) -> x509.Certificate:
        subject = changes.pop("subject", None) or push_subject(topic)
        not_before = changes.pop("not_before", now - dt.timedelta(minutes=5))
        not_after = changes.pop("not_after", days(now, 365))
        changes.setdefault("extensions", ((PRODUCTION_PUSH, DER_NULL),))
        return self.push.issue(subject, public_key, not_before, not_after, **changes)


def days(now: dt.datetime, count: float) -> dt.datetime:
    return (now + dt.timedelta(days=count)).replace(microsecond=0)


def years(now: dt.datetime, count: int) -> dt.datetime:
    return days(now, 365 * count)


def certificate_request(key, common: str = "sample Push") -> x509.CertificateSigningRequest:
    return (
        x509.CertificateSigningRequestBuilder()
        .subject_name(name((NameOID.COMMON_NAME, common), (NameOID.COUNTRY_NAME, "JP")))
        .sign(key, hashes.SHA256())
    )
