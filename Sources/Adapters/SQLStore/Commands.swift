import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func nextCommandSequence(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> Int {
        let row = try row(
            """
            UPDATE enrollments SET next_sequence = next_sequence + 1 WHERE company_id = $1 AND id = $2
            RETURNING next_sequence - 1 AS sequence
            """, [scope.value, enrollment.value])
        guard let row else { throw StoreError.conflict("there is no such enrollment in this company") }
        return try row.integer("sequence")
    }

    func insert(_ command: QueuedCommand, in scope: CompanyScope) throws {
        tell(.work(command.enrollmentID))
        queue = nil
        try execute(
            """
            INSERT INTO commands (
                company_id, uuid, enrollment_id, pushed_at, apns_id, fetched_at, fetch_count, not_now_count,
                first_not_now_at, last_not_now_at, is_deferred, sequence, request_type, is_destructive, secret,
                queued_at, queued_by, expires_at, payload)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """, command.changeable(in: scope) + command.lasting)
    }

    func nextCommand(of enrollment: EnrollmentID, at now: Date, in scope: CompanyScope) throws -> QueuedCommand? {
        if let known = knownQueue(of: enrollment, in: scope) { return known.next(at: now) }
        return try row(
            """
            SELECT * FROM commands
            WHERE company_id = $1 AND enrollment_id = $2 AND is_deferred = 0
                AND (expires_at IS NULL OR expires_at > $3)
            ORDER BY is_destructive DESC, sequence LIMIT 1
            """, [scope.value, enrollment.value, .instant(now)]
        ).map(QueuedCommand.init)
    }

    func pendingCommands(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> [QueuedCommand] {
        if let known = knownQueue(of: enrollment, in: scope) { return known.commands }
        return try rows(
            """
            SELECT * FROM commands WHERE company_id = $1 AND enrollment_id = $2
            ORDER BY is_destructive DESC, sequence
            """, [scope.value, enrollment.value]
        ).map(QueuedCommand.init)
    }

    func pendingCommand(_ uuid: CommandUUID, of enrollment: EnrollmentID, in scope: CompanyScope) throws
        -> QueuedCommand?
    {
        // Devices send it back: what cannot be stored is no command of ours.
        guard !uuid.description.utf8.contains(0) else { return nil }
        if let known = knownQueue(of: enrollment, in: scope) { return known.commands.first { $0.uuid == uuid } }
        return try row(
            "SELECT * FROM commands WHERE company_id = $1 AND uuid = $2 AND enrollment_id = $3",
            [scope.value, uuid.value, enrollment.value]
        ).map(QueuedCommand.init)
    }

    func pendingCommandCount(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> Int {
        if let known = knownQueue(of: enrollment, in: scope) { return known.commands.count }
        return try count(
            "SELECT COUNT(*) AS count FROM commands WHERE company_id = $1 AND enrollment_id = $2",
            [scope.value, enrollment.value])
    }

    func update(_ command: QueuedCommand, in scope: CompanyScope) throws {
        queue?.replace(command)
        try executeOnOne(
            "pending command",
            """
            UPDATE commands SET
                pushed_at = $4, apns_id = $5, fetched_at = $6, fetch_count = $7, not_now_count = $8,
                first_not_now_at = $9, last_not_now_at = $10, is_deferred = $11
            WHERE company_id = $1 AND uuid = $2 AND enrollment_id = $3
            """, command.changeable(in: scope))
    }

    func endDeferrals(of enrollment: EnrollmentID, in scope: CompanyScope) throws {
        if knownQueue(of: enrollment, in: scope) != nil, queue?.endDeferrals() == false { return }
        let count = try changes(
            """
            UPDATE commands SET is_deferred = 0 WHERE company_id = $1 AND enrollment_id = $2 AND is_deferred = 1
            """, [scope.value, enrollment.value])
        if count > 0 { tell(.work(enrollment)) }
    }

    func overdueCommands(at now: Date, limit: Int) throws -> [(scope: CompanyScope, command: QueuedCommand)] {
        try rows(
            """
            SELECT * FROM commands WHERE expires_at IS NOT NULL AND expires_at <= $1
            ORDER BY expires_at LIMIT $2
            """, [.instant(now), .integer(max(0, limit))]
        ).map { (try $0.scope(), try QueuedCommand($0)) }
    }
}

extension CommandUUID {
    var value: SQLValue { .text(description) }
}

extension QueuedCommand {
    /// `$1` to `$11` of insert and update.
    func changeable(in scope: CompanyScope) -> [SQLValue] {
        [
            scope.value, uuid.value, enrollmentID.value, .instant(pushedAt), .text(apnsID), .instant(fetchedAt),
            .integer(fetchCount), .integer(notNowCount), .instant(firstNotNowAt), .instant(lastNotNowAt),
            .flag(isDeferred),
        ]
    }

    /// `$12` to `$19` of insert.
    var lasting: [SQLValue] {
        [
            .integer(sequence), .text(requestType), .flag(isDestructive), .text(secret?.rawValue),
            .instant(queuedAt), .text(queuedBy), .instant(expiresAt), .bytes(payload),
        ]
    }

    init(_ row: SQLRow) throws {
        self.init(
            uuid: CommandUUID(stored: try row.text("uuid")),
            enrollmentID: EnrollmentID(stored: try row.text("enrollment_id")),
            sequence: try row.integer("sequence"), requestType: try row.text("request_type"),
            isDestructive: try row.flag("is_destructive"), payload: try row.bytes("payload"),
            secret: try row.optionalText("secret").map { _ in
                try row.value("secret") { CommandSecret(rawValue: $0) }
            },
            queuedAt: try row.instant("queued_at"), queuedBy: try row.text("queued_by"),
            expiresAt: try row.optionalInstant("expires_at"), pushedAt: try row.optionalInstant("pushed_at"),
            apnsID: try row.optionalText("apns_id"), fetchedAt: try row.optionalInstant("fetched_at"),
            fetchCount: try row.integer("fetch_count"), notNowCount: try row.integer("not_now_count"),
            firstNotNowAt: try row.optionalInstant("first_not_now_at"),
            lastNotNowAt: try row.optionalInstant("last_not_now_at"), isDeferred: try row.flag("is_deferred"))
    }
}
