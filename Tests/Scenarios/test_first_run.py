"""A real installation, without the Lab: from an empty directory to the first login, and what refuses to start.

The server of this module knows no Lab; its clock is the machine's.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess

import pytest
import requests
from selenium.webdriver.support.select import Select

from support.installation import Server, binaries, free_ports, kizuna, tail
from support.web import Web
from support.words import en, ja

FORM = "application/x-www-form-urlencoded"
PASSWORD = "unten no ii asa 4711"
LABELS = {
    "ja": {
        "name": "企業名", "language": "言語", "time zone": "タイムゾーン", "brand": "製品名(ブランド)",
        "again": "パスワード(確認)", "create": "作成する", "sheet": "復旧シート",
        "stored": "復旧シートを安全な場所に保管しました", "finish": "ログイン画面へ",
    },
    "en": {
        "name": "Company", "language": "Language", "time zone": "Time zone", "brand": "Product name (brand)",
        "again": "Password (again)", "create": "Create", "sheet": "Recovery sheet",
        "stored": "The recovery sheet lies in a safe place", "finish": "Go to login",
    },
}  # fmt: skip


def set_up_links(server: Server) -> list[str]:
    return re.findall(r"http://\S+/_setup/\S+", server.output.read_text())


def answers(words, **changes: str) -> dict[str, str]:
    """What a person types, by label."""
    labels = LABELS[words.language]
    typed = {
        "code": "hatsu", "name": "初めて株式会社", "language": words.language, "time zone": "Asia/Tokyo",
        "brand": "smsm", "login": "kanri", "password": PASSWORD, "again": PASSWORD,
    } | changes  # fmt: skip
    places = {"code": words("company"), "login": words("login"), "password": words("password")}
    return {places.get(key) or labels[key]: value for key, value in typed.items()}


def set_up(server: Server, code: str = "hatsu") -> None:
    """The whole of it without a window."""
    web, labels = Web("ja"), LABELS["ja"]
    page = web.get(set_up_links(server)[-1]).form(labels["create"]).send(answers(ja, code=code))
    form = page.form(labels["finish"])
    assert form.send(override={form.name(labels["stored"]): "yes"}).status == 200


@pytest.fixture
def fresh(tmp_path):
    """A server on a directory that did not exist."""
    server = Server(tmp_path / "data").start()
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A real installation, set up."""
    server = Server(tmp_path_factory.mktemp("real") / "data").start()
    set_up(server)
    yield server
    server.stop()


def refused(data, *more: str) -> subprocess.CompletedProcess:
    """`kizuna serve` that must end by itself, with a sentence and without a word on the ordinary output."""
    port = free_ports(3)
    ports = [f"--{name}-port={port + n}" for n, name in enumerate(("console", "devices", "management"))]
    done = subprocess.run(
        [str(binaries() / "kizuna"), "serve", "--data", str(data), *ports, *more],
        capture_output=True, text=True, timeout=20, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode != 0 and done.stderr and "/_setup/" not in done.stdout + done.stderr
    return done


# ---------------------------------------------------------------- the page


def test_the_first_run_in_a_browser(browser, words, fresh):
    labels = LABELS[words.language]
    links = set_up_links(fresh)
    assert len(links) == 1
    assert oct((fresh.data / "master.key").stat().st_mode & 0o777) == "0o400"
    assert oct(fresh.data.stat().st_mode & 0o777) == "0o700"

    browser.open(links[0])
    choices = {labels["language"], labels["brand"]}
    for label, value in answers(words, brand="office-marugoto").items():
        if label in choices:
            Select(browser.field(label)).select_by_value(value)
        else:
            browser.fill(label, value)
    browser.click(labels["create"])
    browser.see(labels["stored"])
    groups = [item.text for item in browser.driver.find_elements("css selector", "ol.groups li")]
    assert len(groups) == 14 and all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}", group) for group in groups), groups

    # The sheet stays until it is confirmed, over a reload and a crash.
    browser.driver.refresh()
    browser.see(groups[0])
    browser.tick(labels["stored"])
    browser.click(labels["finish"])
    assert browser.field(words("company")).get_attribute("value") == "hatsu"
    browser.fill(words("login"), "kanri")
    browser.fill(words("password"), PASSWORD)
    browser.click(words("log in"))
    browser.see(words("card"))
    assert not browser.says("ラボ:") and not browser.says("Lab:"), "no banner on a real installation"

    assert Web("ja").get(links[0]).status == 404, "the link is dead"
    assert not browser.complaints()
    fresh.stop()
    fresh.output.write_text("")
    fresh.start()
    assert not set_up_links(fresh), "no link once set-up is done"


def test_wrong_answers_are_named_and_what_was_typed_stays(fresh, words):
    labels = LABELS[words.language]
    link = set_up_links(fresh)[0]
    kept = {words("company"): "hatsu", labels["name"]: "初めて株式会社", words("login"): "kanri", labels["time zone"]: "Asia/Tokyo"}
    cases = [
        ({"code": "HATSU"}, "company-code-invalid"),
        ({"code": "api"}, "company-code-invalid"),
        ({"code": "ab"}, "company-code-invalid"),
        ({"name": ""}, "company-name-invalid"),
        ({"time zone": "Tokyo"}, "time-zone-unknown"),
        ({"brand": "acme"}, "brand-unknown"),
        ({"login": "two words"}, "login-id-invalid"),
        ({"password": "short", "again": "short"}, "password-too-short"),
        ({"password": "password1234", "again": "password1234"}, "password-too-common"),
        ({"again": "another one 4711"}, "passwords-differ"),
    ]
    wrong = {}
    for changes, code in cases:
        page = Web(words.language).get(link).form(labels["create"]).send(answers(words, **changes))
        form = page.form(labels["create"])
        expected = kept | {label: value for label, value in answers(words, **changes).items() if label in kept}
        shown = {label: form.value(label) for label in expected}
        secrets = [field.get("value") for field in page.soup.select("input[type=password]")]
        marked = page.soup.select("[aria-invalid=true]")
        # A list offers no wrong brand to mark.
        if page.status != 422 or page.codes != [code] or shown != expected or any(secrets) or not (marked or code == "brand-unknown"):
            wrong[str(changes)] = (page.status, page.codes, shown, page.text[:200])
    assert not wrong
    page = Web(words.language).get(link).form(labels["create"]).send(answers(words))
    assert page.says(labels["sheet"]), "nothing was made by the refused ones"


def test_the_sheet_waits_for_its_tick_and_outlives_a_restart(fresh):
    labels = LABELS["ja"]
    first = set_up_links(fresh)[0]
    page = Web("ja").get(first).form(labels["create"]).send(answers(ja))
    unticked = page.web.post(page.form(labels["finish"]).action, data=b"", headers={"Content-Type": FORM})
    assert unticked.status == 422 and unticked.says(labels["sheet"]), "not confirmed"
    groups = [item.get_text() for item in page.soup.select("ol.groups li")]

    fresh.kill()
    fresh.start()
    again = set_up_links(fresh)[-1]
    assert again != first and Web("ja").get(first).status == 404, "a new start voids the earlier link"
    page = Web("ja").get(again)
    assert [item.get_text() for item in page.soup.select("ol.groups li")] == groups


def test_the_sheet_that_was_printed_gives_the_lost_key_back(fresh):
    page = Web("ja").get(set_up_links(fresh)[0]).form(LABELS["ja"]["create"]).send(answers(ja))
    groups = [item.get_text() for item in page.soup.select("ol.groups li")]
    fresh.stop()
    key, data = fresh.data / "master.key", str(fresh.data)
    lost = key.read_bytes()
    refusal = kizuna("master-key", "restore", "--data", data, input=" ".join(groups), check=False)
    assert refusal.returncode == 1 and "[master-key-unusable]" in refusal.stderr, "a key is never replaced"
    key.unlink()
    typo = [*groups[:3], groups[3][::-1] if groups[3] != groups[3][::-1] else "00000", *groups[4:]]
    refusal = kizuna("master-key", "restore", "--data", data, input=" ".join(typo), check=False)
    assert refusal.returncode == 1 and "[recovery-sheet-unreadable]" in refusal.stderr and not key.exists()
    assert "4" in refusal.stderr, "the mistyped group is named"
    kizuna("master-key", "restore", "--data", data, input="\n".join(groups).lower())
    assert key.read_bytes() == lost
    fresh.start()


def test_a_link_is_not_to_be_guessed(fresh):
    real = set_up_links(fresh)[0]
    for link in (real[:-1], real[:-1] + ("0" if real[-1] != "0" else "1"), real.rsplit("/", 1)[0] + "/"):
        page = Web("ja").get(link)
        assert page.status == 404 and not page.has_button(LABELS["ja"]["create"])
    assert requests.get(f"{fresh.base}/_setup", timeout=10).status_code == 404


# ---------------------------------------------------------------- without a vendor certificate


@pytest.mark.parametrize("words", [ja, en], ids=["ja", "en"])
def test_without_a_vendor_certificate_the_edit_page_says_why_and_what_to_do(real, words):
    web = Web(words.language)
    page = web.get(f"{real.base}/hatsu").form(words("log in")).send(
        {words("login"): "kanri", words("password"): PASSWORD}
    )
    for step in ("settings", "service environment", "certificate page", "edit"):
        page = page.click(words(step))
    assert not page.has_button(words("download"))
    assert page.says({"ja": "ベンダー証明書", "en": "vendor certificate"}[words.language]), page.text
    assert page.says("kizuna vendor import") or page.says({"ja": "サービス運用者", "en": "service operator"}[words.language])
    done = real.kizuna("certificate", "request", check=False)
    assert done.returncode == 1 and "vendor" in done.stderr


# ---------------------------------------------------------------- what refuses to start


def test_a_lab_directory_is_no_real_one_and_the_other_way_round(installation, real):
    lab = refused(installation.data)
    assert "--lab" in lab.stderr and "--data" in lab.stderr
    other = refused(real.data, "--lab", str(installation.lab_file))
    assert "real installation" in other.stderr and "--lab" in other.stderr


def test_a_wrong_or_missing_master_key_refuses_to_start_and_says_what_to_do(real, fresh, tmp_path):
    fresh.stop()
    key = fresh.data / "master.key"
    own, foreign = key.read_bytes(), (real.data / "master.key").read_bytes()

    def put(content: bytes | None, mode: int = 0o400) -> None:
        key.unlink(missing_ok=True)
        if content is not None:
            key.write_bytes(content)
            key.chmod(mode)

    for content, mode, code in (
        (None, 0o400, "master-key-missing"),
        (foreign, 0o400, "master-key-wrong"),
        (own[:31], 0o400, "master-key-unusable"),
        (own, 0o644, "master-key-unusable"),
    ):
        put(content, mode)
        done = refused(fresh.data)
        assert done.returncode == 1 and f"[{code}]" in done.stderr, done.stderr
        assert str(key) in done.stderr and ("key file" in done.stderr), done.stderr
        listed = kizuna("admin", "company", "list", "--data", str(fresh.data), check=False)
        assert listed.returncode == 1 and f"[{code}]" in listed.stderr
        assert key.exists() == (content is not None), "no new key for existing data"
    elsewhere = tmp_path / "safe.key"
    shutil.copy(key, elsewhere)
    elsewhere.chmod(0o400)
    put(None)
    assert kizuna("admin", "company", "list", "--data", str(fresh.data), "--master-key", str(elsewhere)).returncode == 0


def test_every_mistake_in_the_settings_is_told_at_once(tmp_path):
    done = refused(tmp_path / "none", "--console-port", "many", "--host", "0.0.0.0", "--tls-key", "x")
    assert done.returncode == 2
    for name in ("--console-port", "--host", "--tls-certificate"):
        assert name in done.stderr, done.stderr
    assert not (tmp_path / "none").exists(), "nothing was made"


# ---------------------------------------------------------------- a second company


def test_a_second_company_and_its_first_login_by_command_line(browsers, real):
    made = real.kizuna(
        "admin", "company", "create", "--code", "nisha", "--name", "二社目", "--time-zone", "Asia/Tokyo",
        "--language", "ja", "--brand", "office-marugoto",
    )  # fmt: skip
    assert "nisha" in made.stdout
    link = json.loads(
        real.kizuna("admin", "user", "create", "--company", "nisha", "--login", "futari", "--role", "administrator", "--json").stdout
    )["link"]
    assert link.startswith(real.base)
    browser = browsers("ja")
    browser.first_tab()
    browser.forget()
    browser.open(link)
    browser.fill("新しいパスワード", PASSWORD)
    browser.fill("新しいパスワード(確認)", PASSWORD)
    browser.click("パスワードを設定")
    assert browser.field(ja("company")).get_attribute("value") == "nisha"
    browser.fill(ja("login"), "futari")
    browser.fill(ja("password"), PASSWORD)
    browser.click(ja("log in"))
    browser.see(ja("card"))
    assert browser.says("二社目") and not browser.says("初めて株式会社")
    assert Web("ja").get(link).status == 404
    codes = {row["code"] for row in json.loads(real.kizuna("admin", "company", "list", "--json").stdout)}
    assert codes == {"hatsu", "nisha"}
    assert real.kizuna("certificate", "show", check=False).returncode != 0, "which company must now be said"


@pytest.mark.parametrize(
    "path",
    [
        ("serve",), ("admin",), ("admin", "company"), ("admin", "company", "create"), ("admin", "company", "list"),
        ("admin", "user"), ("admin", "user", "create"), ("admin", "user", "password-link"), ("admin", "user", "list"),
        ("admin", "log"), ("admin", "recovery-sheet-stored"), ("vendor",), ("vendor", "authorities"),
        ("vendor", "import"), ("vendor", "show"), ("vendor", "sign"), ("certificate",), ("certificate", "request"),
        ("certificate", "upload"), ("certificate", "show"), ("certificate", "status"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_each_command_explains_itself_and_refuses_what_it_does_not_know(path):
    helped = kizuna(*path, "--help")
    assert f"USAGE: kizuna {' '.join(path)}" in helped.stdout and not helped.stderr
    done = kizuna(*path, "--no-such-option", check=False)
    assert done.returncode == 2 and done.stderr and not done.stdout
