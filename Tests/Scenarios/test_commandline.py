"""`kizuna certificate` and `kizuna vendor`: the console's rules and sentences, exit 0, 1 or 2."""

from __future__ import annotations

import json

import pytest

from support import authority as ca
from support import corpus, oracle
from support.certificate import Desk, csr_in
from support.installation import kizuna
from support.web import Web
from support.words import ja


@pytest.fixture(scope="module")
def desk(installation, new_company) -> Desk:
    return Desk(installation, new_company("terminal"))


@pytest.fixture
def run(installation, desk):
    def run(*arguments: str, language: str = "en", **options):
        return installation.kizuna(
            *arguments, "--company", desk.person.company, check=False,
            env={"LC_ALL": "ja_JP.UTF-8" if language == "ja" else "C.UTF-8"}, **options,
        )  # fmt: skip

    return run


def test_a_certificate_lives_its_life_at_the_command_line(run, desk, installation, tmp_path):
    nothing = run("certificate", "status", "--warn", "30", "--json")
    assert nothing.returncode == 1 and json.loads(nothing.stdout)["state"] == "none"

    request = tmp_path / "request.scsr"
    assert run("certificate", "request", "--output", str(request)).returncode == 0
    assert oct(request.stat().st_mode & 0o777) == "0o600"
    roots = [ca.cert_der(desk.authority.root.certificate)]
    assert oracle.judge_request(request.read_bytes(), roots, installation.now()) is None
    desk.request = request.read_bytes()
    assert csr_in(desk.download()) == csr_in(request.read_bytes()), "the console offers the same pending request"

    topic = ca.new_topic()
    certificate = tmp_path / "MDM_sample_Certificate.pem"
    certificate.write_bytes(ca.cert_pem(desk.issue(topic)))
    done = run(
        "certificate", "upload", str(certificate), "--apple-id", "cli@sample.example", "--notes", "端末から",
        language="ja",
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "証明書を登録しました。"), done.stderr

    shown = json.loads(run("certificate", "show", "--json").stdout)
    assert shown["topic"] == topic == desk.view().rows()[ja("topic")]
    assert (shown["appleID"], shown["notes"], shown["state"]) == ("cli@sample.example", "端末から", "active")
    fine = run("certificate", "status", "--warn", "30", "--json")
    assert fine.returncode == 0 and json.loads(fine.stdout)["daysLeft"] in (364, 365)
    assert run("certificate", "status", "--warn", "365").returncode == 1
    line = run("certificate", "status")
    assert len(line.stdout.strip().splitlines()) == 1

    renewed = tmp_path / "renewed.pem"
    desk.download()
    renewed.write_bytes(ca.cert_pem(desk.issue(topic, not_after=ca.days(installation.now(), 380))))
    assert run("certificate", "upload", str(renewed)).stdout.strip() == "Certificate changed."
    assert json.loads(run("certificate", "show", "--json").stdout)["notes"] == "端末から", "left as it was"

    desk.delete()
    gone = run("certificate", "status", "--json")
    assert gone.returncode == 1 and json.loads(gone.stdout)["state"] == "deleted"


def test_a_refusal_has_the_consoles_sentence_and_code(run, desk, tmp_path):
    wrong = tmp_path / "push.csr"
    wrong.write_bytes(corpus.pem(desk.csr.public_bytes(ca.DER), "CERTIFICATE REQUEST"))
    for language in ("ja", "en"):
        done = run("certificate", "upload", str(wrong), language=language)
        assert done.returncode == 1 and "[file-is-request]" in done.stderr and not done.stdout
    page = desk.upload(wrong.read_bytes(), wrong.name)
    fact = page.soup.select_one(".msg h2, .msg strong").get_text().strip()
    assert fact in run("certificate", "upload", str(wrong), language="ja").stderr


def test_what_the_terminal_did_is_in_the_log_as_the_operators(desk):
    log = desk.home.click(ja("log"))
    assert log.says("サービス運用者")


@pytest.mark.parametrize(
    "arguments",
    [
        ("certificate", "upload"),
        ("certificate", "status", "--warn", "soon"),
        ("certificate", "nonsense"),
        ("nonsense",),
        ("vendor", "import", "--certificate", "x"),
        ("admin", "user", "create"),
        ("admin", "user", "create", "--login", "somebody", "--role", "emperor"),
        ("admin", "company", "create", "--code", "abc", "--name", "x", "--language", "fr"),
    ],
)
def test_a_mistake_in_the_command_ends_with_2(arguments):
    done = kizuna(*arguments, check=False)
    assert done.returncode == 2, f"{done.returncode}\n{done.stdout}{done.stderr}"
    assert done.stderr and not done.stdout


@pytest.mark.parametrize("arguments", [(), ("certificate",), ("vendor", "import"), ("serve",), ("admin", "user", "create")])
def test_help_is_everywhere(arguments):
    done = kizuna(*arguments, "--help")
    assert "USAGE" in done.stdout


def test_an_unknown_company_ends_with_1(installation):
    done = installation.kizuna("certificate", "show", "--company", "nobody-here", check=False)
    assert done.returncode == 1 and "[company-unknown]" in done.stderr


def test_one_request_travels_outside_and_comes_back_signed(run, desk, tmp_path, openssl):
    """The vendor key stays elsewhere: --unsigned, signed by somebody else, --attach."""
    bare = tmp_path / "bare.csr"
    assert run("certificate", "request", "--new", "--unsigned", "--output", str(bare)).returncode == 0
    assert openssl("req", "-in", str(bare), "-noout", "-verify").returncode == 0
    csr = ca.x509.load_pem_x509_csr(bare.read_bytes()).public_bytes(ca.DER)
    chain = [desk.vendor.certificate, desk.authority.vendors.certificate, desk.authority.root.certificate]
    signed = tmp_path / "signed.scsr"
    signed.write_bytes(corpus.envelope(csr, chain, corpus.sign(desk.vendor.key, csr)))
    assert run("certificate", "request", "--attach", str(signed)).returncode == 0
    assert desk.download() == signed.read_bytes()


def test_the_server_refuses_every_broken_request_that_the_oracle_refuses(run, desk, installation, tmp_path):
    """The server's own reader of signed requests, rule by rule; a right one is refused only as none of ours.

    One rule is Apple's alone: a signer without the vendor extension is a warning here, because nobody outside Apple
    can say that every vendor certificate has it.
    """
    roots = [ca.cert_der(desk.authority.root.certificate)]
    differ = {}
    for request in corpus.broken_requests(desk.authority, desk.vendor, installation.now()):
        file = tmp_path / "request"
        file.write_bytes(request.content)
        done = run("certificate", "request", "--attach", str(file))
        right = oracle.judge_request(request.content, roots, installation.now()) in (None, "not-a-vendor")
        code = done.stderr.rsplit("[", 1)[-1].split("]")[0]
        if done.returncode != 1 or right != (code == "signed-request-of-another-key"):
            differ[request.name] = (done.returncode, code, request.expected)
    assert not differ


# ---------------------------------------------------------------- the vendor certificate


@pytest.fixture
def vendor_import(installation, tmp_path):
    def run(certificate: bytes, key: bytes):
        (tmp_path / "vendor.pem").write_bytes(certificate)
        (tmp_path / "vendor.key").write_bytes(key)
        return installation.kizuna(
            "vendor", "import", "--certificate", str(tmp_path / "vendor.pem"), "--key", str(tmp_path / "vendor.key"),
            check=False, env={"LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    return run


def test_a_vendor_certificate_that_apple_would_refuse_is_not_imported(vendor_import, desk, installation):
    now, apple = installation.now(), desk.authority
    before = installation.kizuna("vendor", "show", "--json").stdout
    key = ca.stranger_key()
    good = apple.vendor(now, key)
    expired = apple.vendor(now, key, not_before=ca.days(now, -400), not_after=ca.days(now, -1))
    early = apple.vendor(now, key, not_before=ca.days(now, 2))
    foreign = ca.Authority.make(now).vendor(now, key)
    short_key = ca.rsa_key(1024)
    short = apple.vendor(now, short_key)
    cases = {
        "other key": (good, ca.rsa_key(), "vendor-key-mismatch"),
        "expired": (expired, key, "vendor-certificate-expired"),
        "not yet valid": (early, key, "vendor-certificate-not-yet-valid"),
        "key too short": (short, short_key, "vendor-key-not-supported"),
    }
    wrong = {}
    for name, (signer, private, code) in cases.items():
        done = vendor_import(ca.cert_pem(signer.certificate), ca.key_pem(private))
        if done.returncode != 1 or f"[{code}]" not in done.stderr:
            wrong[name] = done.stderr
    done = vendor_import(ca.cert_pem(foreign.certificate), ca.key_pem(key))
    if done.returncode != 1 or not any(code in done.stderr for code in ("vendor-chain-not-trusted", "vendor-intermediate-missing")):
        wrong["foreign authority"] = done.stderr
    for name, (certificate, private, code) in {
        "no certificate": (b"hello", ca.key_pem(key), "vendor-certificate-unreadable"),
        "no key": (ca.cert_pem(good.certificate), b"hello", "vendor-key-unreadable"),
    }.items():
        done = vendor_import(certificate, private)
        if done.returncode != 1 or f"[{code}]" not in done.stderr:
            wrong[name] = done.stderr
    assert not wrong
    assert installation.kizuna("vendor", "show", "--json").stdout == before


def test_a_password_comes_by_a_link_that_works_once(installation, desk):
    done = installation.kizuna(
        "admin", "user", "create", "--company", desk.person.company, "--login", "linked", "--role", "viewer", "--json"
    )
    link = json.loads(done.stdout)["link"]
    form = Web("ja").get(link).forms()[0]
    new, again = "新しいパスワード", "新しいパスワード(確認)"
    for password, repeated in (("short", "short"), ("long enough now", "but different")):
        assert form.send({new: password, again: repeated}).status == 422
    assert form.send({new: "unten no ii asa 4711", again: "unten no ii asa 4711"}).status == 200
    assert form.page.web.get(link).status == 404
    assert form.send({new: "unten no ii asa 4712", again: "unten no ii asa 4712"}).status == 404
