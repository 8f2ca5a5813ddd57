"""Every wrong file gets its own message, in both languages, and changes nothing; keys leave no trace."""

from __future__ import annotations

import base64
import re
import socket
from urllib.parse import urlsplit

import pytest

from support import authority as ca
from support import corpus, oracle
from support.certificate import Desk, key_bytes, stored_rows
from support.console import Console
from support.installation import resident_bytes
from support.words import en, ja


@pytest.fixture(scope="module")
def desk(installation, new_company) -> Desk:
    """A company in its second year: last year's certificate, this year's, and a request that waits."""
    desk = Desk(installation, new_company("files"))
    now = installation.now()
    desk.download()
    topic = ca.new_topic()
    last_year = desk.issue(topic, now, not_before=ca.days(now, -300), not_after=ca.days(now, 65))
    page = desk.upload(ca.cert_pem(last_year), apple_id="push@sample.example", notes="memo")
    assert page.says(ja("registered")), page.text[:600]
    desk.download()
    this_year = desk.issue(topic, now, not_after=ca.days(now, 364))
    page = desk.upload(ca.cert_pem(this_year))
    assert page.says(ja("changed")), page.text[:600]
    desk.download()
    desk.last_year, desk.registered, desk.topic = last_year, this_year, topic
    return desk


@pytest.fixture(scope="module")
def situation(desk, installation) -> corpus.Situation:
    return corpus.Situation(
        installation.now(),
        desk.authority,
        desk.csr.public_key(),
        desk.csr.public_bytes(ca.DER),
        desk.request,
        desk.vendor.certificate,
        desk.registered,
        desk.last_year,
    )


@pytest.fixture(scope="module")
def files(situation) -> list[corpus.WrongFile]:
    return corpus.wrong_files(situation)


def unchanged(desk: Desk):
    shown = desk.shown()
    page = desk.view()
    return shown, stored_rows(page), len(page.soup.select("table.grid tr"))


def test_each_wrong_file_gets_its_own_code_and_changes_nothing(desk, files):
    before = unchanged(desk)
    edit = desk.edit()
    wrong = {}
    for file in files:
        page = desk.upload(file.content, file.filename, notes="もう一度", page=edit)
        if (page.status, page.codes[:1]) != (422, [file.expected]):
            wrong[file.name] = f"{page.status} {page.codes} instead of {file.expected}: {page.text[:200]}"
        elif page.form(ja("save")).value(ja("notes")) != "もう一度":
            wrong[file.name] = "what was typed is lost"
    assert not wrong, "\n".join(f"{name}: {text}" for name, text in wrong.items())
    assert unchanged(desk) == before


def test_the_oracle_agrees_with_the_server_on_every_file(desk, files, situation):
    """Not the expectation twice: the oracle reads the files anew, the server's verdict is asked in English."""
    context = oracle.Context(
        roots=[desk.authority.root.certificate],
        intermediates=[desk.authority.vendors.certificate, desk.authority.push.certificate],
        requested_keys={
            key_bytes(key)
            for key in (desk.last_year.public_key(), desk.registered.public_key(), situation.request_key)
        },
        now=situation.now,
        registered=desk.registered,
    )
    english = Desk(desk.installation, desk.person, en)
    edit = english.edit()
    differ = {}
    for file in files:
        page = english.upload(file.content, file.filename, page=edit)
        verdict = oracle.judge_upload(file.content, context)
        if page.codes[:1] != [verdict]:
            differ[file.name] = (page.codes, verdict)
        assert not re.search("[ぁ-んァ-ヶ]", " ".join(tag.get_text() for tag in page.soup.select(".msg"))), file.name
    assert not differ


def test_both_topics_stand_on_the_page_as_text(desk, files):
    file = next(file for file in files if file.name == "other topic")
    page = desk.upload(file.content)
    offered = ca.x509.load_pem_x509_certificate(file.content).subject.get_attributes_for_oid(ca.UID)[0].value
    assert page.says(desk.topic) and page.says(offered)


def test_markup_in_a_file_name_and_in_a_topic_stays_text(desk, files):
    file = next(file for file in files if file.name == "UID with markup")
    for content, name in ((file.content, "push.pem"), (b"x", "<img src=x onerror=alert(1)>.pem")):
        page = desk.upload(content, name)
        assert page.status == 422
        assert not page.soup.select("main img, main script")


@pytest.mark.parametrize("size", [64 * 1024 + 1, 70_000, 1_000_000, 5_000_000])
def test_a_file_that_is_too_large_is_answered_413(desk, size):
    page = desk.upload(ca.cert_pem(desk.registered).ljust(size, b"\n"))
    assert page.status == 413
    assert desk.view().rows()[ja("topic")] == desk.topic


def test_a_file_of_exactly_64_KiB_is_read(desk):
    page = desk.upload(ca.cert_pem(desk.registered).ljust(64 * 1024, b"\n"))
    assert (page.status, page.codes[:1]) == (422, ["certificate-already-registered"])


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "chunked"])
def test_a_gigabyte_is_not_read_into_memory(desk, installation, chunked):
    form = desk.edit().form(ja("save"))
    parts = urlsplit(form.action)
    boundary = "b0undary"
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form.fields
    ) + (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{form.files[0]}"; filename="big.pem"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    cookies = "; ".join(f"{name}={value}" for name, value in desk.web.session.cookies.get_dict().items())
    size = 1 << 30
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(head) + size}"
    request = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: {cookies}\r\n"
        f"Origin: {parts.scheme}://{parts.netloc}\r\n"
        f"Content-Type: multipart/form-data; boundary={boundary}\r\n{length}\r\n\r\n"
    ).encode()
    pid = installation.server_pid()
    before = most = resident_bytes(pid)
    sent, answer = 0, b""
    block = b"A" * (1 << 20)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        connection.sendall(request)
        try:
            first = head.encode()
            connection.sendall(b"%x\r\n%b\r\n" % (len(first), first) if chunked else first)
            while sent < size:
                connection.sendall(b"%x\r\n%b\r\n" % (len(block), block) if chunked else block)
                sent += len(block)
                if sent % (16 << 20) == 0:
                    most = max(most, resident_bytes(pid))
        except OSError:
            pass
        try:
            while piece := connection.recv(65536):
                answer += piece
        except OSError:
            pass
    most = max(most, resident_bytes(pid))
    assert sent < size, "read to the end"
    assert not answer or b" 413 " in answer.split(b"\r\n")[0], answer[:200]
    assert most - before < 32 << 20, f"{(most - before) >> 20} MiB more"
    assert desk.view().rows()[ja("topic")] == desk.topic


# ---------------------------------------------------------------- what must be accepted


def test_every_form_of_the_right_certificate_is_accepted(desk, installation):
    issuer = desk.authority.push.certificate
    forms = corpus.accepted_forms(desk.registered, issuer)
    for number, name in enumerate(forms):
        renewed = desk.issue(desk.topic, not_after=ca.days(installation.now(), 400 + number))
        page = desk.upload(corpus.accepted_forms(renewed, issuer)[name])
        assert page.says(ja("changed")), f"{name}: {page.text[:300]}"
        desk.registered = renewed
    assert desk.view().rows()[ja("topic")] == desk.topic


# ---------------------------------------------------------------- the canary


def runs_of_16(secret: bytes) -> dict[str, set[bytes]]:
    """Every run of 16 bytes, as it would look raw, in hex and in base64 at each of its three alignments."""
    raw = {secret[i : i + 16] for i in range(len(secret) - 15)}
    low = secret.hex().encode()
    hexadecimal = {low[i : i + 32] for i in range(0, len(low) - 31, 2)}
    base = set()
    for shift in range(3):
        text = base64.b64encode(secret[shift:]).rstrip(b"=")
        base |= {text[i : i + 22] for i in range(len(text) - 21)}
    return {"raw": raw, "hex": hexadecimal, "base64": base}


LENGTHS = {"raw": 16, "hex": 32, "base64": 22}


def wanted_runs(secrets: dict[str, bytes]) -> dict[str, dict[bytes, str]]:
    """By kind: run → whose it is. ASN.1 that every key begins with is no secret and left out."""
    strangers = [ca.key_der(ca.stranger_key()), ca.key_der(ca.ec.generate_private_key(ca.ec.SECP256R1()))]
    wanted = {}
    for kind in LENGTHS:
        common = set().union(*(runs_of_16(stranger)[kind] for stranger in strangers))
        wanted[kind] = {
            run: name for name, secret in secrets.items() for run in runs_of_16(secret)[kind] if run not in common
        }
    return wanted


def traces(data: bytes, wanted: dict[str, dict[bytes, str]]) -> set[str]:
    found = set()
    for kind, runs in wanted.items():
        length, text = LENGTHS[kind], data.lower() if kind == "hex" else data
        found |= {
            f"{runs[text[i : i + length]]}, {kind}"
            for i in range(len(text) - length + 1)
            if text[i : i + length] in runs
        }
    return found


@pytest.fixture(scope="module")
def canaries(files) -> dict[str, bytes]:
    return {file.name: file.secret for file in files if file.secret}


def test_no_uploaded_key_is_found_in_database_or_log(desk, installation, files, canaries):
    assert len(canaries) >= 8
    edit = desk.edit()
    for file in files:
        if file.secret:
            assert desk.upload(file.content, file.filename, page=edit).status == 422
    places = [path for path in installation.data.rglob("*") if path.is_file() and "lab" not in path.parts]
    places.append(installation.output)
    assert any(path.suffix in (".db", ".sqlite", ".sqlite3") for path in places), places
    wanted = wanted_runs(canaries)
    leaks = {path.name: found for path in places if (found := traces(path.read_bytes(), wanted))}
    assert not leaks


def test_the_canary_would_be_found():
    """The search itself: a key written down in any of the ways is seen."""
    key = ca.rsa_key()
    secret = ca.key_der(key)
    wanted = wanted_runs({"canary": secret})
    part = secret[700:716]
    for kind, data in {
        "raw": b"before" + part + b"after",
        "hex": part.hex().upper().encode(),
        "base64": base64.b64encode(b"x" + secret[698:720]),
    }.items():
        assert traces(data, wanted) == {f"canary, {kind}"}
    assert traces(ca.key_pem(key), wanted) == {"canary, base64"}
    assert not traces(b"nothing here" * 100 + ca.key_der(ca.stranger_key()), wanted)


# ---------------------------------------------------------------- by hand, in the browser


def test_a_wrong_file_in_the_browser(browser, words, installation, desk, files, workplace):
    console = Console(browser, installation, words)
    console.log_in(desk.person)
    for name in ("the signed request", "a web page saved as .pem", "other topic"):
        file = next(file for file in files if file.name == name)
        path = workplace / file.filename
        path.write_bytes(file.content)
        console.open_edit()
        console.register(path, notes="typed by hand")
        browser.see(file.expected)
        assert browser.field(words("notes")).get_attribute("value") == "typed by hand"
        assert file.filename in browser.text
    large = workplace / "large.pem"
    large.write_bytes(b"A" * 70_000)
    console.open_edit()
    browser.choose_file(large)
    browser.see("64 K")
