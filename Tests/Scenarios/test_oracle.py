"""The vendor-signed request, judged by openssl alone, by the oracle and by the Lab's portal."""

from __future__ import annotations

import base64
import plistlib
from pathlib import Path

import pytest

from support import authority as ca
from support import corpus, oracle
from support.certificate import Desk, csr_in
from support.portal import PortalByRequests
from support.web import Web


@pytest.fixture(scope="module")
def desk(installation, new_company) -> Desk:
    desk = Desk(installation, new_company("oracle"))
    desk.download()
    return desk


@pytest.fixture(scope="module")
def pieces(desk, tmp_path_factory) -> Path:
    """The request taken apart with base64 and plistlib; the rest is openssl's."""
    folder = tmp_path_factory.mktemp("request")
    content = plistlib.loads(base64.b64decode(desk.request, validate=False))
    assert sorted(content) == ["PushCertCertificateChain", "PushCertRequestCSR", "PushCertSignature"]
    assert all(isinstance(value, str) for value in content.values())
    (folder / "request.der").write_bytes(base64.b64decode(content["PushCertRequestCSR"], validate=True))
    (folder / "signature").write_bytes(base64.b64decode(content["PushCertSignature"], validate=True))
    blocks = content["PushCertCertificateChain"].split("-----END CERTIFICATE-----\n")
    assert blocks.pop() == "", "a line break after every END line"
    for name, block in zip(("leaf", "intermediate", "root"), blocks, strict=True):
        (folder / f"{name}.pem").write_text(block + "-----END CERTIFICATE-----\n")
    lines = content["PushCertCertificateChain"].splitlines()
    assert max(len(line) for line in lines) == 64
    return folder


def test_openssl_alone_verifies_the_request(pieces, openssl):
    request = openssl("req", "-inform", "DER", "-in", str(pieces / "request.der"), "-noout", "-verify", "-text")
    assert request.returncode == 0 and b"verify OK" in request.stderr + request.stdout
    assert b"Public-Key: (2048 bit)" in request.stdout
    assert b"sha256WithRSAEncryption" in request.stdout

    chain = openssl(
        "verify", "-CAfile", str(pieces / "root.pem"), "-untrusted", str(pieces / "intermediate.pem"),
        str(pieces / "leaf.pem"),
    )  # fmt: skip
    assert chain.returncode == 0, chain.stderr

    key = openssl("x509", "-in", str(pieces / "leaf.pem"), "-noout", "-pubkey")
    (pieces / "vendor.pub").write_bytes(key.stdout)
    signature = openssl(
        "dgst", "-sha256", "-verify", str(pieces / "vendor.pub"), "-signature", str(pieces / "signature"),
        str(pieces / "request.der"),
    )  # fmt: skip
    assert signature.stdout.strip() == b"Verified OK"


def test_openssl_sees_a_changed_request(pieces, openssl, tmp_path):
    changed = bytearray((pieces / "request.der").read_bytes())
    changed[60] ^= 1
    (tmp_path / "changed.der").write_bytes(changed)
    key = openssl("x509", "-in", str(pieces / "leaf.pem"), "-noout", "-pubkey")
    (tmp_path / "vendor.pub").write_bytes(key.stdout)
    done = openssl(
        "dgst", "-sha256", "-verify", str(tmp_path / "vendor.pub"), "-signature", str(pieces / "signature"),
        str(tmp_path / "changed.der"),
    )  # fmt: skip
    assert done.returncode != 0


def test_the_vendors_own_signature_is_byte_for_byte_the_one_of_openssl(desk, pieces):
    """PKCS #1 v1.5 knows one signature for a text."""
    assert (pieces / "signature").read_bytes() == corpus.sign(desk.vendor.key, (pieces / "request.der").read_bytes())


def test_the_oracle_accepts_what_the_server_offers(desk, installation):
    roots = [ca.cert_der(desk.authority.root.certificate)]
    assert oracle.judge_request(desk.request, roots, installation.now()) is None


def test_downloading_again_gives_the_same_request_and_a_new_one_adds(desk):
    again = desk.edit().form(desk.words("download")).send(button=desk.words("download")).response.content
    assert csr_in(again) == csr_in(desk.request)
    page = desk.edit()
    fresh = page.form(desk.words("new request")).send(button=desk.words("new request"))
    assert csr_in(fresh.response.content).public_key() != desk.csr.public_key()
    assert desk.ledger_length() == 2


# ---------------------------------------------------------------- the portal


FAMILIES = {
    "Invalid Certificate Signing Request": {
        "not-base64", "byte-order-mark", "not-a-property-list", "not-three-strings", "csr-unreadable", "csr-key",
        "csr-signature",
    },
    "because the signature is invalid": {
        "chain-unreadable", "chain-incomplete", "chain-broken", "root-unknown", "not-a-vendor", "vendor-not-yet-valid",
        "signature-unreadable", "signature",
    },
    "signing certificate is expired": {"vendor-expired"},
}  # fmt: skip


@pytest.fixture(scope="module")
def portal(installation):
    return PortalByRequests(installation, "oracle@example.com", Web("en"))


@pytest.fixture(scope="module")
def broken(desk, installation):
    return corpus.broken_requests(desk.authority, desk.vendor, installation.now())


def test_the_portal_and_the_oracle_agree_on_every_broken_request(portal, broken, desk, installation):
    roots = [ca.cert_der(desk.authority.root.certificate)]
    differ = {}
    for request in broken:
        verdict = oracle.judge_request(request.content, roots, installation.now())
        assert verdict == request.expected, request.name
        page = portal.create(request.content)
        accepted = "Confirmation" in page.text
        if accepted != (verdict is None):
            differ[request.name] = f"portal: {page.text[:200]}; oracle: {verdict}"
        elif verdict is not None:
            family = next(words for words, verdicts in FAMILIES.items() if verdict in verdicts)
            if family not in page.text:
                differ[request.name] = f"{family!r} is not in: {page.text[:300]}"
    assert not differ, "\n".join(f"{name}: {text}" for name, text in differ.items())


def test_what_the_portal_issues_passes_the_oracle_and_openssl(portal, desk, installation, openssl, tmp_path):
    portal.create(desk.request)
    pem = portal.download_confirmed()
    certificate = ca.x509.load_pem_x509_certificate(pem)
    assert pem.count(b"BEGIN CERTIFICATE") == 1, "leaf only"
    context = oracle.Context(
        roots=[desk.authority.root.certificate],
        intermediates=[desk.authority.push.certificate],
        requested_keys={oracle._spki(desk.csr.public_key())},
        now=installation.now(),
    )
    assert oracle.judge_upload(pem, context) is None
    for name, signer in (("root", desk.authority.root), ("middle", desk.authority.push)):
        (tmp_path / name).write_bytes(ca.cert_pem(signer.certificate))
    (tmp_path / "leaf").write_bytes(pem)
    done = openssl(
        "verify", "-attime", str(int(installation.now().timestamp())), "-purpose", "sslclient",
        "-CAfile", str(tmp_path / "root"), "-untrusted", str(tmp_path / "middle"),
        str(tmp_path / "leaf"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    days = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert days.days == 365
