import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func finish(_ finished: FinishedCommand, in scope: CompanyScope) throws {
        let command = finished.command
        queue?.remove(command.uuid)
        try executeOnOne(
            "pending command",
            "DELETE FROM commands WHERE company_id = $1 AND uuid = $2 AND enrollment_id = $3",
            [scope.value, command.uuid.value, command.enrollmentID.value])
        try execute(
            """
            INSERT INTO finished_commands (
                company_id, uuid, enrollment_id, pushed_at, apns_id, fetched_at, fetch_count, not_now_count,
                first_not_now_at, last_not_now_at, is_deferred, sequence, request_type, is_destructive, secret,
                queued_at, queued_by, expires_at, payload, outcome, ended_at, ended_by, error_chain, answer, number)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                $22, $23, $24, COALESCE((
                    SELECT number FROM finished_commands WHERE company_id = $1 AND enrollment_id = $3
                    ORDER BY number DESC LIMIT 1), 0) + 1)
            """,
            command.changeable(in: scope) + command.lasting + [
                .text(finished.outcome.rawValue), .instant(finished.endedAt), .text(finished.endedBy),
                .text(try StoredErrors.encode(finished.errorChain)), finished.answer.map { .bytes($0) } ?? .null,
            ])
    }

    func commandHistory(of enrollment: EnrollmentID, before: Int?, limit: Int, in scope: CompanyScope) throws
        -> [(number: Int, command: FinishedCommand)]
    {
        try rows(
            SQL(
                finishedColumns,
                """
                , NULL AS answer FROM finished_commands
                WHERE company_id = $1 AND enrollment_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4
                """), [scope.value, enrollment.value, .integer(before ?? .max), .integer(max(0, limit))]
        ).map { (try $0.integer("number"), try FinishedCommand($0)) }
    }

    func finishedCommand(_ uuid: CommandUUID, of enrollment: EnrollmentID, in scope: CompanyScope) throws
        -> FinishedCommand?
    {
        guard !uuid.description.utf8.contains(0) else { return nil }
        return try row(
            SQL(
                finishedColumns,
                """
                , answer FROM finished_commands WHERE company_id = $1 AND uuid = $2 AND enrollment_id = $3
                """), [scope.value, uuid.value, enrollment.value]
        ).map(FinishedCommand.init)
    }

    func saveEscrow(
        _ sealedPIN: [UInt8], for uuid: CommandUUID, of enrollment: EnrollmentID, at now: Date,
        in scope: CompanyScope
    ) throws {
        try execute(
            """
            INSERT INTO escrowed_pins (company_id, uuid, enrollment_id, sealed_pin, stored_at)
            VALUES ($1, $2, $3, $4, $5)
            """, [scope.value, uuid.value, enrollment.value, .bytes(sealedPIN), .instant(now)])
    }

    func escrow(for uuid: CommandUUID, in scope: CompanyScope) throws -> [UInt8]? {
        try row(
            "SELECT sealed_pin FROM escrowed_pins WHERE company_id = $1 AND uuid = $2", [scope.value, uuid.value]
        )?.bytes("sealed_pin")
    }

    func escrowedCommands(of device: DeviceID, in scope: CompanyScope) throws -> [(
        uuid: CommandUUID, requestType: String, at: Date
    )] {
        try rows(
            """
            SELECT p.uuid, p.stored_at, COALESCE(c.request_type, f.request_type) AS request_type
            FROM enrollments e
            JOIN escrowed_pins p ON p.company_id = e.company_id AND p.enrollment_id = e.id
            LEFT JOIN commands c ON c.company_id = p.company_id AND c.uuid = p.uuid
            LEFT JOIN finished_commands f ON f.company_id = p.company_id AND f.uuid = p.uuid
            WHERE e.company_id = $1 AND e.device_id = $2 AND COALESCE(c.request_type, f.request_type) IS NOT NULL
            ORDER BY p.stored_at DESC, p.uuid DESC
            """, [scope.value, device.value]
        ).map {
            (CommandUUID(stored: try $0.text("uuid")), try $0.text("request_type"), try $0.instant("stored_at"))
        }
    }
}

/// All but the answer, which may be large.
private let finishedColumns: SQL = """
    SELECT number, uuid, enrollment_id, pushed_at, apns_id, fetched_at, fetch_count, not_now_count,
        first_not_now_at, last_not_now_at, is_deferred, sequence, request_type, is_destructive, secret, queued_at,
        queued_by, expires_at, payload, outcome, ended_at, ended_by, error_chain
    """

/// An error chain as one text: a JSON array of objects, outermost first.
private enum StoredErrors {
    static func encode(_ chain: [CommandError]) throws -> String {
        chain.isEmpty ? "[]" : String(decoding: try JSONEncoder().encode(chain), as: UTF8.self)
    }

    static func decode(_ text: String) throws -> [CommandError] {
        if text == "[]" { return [] }
        guard let chain = try? JSONDecoder().decode([CommandError].self, from: Data(text.utf8)) else {
            throw StoreError.unreadable("the error chain of a command is not in the expected form")
        }
        return chain
    }
}

extension FinishedCommand {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            command: try QueuedCommand(row), outcome: try row.value("outcome") { Outcome(rawValue: $0) },
            endedAt: try row.instant("ended_at"), endedBy: try row.text("ended_by"),
            errorChain: try StoredErrors.decode(try row.text("error_chain")),
            answer: try row.optionalBytes("answer"))
    }
}
