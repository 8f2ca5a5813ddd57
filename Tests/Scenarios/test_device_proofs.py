"""The two other ways to prove a certificate: a proxy's word, and TLS itself."""

from __future__ import annotations

import base64
import plistlib
import urllib.parse

import pytest

from support.alone import Alone
from support.certificate import Desk
from support.device import Device, Identity, run
from support.enrollment import invite

SECRET = "a text that only the proxy knows"


def instant(desk: Desk) -> int:
    return int(desk.installation.now().timestamp())


def rfc9440(identity: Identity) -> str:
    return f":{base64.b64encode(identity.der).decode()}:"


def escaped(identity: Identity) -> str:
    return urllib.parse.quote(identity.pem, safe="")


FORMS = {"RFC 9440": rfc9440, "URL-escaped PEM": escaped}


@pytest.fixture(scope="module")
def behind_proxy(installation, workplace):
    alone = Alone(installation, workplace / "proxy", "proxied", ("--trusted-proxies", "127.0.0.1"))
    desk = Desk(alone, alone.person)
    desk.register()
    yield desk
    alone.stop()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_trusted_proxy_tells_the_certificate(behind_proxy, tmp_path, form):
    device = Device(tmp_path, signs=False).install(invite(behind_proxy), instant(behind_proxy))
    assert device.authenticate().status_code == 400, "nothing was proven"
    device.extra_headers = {"Client-Cert": form(device.identity)}
    assert device.authenticate().status_code == device.token_update().status_code == 200
    assert len(device.drain()) == 5
    # The word of the proxy is not enough against the device's own.
    other = Device(tmp_path, signs=False).install(invite(behind_proxy), instant(behind_proxy))
    assert device.report("Idle", signer=other.identity).status_code == 400, "two certificates that do not agree"
    assert device.report("Idle", headers={"Client-Cert": form(other.identity)}).status_code == 400
    assert device.report("Idle", headers={"Client-Cert": form(Identity.forged(tmp_path / f"f-{form.__name__}"))}).status_code == 400


@pytest.mark.parametrize("header", ["", ":", "::", ":MIIB:", ":****:", "%", "-----BEGIN CERTIFICATE-----", "A" * 40_000, "(null)"])
def test_a_header_that_holds_no_certificate_is_no_proof(behind_proxy, tmp_path, header):
    device = Device(tmp_path, signs=False).install(invite(behind_proxy), instant(behind_proxy))
    answer = device.authenticate(headers={"Client-Cert": header})
    assert answer.status_code in (400, 431), answer.status_code


def test_a_header_of_anybody_else_is_not_read(installation, new_company, tmp_path):
    """The shared server has no trusted proxy: whoever connects tells nothing by a header."""
    desk = Desk(installation, new_company("headers"))
    desk.register()
    device = Device(tmp_path, signs=False).install(invite(desk), instant(desk))
    for form in FORMS.values():
        for name in ("Client-Cert", "X-SSL-Client-Cert", "X-Client-Cert", "X-ARR-ClientCert", "Ssl-Client-Cert"):
            assert device.authenticate(headers={name: form(device.identity)}).status_code == 400
    # A wrong header does not spoil a right signature either.
    assert device.authenticate(signer=device.identity, headers={"Client-Cert": ":MIIB:"}).status_code == 200


def test_a_proxy_elsewhere_is_not_this_one(installation, workplace, tmp_path):
    alone = Alone(installation, workplace / "elsewhere", "elsewhere", ("--trusted-proxies", "10.0.0.0/8,2001:db8::/32"))
    try:
        desk = Desk(alone, alone.person)
        desk.register()
        device = Device(tmp_path, signs=False).install(invite(desk), instant(desk))
        assert device.authenticate(headers={"Client-Cert": rfc9440(device.identity)}).status_code == 400
        for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
            told = {"Client-Cert": rfc9440(device.identity), header: "for=10.0.0.1" if header == "Forwarded" else "10.0.0.1"}
            assert device.authenticate(headers=told).status_code == 400
    finally:
        alone.stop()


def test_a_proxy_that_must_know_a_secret(installation, workplace, tmp_path):
    file = tmp_path / "secret"
    file.write_text(SECRET)
    file.chmod(0o600)
    arguments = (
        "--trusted-proxies", "127.0.0.1", "--proxy-secret-file", str(file), "--certificate-header", "X-SSL-Client-Cert",
    )  # fmt: skip
    alone = Alone(installation, workplace / "secret", "secret-proxy", arguments)
    try:
        desk = Desk(alone, alone.person)
        desk.register()
        device = Device(tmp_path, signs=False).install(invite(desk), instant(desk))
        told = {"X-SSL-Client-Cert": escaped(device.identity)}
        assert device.authenticate(headers=told).status_code == 400
        assert device.authenticate(headers={**told, "X-Kizuna-Proxy": SECRET + "!"}).status_code == 400
        assert device.authenticate(headers={"Client-Cert": rfc9440(device.identity), "X-Kizuna-Proxy": SECRET}).status_code == 400
        assert device.authenticate(headers={**told, "X-Kizuna-Proxy": SECRET}).status_code == 200
    finally:
        alone.stop()


# ---------------------------------------------------------------- TLS


@pytest.fixture(scope="module")
def over_tls(installation, workplace):
    folder = workplace / "tls-files"
    folder.mkdir()
    run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "certificate.pem",
        "-days", "30", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", folder=folder,
    )  # fmt: skip
    (folder / "key.pem").chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REQUESTS_CA_BUNDLE", str(folder / "certificate.pem"))
        patch.setenv("SSL_CERT_FILE", str(folder / "certificate.pem"))
        files = ("--tls-certificate", str(folder / "certificate.pem"), "--tls-key", str(folder / "key.pem"))
        alone = Alone(installation, workplace / "tls", "mutual-tls", files, scheme="https")
        desk = Desk(alone, alone.person)
        desk.register()
        yield desk
        alone.stop()


def test_the_certificate_of_the_connection_is_enough(over_tls, tmp_path):
    device = Device(tmp_path, signs=False).install(invite(over_tls), instant(over_tls))
    assert device.mdm["ServerURL"].startswith("https://")
    assert device.authenticate().status_code == 400, "a connection without a certificate proves nothing"
    device.in_tls = True
    assert device.authenticate().status_code == device.token_update().status_code == 200
    assert len(device.drain()) == 5


def test_one_in_tls_and_another_in_the_signature_do_not_agree(over_tls, tmp_path):
    one, other = (Device(tmp_path, signs=False).enroll_in_tls(invite(over_tls), instant(over_tls)) for _ in range(2))
    assert one.report("Idle", signer=other.identity).status_code == 400
    assert one.report("Idle", signer=one.identity).status_code == 200
    assert one.put(plistlib.dumps({"UDID": other.udid, "Status": "Idle"})).status_code == 400


def test_a_certificate_of_nobody_opens_the_connection_and_nothing_else(over_tls, tmp_path):
    """Refused by 400 after the handshake: a failed handshake would look like a network without a way out."""
    device = Device(tmp_path, signs=False).install(invite(over_tls), instant(over_tls))
    device.in_tls = True
    right, device.identity = device.identity, Identity.forged(tmp_path / "forged")
    assert device.authenticate().status_code == 400
    device.identity = Identity.forged(tmp_path / "ec", algorithm="ed25519")
    assert device.authenticate().status_code == 400
    device.identity = right
    assert device.authenticate().status_code == 200


def test_a_signature_works_over_tls_as_well(over_tls, tmp_path):
    device = Device(tmp_path).enroll(invite(over_tls), instant(over_tls))
    assert len(device.drain()) == 5
