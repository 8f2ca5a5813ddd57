"""The oracle and the corpus, tested without the product: what they say must be true before they judge others."""

from __future__ import annotations

import base64
import datetime as dt

import pytest

from support import authority as ca
from support import corpus, oracle

NOW = dt.datetime(2026, 11, 21, 1, 2, 3, tzinfo=dt.timezone.utc)


@pytest.fixture(scope="module")
def apple() -> ca.Authority:
    return ca.Authority.make(NOW)


@pytest.fixture(scope="module")
def vendor(apple) -> ca.Signer:
    return apple.vendor(NOW)


@pytest.fixture(scope="module")
def chain(apple, vendor):
    return [vendor.certificate, apple.vendors.certificate, apple.root.certificate]


@pytest.fixture(scope="module")
def right(vendor, chain) -> bytes:
    csr = ca.certificate_request(ca.stranger_key()).public_bytes(ca.DER)
    return corpus.envelope(csr, chain, corpus.sign(vendor.key, csr))


@pytest.fixture(scope="module")
def situation(apple, vendor, chain) -> corpus.Situation:
    key = ca.rsa_key()
    csr = ca.certificate_request(key).public_bytes(ca.DER)
    topic = ca.new_topic()
    registered = apple.push_certificate(key.public_key(), topic, NOW, not_after=ca.days(NOW, 364))
    last = apple.push_certificate(
        key.public_key(), topic, NOW, not_before=ca.days(NOW, -300), not_after=ca.days(NOW, 65)
    )
    request = corpus.envelope(csr, chain, corpus.sign(vendor.key, csr))
    return corpus.Situation(NOW, apple, key.public_key(), csr, request, vendor.certificate, registered, last)


@pytest.fixture(scope="module")
def context(situation, apple) -> oracle.Context:
    return oracle.Context(
        roots=[apple.root.certificate],
        intermediates=[apple.vendors.certificate, apple.push.certificate],
        requested_keys={oracle._spki(situation.request_key)},
        now=NOW,
        registered=situation.registered,
    )


def test_the_oracle_gives_each_wrong_file_the_verdict_of_its_class(situation, context):
    verdicts = {file.name: oracle.judge_upload(file.content, context) for file in corpus.wrong_files(situation)}
    assert verdicts == {file.name: file.expected for file in corpus.wrong_files(situation)}


def test_the_oracle_accepts_every_form_of_the_right_certificate(situation, context):
    forms = corpus.accepted_forms(situation.issue(), situation.authority.push.certificate)
    assert {name: oracle.judge_upload(content, context) for name, content in forms.items()} == dict.fromkeys(forms)


def test_every_rule_of_the_upload_has_a_file(situation):
    seen = {file.expected for file in corpus.wrong_files(situation)}
    assert seen >= {
        "topic-mismatch", "certificate-key-of-another-request", "certificate-older", "certificate-expired", "certificate-not-yet-valid", "file-is-request", "file-is-signed-request",
        "file-is-vendor-certificate", "file-is-app-push-certificate", "certificate-not-issued-by-apple", "file-is-pkcs12", "file-is-private-key", "file-is-enrollment-token", "file-is-zip", "file-is-web-page", "file-is-utf16",
        "file-empty", "certificate-key-unknown", "certificate-topic-missing", "certificate-several-topics", "certificate-topic-not-for-management", "certificate-already-registered",
        "file-has-several-certificates", "certificate-damaged", "file-is-image", "file-is-property-list", "file-is-apple-authority", "file-not-a-certificate",
    }  # fmt: skip


def test_the_oracle_gives_each_broken_request_the_verdict_of_its_rule(apple, vendor, chain):
    requests = corpus.broken_requests(apple, vendor, NOW)
    root = chain[-1].public_bytes(ca.DER)
    verdicts = {request.name: oracle.judge_request(request.content, [root], NOW) for request in requests}
    assert verdicts == {request.name: request.expected for request in requests}


@pytest.mark.parametrize(
    "later, verdict", [(dt.timedelta(days=-2), "vendor-not-yet-valid"), (dt.timedelta(days=365), "vendor-expired")]
)
def test_the_oracle_judges_the_vendors_dates(chain, right, later, verdict):
    root = chain[-1].public_bytes(ca.DER)
    assert oracle.judge_request(right, [root], NOW + later) == verdict


def test_the_oracle_finds_a_request_of_another_key_in_a_changed_envelope(chain, right):
    """One letter anywhere in the request, the signature or a certificate is seen."""
    root = chain[-1].public_bytes(ca.DER)
    document = base64.b64decode(right)
    for offset in range(400, len(document) - 40, 97):
        changed = bytearray(document)
        if not chr(changed[offset]).isalnum():
            continue
        changed[offset] = ord("A") if changed[offset] != ord("A") else ord("B")
        assert oracle.judge_request(base64.b64encode(changed), [root], NOW) is not None, offset
