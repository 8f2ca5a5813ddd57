"""/metrics, the alert rules and the dashboard, judged by Prometheus' own tool."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
import requests

from support.installation import ROOT
from support.web import until

MONITORING = ROOT / "deploy" / "monitoring"


@pytest.fixture(scope="module")
def management(installation) -> str:
    return f"http://127.0.0.1:{installation.port + 2}"


@pytest.fixture(scope="module")
def scrape(installation, management, sample) -> str:
    """After a walk along the logs and a read that begins anew."""
    url = f"{management}/metrics"
    until(lambda: "kizuna_log_verified_entries" in requests.get(url, timeout=10).text, "the first verification", 30)
    answer = requests.get(url, timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return answer.text


def promtool(*arguments: str, input: str | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(["promtool", *arguments], input=input, capture_output=True, text=True, cwd=MONITORING)


def value(scrape: str, name: str, **labels: str) -> float:
    for line in scrape.splitlines():
        if line.startswith(name) and all(f'{key}="{word}"' in line for key, word in labels.items()):
            return float(line.rsplit(" ", 1)[1])
    raise AssertionError(f"{name} {labels} is not in the scrape")


def test_prometheus_reads_a_scrape_and_finds_nothing_to_say(scrape):
    checked = promtool("check", "metrics", input=scrape)
    assert checked.returncode == 0 and not checked.stdout and not checked.stderr, checked.stdout + checked.stderr


def test_the_alert_rules_are_right_and_fire_when_they_should(scrape):
    for arguments in (("check", "rules", "kizuna-alerts.yml"), ("test", "rules", "kizuna-alerts-test.yml")):
        checked = promtool(*arguments)
        assert checked.returncode == 0, checked.stdout + checked.stderr
    checked = promtool("check", "config", "prometheus-example.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    rules = (MONITORING / "kizuna-alerts.yml").read_text()
    tried = (MONITORING / "kizuna-alerts-test.yml").read_text()
    for alert in re.findall(r"alert: (\w+)", rules):
        assert re.search(rf"alertname: {alert}\n\s+exp_alerts", tried), f"{alert} is never seen to fire"


def test_every_metric_of_rules_and_dashboard_exists_in_a_real_scrape(scrape):
    exist = set(re.findall(r"^# TYPE (\w+)", scrape, re.M))
    exist |= {f"{name}_{part}" for name in exist for part in ("bucket", "count", "sum")}
    named: dict[str, set[str]] = {}
    dashboard = json.loads((MONITORING / "kizuna-dashboard.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert len(queries) > 20
    for place, text in (
        ("the rules", (MONITORING / "kizuna-alerts.yml").read_text()),
        ("the dashboard", "\n".join(queries)),
        ("the reference", (ROOT / "docs" / "reference" / "metrics.md").read_text()),
    ):
        named[place] = set(re.findall(r"\b(?:kizuna|process)_[a-z0-9_]+\b", text))
        assert named[place] <= exist, f"{place}: {sorted(named[place] - exist)}"
    families = set(re.findall(r"^# TYPE (\w+)", scrape, re.M))
    assert families <= named["the reference"], f"not in the reference: {sorted(families - named['the reference'])}"


def test_the_figures_are_those_of_the_installation(scrape, installation, sample):
    assert value(scrape, "kizuna_store_up") == 1
    assert value(scrape, "kizuna_log_broken") == 0
    assert value(scrape, "kizuna_log_verified_entries") > 0
    assert value(scrape, "kizuna_companies ") >= 1
    assert value(scrape, "kizuna_expires_in_seconds", kind="vendor_certificate") > 86400
    assert 10_000_000 < value(scrape, "process_resident_memory_bytes") < 2_000_000_000
    assert value(scrape, "kizuna_store_transaction_seconds_count", kind="write") > 0
    assert 'code="401"' not in scrape


def test_what_has_no_proof_is_counted_by_reason_and_never_as_401(installation, management):
    devices = f"http://127.0.0.1:{installation.port + 1}"
    before = requests.get(f"{management}/metrics", timeout=10).text
    for _ in range(3):
        answer = requests.put(f"{devices}/mdm/{'0' * 32}/checkin", data=b"<plist/>", timeout=10)
        assert answer.status_code == 400
    after = requests.get(f"{management}/metrics", timeout=10).text
    for name, labels in (
        ("kizuna_device_refusals_total", {"reason": "noIdentity"}),
        ("kizuna_device_answers_total", {"code": "400"}),
    ):
        assert value(after, name, **labels) == value(before, name, **labels) + 3


def test_the_days_left_follow_a_registration(installation, management, new_company):
    """A company's own certificate appears with code and topic, at most ten seconds later."""
    person = new_company("metrics")

    def missing() -> float:
        return value(requests.get(f"{management}/metrics", timeout=10).text, "kizuna_companies_without_push_certificate")

    until(lambda: missing() >= 1, "the new company without a certificate", 15)
    assert person.company
