"""Second opinions: what Apple's portal and the upload form should say, from `push-certificate` facts alone.

Shares no line with the product (Swift) or the Lab (libcrypto): it reads with plistlib and `cryptography`. A verdict is
None for "accepted" or the word for the first rule that is broken.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import plistlib
import re
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

UID = "0.9.2342.19200300.100.1.1"
VENDOR_EXTENSION = "1.2.840.113635.100.4.12"
SKEW = dt.timedelta(minutes=10)
CERTIFICATE = {b"CERTIFICATE", b"X509 CERTIFICATE"}
PEM_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----\s*(.*?)-----END \1-----", re.S)


class Broken(Exception):
    """The first rule that does not hold."""


# ---------------------------------------------------------------- the vendor-signed request


def judge_request(file: bytes, roots: list[bytes], now: dt.datetime) -> str | None:
    """Apple's checks of the file that an administrator uploads at identity.apple.com/pushcert."""
    try:
        read_request(file, roots, now)
    except Broken as reason:
        return str(reason)
    return None


def read_request(file: bytes, roots: list[bytes], now: dt.datetime) -> x509.CertificateSigningRequest:
    """The certificate request inside.

    Raises Broken with one of: not-base64, byte-order-mark, not-a-property-list, not-three-strings, csr-unreadable,
    csr-key, csr-signature, chain-unreadable, chain-incomplete, chain-broken, root-unknown, not-a-vendor,
    vendor-not-yet-valid, vendor-expired, signature-unreadable, signature.
    """
    try:
        text = re.sub(rb"[\r\n]", b"", file.strip())
        document = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Broken("not-base64") from None
    if document.startswith(b"\xef\xbb\xbf"):
        raise Broken("byte-order-mark")
    try:
        content = plistlib.loads(document, fmt=plistlib.FMT_XML)
    except Exception:
        raise Broken("not-a-property-list") from None
    wanted = {"PushCertRequestCSR", "PushCertCertificateChain", "PushCertSignature"}
    if not isinstance(content, dict) or set(content) != wanted:
        raise Broken("not-three-strings")
    if not all(isinstance(value, str) for value in content.values()):
        raise Broken("not-three-strings")

    try:
        der = base64.b64decode(content["PushCertRequestCSR"], validate=True)
        csr = x509.load_der_x509_csr(der)
    except ValueError:
        raise Broken("csr-unreadable") from None
    key = csr.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size != 2048:
        raise Broken("csr-key")
    if not csr.is_signature_valid:
        raise Broken("csr-signature")

    try:
        chain = x509.load_pem_x509_certificates(content["PushCertCertificateChain"].encode())
    except ValueError:
        raise Broken("chain-unreadable") from None
    if len(chain) < 3:
        raise Broken("chain-incomplete")
    for lower, upper in zip(chain, chain[1:]):
        if not _issued(upper, lower):
            raise Broken("chain-broken")
    if chain[-1].public_bytes(Encoding.DER) not in roots:
        raise Broken("root-unknown")
    vendor = chain[0]
    if VENDOR_EXTENSION not in {extension.oid.dotted_string for extension in vendor.extensions}:
        raise Broken("not-a-vendor")
    if now < vendor.not_valid_before_utc:
        raise Broken("vendor-not-yet-valid")
    if now >= vendor.not_valid_after_utc:
        raise Broken("vendor-expired")

    try:
        signature = base64.b64decode(content["PushCertSignature"], validate=True)
    except binascii.Error:
        raise Broken("signature-unreadable") from None
    try:
        vendor.public_key().verify(signature, der, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise Broken("signature") from None
    return csr


def _issued(issuer: x509.Certificate, subject: x509.Certificate) -> bool:
    try:
        subject.verify_directly_issued_by(issuer)
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return constraints.ca


# ---------------------------------------------------------------- the file that is uploaded to the console


@dataclass
class Context:
    """What the form compares a file with."""

    roots: list[x509.Certificate]
    intermediates: list[x509.Certificate]
    requested_keys: set[bytes]
    """SubjectPublicKeyInfo, DER, of every request of the company."""
    now: dt.datetime
    registered: x509.Certificate | None = None
    limit: int = 64 * 1024


def judge_upload(file: bytes, context: Context) -> str | None:
    """The verdict on an uploaded file, by the order of security.md §4."""
    try:
        _read_upload(file, context)
    except Broken as reason:
        return str(reason)
    return None


def _read_upload(file: bytes, context: Context) -> x509.Certificate:
    if len(file) > context.limit:
        raise Broken("file-too-large")
    if not file.strip(b"\0 \t\r\n"):
        raise Broken("file-empty")
    certificate = _classify(file)

    topics = [attribute.value for attribute in certificate.subject if attribute.oid.dotted_string == UID]
    spki = _spki(certificate.public_key())
    if spki not in context.requested_keys:
        registered = context.registered
        if registered and topics == [_topic(registered)] and _chains(certificate, context):
            raise Broken("certificate-key-of-another-request")
        if not _chains(certificate, context):
            raise Broken("certificate-not-issued-by-apple")
        raise Broken("certificate-key-unknown")
    if not _chains(certificate, context):
        raise Broken("certificate-not-issued-by-apple")
    if not topics:
        raise Broken("certificate-topic-missing")
    if len(topics) > 1:
        raise Broken("certificate-several-topics")
    if not re.fullmatch(r"com\.apple\.mgmt\.[A-Za-z0-9.-]{1,240}", topics[0]):
        raise Broken("certificate-topic-not-for-management")
    if context.now >= certificate.not_valid_after_utc:
        raise Broken("certificate-expired")
    if certificate.not_valid_before_utc > context.now + SKEW:
        raise Broken("certificate-not-yet-valid")
    if context.registered:
        if certificate == context.registered:
            raise Broken("certificate-already-registered")
        if topics[0] != _topic(context.registered):
            raise Broken("topic-mismatch")
        if certificate.not_valid_after_utc < context.registered.not_valid_after_utc:
            raise Broken("certificate-older")
    return certificate


def _classify(file: bytes) -> x509.Certificate:
    if file.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Broken("file-is-utf16")
    if file.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise Broken("file-is-zip")
    if file.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise Broken("file-is-image")
    blocks = PEM_BLOCK.findall(file)
    labels = [label for label, _ in blocks]
    if any(b"PRIVATE KEY" in label for label in labels):
        raise Broken("file-is-private-key")
    if any(b"CERTIFICATE REQUEST" in label for label in labels):
        raise Broken("file-is-request")
    if any(label in (b"PKCS7", b"CMS") for label in labels):
        raise Broken("file-is-enrollment-token")
    if b"PushCertRequestCSR" in file:
        raise Broken("file-is-signed-request")
    if labels and not CERTIFICATE & set(labels):
        raise Broken("file-not-a-certificate")
    if labels:
        try:
            found = {x509.load_der_x509_certificate(base64.b64decode(text)) for label, text in blocks if label in CERTIFICATE}
        except ValueError:
            raise Broken("certificate-damaged") from None
        leaves = [certificate for certificate in found if not _is_authority(certificate)]
        if len(leaves) > 1:
            raise Broken("file-has-several-certificates")
        return _described((leaves or list(found))[0])
    head = file.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if head.startswith(b"<?xml") and b"plist" in head or head.startswith(b"bplist"):
        raise Broken("file-is-property-list")
    if head.startswith((b"<!doctype html", b"<html")):
        raise Broken("file-is-web-page")
    if b"application/pkcs7-mime" in file[:2000].lower():
        raise Broken("file-is-enrollment-token")
    try:
        if b"PushCertRequestCSR" in base64.b64decode(re.sub(rb"\s", b"", file), validate=True):
            raise Broken("file-is-signed-request")
    except binascii.Error:
        pass
    return _described(_der(file))


def _der(file: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(file)
    except ValueError:
        pass
    readers = {
        "file-is-request": x509.load_der_x509_csr,
        "file-is-private-key": lambda data: serialization.load_der_private_key(data, None),
    }
    for verdict, reader in readers.items():
        try:
            reader(file)
        except (ValueError, TypeError):
            continue
        raise Broken(verdict)
    if b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01" in file or file[:1] == b"\x30" and b"\x02\x01\x03\x30" in file[:12]:
        raise Broken("file-is-pkcs12")
    if file[:1] == b"\x30" and b"\x2a\x86\x48\x86\xf7\x0d\x01\x07" in file[:32]:
        raise Broken("file-is-enrollment-token")
    if file[:2] == b"\x30\x84" and int.from_bytes(file[2:6], "big") + 6 > len(file):
        raise Broken("certificate-damaged")
    raise Broken("file-not-a-certificate")


def _described(certificate: x509.Certificate) -> x509.Certificate:
    """Certificates of Apple's that are not the push certificate have names of their own."""
    common = "".join(a.value for a in certificate.subject if a.oid.dotted_string == "2.5.4.3")
    oids = {extension.oid.dotted_string for extension in certificate.extensions}
    if VENDOR_EXTENSION in oids:
        raise Broken("file-is-vendor-certificate")
    if _is_authority(certificate):
        raise Broken("file-is-apple-authority")
    if re.match(r"Apple (Production |Development )?(IOS )?Push Services|Apple Push Services", common):
        raise Broken("file-is-app-push-certificate")
    return certificate


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _spki(key) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _topic(certificate: x509.Certificate) -> str:
    return next(a.value for a in certificate.subject if a.oid.dotted_string == UID)


def _chains(certificate: x509.Certificate, context: Context) -> bool:
    """Leaf, an intermediate we know, a root we know; weak digests are no signature at all."""
    if isinstance(certificate.signature_hash_algorithm, (hashes.SHA1, hashes.MD5)):
        return False
    return any(
        _issued(middle, certificate) and any(_issued(root, middle) for root in context.roots)
        for middle in context.intermediates
    )
