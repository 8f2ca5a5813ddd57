"""What every answer carries, how forms answer, and how little a failed login tells."""

from __future__ import annotations

import re
import socket
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests

from support.web import Web
from support.words import en, ja

PUBLIC = ["/", "/{company}", "/no-such-company", "/_assets/kizuna.css", "/_nowhere", "/{company}/nowhere", "/favicon.ico"]


@pytest.fixture(scope="module")
def page(installation, sample):
    return installation.log_in(sample)


def policy(response: requests.Response) -> dict[str, list[str]]:
    text = response.headers.get("Content-Security-Policy", "")
    return {part.split()[0]: part.split()[1:] for part in text.split(";") if part.split()}


def check_headers(response: requests.Response) -> None:
    where = f"{response.request.method} {response.url} {response.status_code}"
    rules = policy(response)
    assert "unsafe" not in response.headers.get("Content-Security-Policy", ""), where
    assert rules.get("default-src") in (["'self'"], ["'none'"]), f"{where}: {rules}"
    for directive in ("frame-ancestors", "base-uri"):
        assert rules.get(directive) in (["'none'"], ["'self'"]), f"{where}: {directive} in {rules}"
    assert rules.get("form-action") is not None, where
    assert "*" not in response.headers["Content-Security-Policy"], where
    assert response.headers.get("X-Content-Type-Options") == "nosniff", where
    assert response.headers.get("Referrer-Policy") in ("no-referrer", "same-origin"), where
    assert response.headers.get("X-Frame-Options", "DENY") == "DENY", where
    assert response.headers.get("Cross-Origin-Opener-Policy") == "same-origin", where
    assert "Server" not in response.headers or not re.search(r"\d", response.headers["Server"]), where
    if "text/html" in response.headers.get("Content-Type", ""):
        assert "charset=utf-8" in response.headers["Content-Type"].lower(), where
        assert "no-store" in response.headers.get("Cache-Control", ""), where


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_answer_carries_the_security_headers(installation, sample, path):
    answer = requests.get(installation.base + path.format(company=sample.company), allow_redirects=False, timeout=10)
    assert answer.status_code < 500
    check_headers(answer)


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH"])
def test_odd_methods_are_refused_with_the_same_headers(installation, sample, method):
    answer = requests.request(method, f"{installation.base}/{sample.company}", timeout=10, allow_redirects=False)
    assert 400 <= answer.status_code < 500
    check_headers(answer)


def test_every_page_behind_the_login_carries_the_security_headers(page, installation):
    for words, url in page.links():
        if url.startswith(installation.base) and "lang=" not in url:
            check_headers(page.web.get(url).response)
    for exchange in page.web.exchanges:
        check_headers(exchange)


def test_the_session_cookie_is_out_of_reach(page):
    cookies = page.web.session.cookies
    assert cookies
    lines = [
        line
        for exchange in page.web.exchanges
        for line in exchange.raw.headers.getlist("Set-Cookie")
    ]
    for line in lines:
        attributes = {part.strip().split("=")[0].lower() for part in line.split(";")[1:]}
        assert "samesite" in attributes, line
        assert "max-age" not in attributes and "expires" not in attributes or "Max-Age=0" in line, line
        if len(line.split(";")[0]) > 30:  # a token, not a language
            assert "httponly" in attributes, line


def test_logging_in_changes_the_session_and_logging_out_ends_it(installation, sample):
    web = Web("ja")
    before = web.get(f"{installation.base}/{sample.company}").web.session.cookies.get_dict()
    page = installation.log_in(sample, web=web)
    after = web.session.cookies.get_dict()
    assert set(after.values()) - set(before.values()), "no new token at login"
    inside = page.click(ja("log")).url
    page.form(ja("log out")).send()
    replay = requests.get(inside, cookies=after, allow_redirects=False, timeout=10)
    assert replay.status_code == 303


def test_a_form_that_was_done_answers_303(installation, sample):
    web = Web("ja")
    installation.log_in(sample, web=web)
    posted = [exchange for exchange in web.exchanges if exchange.request.method == "POST"]
    assert [exchange.status_code for exchange in posted] == [303]


def test_a_form_without_its_proof_changes_nothing(installation, sample):
    page = installation.log_in(sample)
    form = page.form(ja("log out"))
    answer = form.send(override={"csrf": None, "other": "1"})
    assert answer.status == 403
    answer = form.send(override={"csrf": "A" * 43})
    assert answer.status == 403
    assert page.web.get(page.url).has_button(ja("log out")), "still signed in"


def test_a_form_from_another_site_changes_nothing(installation, sample):
    page = installation.log_in(sample)
    form = page.form(ja("log out"))
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = page.web.post(form.action, data=dict(form.fields), headers=headers)
        assert answer.status == 403, headers
    assert page.web.get(page.url).has_button(ja("log out")), "still signed in"


def test_a_page_behind_the_login_comes_after_it(installation, sample):
    web = Web("ja")
    page = web.get(f"{installation.base}/{sample.company}/log")
    assert page.response.history[0].status_code == 303
    page = page.form(ja("log in")).send({ja("login"): sample.login, ja("password"): sample.password})
    assert page.path.split("?")[0] == f"/{sample.company}/log"


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_never_leads_elsewhere(installation, sample, next_page):
    web = Web("ja")
    page = web.get(f"{installation.base}/{sample.company}/log")
    form = page.form(ja("log in"))
    fields = {name: next_page for name, value in form.fields if value.startswith("/")}
    page = form.send({ja("login"): sample.login, ja("password"): sample.password}, override=fields)
    assert page.url.startswith(installation.base + "/")


# ---------------------------------------------------------------- failed logins


def attempt(installation, company: str, login: str, password: str, words=ja):
    page = Web(words.language).get(f"{installation.base}/{company}")
    return page.form(words("log in")).send({words("login"): login, words("password"): password})


def neutral(page) -> str:
    """The page without what was typed and without tokens."""
    text = re.sub(r' (value|action|href)="[^"]*"', "", page.response.text)
    assert 'name="password"' in text, "still the login page"
    return text


def test_failed_logins_do_not_tell_what_was_wrong(installation, sample, new_company):
    tries = [
        attempt(installation, sample.company, sample.login, f"wrong {uuid.uuid4()}"),
        attempt(installation, sample.company, f"nobody-{uuid.uuid4()}", "wrong too, quite long"),
        attempt(installation, "no-such-company", sample.login, sample.password),
        attempt(installation, "NOT A CODE!", sample.login, sample.password),
    ]
    assert {page.status for page in tries} == {422}
    assert len({neutral(page) for page in tries}) == 1
    for page in tries:
        assert not page.web.session.cookies.get_dict().get("session")


@pytest.mark.parametrize("address", ["/", "/no-such-company", "/api-not", "/sample-x"])
def test_an_unknown_company_shows_the_same_page(installation, sample, address):
    known = Web("ja").get(f"{installation.base}/{sample.company}")
    other = Web("ja").get(installation.base + address)
    assert other.status == known.status == 200
    assert other.has_button(ja("log in"))
    assert neutral(other) == neutral(known)


def test_an_edited_company_code_decides(installation, sample):
    page = Web("ja").get(f"{installation.base}/no-such-company")
    values = {ja("company"): sample.company, ja("login"): sample.login, ja("password"): sample.password}
    page = page.form(ja("log in")).send(values)
    assert page.status == 200
    assert page.path.startswith(f"/{sample.company}")


def test_many_wrong_passwords_make_the_account_wait(installation, new_company):
    """Ten wrong ones, for a login that exists and for one that does not; then the right password waits, too."""
    person = new_company("throttle")

    def tries(login: str) -> list[int]:
        return [attempt(installation, person.company, login, f"wrong {n}").status for n in range(12)]

    with ThreadPoolExecutor() as pool:
        known, unknown = pool.map(tries, [person.login, "ghost"])
    assert known == unknown == [422] * 10 + [429] * 2
    assert attempt(installation, person.company, person.login, person.password).status == 429


def test_the_language_follows_the_link_and_then_the_browser(installation, sample):
    page = Web("en").get(f"{installation.base}/{sample.company}")
    assert page.has_button(en("log in"))
    assert page.soup.html["lang"] == "en"
    page = page.web.get(f"{installation.base}/{sample.company}?lang=ja")
    assert page.has_button(ja("log in"))
    page = page.web.get(f"{installation.base}/{sample.company}")
    assert page.has_button(ja("log in")), "kept in a cookie"


@pytest.mark.parametrize("path", ["/{company}/settings/service/push-certificate/edit", "/{company}/no-such-page", "/_assets/kizuna.css"])
def test_a_body_that_never_ends_is_cut_off_where_nobody_reads_it(installation, sample, path):
    """Refused before its body was read: the connection ends instead of taking in whatever comes."""
    parts = urlsplit(installation.base)
    block, sent = b"40000\r\n" + b"A" * 0x40000 + b"\r\n", 0
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        head = f"POST {path.format(company=sample.company)} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        connection.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n")
        with pytest.raises(OSError):
            while sent < 1 << 30:
                connection.sendall(block)
                sent += len(block)
    assert sent < 1 << 30


# ---------------------------------------------------------------- what a person opens on a device


def test_the_pages_that_a_device_opens_are_as_closed_as_the_console(installation, new_company):
    from support.certificate import Desk
    from support.enrollment import invite

    desk = Desk(installation, new_company("device-pages"))
    desk.register()
    link = invite(desk).link
    base = link.rsplit("/enroll/", 1)[0]
    for path, status in ((link, 200), (f"{base}/enroll", 200), (f"{base}/enroll/{'0' * 32}", 404), (f"{link}/profile", 200)):
        answer = requests.get(path, timeout=10)
        assert answer.status_code == status, path
        rules = policy(answer)
        assert "unsafe" not in answer.headers["Content-Security-Policy"] and rules["default-src"] == ["'none'"], path
        assert rules["frame-ancestors"] == ["'none'"] and rules["form-action"] == ["'self'"], path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["Referrer-Policy"] == "no-referrer", "the address is the secret"
        assert "no-store" in answer.headers["Cache-Control"], path
        assert "Set-Cookie" not in answer.headers and "Server" not in answer.headers, path
    assert "attachment" in answer.headers["Content-Disposition"]
    refused = requests.post(f"{base}/enroll", data={"company": desk.person.company, "code": "0000-0000"}, timeout=10)
    assert refused.status_code == 422 and policy(refused)["default-src"] == ["'none'"]
    for header in (requests.put(f"{base}/mdm/{'0' * 32}/connect", data=b"x", timeout=10), requests.get(base, timeout=10)):
        assert header.status_code == 400 and not header.content and header.headers["X-Content-Type-Options"] == "nosniff"


def test_codes_cannot_be_tried_without_end(installation, new_company):
    """認証コード: whoever guesses is slowed down, and the right one is not told from the wrong one meanwhile."""
    from support.certificate import Desk
    from support.enrollment import invite

    desk = Desk(installation, new_company("codes"))
    desk.register()
    invitation = invite(desk)
    base = invitation.link.rsplit("/enroll/", 1)[0]
    right = requests.post(
        f"{base}/enroll", data={"company": desk.person.company, "code": invitation.code}, timeout=10, allow_redirects=False
    )
    assert right.status_code == 303 and "/enroll/" in right.headers["Location"]
    seen = []
    for number in range(60):
        answer = requests.post(f"{base}/enroll", data={"company": desk.person.company, "code": f"WRONG{number:03d}"}, timeout=10)
        seen.append(answer.status_code)
        if answer.status_code == 429:
            break
    assert seen[-1] == 429 and set(seen[:-1]) == {422}, seen
