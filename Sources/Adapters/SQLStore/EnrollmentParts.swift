import Administration
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func saveSealedSecret(
        _ sealed: [UInt8]?, _ kind: EnrollmentSecretKind, of enrollment: EnrollmentID, at now: Date,
        in scope: CompanyScope
    ) throws {
        let key: [SQLValue] = [scope.value, enrollment.value, .text(kind.rawValue)]
        guard let sealed else {
            return try execute(
                "DELETE FROM enrollment_secrets WHERE company_id = $1 AND enrollment_id = $2 AND kind = $3", key)
        }
        try execute(
            """
            INSERT INTO enrollment_secrets (company_id, enrollment_id, kind, sealed, stored_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (company_id, enrollment_id, kind) DO UPDATE SET
                sealed = excluded.sealed, stored_at = excluded.stored_at
            """, key + [.bytes(sealed), .instant(now)])
    }

    func sealedSecret(_ kind: EnrollmentSecretKind, of enrollment: EnrollmentID, in scope: CompanyScope) throws
        -> [UInt8]?
    {
        try row(
            "SELECT sealed FROM enrollment_secrets WHERE company_id = $1 AND enrollment_id = $2 AND kind = $3",
            [scope.value, enrollment.value, .text(kind.rawValue)]
        )?.bytes("sealed")
    }

    func save(_ channel: StoredUserChannel, of enrollment: EnrollmentID, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO user_channels (
                company_id, enrollment_id, user_id, short_name, long_name, topic, sealed_push, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (company_id, enrollment_id, user_id) DO UPDATE SET
                short_name = excluded.short_name, long_name = excluded.long_name, topic = excluded.topic,
                sealed_push = excluded.sealed_push, updated_at = excluded.updated_at
            """,
            [
                scope.value, enrollment.value, .text(channel.userID.withoutNUL),
                .text(channel.shortName.withoutNUL), .text(channel.longName.withoutNUL),
                .text(channel.topic.withoutNUL), .bytes(channel.sealedPush), .instant(channel.updatedAt),
            ])
    }

    func userChannels(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> [StoredUserChannel] {
        try rows(
            "SELECT * FROM user_channels WHERE company_id = $1 AND enrollment_id = $2 ORDER BY user_id",
            [scope.value, enrollment.value]
        ).map { row in
            StoredUserChannel(
                userID: try row.text("user_id"), shortName: try row.text("short_name"),
                longName: try row.text("long_name"), topic: try row.text("topic"),
                sealedPush: try row.bytes("sealed_push"), updatedAt: try row.instant("updated_at"))
        }
    }

    func deleteUserChannels(of enrollment: EnrollmentID, in scope: CompanyScope) throws {
        try execute(
            "DELETE FROM user_channels WHERE company_id = $1 AND enrollment_id = $2",
            [scope.value, enrollment.value])
    }

    func noteFacts(
        _ requestType: String, answeredBy command: String, of enrollment: EnrollmentID, at now: Date,
        in scope: CompanyScope
    ) throws {
        try execute(
            """
            INSERT INTO device_facts (company_id, enrollment_id, request_type, uuid, received_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (company_id, enrollment_id, request_type) DO UPDATE SET
                uuid = excluded.uuid, received_at = excluded.received_at
            """, [scope.value, enrollment.value, .text(requestType), .text(command), .instant(now)])
    }

    func facts(of enrollment: EnrollmentID, in scope: CompanyScope) throws
        -> [(requestType: String, receivedAt: Date, answer: [UInt8])]
    {
        try rows(
            """
            SELECT d.request_type, d.received_at, f.answer FROM device_facts d
            JOIN finished_commands f ON f.company_id = d.company_id AND f.uuid = d.uuid
            WHERE d.company_id = $1 AND d.enrollment_id = $2 AND f.enrollment_id = $2 AND f.answer IS NOT NULL
            ORDER BY d.request_type
            """, [scope.value, enrollment.value]
        ).map { (try $0.text("request_type"), try $0.instant("received_at"), try $0.bytes("answer")) }
    }

    func keepUnreadableReport(
        _ body: [UInt8], because reason: String, of enrollment: EnrollmentID, at now: Date, in scope: CompanyScope
    ) throws {
        try execute(
            """
            INSERT INTO unreadable_reports (company_id, enrollment_id, number, received_at, reason, body)
            SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5 FROM unreadable_reports
            WHERE company_id = $1 AND enrollment_id = $2
            """,
            [scope.value, enrollment.value, .instant(now), .text(reason.withoutNUL), .bytes(body)])
        try execute(
            """
            DELETE FROM unreadable_reports WHERE company_id = $1 AND enrollment_id = $2 AND number <= (
                SELECT MAX(number) - 20 FROM unreadable_reports WHERE company_id = $1 AND enrollment_id = $2)
            """, [scope.value, enrollment.value])
    }

    func unreadableReportCount(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> Int {
        try count(
            """
            SELECT COALESCE(MAX(number), 0) AS count FROM unreadable_reports
            WHERE company_id = $1 AND enrollment_id = $2
            """, [scope.value, enrollment.value])
    }
}
