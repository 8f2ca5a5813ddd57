"""A copy of the database as the judges of the storm read it: plain SQL, nothing of the product."""

from __future__ import annotations

import json
import sqlite3
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag

from .vault import Vault

COMMANDS = "company_id, enrollment_id, uuid, request_type, queued_by, fetch_count, not_now_count, payload"


class Evidence:
    def __init__(self, copy: Path, master_key: bytes, pushes: set[tuple[str, str]]):
        self.database = sqlite3.connect(copy)
        self.database.row_factory = sqlite3.Row
        self.pushes = pushes
        """(token in hexadecimal, topic) of everything that the push service received."""
        self.codes = {row["id"]: row["code"] for row in self.rows("select id, code from companies")}
        instance = self.rows("select value from installation_values where name = 'instance-id'")[0]["value"]
        self.vault = Vault(master_key, instance)

    def close(self) -> None:
        self.database.close()

    def rows(self, sql: str) -> list[dict]:
        return [dict(row) for row in self.database.execute(sql)]

    def of_company(self, sql: str) -> list[dict]:
        """With the company's code as `company`."""
        return [row | {"company": self.codes.get(row["company_id"], "?")} for row in self.rows(sql)]

    @cached_property
    def enrollments(self) -> dict[str, dict]:
        return {row["id"]: row for row in self.of_company("select * from enrollments")}

    @cached_property
    def pending(self) -> dict[tuple[str, str], dict]:
        return self._commands(f"select {COMMANDS}, fetched_at from commands")

    @cached_property
    def finished(self) -> dict[tuple[str, str], dict]:
        return self._commands(f"select {COMMANDS}, outcome, ended_by, answer from finished_commands")

    @cached_property
    def commands(self) -> dict[tuple[str, str], dict]:
        return self.pending | self.finished

    def _commands(self, sql: str) -> dict[tuple[str, str], dict]:
        found = {}
        for row in self.of_company(sql):
            enrollment = self.enrollments[row["enrollment_id"]]
            row |= {"serial": enrollment["serial_number"], "generation": enrollment["generation"]}
            found[row["company"], row["uuid"]] = row
        return found

    @cached_property
    def audit(self) -> list[dict]:
        found = self.of_company("select * from audit_entries order by company_id, sequence")
        for row in found:
            row["fields"] = dict(json.loads(row["fields_before"])) | dict(json.loads(row["fields_after"]))
        return found

    @cached_property
    def answered_events(self) -> list[tuple[str, str]]:
        found = self.of_company("select company_id, fields from device_events where kind = 'commandAnswered'")
        return [(row["company"], dict(json.loads(row["fields"])).get("command", "")) for row in found]

    @cached_property
    def wrapped_keys(self) -> dict[str, bytes]:
        return {row["id"]: row["wrapped_key"] for row in self.rows("select id, wrapped_key from companies")}

    def triple(self, row: dict) -> tuple[bytes, str, str] | None:
        """Token, magic and topic that an enrollment keeps."""
        if row["sealed_push"] is None:
            return None
        try:
            plain = self.vault.open(
                row["sealed_push"], self.wrapped_keys[row["company_id"]], row["company_id"], "enrollments",
                f"{row['id']}/", "sealed_push",
            )  # fmt: skip
        except InvalidTag:
            return b"", "does not open", row["topic"]
        length = plain[0]
        return plain[1 : 1 + length], plain[1 + length :].decode(), row["topic"]
