"""The wrong files: one or more for each thing a person can have chosen instead of the certificate.

Everything is made anew for each run (keys, dates, topics), so that no expired or well-known file lies in the
repository. `expected` is the product's message code (docs/reference/problems.md), which the oracle uses too.
"""

from __future__ import annotations

import base64
import datetime as dt
import email.message
import io
import plistlib
import struct
import subprocess
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import NameOID

from . import authority as ca
from .authority import Authority, cert_der, cert_pem, days

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class WrongFile:
    name: str
    """A readable name, unique; also the test's name."""
    expected: str
    content: bytes
    filename: str = "MDM_sample_Certificate.pem"
    secret: bytes | None = None
    """PKCS #8 DER of a private key that the file carries."""

    def __str__(self) -> str:
        return self.name


@dataclass
class Situation:
    """A company with a certificate registered, as seen from outside."""

    now: dt.datetime
    authority: Authority
    """The one that the installation trusts."""
    request_key: object
    """Public key of a request of the company."""
    csr: bytes
    """That request, DER."""
    signed_request: bytes
    """The file that [ダウンロード] gave."""
    vendor: x509.Certificate
    registered: x509.Certificate
    last_year: x509.Certificate | None = None
    """The one that was registered before."""

    @property
    def topic(self) -> str:
        return next(a.value for a in self.registered.subject if a.oid == ca.UID)

    def issue(self, **changes) -> x509.Certificate:
        """A certificate that would be accepted, but for the changes."""
        topic = changes.pop("topic", self.topic)
        key = changes.pop("key", self.request_key)
        issuer = changes.pop("by", self.authority)
        changes.setdefault("not_after", days(self.now, 366))
        return issuer.push_certificate(key, topic, self.now, **changes)


def wrong_files(situation: Situation) -> list[WrongFile]:
    files = _wrong_certificates(situation) + _odd_topics(situation) + _forged(situation)
    files += _requests(situation) + _other_certificates(situation) + _secrets(situation) + _not_certificates(situation)
    assert len({file.name for file in files}) == len(files)
    return files


def _wrong_certificates(s: Situation) -> list[WrongFile]:
    files = [
        WrongFile("other topic", "topic-mismatch", cert_pem(s.issue(topic=ca.new_topic()))),
        WrongFile("other topic, DER", "topic-mismatch", cert_der(s.issue(topic=ca.new_topic())), "push.cer"),
        WrongFile(
            "same topic, other key", "certificate-key-of-another-request", cert_pem(s.issue(key=ca.stranger_key().public_key()))
        ),
        WrongFile(
            "other topic, other key",
            "certificate-key-unknown",
            cert_pem(s.issue(topic=ca.new_topic(), key=ca.stranger_key().public_key())),
        ),
        WrongFile(
            "expired yesterday",
            "certificate-expired",
            cert_pem(s.issue(not_before=days(s.now, -366), not_after=days(s.now, -1))),
        ),
        WrongFile(
            "not valid before tomorrow",
            "certificate-not-yet-valid",
            cert_pem(s.issue(not_before=days(s.now, 1), not_after=days(s.now, 367))),
        ),
        WrongFile("older than the registered one", "certificate-older", cert_pem(s.issue(not_after=days(s.now, 30)))),
        WrongFile("the same again", "certificate-already-registered", cert_pem(s.registered)),
        WrongFile("the same again, DER", "certificate-already-registered", cert_der(s.registered), "push.der"),
    ]
    if s.last_year is not None:
        files.append(WrongFile("last year's certificate", "certificate-older", cert_pem(s.last_year)))
    return files


def _odd_topics(s: Situation) -> list[WrongFile]:
    def subject(*topics: str) -> x509.Name:
        return ca.push_subject(*topics)

    def file(title: str, expected: str, *topics: str) -> WrongFile:
        return WrongFile(title, expected, cert_pem(s.issue(subject=subject(*topics))))

    return [
        file("no UID", "certificate-topic-missing"),
        file("two UIDs", "certificate-several-topics", s.topic, ca.new_topic()),
        file("the same UID twice", "certificate-several-topics", s.topic, s.topic),
        file("UID of a calendar server", "certificate-topic-not-for-management", "com.apple.calendar.XServer.4711"),
        file("UID with a line break", "certificate-topic-not-for-management", s.topic + "\nX-Injected: 1"),
        file("UID with a NUL", "certificate-topic-not-for-management", s.topic + "\0"),
        file("UID with markup", "certificate-topic-not-for-management", "com.apple.mgmt.External.<script>alert(1)</script>"),
        file("UID in full-width letters", "certificate-topic-not-for-management", "ｃｏｍ.apple.mgmt.External.1"),
        file("very long UID", "certificate-topic-not-for-management", "com.apple.mgmt.External." + "a" * 4000),
        file("prefix without an end", "certificate-topic-not-for-management", "com.apple.mgmt."),
    ]


def _forged(s: Situation) -> list[WrongFile]:
    """Our public key is no secret: it stands in the request. So a forger can meet every rule but Apple's signature."""
    forger = s.authority.forged(s.now)
    from_vendor = ca.Signer(s.vendor, ca.stranger_key())
    leaf_as_issuer = ca.Signer(s.issue(key=ca.stranger_key().public_key()), ca.stranger_key())
    dates = (s.now - dt.timedelta(minutes=5), days(s.now, 366))
    subject = ca.push_subject(s.topic)
    own = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(s.request_key)
    own = own.serial_number(7).not_valid_before(dates[0]).not_valid_after(dates[1])
    return [
        WrongFile("forged with all the right names", "certificate-not-issued-by-apple", cert_pem(s.issue(by=forger))),
        WrongFile("signed by itself", "certificate-not-issued-by-apple", cert_pem(own.sign(ca.stranger_key(), hashes.SHA256()))),
        WrongFile(
            "signed in the vendor's name", "certificate-not-issued-by-apple", cert_pem(from_vendor.issue(subject, s.request_key, *dates))
        ),
        WrongFile(
            "signed by another push certificate",
            "certificate-not-issued-by-apple",
            cert_pem(leaf_as_issuer.issue(subject, s.request_key, *dates)),
        ),
        WrongFile("one bit of the signature turned", "certificate-not-issued-by-apple", _turned(s.issue())),
        WrongFile("other topic, forged", "certificate-not-issued-by-apple", cert_pem(s.issue(by=forger, topic=ca.new_topic()))),
    ]


def _turned(certificate: x509.Certificate) -> bytes:
    der = bytearray(cert_der(certificate))
    der[-7] ^= 1
    return pem(bytes(der))


def pem(der: bytes, label: str = "CERTIFICATE") -> bytes:
    body = base64.encodebytes(der).replace(b"\n", b"")
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return b"\n".join([f"-----BEGIN {label}-----".encode(), *lines, f"-----END {label}-----".encode(), b""])


def _requests(s: Situation) -> list[WrongFile]:
    xml = base64.b64decode(s.signed_request)
    wrapped = base64.encodebytes(xml).replace(b"\n", b"\r\n")
    return [
        WrongFile("the CSR, PEM", "file-is-request", pem(s.csr, "CERTIFICATE REQUEST"), "push.csr"),
        WrongFile("the CSR, DER", "file-is-request", s.csr, "push.csr"),
        WrongFile("the CSR of old tools", "file-is-request", pem(s.csr, "NEW CERTIFICATE REQUEST"), "push.csr"),
        WrongFile("the signed request", "file-is-signed-request", s.signed_request, "PushCertificateRequest.scsr"),
        WrongFile("the signed request, wrapped", "file-is-signed-request", wrapped, "PushCertificateRequest.txt"),
        WrongFile("the signed request, decoded", "file-is-signed-request", xml, "request.plist"),
    ]


def _other_certificates(s: Situation) -> list[WrongFile]:
    key = s.request_key

    def app(common: str, topic: str) -> bytes:
        return cert_pem(s.issue(subject=ca.push_subject(topic, common=common)))

    several = cert_pem(s.issue()) + cert_pem(s.issue(topic=ca.new_topic()))
    return [
        WrongFile("the vendor certificate", "file-is-vendor-certificate", cert_pem(s.vendor), "vendor.pem"),
        WrongFile("the vendor certificate, DER", "file-is-vendor-certificate", cert_der(s.vendor), "vendor.cer"),
        WrongFile("the root", "file-is-apple-authority", cert_der(s.authority.root.certificate), "root.cer"),
        WrongFile("the issuer of push certificates", "file-is-apple-authority", cert_pem(s.authority.push.certificate)),
        WrongFile("an app's push certificate", "file-is-app-push-certificate", app("Apple Push Services: com.example.app", "com.example.app")),
        WrongFile(
            "an app's production certificate",
            "file-is-app-push-certificate",
            app("Apple Production IOS Push Services: com.example.app", "com.example.app"),
        ),
        WrongFile("two certificates", "file-has-several-certificates", several),
        WrongFile("this year's and last year's", "file-has-several-certificates", cert_pem(s.registered) + several),
        WrongFile("a certificate cut short", "certificate-damaged", pem(cert_der(s.issue())[:-100])),
        WrongFile("a certificate with a byte lost", "certificate-damaged", pem(_without(cert_der(s.issue()), 300))),
    ]


def _without(data: bytes, position: int) -> bytes:
    return data[:position] + data[position + 1 :]


def _secrets(s: Situation) -> list[WrongFile]:
    """Each with a key of its own, so that a leak names its file."""

    def p12(password: bytes | None) -> tuple[bytes, bytes]:
        key = ca.rsa_key()
        protection = (
            serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        )
        certificate = s.issue(key=key.public_key())
        return pkcs12.serialize_key_and_certificates(b"push", key, certificate, None, protection), ca.key_der(key)

    files = []
    for title, password in (("a p12 with password", b"geheim"), ("a p12 without password", None)):
        content, secret = p12(password)
        files.append(WrongFile(title, "file-is-pkcs12", content, "push.p12", secret))

    def with_key(title: str, filename: str, make) -> WrongFile:
        key = ca.rsa_key()
        return WrongFile(title, "file-is-private-key", make(key), filename, ca.key_der(key))

    openssl_form = serialization.PrivateFormat.TraditionalOpenSSL
    plain = serialization.NoEncryption()
    files += [
        with_key("a private key", "push.key", ca.key_pem),
        with_key("a private key, PKCS #1", "push.key", lambda key: key.private_bytes(ca.PEM, openssl_form, plain)),
        with_key("a private key, DER", "push.der", ca.key_der),
        with_key(
            "a private key, PKCS #1 in DER",
            "push.der",
            lambda key: key.private_bytes(ca.DER, openssl_form, plain),
        ),
        with_key("a private key under a password", "push.key", lambda key: ca.key_pem(key, b"geheim")),
        with_key(
            "certificate and key in one file",
            "push.pem",
            lambda key: cert_pem(s.issue(key=key.public_key())) + ca.key_pem(key),
        ),
        with_key("key behind a text", "push.txt", lambda key: b"Bag Attributes\n  x: y\n" + ca.key_pem(key)),
    ]
    elliptic = ec.generate_private_key(ec.SECP256R1())
    files.append(WrongFile("a P-256 key", "file-is-private-key", ca.key_pem(elliptic), "ec.key", ca.key_der(elliptic)))
    return files


def _not_certificates(s: Situation) -> list[WrongFile]:
    html = "<!DOCTYPE html>\n<html lang=\"ja\"><head><title>サインイン</title></head><body>Apple ID</body></html>"
    right = cert_pem(s.issue())
    return [
        WrongFile("an ADE token", "file-is-enrollment-token", _ade_token(s), "MDM_ServerToken.p7m"),
        WrongFile("a zip", "file-is-zip", _zip(right), "certificate.zip"),
        WrongFile("an empty zip", "file-is-zip", _zip(None), "empty.zip"),
        WrongFile("a web page saved as .pem", "file-is-web-page", html.encode(), "MDM_sample_Certificate.pem"),
        WrongFile("a web page after blank lines", "file-is-web-page", b"\r\n\r\n" + html.encode(), "index.pem"),
        WrongFile("UTF-16", "file-is-utf16", right.decode().encode("utf-16"), "push.pem"),
        WrongFile("UTF-16, big end first", "file-is-utf16", b"\xfe\xff" + right.decode().encode("utf-16-be"), "push.pem"),
        WrongFile("empty", "file-empty", b"", "empty.pem"),
        WrongFile("blank lines only", "file-empty", b"\r\n \n\t\n", "blank.pem"),
        WrongFile("a picture", "file-is-image", _png(), "screenshot.png"),
        WrongFile("a configuration profile", "file-is-property-list", plistlib.dumps({"PayloadType": "Configuration"}), "x.plist"),
        WrongFile("a binary property list", "file-is-property-list", plistlib.dumps({"a": "b"}, fmt=plistlib.FMT_BINARY), "x.plist"),
        WrongFile("a letter", "file-not-a-certificate", "証明書を送ります。\nよろしくお願いします。\n".encode(), "letter.txt"),
        WrongFile("noise", "file-not-a-certificate", bytes(range(1, 256)) * 8, "noise.bin"),
        WrongFile("only NULs", "file-empty", bytes(4096), "nul.bin"),
        WrongFile("a public key", "file-not-a-certificate", _public_key(s), "key.pub"),
        WrongFile("nested a thousand deep", "file-not-a-certificate", b"\x30\x80" * 1000, "deep.der"),
        WrongFile("a length without end", "certificate-damaged", b"\x30\x84\xff\xff\xff\xff\x02\x01\x01", "long.der"),
    ]


def _public_key(s: Situation) -> bytes:
    return s.request_key.public_bytes(ca.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _zip(content: bytes | None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if content is not None:
            archive.writestr("MDM_sample_Certificate.pem", content)
    return buffer.getvalue()


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def _ade_token(s: Situation) -> bytes:
    """S/MIME as Apple Business Manager hands it out: enveloped for the server's own certificate."""
    recipient = ca.self_signed(ca.name((NameOID.COMMON_NAME, "ADE")), days(s.now, -1), days(s.now, 30)).certificate
    return (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(b'{"consumer_key":"CK_x","access_token":"AT_y"}')
        .add_recipient(recipient)
        .encrypt(serialization.Encoding.SMIME, [])
    )


# ---------------------------------------------------------------- what must be accepted


def accepted_forms(certificate: x509.Certificate, issuer: x509.Certificate) -> dict[str, bytes]:
    """The right certificate, as mail programs, editors and OpenSSL hand it on."""
    plain = cert_pem(certificate)
    header = (
        "Bag Attributes\n    friendlyName: APSP\n    localKeyID: 01\n"
        "subject=UID = com.apple.mgmt.External.x\n\nissuer=CN = Apple\n"
    ).encode()
    return {
        "PEM": plain,
        "PEM with its issuer": plain + cert_pem(issuer),
        "the same block twice": plain + plain,
        "DER": cert_der(certificate),
        "PEM with CRLF": plain.replace(b"\n", b"\r\n"),
        "PEM with BOM": BOM + plain,
        "PEM with BOM and CRLF": BOM + plain.replace(b"\n", b"\r\n"),
        "text around the block": header + plain + "よろしくお願いします。\n".encode(),
        "no line break at the end": plain.rstrip(b"\n"),
        "blank lines around": b"\n\n" + plain + b"\n\n",
    }


# ---------------------------------------------------------------- requests that Apple refuses


@dataclass(frozen=True)
class BrokenRequest:
    name: str
    expected: str | None
    content: bytes

    def __str__(self) -> str:
        return self.name


def envelope(csr: bytes, chain: list[x509.Certificate], signature: bytes, **changes) -> bytes:
    content = {
        "PushCertCertificateChain": b"".join(map(cert_pem, chain)).decode(),
        "PushCertRequestCSR": base64.b64encode(csr).decode(),
        "PushCertSignature": base64.b64encode(signature).decode(),
    }
    content.update(changes)
    content = {key: value for key, value in content.items() if value is not None}
    return base64.b64encode(plistlib.dumps(content))


def sign(key, data: bytes, digest: str = "sha256") -> bytes:
    """By the openssl program: `cryptography` no longer signs with SHA-1."""
    with tempfile.TemporaryDirectory() as folder:
        key_file = Path(folder, "key.pem")
        key_file.write_bytes(ca.key_pem(key))
        return subprocess.run(
            ["openssl", "dgst", f"-{digest}", "-sign", str(key_file)], input=data, capture_output=True, check=True
        ).stdout


def broken_requests(apple: Authority, vendor: ca.Signer, now: dt.datetime) -> list[BrokenRequest]:
    """One for each rule of Apple's, each broken alone, after some that are right.

    `apple` issued the vendor's certificate, and the odd ones.
    """
    chain = [vendor.certificate, apple.vendors.certificate, apple.root.certificate]
    layman = ca.Signer(
        apple.vendors.issue(
            ca.name((NameOID.COMMON_NAME, "Apple Development: Layman")),
            ca.stranger_key().public_key(),
            days(now, -1),
            days(now, 300),
        ),
        ca.stranger_key(),
    )
    late = apple.vendor(now, ca.stranger_key(), not_before=days(now, -400), not_after=days(now, -35))
    early = apple.vendor(now, ca.stranger_key(), not_before=days(now, 2), not_after=days(now, 367))
    key = ca.rsa_key()
    csr = ca.certificate_request(key).public_bytes(ca.DER)
    other = ca.certificate_request(ca.stranger_key()).public_bytes(ca.DER)
    forger = apple.forged(now)
    foreign = forger.vendor(now)
    foreign_chain = [foreign.certificate, forger.vendors.certificate, forger.root.certificate]
    signature = sign(vendor.key, csr)
    good = envelope(csr, chain, signature)
    xml = base64.b64decode(good)

    def by_key(other_key) -> bytes:
        request = ca.certificate_request(other_key).public_bytes(ca.DER)
        return envelope(request, chain, sign(vendor.key, request))

    self_broken = bytearray(csr)
    self_broken[-7] ^= 1
    self_broken = bytes(self_broken)
    as_data = plistlib.loads(xml)
    as_data["PushCertSignature"] = signature
    wrapped = base64.encodebytes(xml)
    layman_chain = [layman.certificate, *chain[1:]]
    junk_chain = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    return [
        BrokenRequest("right", None, good),
        BrokenRequest("right, wrapped", None, wrapped),
        BrokenRequest("right, wrapped with CRLF", None, wrapped.replace(b"\n", b"\r\n")),
        BrokenRequest("not encoded", "not-base64", xml),
        BrokenRequest("byte order mark", "byte-order-mark", base64.b64encode(BOM + xml)),
        BrokenRequest("a fourth key", "not-three-strings", envelope(csr, chain, signature, PushCertVendor="x")),
        BrokenRequest("the bare CSR", "not-a-property-list", base64.b64encode(csr)),
        BrokenRequest("the CSR in PEM", "not-base64", pem(csr, "CERTIFICATE REQUEST")),
        BrokenRequest("empty", "not-a-property-list", b""),
        BrokenRequest("not a property list", "not-a-property-list", base64.b64encode(b"hello")),
        BrokenRequest("an array", "not-three-strings", base64.b64encode(plistlib.dumps(["a"]))),
        BrokenRequest("without the CSR", "not-three-strings", envelope(csr, chain, signature, PushCertRequestCSR=None)),
        BrokenRequest(
            "without the chain", "not-three-strings", envelope(csr, chain, signature, PushCertCertificateChain=None)
        ),
        BrokenRequest(
            "without the signature", "not-three-strings", envelope(csr, chain, signature, PushCertSignature=None)
        ),
        BrokenRequest("signature as data", "not-three-strings", base64.b64encode(plistlib.dumps(as_data))),
        BrokenRequest("CSR is noise", "csr-unreadable", envelope(b"noise", chain, sign(vendor.key, b"noise"))),
        BrokenRequest(
            "CSR with armour",
            "csr-unreadable",
            envelope(csr, chain, signature, PushCertRequestCSR=pem(csr, "CERTIFICATE REQUEST").decode()),
        ),
        BrokenRequest("RSA 1024", "csr-key", by_key(ca.rsa_key(1024))),
        BrokenRequest("RSA 3072", "csr-key", by_key(ca.rsa_key(3072))),
        BrokenRequest("P-256", "csr-key", by_key(ec.generate_private_key(ec.SECP256R1()))),
        BrokenRequest(
            "CSR not signed by its key", "csr-signature", envelope(self_broken, chain, sign(vendor.key, self_broken))
        ),
        BrokenRequest(
            "chain is junk", "chain-unreadable", envelope(csr, chain, signature, PushCertCertificateChain=junk_chain)
        ),
        BrokenRequest("without the root", "chain-incomplete", envelope(csr, chain[:2], signature)),
        BrokenRequest("without the intermediate", "chain-incomplete", envelope(csr, [chain[0], chain[2]], signature)),
        BrokenRequest("root first", "chain-broken", envelope(csr, chain[::-1], signature)),
        BrokenRequest(
            "foreign intermediate",
            "chain-broken",
            envelope(csr, [chain[0], forger.vendors.certificate, chain[2]], signature),
        ),
        BrokenRequest("foreign authority", "root-unknown", envelope(csr, foreign_chain, sign(foreign.key, csr))),
        BrokenRequest("signed by no vendor", "not-a-vendor", envelope(csr, layman_chain, sign(layman.key, csr))),
        BrokenRequest(
            "vendor expired", "vendor-expired", envelope(csr, [late.certificate, *chain[1:]], sign(late.key, csr))
        ),
        BrokenRequest(
            "vendor not yet valid",
            "vendor-not-yet-valid",
            envelope(csr, [early.certificate, *chain[1:]], sign(early.key, csr)),
        ),
        BrokenRequest("SHA-1", "signature", envelope(csr, chain, sign(vendor.key, csr, "sha1"))),
        BrokenRequest("signed by another key", "signature", envelope(csr, chain, sign(ca.stranger_key(), csr))),
        BrokenRequest("signature of another CSR", "signature", envelope(csr, chain, sign(vendor.key, other))),
        BrokenRequest(
            "signature over the base64 text",
            "signature",
            envelope(csr, chain, sign(vendor.key, base64.b64encode(csr))),
        ),
        BrokenRequest(
            "signature over the PEM text",
            "signature",
            envelope(csr, chain, sign(vendor.key, pem(csr, "CERTIFICATE REQUEST"))),
        ),
        BrokenRequest("signature is empty", "signature", envelope(csr, chain, b"")),
        BrokenRequest(
            "signature is no base64", "signature-unreadable", envelope(csr, chain, b"", PushCertSignature="*" * 344)
        ),
    ]
