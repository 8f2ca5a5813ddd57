"""A real installation, without the Lab: a one-time link, the first company, the recovery sheet, no default password."""

from __future__ import annotations

import os
import re
import stat

import pytest

from support.installation import Installation, Person, Server, kizuna
from support.tour import set_up_values
from support.web import Web
from support.words import ja


@pytest.fixture(scope="module")
def server(workplace):
    server = Server(workplace / "real").start()
    yield server
    if server.process.poll() is None:
        server.stop()


def test_nobody_can_log_in_before_set_up(server):
    page = Web("ja").get(server.base + "/")
    for login, password in (("admin", "admin"), ("admin", ""), ("root", "password")):
        values = {ja("company"): "sample", ja("login"): login, ja("password"): password}
        assert page.form(ja("log in")).send(values).status == 422


def test_the_link_makes_the_company_shows_the_sheet_and_is_used_up(server):
    web = Web("ja")
    link = server.set_up_link()
    assert Web("ja").get(link[:-3] + "abc").status == 404
    page = web.get(link)
    assert "ラボ" not in page.text, "no Lab banner on a real installation"
    button = "作成する"
    values = set_up_values(ja)
    again = next(label for label in values if "確認" in label)
    for wrong in ({ja("company"): "NOT A CODE"}, {ja("password"): "short", again: "short"}, {again: "another one, long"}):
        refused = page.form(button).send({**values, **wrong})
        assert refused.status == 422
        kept = refused.form(button)
        assert kept.value(ja("login")) == "admin"
        assert not kept.value(ja("password")), "a password is never sent back"
    page = page.form(button).send(values)
    assert page.status == 200 and "復旧シート" in page.text
    groups = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{5}\b", page.text)
    assert len(groups) >= 11, "256 bits in base32, and a checksum"
    assert page.says("0〜9 と、I・L・O・U を除く A〜Z")
    without_tick = page.forms()[0].send()
    assert without_tick.status == 422
    form = page.forms()[0]
    box = form.name("復旧シートを安全な場所に保管しました")
    value = page.soup.select_one(f'input[name="{box}"]')["value"]
    page = form.send(override={box: value})
    assert page.path == "/first" and page.has_button(ja("log in"))
    assert web.get(link).status == 404, "used up"
    values = {ja("login"): "admin", ja("password"): values[ja("password")]}
    page = page.form(ja("log in")).send(values)
    assert page.says(ja("card"))


def test_without_a_vendor_certificate_no_request_is_offered_and_the_reason_is_named(server):
    page = Installation.log_in(server, Person("first", "admin", set_up_values(ja)[ja("password")]))
    for step in ("settings", "service environment", "certificate page", "edit"):
        page = page.click(ja(step))
    assert not page.has_button(ja("download"))
    assert "vendor-certificate-missing" in page.text
    link = page.link("https://identity.apple.com/pushcert/")
    assert link == "https://identity.apple.com/pushcert/", "Apple's own, outside the Lab"


def test_files_are_their_owners_only(server):
    for path in server.data.rglob("*"):
        mode = stat.S_IMODE(os.stat(path).st_mode)
        assert not mode & 0o077, f"{path.name}: {mode:o}"
    assert stat.S_IMODE(os.stat(server.data).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(server.data / "master.key").st_mode) == 0o400


def test_the_next_start_takes_up_the_same_data_and_prints_no_link(server):
    server.stop()
    before = server.output.stat().st_size
    server.start()
    assert "_setup/" not in server.output.read_text()[before:]
    assert Web("ja").get(f"{server.base}/first").has_button(ja("log in"))


def start_fails(server: Server) -> str:
    before = server.output.stat().st_size
    with pytest.raises(AssertionError, match="kizuna serve ended with [12]"):
        server.start()
    return server.output.read_text()[before:]


def test_a_real_installation_is_not_started_with_the_lab(server, installation):
    server.stop()
    server.lab = installation.lab_file
    try:
        assert "real installation" in start_fails(server)
    finally:
        server.lab = None
    server.start()


def test_a_lab_directory_is_stamped_and_stays_one(installation):
    """Its data never become a real installation's by leaving the switch out: every page says Lab."""
    page = Web("ja").get(f"{installation.base}/{installation.access['company']}")
    assert "ラボ" in page.text


@pytest.mark.parametrize("damage", ["missing", "wrong", "readable by others"])
def test_a_wrong_master_key_refuses_to_start_and_says_what_to_do(server, damage):
    server.stop()
    key = server.data / "master.key"
    content = key.read_bytes()
    os.chmod(key, 0o600)
    try:
        if damage == "missing":
            key.unlink()
        elif damage == "wrong":
            key.write_bytes(bytes(byte ^ 1 if position == 3 else byte for position, byte in enumerate(content)))
            os.chmod(key, 0o400)
        else:
            os.chmod(key, 0o444)
        said = start_fails(server)
        assert "master.key" in said and re.search(r"\[master-key-(missing|wrong|unusable)\]", said), said
    finally:
        if key.exists():
            os.chmod(key, 0o600)
        key.write_bytes(content)
        os.chmod(key, 0o400)
    server.start()
    assert Web("ja").get(f"{server.base}/first").has_button(ja("log in"))


def test_several_mistakes_in_the_configuration_are_told_together(workplace):
    done = kizuna("serve", "--console-port", "many", "--host", "0.0.0.0", "--tls-key", "x", check=False)
    assert done.returncode == 2
    for name in ("--data", "--console-port", "--host", "--tls-certificate"):
        assert name in done.stderr, done.stderr
