"""What devices and administrators of the storm said, and what was acknowledged to them, with times.

"Acknowledged" is an answer 200 (or the redirection after a form) that was read to its end. Everything else that was
sent is unanswered: it may have happened or not, but only once and only whole.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

REQUEST_TYPES = {
    "lock": "DeviceLock", "wipe": "EraseDevice", "clear-passcode": "ClearPasscode", "restart": "RestartDevice",
}  # fmt: skip


def instant() -> int:
    """Nanoseconds that only grow."""
    return time.monotonic_ns()


@dataclass
class Report:
    """A device's last word on a command."""

    company: str
    serial: str
    uuid: str
    status: str
    body: bytes
    sent_at: int
    acked_at: int | None = None


@dataclass
class Delivery:
    """A command that a device has read."""

    company: str
    serial: str
    generation: int
    uuid: str
    kind: str
    asked_at: int
    """When the poll was sent whose answer it was."""
    content: dict


@dataclass
class Order:
    """What an administrator asked for: a kind of REQUEST_TYPES, `sync`, `cancel` (with the command) or `invite`."""

    company: str
    serial: str
    kind: str
    sent_at: int
    nonce: str = ""
    uuid: str = ""
    acked_at: int | None = None
    refused: bool = False
    """Answered with a reason and not carried out."""
    shown: str = ""
    """The PIN or link that the answer showed."""


@dataclass
class Triple:
    company: str
    serial: str
    generation: int
    token: bytes
    magic: str
    topic: str
    sent_at: int
    acked_at: int | None = None


@dataclass
class Certificate:
    company: str
    serial: str
    challenge: str
    der: bytes


@dataclass
class Enrollment:
    company: str
    serial: str
    udid: str
    generation: int
    authenticated: bool = False
    enrolled: bool = False
    """Both: acknowledged to the device."""
    erased: bool = False
    """The wipe's answer was acknowledged, or the device was not known any more when it answered again."""


@dataclass
class Ledger:
    reports: list[Report] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    put_off: Counter = field(default_factory=Counter)
    """NotNow that was acknowledged, by (company, uuid)."""
    orders: list[Order] = field(default_factory=list)
    triples: list[Triple] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    enrollments: list[Enrollment] = field(default_factory=list)
    observed: list[tuple[str, str]] = field(default_factory=list)
    """Seen broken on the spot, by devices and administrators: invariant and what was seen."""
    audit: dict[tuple[str, int], bytes] = field(default_factory=dict)
    """Hashes of the log's entries as they were read after earlier kills."""
    acknowledged: Counter = field(default_factory=Counter)
    unanswered: Counter = field(default_factory=Counter)
    """Both by kind of operation."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def add(self, entry):
        with self.lock:
            {
                Report: self.reports, Delivery: self.deliveries, Order: self.orders, Triple: self.triples,
                Certificate: self.certificates, Enrollment: self.enrollments,
            }[type(entry)].append(entry)  # fmt: skip
        return entry

    def answered(self, kind: str, entry=None) -> None:
        with self.lock:
            self.acknowledged[kind] += 1
            if entry is not None:
                entry.acked_at = instant()

    def lost(self, kind: str, why: object = "") -> None:
        """What found nobody listening was never said, and is not counted."""
        if "Connection refused" in str(why):
            return
        with self.lock:
            self.unanswered[kind] += 1

    def see(self, invariant: str, what: str) -> None:
        with self.lock:
            self.observed.append((invariant, what))
