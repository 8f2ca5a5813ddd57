"""The Lab's simulated devices, steered by its interface (docs/reference/lab.md), and its push service."""

from __future__ import annotations

from dataclasses import dataclass

import requests

from .installation import Installation
from .web import until

TIMEOUT_SECONDS = 60


def ask(method: str, url: str, body: dict | list | None = None, ok: bool = True) -> requests.Response:
    answer = requests.request(method, url, json=body, timeout=TIMEOUT_SECONDS)
    assert not ok or answer.ok, f"{method} {url}: {answer.status_code} {answer.text[:600]}"
    return answer


@dataclass
class LabDevice:
    installation: Installation
    serial: str

    @property
    def url(self) -> str:
        return f"{self.installation.access['lab'].rstrip('/')}/api/devices/{self.serial}"

    def detail(self) -> dict:
        return ask("GET", self.url).json()

    @property
    def enrollment(self) -> dict | None:
        return self.detail().get("enrollment")

    @property
    def state(self) -> str:
        return self.detail()["summary"]["state"]

    def enroll(self, link: str) -> "LabDevice":
        ask("POST", f"{self.url}/enroll", {"url": link})
        return self

    def refuses(self, link: str) -> str:
        """The device's words when it could not enroll."""
        answer = ask("POST", f"{self.url}/enroll", {"url": link}, ok=False)
        assert answer.status_code == 422, f"{answer.status_code} {answer.text[:300]}"
        return answer.text

    def act(self, what: str, body: dict | None = None) -> dict:
        """`re-enroll`, `check-out`, `wipe`, `new-token`, `poll`."""
        return ask("POST", f"{self.url}/{what}", body).json()

    def behave(self, **change) -> None:
        ask("PUT", f"{self.url}/behaviour", change)

    def obeyed(self, request_type: str) -> bool:
        return any(request_type in str(entry) for entry in self.detail()["journal"])


def new_device(installation: Installation, kind: str, **options) -> LabDevice:
    url = f"{installation.access['lab'].rstrip('/')}/api/devices"
    made = ask("POST", url, {"count": 1, "kind": kind, **options}).json()
    return LabDevice(installation, made["ids"][0])


def new_devices(installation: Installation, count: int, **options) -> list[LabDevice]:
    url = f"{installation.access['lab'].rstrip('/')}/api/devices"
    made = ask("POST", url, {"count": count, **options}).json()
    return [LabDevice(installation, serial) for serial in made["ids"]]


def enroll_all(installation: Installation, devices: list[LabDevice], link: str, seconds: float = 120) -> None:
    url = f"{installation.access['lab'].rstrip('/')}/api/devices"
    ask("POST", f"{url}/enroll", {"url": link, "ids": [device.serial for device in devices], "concurrency": 8})
    until(lambda: not ask("GET", url).json()["enrolling"]["running"], "the end of enrolling", seconds, pause=0.5)
    progress = ask("GET", url).json()["enrolling"]
    assert progress["failed"] == 0, progress


class PushService:
    """The simulated APNs: what it has seen, what goes wrong next."""

    def __init__(self, installation: Installation):
        self.url = f"{installation.access['lab'].rstrip('/')}/api/apns"

    def stats(self) -> dict:
        return ask("GET", self.url).json()

    def behave(self, **change) -> None:
        """A missing key means the default; without any, all is well again."""
        ask("PUT", self.url, change)

    def fault(self, **fault) -> None:
        ask("POST", f"{self.url}/faults", [fault])

    def clear(self) -> None:
        ask("DELETE", f"{self.url}/faults")
        self.behave()

    def forget_counters(self) -> None:
        ask("DELETE", f"{self.url}/counters")

    def go_away(self) -> None:
        ask("POST", f"{self.url}/connections/go-away")

    def pushes_to(self, token: str) -> list[dict]:
        return [entry for entry in self.stats()["journal"] if entry["token"] == token]
