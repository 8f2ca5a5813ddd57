"""Company B knows every address of company A, and gets nothing; nobody gets anything without a session."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
import requests

from support import authority as ca
from support.certificate import Desk, stored_rows
from support.device_pages import DevicePages
from support.enrollment import invite
from support.fleet import new_device
from support.web import Page, Web
from support.words import ja

CANARY_NAME = "ひみつ商会カナリア"
CANARY_ID = "canary-apple-id@himitsu.example"
CANARY_NOTES = "カナリアの備考 4711"
CANARY_USER = "ひみつの利用者"


@dataclass(frozen=True)
class Recorded:
    """A request as A's own browser sent it."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def __str__(self) -> str:
        return f"{self.method} {urlsplit(self.url).path}"


@pytest.fixture(scope="module")
def a(installation, new_company) -> Desk:
    desk = Desk(installation, new_company("company-a", CANARY_NAME))
    desk.topic = ca.new_topic()
    desk.register(desk.topic, CANARY_ID, CANARY_NOTES)
    desk.download()
    link = invite(desk, CANARY_USER, 3).link
    devices = [new_device(installation, kind).enroll(link) for kind in ("iPhone", "Mac")]
    desk.devices = [DevicePages(desk, device.serial) for device in devices]
    for device, pages in zip(devices, desk.devices):
        pages.until_quiet()
        device.behave(online=False)
    phone, mac = desk.devices
    phone.sync()
    assert mac.order("lock").says("PIN"), "a PIN in escrow"
    return desk


@pytest.fixture(scope="module")
def b(installation, new_company) -> Desk:
    desk = Desk(installation, new_company("company-b"))
    desk.register()
    return desk


def crawl(desk: Desk) -> dict[str, Page]:
    """Every page below the company's address that links lead to; of the list of devices one order and one choice."""
    base = f"{desk.installation.base}/{desk.person.company}"
    pages, rest = {}, [desk.home.url, base]
    while rest:
        url = rest.pop().split("#")[0]
        if urlsplit(url).path.endswith("/devices"):
            url = url.split("?")[0]
        if url in pages or not url.startswith(base) or "lang=" in url:
            continue
        page = desk.web.get(url)
        pages[url] = page
        rest += [link for _, link in page.links()]
    return pages


@pytest.fixture(scope="module")
def recorded(a) -> list[Recorded]:
    """Everything A does: all pages, all forms, a whole life of a certificate."""
    pages = crawl(a)
    below = f"{a.installation.base}/{a.person.company}"
    for page in pages.values():
        for form in page.forms():
            if form.action.startswith(below) and ja("log out") not in form.buttons:
                if form.method == "get":
                    form.send()
                else:
                    a.web.post(form.action, data={**dict(form.fields), "csrf": "spoiled"})
    a.upload(ca.cert_pem(a.issue(ca.new_topic())))
    a.upload(None, notes=CANARY_NOTES)
    a.delete()
    page = a.view()
    page.form(a.words("restore")).send(button=a.words("restore"))
    a.download()
    seen = {}
    for exchange in a.web.exchanges:
        request = exchange.request
        if request.url.startswith(below):
            body = request.body or b""
            body = body.encode() if isinstance(body, str) else body
            content_type = request.headers.get("Content-Type", "")
            key = (request.method, urlsplit(request.url).path)
            seen[key] = Recorded(request.method, request.url, (("Content-Type", content_type),), body)
    acts = [path for method, path in seen if method == "POST" and "/devices/" in path]
    for act in ("/sync", "/lock", "/wipe", "/restart", "/clear-passcode", "/cancel", "/revoke", "/enroll"):
        assert any(path.endswith(act) for path in acts), f"{act} not among {acts}"
    assert any("/pin/" in path for path in acts), acts
    assert len({r.url for r in seen.values() if r.method == "POST"}) >= 20, sorted(seen)
    assert len(seen) >= 40, sorted(seen)
    return list(seen.values())


def token(page: Page) -> str:
    return next(value for form in page.forms() for name, value in form.fields if name == "csrf")


def state(desk: Desk):
    page = desk.twin().view()
    devices = [(pages.state(), pages.page("/commands").text) for pages in getattr(desk, "devices", [])]
    enroll = desk.web.get(f"{desk.installation.base}/{desk.person.company}/devices/enroll").text
    return desk.shown(), stored_rows(page), len(page.soup.select("table.grid tr")), devices, enroll


def ask(recorded: Recorded, web: Web, proof: str | None, own: str) -> requests.Response:
    body = recorded.body
    if proof:
        body = body.replace(own.encode(), proof.encode()).replace(b"spoiled", proof.encode())
    headers = {name: value for name, value in recorded.headers if value}
    parts = urlsplit(recorded.url)
    headers["Origin"] = f"{parts.scheme}://{parts.netloc}"
    return web.session.request(
        recorded.method, recorded.url, data=body or None, headers=headers, allow_redirects=False, timeout=30
    )


def tells_nothing(text: str, desk: Desk) -> bool:
    serials = [pages.serial for pages in desk.devices]
    return not any(secret in text for secret in (CANARY_NAME, CANARY_ID, CANARY_NOTES, CANARY_USER, desk.topic, *serials))


def test_every_request_of_a_is_404_for_b(a, b, recorded):
    before = state(a)
    proof, own = token(b.edit()), token(a.edit())
    wrong = {}
    for request in recorded:
        answer = ask(request, b.web, proof, own)
        if answer.status_code != 404 or not tells_nothing(answer.text, a):
            wrong[str(request)] = answer.status_code
    assert not wrong
    assert state(a) == before
    assert b.view().status == 200, "B's own session lives on"


def test_what_a_sent_tells_b_nothing_at_bs_own_address(a, b, recorded):
    """The other way round: B's address, with the identifiers that stood in A's requests."""
    before = state(a)
    window = b.twin()
    proof, own = token(window.edit()), token(a.edit())
    ends = (a.person.company, "/logout", "/delete", "/password", "/edit")
    for request in recorded:
        if request.method == "POST" and not request.url.endswith(ends):
            mine = request.url.replace(f"/{a.person.company}", f"/{b.person.company}")
            answer = ask(Recorded("POST", mine, request.headers, request.body), window.web, proof, own)
            assert tells_nothing(answer.text, a), str(request)
    assert state(a) == before


def test_nothing_is_told_without_a_session(a, recorded, installation):
    before = state(a)
    wrong = {}
    for request in recorded:
        if request.method == "POST" and urlsplit(request.url).path == f"/{a.person.company}":
            continue  # A's own login, password and all
        answer = ask(request, Web("ja"), None, "")
        public = answer.status_code == 200 and urlsplit(request.url).path.rstrip("/").count("/") == 1
        where = answer.headers.get("Location", "")
        login = answer.status_code == 303 and urlsplit(where).path == f"/{a.person.company}" and not urlsplit(where).netloc
        refused = answer.status_code in (404, 422) or public or login
        if not refused or not tells_nothing(answer.text, a):
            wrong[str(request)] = (answer.status_code, answer.headers.get("Location"))
    assert not wrong
    assert state(a) == before


def test_a_session_that_ended_opens_nothing(a, installation, recorded):
    desk = Desk(installation, a.person)
    cookies = desk.web.session.cookies.get_dict()
    desk.home.form(ja("log out")).send()
    for request in recorded:
        if request.method == "GET":
            answer = requests.get(request.url, cookies=cookies, allow_redirects=False, timeout=10)
            public = urlsplit(request.url).path.rstrip("/").count("/") == 1
            assert answer.status_code == 303 or public, str(request)
            assert tells_nothing(answer.text, a), str(request)


def raw(installation, path: str, cookies: dict[str, str]) -> tuple[int, str]:
    """The path as it stands, without anybody tidying it up."""
    parts = urlsplit(installation.base)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.putrequest("GET", path, skip_host=False)
    if cookies:
        connection.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()))
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, text


@pytest.mark.parametrize("who", ["nobody", "company B"])
def test_odd_spellings_of_a_path_open_nothing(installation, a, b, recorded, who):
    cookies = b.web.session.cookies.get_dict() if who == "company B" else {}
    paths = sorted({urlsplit(request.url).path for request in recorded if request.method == "GET"})
    wrong = {}
    for path in paths:
        company, rest = f"/{a.person.company}", path.removeprefix(f"/{a.person.company}")
        spellings = [
            "/" + path, path + "/", path + "//", path + ";x=1", path + "%2f", path + "%00", path + "?x=/",
            f"{company}/.{rest}", f"{company}/%2e{rest}", f"/{b.person.company}/..{path}",
            f"/{b.person.company}/%2e%2e{path}", f"/_assets/..{path}", f"/_assets/%2e%2e{path}",
            path.upper(), path.replace("/", "\\"), path.replace(company, f"/%{ord(company[1]):02x}{company[2:]}"),
        ]  # fmt: skip
        for spelling in spellings:
            status, text = raw(installation, spelling, cookies)
            if status >= 500 or not tells_nothing(text, a) or 'href="//' in text:
                wrong[spelling] = status
    assert not wrong


def test_two_companies_may_not_register_the_same_key_or_learn_of_each_other(a, b, installation):
    """A's certificate, uploaded by B: the text of an unknown key (P-13)."""
    now = installation.now()
    foreign = a.authority.push_certificate(a.csr.public_key(), a.topic, now, not_after=ca.days(now, 380))
    unknown = a.authority.push_certificate(ca.stranger_key().public_key(), ca.new_topic(), now)
    one, other = (b.upload(ca.cert_pem(certificate)) for certificate in (foreign, unknown))
    assert one.codes[:1] == other.codes[:1] == ["certificate-key-unknown"]
    assert tells_nothing(one.response.text.replace(a.topic, ""), a)


def test_a_device_of_a_is_not_found_below_bs_address(a, b, recorded):
    """The identifiers of A's devices, commands and invitations in B's own addresses: 404, by GET and by POST."""
    before = state(a)
    proof, own = token(b.edit()), token(a.edit())
    tried = 0
    for request in recorded:
        path = urlsplit(request.url).path
        rest = path.split("/devices/", 1)[-1]
        if path == rest or rest in ("enroll", "list.csv", "sync"):
            continue
        mine = request.url.replace(f"/{a.person.company}", f"/{b.person.company}", 1)
        answer = ask(Recorded(request.method, mine, request.headers, request.body), b.web, proof, own)
        assert answer.status_code == 404 and tells_nothing(answer.text, a), f"{request}: {answer.status_code}"
        tried += 1
    assert tried >= 15
    assert state(a) == before


# ---------------------------------------------------------------- roles


@pytest.fixture(scope="module")
def viewer(installation, a) -> Desk:
    return Desk(installation, installation.new_user(a.person.company, "viewer", "viewer"))


def test_a_viewer_sees_the_certificate_and_the_log_but_changes_nothing(viewer, a, recorded):
    page = viewer.view()
    assert page.rows()[ja("topic")] == a.topic
    assert not page.has_button(ja("download"))
    assert ja("edit") not in [text for text, _ in page.links()]
    assert ja("delete") not in [text for text, _ in page.links()] and not page.has_button(ja("delete"))
    assert viewer.home.click(ja("log")).status == 200

    before = state(a)
    proof, own = token(viewer.home), token(a.edit())
    certificate = "/push-certificate"
    tried = 0
    for request in recorded:
        path = urlsplit(request.url).path
        forbidden = certificate in path and (request.method == "POST" or not path.endswith(certificate))
        if forbidden:
            tried += 1
            answer = ask(request, viewer.web, proof, own)
            assert answer.status_code == 403, str(request)
            assert "管理者" in answer.text, "says who has the right"
    assert tried >= 6
    assert state(a) == before


def test_the_fingerprints_of_requests_are_not_a_viewers(viewer, a):
    fingerprints = a.ledger()
    assert a.shown()["pendingRequest"] in fingerprints
    text = viewer.view().text
    assert fingerprints and not any(fingerprint in text for fingerprint in fingerprints)
