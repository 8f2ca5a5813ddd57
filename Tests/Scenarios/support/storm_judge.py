"""The invariants I1 to I8 of a storm: what was acknowledged, held against what the server kept.

Each judge gives the sentences of what is broken; `broken` gives them by invariant.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from hashlib import sha256

from .storm_evidence import Evidence
from .storm_ledger import REQUEST_TYPES, Ledger

OUTCOMES = {"Acknowledged": "acknowledged", "Error": "error", "CommandFormatError": "commandFormatError"}
EFFECTS = {
    "lock-requested": "DeviceLock", "wipe-requested": "EraseDevice", "passcode-clear-requested": "ClearPasscode",
}  # fmt: skip


def nothing_acknowledged_is_lost(ledger: Ledger, e: Evidence):
    for report in ledger.reports:
        if report.acked_at is None:
            continue
        row = e.finished.get((report.company, report.uuid))
        if row is None:
            yield f"{report.serial}: the answer to {report.uuid} is gone"
        elif row["outcome"] != OUTCOMES[report.status] or row["answer"] != report.body:
            yield f"{report.serial}: {report.uuid} was answered {report.status} and is kept as {row['outcome']}"
    for key, count in ledger.put_off.items():
        if key not in e.commands or e.commands[key]["not_now_count"] < count:
            yield f"{key}: NotNow was acknowledged {count} times and is not kept so"
    for key, count in Counter((d.company, d.uuid) for d in ledger.deliveries).items():
        if key not in e.commands or e.commands[key]["fetch_count"] < count:
            yield f"{key}: was read by the device {count} times and is not kept so"
    yield from _orders(ledger, e)
    yield from _enrollments(ledger, e)
    yield from _newest_triples(ledger, e)
    hashes = {(entry["company"], entry["sequence"]): entry["hash"] for entry in e.audit}
    for key, value in ledger.audit.items():
        if hashes.get(key) != value:
            yield f"entry {key} of the log has changed since an earlier kill"
    ledger.audit = hashes if all(hashes.get(k) == v for k, v in ledger.audit.items()) else ledger.audit


def _orders(ledger: Ledger, e: Evidence):
    payloads = defaultdict(list)
    for row in e.commands.values():
        payloads[row["serial"], row["request_type"]].append(row)
    synced = Counter((a["company"], a["subject"]) for a in e.audit if a["event"] == "sync-requested")
    invited = Counter(row["company"] for row in e.of_company("select company_id from invitations"))
    counts: dict[tuple[str, str, str], list] = defaultdict(list)
    for order in ledger.orders:
        counts[order.company, order.serial, order.kind].append(order)
        if order.kind == "cancel" and order.acked_at is not None:
            row = e.finished.get((order.company, order.uuid))
            if row is None or (row["outcome"], row["ended_by"]) != ("cancelled", "admin"):
                yield f"{order.serial}: {order.uuid} was cancelled and is {row['outcome'] if row else 'not'}"
        elif order.kind == "lock" and order.acked_at is not None:
            found = [r for r in payloads[order.serial, "DeviceLock"] if order.nonce.encode() in r["payload"]]
            if len(found) != 1:
                yield f"{order.serial}: the lock “{order.nonce}” is there {len(found)} times"
    for (company, serial, kind), orders in counts.items():
        least = sum(order.acked_at is not None for order in orders)
        most = sum(not order.refused for order in orders)
        if kind == "cancel":
            continue
        if kind in REQUEST_TYPES:
            there = sum(row["queued_by"] == "admin" for row in payloads[serial, REQUEST_TYPES[kind]])
        else:
            there = synced[company, serial] if kind == "sync" else invited[company]
        if not least <= there <= most:
            yield f"{serial or company}: {kind} acknowledged {least} times, asked {most} times, there {there} times"


def _enrollments(ledger: Ledger, e: Evidence):
    rows = {(row["company"], row["hardware_id"], row["generation"]): row for row in e.enrollments.values()}
    newest = {}
    for entry in ledger.enrollments:
        newest[entry.udid] = max(newest.get(entry.udid, 0), entry.generation)
    for entry in ledger.enrollments:
        row = rows.get((entry.company, entry.udid, entry.generation))
        if row is None:
            yield f"{entry.serial}: its generation {entry.generation} is gone"
        elif entry.enrolled and row["enrolled_at"] is None:
            yield f"{entry.serial}: enrolled, and is kept as {row['state']}"
        elif entry.erased and row["state"] not in ("erased", "archived"):
            yield f"{entry.serial}: has erased itself, and is kept as {row['state']}"
        elif entry.enrolled and not entry.erased and entry.generation == newest[entry.udid]:
            if row["state"] == "archived":
                yield f"{entry.serial}: its present generation is archived"


def _newest_triples(ledger: Ledger, e: Evidence):
    """The last acknowledged one, or one that was sent after it and not answered."""
    allowed: dict[tuple[str, int], list] = defaultdict(list)
    for triple in ledger.triples:
        if triple.acked_at is not None:
            allowed[triple.serial, triple.generation].clear()
        allowed[triple.serial, triple.generation].append(triple)
    for row in e.enrollments.values():
        sent = allowed.get((row["serial_number"], row["generation"]), [])
        if not any(t.acked_at is not None for t in sent):
            continue
        if e.triple(row) not in [(t.token, t.magic, t.topic) for t in sent]:
            yield f"{row['serial_number']}: another token than the last acknowledged one"


def a_wipe_is_delivered_once(ledger: Ledger, e: Evidence):
    acked = {(r.company, r.uuid): r.acked_at for r in ledger.reports if r.status == "Acknowledged" and r.acked_at}
    asked = Counter((o.company, o.serial) for o in ledger.orders if o.kind == "wipe" and not o.refused)
    wipes = [d for d in ledger.deliveries if d.kind == "EraseDevice"]
    generations = defaultdict(set)
    for wipe in wipes:
        key = (wipe.company, wipe.uuid)
        generations[key].add((wipe.serial, wipe.generation))
        if key in acked and wipe.asked_at > acked[key]:
            yield f"{wipe.serial}: {wipe.uuid} came again after its answer was acknowledged"
    for key, where in generations.items():
        if len(where) > 1:
            yield f"{key}: one wipe for {sorted(where)}"
    for key, count in Counter((d.company, d.serial) for d in {(w.company, w.uuid): w for w in wipes}.values()).items():
        if count > asked[key]:
            yield f"{key}: {count} wipes and {asked[key]} orders"
    erased = Counter((r["serial"], r["generation"]) for r in e.finished.values()
                     if r["request_type"] == "EraseDevice" and r["outcome"] == "acknowledged")  # fmt: skip
    yield from (f"{key}: erased {count} times" for key, count in erased.items() if count > 1)


def cancelled_is_never_delivered(ledger: Ledger, e: Evidence):
    over = {(o.company, o.uuid): o.acked_at for o in ledger.orders if o.kind == "cancel" and o.acked_at}
    for delivery in ledger.deliveries:
        at = over.get((delivery.company, delivery.uuid))
        if at is not None and delivery.asked_at > at:
            yield f"{delivery.serial}: {delivery.kind} {delivery.uuid} came after it was cancelled"
    yield from (f"{key}: cancelled, and waits again" for key in over if key in e.pending)


def one_entry_for_each_effect(ledger: Ledger, e: Evidence):
    by_event = defaultdict(Counter)
    for entry in e.audit:
        fields = entry["fields"]
        by_event[entry["event"]][entry["company"], fields.get("command", "")] += 1
        by_event["of " + entry["event"]][entry["company"], entry["subject"], fields.get("generation", "")] += 1
    effects = defaultdict(Counter)
    for key, row in e.commands.items():
        for event, kind in EFFECTS.items():
            if row["request_type"] == kind and row["queued_by"]:
                effects[event][key] += 1
        if row["request_type"] == "RestartDevice":
            effects["of restart-requested"][row["company"], row["serial"], ""] += 1
    for key, row in e.finished.items():
        if row["outcome"] == "cancelled" and row["ended_by"]:
            effects["command-cancelled"][key] += 1
        if row["request_type"] == "EraseDevice" and row["outcome"] == "acknowledged":
            effects["device-erased"][key] += 1
        if row["answer"] is not None:
            effects["answered"][key] += 1
    by_event["answered"] = Counter(e.answered_events)
    for row in e.enrollments.values():
        place = (row["company"], row["serial_number"], str(row["generation"]))
        if row["enrolled_at"] is not None:
            effects["of device-enrolled"][place] += 1
        if row["generation"] > 1:
            effects["of device-reenrolled"][place] += 1
    for event in (*EFFECTS, "of restart-requested", "command-cancelled", "device-erased", "answered",
                  "of device-enrolled", "of device-reenrolled"):  # fmt: skip
        for key in effects[event].keys() | by_event[event].keys():
            if effects[event][key] != by_event[event][key]:
                yield f"{event} {key}: {by_event[event][key]} entries for {effects[event][key]} effects"


def issued_certificates_are_known(ledger: Ledger, e: Evidence):
    known = {(row["company"], row["der"]): row for row in e.of_company("select * from identities where der is not null")}
    of_challenge = defaultdict(set)
    for certificate in ledger.certificates:
        of_challenge[certificate.challenge].add(certificate.der)
        row = known.get((certificate.company, certificate.der))
        if row is None:
            yield f"{certificate.serial}: holds a certificate that the database does not know"
        elif row["fingerprint"] != sha256(certificate.der).digest():
            yield f"{certificate.serial}: its certificate is kept under another fingerprint"
    yield from (f"{len(ders)} certificates for one challenge" for ders in of_challenge.values() if len(ders) > 1)


def companies_are_apart(ledger: Ledger, e: Evidence):
    home = {entry.serial: entry.company for entry in ledger.enrollments}
    for row in e.enrollments.values():
        if home.get(row["serial_number"], row["company"]) != row["company"]:
            yield f"{row['serial_number']} stands in {row['company']}"
    locks = {o.nonce: o for o in ledger.orders if o.kind == "lock"}
    for delivery in ledger.deliveries:
        row = e.commands.get((delivery.company, delivery.uuid))
        if row is not None and (row["serial"], row["generation"]) != (delivery.serial, delivery.generation):
            yield f"{delivery.serial}: was handed a command of {row['serial']}, generation {row['generation']}"
        message = delivery.content.get("Message", "")
        order = locks.get(message)
        if delivery.kind == "DeviceLock" and (order is None or order.serial != delivery.serial):
            yield f"{delivery.serial}: locked with the words “{message}” of another order"
        elif order is not None and order.shown and delivery.content.get("PIN") != order.shown:
            yield f"{delivery.serial}: locked with another PIN than was shown"


def the_database_is_whole(ledger: Ledger, e: Evidence):
    for pragma, good in (("integrity_check", ["ok"]), ("foreign_key_check", [])):
        found = [str(tuple(row)) if len(row.keys()) > 1 else row[0] for row in e.database.execute(f"pragma {pragma}")]
        if found != good:
            yield f"{pragma}: {found[:5]}"


def push_triples_were_sent(ledger: Ledger, e: Evidence):
    sent = {(t.serial, t.generation, t.token, t.magic, t.topic) for t in ledger.triples}
    for row in e.enrollments.values():
        triple = e.triple(row)
        if triple is not None and (row["serial_number"], row["generation"], *triple) not in sent:
            yield f"{row['serial_number']}: keeps a token, magic and topic that it never sent together"
    rung = {(t.token.hex(), t.topic) for t in ledger.triples}
    topics = {t.topic for t in ledger.triples}
    for token, topic in e.pushes:
        # A token of zeros is the probe after a certificate's registration.
        if topic in topics and (token, topic) not in rung and set(token) != {"0"}:
            yield f"the push service was asked for {token[:16]}… of {topic}, which nobody sent"


JUDGES = {
    "I1": ("nothing acknowledged is lost", nothing_acknowledged_is_lost),
    "I2": ("a wipe is delivered once", a_wipe_is_delivered_once),
    "I3": ("cancelled is never delivered", cancelled_is_never_delivered),
    "I4": ("one log entry for each effect", one_entry_for_each_effect),
    "I5": ("issued certificates are in the database", issued_certificates_are_known),
    "I6": ("companies are apart", companies_are_apart),
    "I7": ("the database is whole", the_database_is_whole),
    "I8": ("push triples were sent so", push_triples_were_sent),
}


def broken(ledger: Ledger, evidence: Evidence) -> dict[str, list[str]]:
    """Only those that do not hold."""
    found: dict[str, list[str]] = {}
    for name, (_, judge) in JUDGES.items():
        try:
            found.setdefault(name, []).extend(judge(ledger, evidence))
        except sqlite3.DatabaseError as error:
            found.setdefault("I7", []).append(f"{name} could not be judged: {error}")
    for name, what in ledger.observed:
        found.setdefault(name, []).append(what)
    return {name: what for name, what in found.items() if what}
