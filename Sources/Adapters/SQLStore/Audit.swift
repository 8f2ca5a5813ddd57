import Administration
import Foundation
import Ports

extension SQLTransaction {
    func append(_ draft: AuditDraft, in scope: CompanyScope) throws {
        let draft = draft.withoutNUL
        // Raising the length first holds the log until this transaction ends: on an engine with several
        // writers the next one waits here, and no number is given twice or left out.
        guard
            let length = try row(
                "UPDATE audit_logs SET length = length + 1 WHERE company_id = $1 RETURNING length",
                [scope.value])?.integer("length")
        else { throw StoreError.conflict("there is no such company") }
        // Its hash is all that matters of the one before: it may be of a kind that only newer versions know.
        let previous = try row(
            "SELECT hash FROM audit_entries WHERE company_id = $1 AND sequence = $2",
            [scope.value, .integer(length - 1)]
        )?.bytes("hash")
        guard previous != nil || length == 1 else {
            throw StoreError.unreadable(
                """
                entry \(length - 1) of this company's log is missing, so nothing can follow it: \
                restore the database from a backup
                """)
        }
        let entry = AuditChain.append(draft, at: length, after: previous ?? AuditChain.beginning, in: scope)
        try insert(entry, in: scope)
        try tellWebhooks(draft.event, sequence: entry.sequence, at: draft.occurredAt, in: scope)
    }

    func keptEntries(in scope: CompanyScope, before: Int?, limit: Int) throws -> [KeptEntry] {
        try rows(
            """
            SELECT * FROM audit_entries WHERE company_id = $1 AND sequence < $2
            ORDER BY sequence DESC LIMIT $3
            """, [scope.value, .integer(before ?? .max), .integer(max(0, limit))]
        ).map(KeptEntry.init)
    }

    func notices(in scope: CompanyScope, before: Int?, limit: Int) throws -> [KeptEntry] {
        try rows(
            """
            SELECT * FROM audit_entries WHERE company_id = $1 AND is_notice = 1 AND sequence < $2
            ORDER BY sequence DESC LIMIT $3
            """, [scope.value, .integer(before ?? .max), .integer(max(0, limit))]
        ).map(KeptEntry.init)
    }

    func keptEntries(in scope: CompanyScope, after: Int, limit: Int) throws -> [KeptEntry] {
        try rows(
            """
            SELECT * FROM audit_entries WHERE company_id = $1 AND sequence > $2
            ORDER BY sequence LIMIT $3
            """, [scope.value, .integer(after), .integer(max(0, limit))]
        ).map(KeptEntry.init)
    }

    private func insert(_ entry: AuditEntry, in scope: CompanyScope) throws {
        let draft = entry.draft
        try execute(
            """
            INSERT INTO audit_entries (
                company_id, sequence, occurred_at, event, is_notice, actor_kind, actor_name, subject,
                fields_before, fields_after, previous_hash, hash, device_id, search_text)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """,
            [
                scope.value, .integer(entry.sequence), .instant(draft.occurredAt), .text(draft.event.rawValue),
                .flag(draft.event.isNotice), .text(draft.actor.storedKind), .text(draft.actor.storedName),
                .text(draft.subject), .text(StoredFields.encode(draft.before)),
                .text(StoredFields.encode(draft.after)), .bytes(entry.previousHash), .bytes(entry.hash),
                .text(draft.device), .text(draft.searchText),
            ])
    }
}

extension KeptEntry {
    init(_ row: SQLRow) throws {
        do {
            self.init(try AuditEntry(row))
        } catch StoreError.unreadable {
            let unreadable = try UnreadableEntry(management: row)
            self.init(
                unreadable, hashed: HashedEntry(stored: row), hash: (try? row.bytes("hash")) ?? AuditChain.beginning)
        }
    }
}

extension UnreadableEntry {
    init(management row: SQLRow) throws {
        let event = (try? row.text("event")) ?? ""
        let occurredAt = try row.instant("occurred_at")
        self.init(
            log: .management, number: try row.integer("sequence"), occurredAt: occurredAt, receivedAt: occurredAt,
            event: event, reason: AuditEvent(rawValue: event) == nil ? .unknownEvent : .damaged,
            isNotice: (try? row.flag("is_notice")) ?? false, device: try row.optionalText("device_id"))
    }
}

extension HashedEntry {
    /// Nil when the row does not hold even what was hashed.
    fileprivate init?(stored row: SQLRow) {
        do {
            self.init(
                event: try row.text("event"),
                by: Actor(storedKind: try row.text("actor_kind"), storedName: try row.text("actor_name")),
                at: try row.instant("occurred_at"), subject: try row.text("subject"),
                device: try row.optionalText("device_id"),
                before: try row.value("fields_before", as: StoredFields.decode),
                after: try row.value("fields_after", as: StoredFields.decode))
        } catch {
            return nil
        }
    }
}

extension AuditEntry {
    init(_ row: SQLRow) throws {
        let actor = Actor(storedKind: try row.text("actor_kind"), storedName: try row.text("actor_name"))
        let draft = AuditDraft(
            try row.value("event") { AuditEvent(rawValue: $0) }, by: actor, at: try row.instant("occurred_at"),
            subject: try row.text("subject"), device: try row.optionalText("device_id"),
            before: try row.value("fields_before", as: StoredFields.decode),
            after: try row.value("fields_after", as: StoredFields.decode))
        self.init(
            sequence: try row.integer("sequence"), draft: draft, previousHash: try row.bytes("previous_hash"),
            hash: try row.bytes("hash"))
    }
}

extension AuditDraft {
    /// What a keyword is looked for in: subject, login and values.
    fileprivate var searchText: String {
        let login: String = if case .user(_, let login) = actor { login } else { "" }
        return LogSearchText.of([subject, login] + (before + after).map(\.value))
    }
}
