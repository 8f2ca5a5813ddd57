"""A fleet larger than SCEP could issue in the time: rows of real devices, copied in the store while no server runs.

Each copy has a certificate of its own (another serial number in the same DER), so that it can poll by header, where no
signature is looked at. Nothing else of a copy was ever with a device.
"""
import base64
import hashlib

HISTORY_DEVICES, HISTORY_EACH = 1_000, 1_000


def grow(bench, count):
    """So many devices as `count`; the new ones stand behind the real ones in ids.tsv."""
    lines = bench.ids.read_text().splitlines()
    real, added = lines[:bench.count], []
    with bench.database() as store:
        store.execute("PRAGMA foreign_keys = OFF")
        store.create_function("variant", 2, variant)
        store.create_function("hash", 1, lambda der: hashlib.sha256(der).digest())
        store.execute("CREATE TEMP TABLE asked (hardware_id TEXT PRIMARY KEY)")
        store.executemany("INSERT INTO asked VALUES (?)", [(line.split("\t", 1)[0],) for line in real])
        store.execute("CREATE TEMP TABLE real AS SELECT * FROM enrollments WHERE is_current = 1 "
                      "AND hardware_id IN (SELECT hardware_id FROM asked)")
        store.execute("CREATE TEMP TABLE proof AS SELECT i.* FROM identities i JOIN real r ON r.identity = i.fingerprint")
        first, rest = len(lines) // len(real), -(-count // len(real))
        for number in range(first, rest):
            copy(store, number)
            for line in real:
                udid, serial, key, der = line.split("\t")
                other = base64.b64encode(variant(base64.b64decode(der), number)).decode()
                added.append(f"{udid[:-4]}{number:04X}\tC{number:04d}{serial}\t{key}\t{other}\n")
    with open(bench.ids, "a", encoding="ascii") as file:
        file.writelines(added)
    return len(lines) + len(added)


def variant(der, number):
    """The same certificate with another serial number; its signature is wrong now."""
    place = der.index(b"\x02\x10", 8) + 2
    return der[:place + 12] + number.to_bytes(4, "big") + der[place + 16:]


def copy(store, number):
    mark = f"'{number:04x}' || substr"
    changed = {
        "id": f"{mark}(id, 5)", "device_id": f"{mark}(device_id, 5)",
        "hardware_id": f"substr(hardware_id, 1, 32) || '{number:04X}'",
        "identity": f"hash(variant((SELECT der FROM proof p WHERE p.fingerprint = identity), {number}))",
        "serial_number": f"'C{number:04d}' || serial_number", "sort_serial": f"'c{number:04d}' || sort_serial",
        "name": f"name || ' {number}-' || substr(serial_number, -5)",
        "sort_name": f"sort_name || ' {number}-' || substr(serial_number, -5)",
        "search_text": f"search_text || '{number}-' || char(10) || 'c{number:04d}' || sort_serial || char(10) || "
                       f"printf('090%04d%04d', {number}, rowid % 10000)"}
    store.execute(f"INSERT INTO devices SELECT company_id, {changed['device_id']}, {changed['hardware_id']}, "
                  "authenticated_at FROM real")
    insert(store, "enrollments", "real", changed)
    insert(store, "identities", "proof", {
        "id": f"{mark}(id, 5)", "serial_number": f"'{number:04x}' || serial_number",
        "challenge_id": f"{mark}(challenge_id, 5)", "enrollment_id": f"{mark}(enrollment_id, 5)",
        "der": f"variant(der, {number})", "fingerprint": f"hash(variant(der, {number}))"})


def insert(store, table, source, changed):
    columns = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
    store.execute(f"INSERT INTO {table} ({', '.join(columns)}) "
                  f"SELECT {', '.join(changed.get(one, one) for one in columns)} FROM {source}")


def answer_commands(bench):
    """1,000 answered commands for each of the first 1,000 devices, as the store keeps them."""
    udids = [line.split("\t", 1)[0] for line in bench.ids.read_text().splitlines()[:HISTORY_DEVICES]]
    with bench.database() as store:
        store.execute("PRAGMA foreign_keys = OFF")
        store.execute("CREATE TEMP TABLE chosen (hardware_id TEXT PRIMARY KEY)")
        store.executemany("INSERT INTO chosen VALUES (?)", [(udid,) for udid in udids])
        store.execute("CREATE TEMP TABLE numbers AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                      f"WHERE i < {HISTORY_EACH}) SELECT i FROM n")
        values = {
            "company_id": "e.company_id", "enrollment_id": "e.id", "number": "1000000 + i", "uuid": "e.id || '-' || i",
            "sequence": "1000000 + i", "request_type": "'DeviceInformation'", "is_destructive": "0",
            "queued_at": "e.authenticated_at", "queued_by": "'bench'", "fetch_count": "1", "not_now_count": "0",
            "is_deferred": "0", "outcome": "'acknowledged'", "ended_at": "e.authenticated_at", "ended_by": "''",
            "error_chain": "'[]'", "payload": "zeroblob(200)", "answer": "zeroblob(400)"}
        columns = [row[1] for row in store.execute("PRAGMA table_info(finished_commands)")]
        store.execute(f"INSERT INTO finished_commands ({', '.join(columns)}) "
                      f"SELECT {', '.join(values.get(one, 'NULL') for one in columns)} FROM numbers, enrollments e "
                      "JOIN chosen c ON c.hardware_id = e.hardware_id WHERE e.is_current = 1")
        return len(udids) * HISTORY_EACH
