"""The second manual's chapter 1.3, under its own brand: four digits, [続ける], the message of step 14."""

from __future__ import annotations

from cryptography import x509

from support import authority as ca
from support.certificate import Desk
from support.console import Console
from support.portal import CODE, CONTINUE, LIST, PortalByRequests, PortalInBrowser, newest_code
from support.words import ja

BRAND = "オフィスまるごとサポートデバイスマネジメント"
ACCOUNT = "office@marugoto.example"


def test_the_second_manual(browsers, clock, new_company, workplace):
    installation = clock
    person = new_company("office", "まるごと商店", "office-marugoto")
    first_year = Desk(installation, person)
    portal = PortalByRequests(installation, ACCOUNT)
    portal.create(first_year.download())
    first = portal.download_confirmed()
    assert first_year.upload(first, apple_id=ACCOUNT).says(ja("registered"))
    topic = x509.load_pem_x509_certificate(first).subject.get_attributes_for_oid(ca.UID)[0].value
    installation.set_code_digits(ACCOUNT, 4)

    installation.advance(days=330)
    browser = browsers("ja")
    browser.first_tab()
    browser.forget()
    console = Console(browser, installation, ja)
    console.log_in(person)

    # 1.2 the dashboard is behind the product's name
    console.dashboard(BRAND)
    assert BRAND in browser.driver.title
    assert "KDDI" not in browser.text
    assert console.days_left() <= 60
    browser.see(ja("act now"))

    # 1.3.1 【1】-【3】
    console.open_edit()
    assert browser.says(topic), "(A) to be written down"
    request = console.download_request()
    console.open_portal()

    # 1.3.2 【4】-【7】
    portal = PortalInBrowser(browser, installation)
    portal.give_name(ACCOUNT)
    portal.give_password("any")
    field = browser.field(CODE["ja"])
    code = newest_code(installation)
    assert len(code) == 4
    field.send_keys(code)
    browser.click(CONTINUE["ja"])
    browser.see(LIST)

    # 【8】-【11】
    renewed = portal.renew(topic, request)

    # 1.3.3 【12】-【14】
    browser.first_tab()
    console.register(renewed, ACCOUNT)
    browser.see("証明書を変更しました。")
    assert browser.rows()[ja("topic")] == topic
    assert browser.rows()[ja("apple id")] == ACCOUNT
    assert not browser.complaints()


def test_no_code_is_asked_where_the_account_has_none(browsers, installation, new_company):
    """「状況により表示されない場合がございます。」"""
    account = "plain@marugoto.example"
    installation.set_code_digits(account, 0)
    browser = browsers("ja")
    browser.first_tab()
    browser.forget()
    browser.open(installation.access["portal"])
    portal = PortalInBrowser(browser, installation)
    portal.give_name(account)
    portal.give_password("any")
    browser.see(LIST)
