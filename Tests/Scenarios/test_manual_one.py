"""The first manual from end to end, in a real browser, in both languages: 2.1.1, 2.1.2, 2.2, 3.1, 3.2.1, 3.2.2.

One test for each language, on purpose: it is one year in the life of one certificate, and each step needs the one
before it. Section numbers are those of the manual.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

import pytest
from cryptography import x509

from support import authority as ca
from support.console import PORTAL_LINK, Console
from support.installation import Person
from support.portal import SIGN_IN, PortalInBrowser
from support.web import until
from support.words import Words

TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")
FIGURE_COLOUR = """
const figure = [...document.querySelectorAll('b')].find(e => e.innerText.trim() === String(arguments[0]));
return figure ? getComputedStyle(figure).color : null;
"""


@pytest.fixture
def person(words, sample, new_company) -> Person:
    """Japanese: the sample company as it comes. English: one more, whose Apple ID the portal never saw."""
    return sample if words.language == "ja" else new_company("english", "English Trading")


@pytest.fixture
def account(words, installation) -> tuple[str, str]:
    access = installation.access
    if words.language == "ja":
        return access["portal_account"], access["portal_password"]
    return "first-time@english.example", "any password"


def test_the_first_manual(browser, words: Words, clock, person, account):
    installation = clock
    console = Console(browser, installation, words)
    portal = PortalInBrowser(browser, installation)
    apple_id, apple_password = account
    w = words

    console.log_in(person)
    assert not re.search(w("days left"), browser.text), "nothing is registered yet"

    # 2.1.1 【1】-【3】 the request
    console.open_certificate()
    assert browser.rows()[w("certificate")] == w("not registered")
    browser.click(w("edit"))
    console.browser.field(w("notes"))
    check_edit_page_to_the_letter(browser, w)
    request = console.download_request()
    assert request.read_bytes().startswith(b"PD94bWwg"), "base64 of <?xml"

    # 【4】-【10】 the portal; a wrong code leads back to the Apple ID
    console.open_portal()
    portal.give_name(apple_id)
    portal.give_password(apple_password)
    browser.field({"ja": "確認コード", "en": "Verification code"}[w.language])
    portal.give_code(portal.wrong_code())
    browser.see(SIGN_IN[w.language])
    portal.sign_in(apple_id, apple_password)
    assert len(portal.rows()) == (2 if w.language == "ja" else 0), "look-alike rows of others, or the first-time list"

    # 【11】-【16】
    first = portal.create(request)
    assert re.fullmatch(r"MDM_.*_Certificate\.pem", first.name)
    topic = topic_of(first)

    # 2.1.2 【1】-【6】
    browser.first_tab()
    console.open_edit()
    browser.choose_file(first)
    browser.see(first.name)
    console.register(first, apple_id, "2026/11/21 取得")
    browser.see(w("registered"))
    rows = browser.rows()
    assert re.fullmatch(w("valid until"), rows[w("certificate")])
    assert rows[w("certificate")] == expected_row(first, w)
    assert rows[w("topic")] == topic
    assert (rows[w("apple id")], rows[w("notes")]) == (apple_id, "2026/11/21 取得")

    # the wrong way, while registered: Create instead of Renew
    console.open_edit()
    second_request = console.download_request()
    assert second_request.read_bytes() != request.read_bytes()
    console.open_portal()
    portal.browser.see("Certificates for Third-Party Servers")
    foreign = portal.create(second_request)
    browser.first_tab()
    console.register(foreign)
    browser.see("topic-mismatch")
    assert browser.says(topic) and browser.says(topic_of(foreign)), "both topics as text"
    console.open_certificate()
    assert browser.rows()[w("topic")] == topic, "nothing changed"

    # 3.1 the dashboard, today and 60 days before the end
    console.dashboard()
    assert console.days_left() == days_until(first, installation.now()) >= 364
    assert not browser.says(w("act now")) or w.language == "en"
    calm = browser.driver.execute_script(FIGURE_COLOUR, console.days_left())
    installation.set_clock(noon_before(first, days=60))
    console.log_in(person)
    assert console.days_left() == days_until(first, installation.now()) == 60
    browser.see(w("act now"))
    red = browser.driver.execute_script(FIGURE_COLOUR, 60)
    assert red != calm and is_red(red), f"{calm} then {red}"
    assert browser.says(w("expires"))
    installation.set_clock(noon_before(first, days=61))
    browser.driver.refresh()
    assert browser.driver.execute_script(FIGURE_COLOUR, 61) == calm, "61 days are not red"
    installation.set_clock(not_after(first) - dt.timedelta(days=30))
    console.log_in(person)

    # 3.2.1 renewal: the request is the one that still waits; the row by its UID
    console.open_edit()
    assert browser.says(topic), "to be written down"
    renewal_request = console.download_request()
    console.open_portal()
    portal.sign_in(apple_id, apple_password)
    renewed = portal.renew(topic, renewal_request)
    assert topic_of(renewed) == topic

    # 3.2.2
    browser.first_tab()
    assert browser.field(w("apple id field")).get_attribute("value") == apple_id, "filled with what is stored"
    console.register(renewed, notes="2027/10 更新")
    browser.see(w("changed"))
    rows = browser.rows()
    assert rows[w("certificate")] == expected_row(renewed, w)
    assert rows[w("topic")] == topic
    console.dashboard()
    assert console.days_left() == days_until(renewed, installation.now()) >= 364

    # 2.2 deletion; 備考 stays
    console.open_certificate()
    browser.click(w("delete"))
    browser.see("OK")
    assert browser.says(topic) and browser.says(str(days_until(renewed, installation.now())))
    browser.click("OK")
    browser.see(w("deleted"))
    rows = browser.rows()
    assert w("was deleted") in rows[w("certificate")] or w("not registered") in rows[w("certificate")]
    assert (rows[w("apple id")], rows[w("notes")]) == (apple_id, "2027/10 更新")

    # back in one click
    browser.click(w("restore"))
    until(lambda: browser.rows().get(w("topic")) == topic, "the certificate is back")
    assert browser.row(w("certificate")) == expected_row(renewed, w)

    # once more, and now another topic
    console.delete()
    console.open_edit()
    third_request = console.download_request()
    assert third_request.read_bytes() not in (request.read_bytes(), renewal_request.read_bytes())
    console.open_portal()
    other = portal.create(third_request)
    browser.first_tab()
    console.register(other, notes="やり直し")
    browser.see(w("registered"))
    assert browser.rows()[w("topic")] == topic_of(other) != topic
    assert not browser.has(w("restore"))
    words_why = {"ja": "ワンクリックでは元に戻せません", "en": "cannot be restored in one click"}[w.language]
    assert browser.says(words_why) and browser.says(topic_of(other)), browser.text
    assert not browser.complaints()

    # everything is in ログ
    browser.click(w("log"))
    for text in (topic, topic_of(other), person.login):
        browser.see(text)
    done = installation.kizuna("admin", "log", "--company", person.company)
    assert "intact" in done.stdout


def check_edit_page_to_the_letter(browser, w: Words) -> None:
    if w.language == "ja":
        for words in (
            "1. 署名済みの証明書要求(CSR)ファイルの生成とダウンロード",
            "署名済みの証明書要求(CSR)ファイルをダウンロードしてください。",
            "2. 証明書ファイルの取得",
            "以下のリンクより「Apple Push Certificates Portal」にログインし証明書を取得してください。証明書ファイルは、署名済みの証明書要求(CSR)をアップロードすることで取得できます。",
            "※Internet ExplorerではApple Push Certificates Portalサイトを表示できないため、Safari、Google Chrome、Firefox等のブラウザで開いてください。",
            "※証明書を1年に1回更新する必要があります。証明書の有効期限が切れた場合、本製品はご利用いただけなくなります。",
            "3. 証明書ファイルの登録",
            "2.より作成した証明書ファイルを指定してください。",
            "ファイルを選択",
            "選択されていません",
            "Apple ID (証明書発行の際に使用されたApple IDを以下に記載してください。)",
            "備考",
            "保存",
        ):
            assert words in browser.text, words
    assert browser.has(PORTAL_LINK) and browser.has(w("download")) and browser.has(w("save"))


def certificate(path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def topic_of(path) -> str:
    return certificate(path).subject.get_attributes_for_oid(ca.UID)[0].value


def not_after(path) -> dt.datetime:
    return certificate(path).not_valid_after_utc


def expected_row(path, w: Words) -> str:
    local = not_after(path).astimezone(TOKYO)
    if w.language == "ja":
        return local.strftime("%Y/%m/%d %H:%M:%Sまで有効")
    return local.strftime("Valid until %Y-%m-%d %H:%M:%S")


def noon_before(path, days: int) -> dt.datetime:
    """Noon in Tokyo that many calendar days before the end: days are counted by the calendar, whatever the hour."""
    end = not_after(path).astimezone(TOKYO) - dt.timedelta(days=days)
    return end.replace(hour=12, minute=0, second=0, microsecond=0)


def days_until(path, now: dt.datetime) -> int:
    return (not_after(path).astimezone(TOKYO).date() - now.astimezone(TOKYO).date()).days


def is_red(colour: str) -> bool:
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
    return red > 1.5 * green and red > 1.5 * blue
