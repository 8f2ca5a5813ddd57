"""A SCEP client that we did not write (Debian's package `scep`) gets its certificate; `openssl` judges everything."""

from __future__ import annotations

import hashlib
import http.server
import re
import shutil
import subprocess
import threading
import urllib.parse

import pytest
import requests

from support.certificate import Desk
from support.enrollment import invite, open_profile, read_profile


@pytest.fixture(scope="module")
def desk(installation, new_company) -> Desk:
    assert shutil.which("scepclient"), "the Debian package scep is missing: scripts/install-packages test"
    desk = Desk(installation, new_company("scep", "株式会社サンプル"))
    desk.register()
    return desk


@pytest.fixture
def profile(desk, tmp_path):
    """A profile of a new invitation, with a challenge that nobody used."""
    return read_profile(open_profile(invite(desk)), tmp_path, instant(desk))


def instant(desk) -> int:
    return int(desk.installation.now().timestamp())


def authority(scep: dict, folder):
    """The certificate of GetCACert, as a file that `openssl` trusts."""
    answer = requests.get(scep["URL"], params={"operation": "GetCACert", "message": scep["Name"]}, timeout=30)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert hashlib.sha256(answer.content).digest() == scep["CAFingerprint"]
    (folder / "ca.der").write_bytes(answer.content)
    run("openssl", "x509", "-inform", "DER", "-in", "ca.der", "-out", "ca.pem", folder=folder)
    return folder / "ca.pem"


def run(*command: str, folder, check: bool = True) -> subprocess.CompletedProcess:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert not check or done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done


def scepclient(url: str, challenge: str, folder, name: str = "device", check: bool = True):
    """It asks for a subject of its own, which it shall not get. It keeps its request and its own certificate beside
    the key, so every client has a folder."""
    home = folder / name
    home.mkdir(exist_ok=True)
    return run(
        "scepclient", "-server-url", url, "-challenge", challenge, "-private-key", "key.pem", "-certificate",
        "certificate.pem", "-cn", "administrator", "-organization", "Apple Inc.", "-debug",
        folder=home, check=check,
    )  # fmt: skip


def refused(done: subprocess.CompletedProcess, folder, name: str) -> bool:
    return done.returncode != 0 and not (folder / name / "certificate.pem").exists()


def text_of(certificate, folder) -> str:
    return run("openssl", "x509", "-in", str(certificate), "-noout", "-text", "-nameopt", "utf8,sep_comma_plus", folder=folder).stdout


def test_the_profile_is_signed_in_the_companys_name(desk, profile, tmp_path):
    trusted = authority(profile.scep, tmp_path)
    done = run(
        "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "profile", "-CAfile", str(trusted),
        "-attime", str(instant(desk)), "-signer", "signer.pem", "-out", "content", folder=tmp_path,
    )  # fmt: skip
    assert "CMS Verification successful" in done.stderr
    signer = text_of("signer.pem", tmp_path)
    assert "Subject: O=株式会社サンプル,CN=株式会社サンプル\n" in signer and "CA:FALSE" in signer
    usage = text_of(trusted, tmp_path)
    assert "Digital Signature, Key Encipherment, Certificate Sign, CRL Sign" in usage and "CA:TRUE" in usage
    # One changed byte, and nobody is asked to install it.
    changed = bytearray(profile.signed)
    changed[changed.index(b"<plist") + 1] ^= 1
    (tmp_path / "changed").write_bytes(changed)
    again = run(
        "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "changed", "-CAfile", str(trusted),
        folder=tmp_path, check=False,
    )  # fmt: skip
    assert again.returncode != 0


def test_scepclient_gets_a_certificate_and_the_server_decides_what_it_says(desk, profile, tmp_path):
    trusted = authority(profile.scep, tmp_path)
    scepclient(profile.scep["URL"], profile.scep["Challenge"], tmp_path)
    certificate = tmp_path / "device" / "certificate.pem"
    done = run(
        "openssl", "verify", "-x509_strict", "-purpose", "sslclient", "-attime", str(instant(desk)), "-CAfile",
        str(trusted), str(certificate), folder=tmp_path,
    )  # fmt: skip
    assert done.stdout.strip().endswith(": OK")
    text = text_of(certificate, tmp_path)
    assert re.search(r"Subject: CN=[0-9a-f]{32}\n", text), text
    assert "Apple" not in text and "administrator" not in text
    assert "CA:FALSE" in text and re.search(r"Extended Key Usage: *\n *TLS Web Client Authentication\n", text)
    key = run("openssl", "pkey", "-in", "device/key.pem", "-pubout", folder=tmp_path).stdout
    assert run("openssl", "x509", "-in", str(certificate), "-noout", "-pubkey", folder=tmp_path).stdout == key


def test_a_challenge_is_good_for_one_certificate(desk, profile, tmp_path):
    scep = profile.scep
    scepclient(scep["URL"], scep["Challenge"], tmp_path, "first")
    assert refused(scepclient(scep["URL"], scep["Challenge"], tmp_path, "second", check=False), tmp_path, "second")


@pytest.mark.parametrize("challenge", ["", "wrong", "0" * 48], ids=["none", "short", "long"])
def test_without_the_right_challenge_there_is_none(profile, tmp_path, challenge):
    assert refused(scepclient(profile.scep["URL"], challenge, tmp_path, check=False), tmp_path, "device")


def test_a_challenge_of_another_company_is_worth_nothing(desk, installation, new_company, profile, tmp_path):
    other = Desk(installation, new_company("scep-other", "別会社"))
    other.register()
    theirs = read_profile(open_profile(invite(other)), tmp_path, instant(desk)).scep
    assert theirs["URL"] != profile.scep["URL"] and theirs["CAFingerprint"] != profile.scep["CAFingerprint"]
    assert refused(scepclient(profile.scep["URL"], theirs["Challenge"], tmp_path, check=False), tmp_path, "device")
    # It was not used up by that.
    scepclient(theirs["URL"], theirs["Challenge"], tmp_path, "theirs")


def test_a_client_that_only_knows_GET_is_served(profile, tmp_path):
    with relay(profile.scep["URL"]) as (address, seen):
        scepclient(address, profile.scep["Challenge"], tmp_path)
    assert (tmp_path / "device" / "certificate.pem").exists()
    assert [method for method, operation in seen if operation == "PKIOperation"] == ["GET"]


@pytest.mark.parametrize("body", [b"", b"0", b"\x30\x80" * 500, b"<plist/>", bytes(65_537)])
def test_what_is_no_request_is_answered_400_or_413_and_never_401(profile, body):
    answer = requests.post(profile.scep["URL"], params={"operation": "PKIOperation"}, data=body, timeout=30)
    assert answer.status_code == (413 if len(body) > 65_536 else 400)


class relay:
    """Stands between client and server and keeps quiet about POST, so that the client goes by GET."""

    def __init__(self, target: str):
        seen: list[tuple[str, str]] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def handle_one(self):
                query = urllib.parse.urlsplit(self.path).query
                operation = urllib.parse.parse_qs(query).get("operation", [""])[0]
                seen.append((self.command, operation))
                answer = requests.request(self.command, f"{target}?{query}", timeout=30)
                content = answer.content
                if operation == "GetCACaps":
                    content = b"".join(
                        line for line in content.splitlines(True) if line.strip() not in (b"POSTPKIOperation", b"SCEPStandard")
                    )
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = handle_one

            def log_message(self, *_):
                pass

        self.seen = seen
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/scep", self.seen

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
