import Administration
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func requestWakeUp(of enrollment: EnrollmentID, at due: Date, restarting: Bool, in scope: CompanyScope) throws {
        tell(.wakeUp)
        let values = [scope.value, enrollment.value, .instant(due)]
        guard restarting else {
            return try execute(
                """
                INSERT INTO wake_ups (
                    company_id, enrollment_id, due_at, request, attempts, last_status, last_reason, is_unreachable)
                VALUES ($1, $2, $3, 1, 0, 0, '', 0)
                ON CONFLICT (company_id, enrollment_id) DO UPDATE SET
                    due_at = CASE WHEN wake_ups.due_at < excluded.due_at
                        THEN wake_ups.due_at ELSE excluded.due_at END,
                    request = wake_ups.request + 1
                """, values)
        }
        try execute(
            """
            INSERT INTO wake_ups (
                company_id, enrollment_id, due_at, request, attempts, last_status, last_reason, is_unreachable)
            VALUES ($1, $2, $3, 1, 0, 0, '', 0)
            ON CONFLICT (company_id, enrollment_id) DO UPDATE SET
                due_at = CASE
                    WHEN wake_ups.due_at IS NOT NULL AND wake_ups.accepted_at > excluded.due_at - $4
                        AND wake_ups.accepted_at <= excluded.due_at
                        AND wake_ups.accepted_at > (
                            SELECT e.last_contact_at FROM enrollments e
                            WHERE e.company_id = excluded.company_id AND e.id = excluded.enrollment_id)
                    THEN wake_ups.accepted_at + $4
                    WHEN wake_ups.due_at < excluded.due_at THEN wake_ups.due_at ELSE excluded.due_at END,
                request = wake_ups.request + 1,
                attempts = 0, last_status = 0, last_reason = '', is_unreachable = 0
            """, values + [.integer(Int(PushSchedule.minimumSpacingSeconds * 1000))])
    }

    func requestWakeUps(at due: Date, everyEnrollment: Bool, in scope: CompanyScope) throws -> Int {
        tell(.wakeUp)
        tell(.everything)
        return try changes(
            """
            INSERT INTO wake_ups (
                company_id, enrollment_id, due_at, request, attempts, last_status, last_reason, is_unreachable)
            SELECT e.company_id, e.id, $2, 1, 0, 0, '', 0 FROM enrollments e
            WHERE e.company_id = $1 AND e.is_current = 1 AND e.state IN ('authenticated', 'enrolled')
                AND (CAST($3 AS BIGINT) = 1 OR EXISTS (
                    SELECT 1 FROM commands c WHERE c.company_id = e.company_id AND c.enrollment_id = e.id))
            ON CONFLICT (company_id, enrollment_id) DO UPDATE SET
                due_at = CASE WHEN wake_ups.due_at < excluded.due_at
                    THEN wake_ups.due_at ELSE excluded.due_at END,
                request = wake_ups.request + 1,
                attempts = 0, last_status = 0, last_reason = '', is_unreachable = 0
            """, [scope.value, .instant(due), .flag(everyEnrollment)])
    }

    func cancelWakeUp(of enrollment: EnrollmentID, in scope: CompanyScope) throws {
        try execute(
            """
            UPDATE wake_ups SET due_at = NULL, request = request + 1
            WHERE company_id = $1 AND enrollment_id = $2 AND due_at IS NOT NULL
            """, [scope.value, enrollment.value])
    }

    func dueWakeUps(at now: Date, limit: Int) throws -> [DueWakeUp] {
        try rows(
            """
            SELECT w.company_id, w.enrollment_id, w.attempts, w.request, e.device_id, e.topic, e.sealed_push,
                e.token_updated_at
            FROM wake_ups w
            JOIN enrollments e ON e.company_id = w.company_id AND e.id = w.enrollment_id
            JOIN push_certificates p ON p.company_id = w.company_id AND p.state = 'active'
                AND p.topic = e.topic AND p.not_before <= $1 AND p.not_after > $1
            WHERE w.due_at IS NOT NULL AND w.due_at <= $1 AND e.state = 'enrolled'
                AND e.sealed_push IS NOT NULL AND e.token_updated_at IS NOT NULL
            ORDER BY w.due_at LIMIT $2
            """, [.instant(now), .integer(max(0, limit))]
        ).map(DueWakeUp.init)
    }

    func claimWakeUps(at now: Date, limit: Int, until: Date, sparing: [CompanyScope]) throws -> [DueWakeUp] {
        let spared = sparing.indices.map { SQL.place(4 + $0) }
        let others = spared.isEmpty ? SQL("") : SQL("AND w.company_id NOT IN (", SQL(joining: spared), ")").varied
        let claimed = try rows(
            SQL(
                """
                UPDATE wake_ups SET due_at = $3 WHERE (company_id, enrollment_id) IN (
                    SELECT w.company_id, w.enrollment_id FROM wake_ups w
                    JOIN enrollments e ON e.company_id = w.company_id AND e.id = w.enrollment_id
                    JOIN push_certificates p ON p.company_id = w.company_id AND p.state = 'active'
                        AND p.topic = e.topic AND p.not_before <= $1 AND p.not_after > $1
                    WHERE w.due_at IS NOT NULL AND w.due_at <= $1 AND e.state = 'enrolled'
                        AND e.sealed_push IS NOT NULL AND e.token_updated_at IS NOT NULL
                """, others, "ORDER BY w.due_at LIMIT $2", skippingLockedRows,
                ") RETURNING company_id, enrollment_id"),
            [.instant(now), .integer(max(0, limit)), .instant(until)] + sparing.map(\.value))
        let mine = Set(try claimed.map { [try $0.text("company_id"), try $0.text("enrollment_id")] })
        guard !mine.isEmpty else { return [] }
        return try rows(
            """
            SELECT w.company_id, w.enrollment_id, w.attempts, w.request, e.device_id, e.topic, e.sealed_push,
                e.token_updated_at
            FROM wake_ups w
            JOIN enrollments e ON e.company_id = w.company_id AND e.id = w.enrollment_id
            WHERE w.due_at = $1
            """, [.instant(until)]
        ).filter { mine.contains([try $0.text("company_id"), try $0.text("enrollment_id")]) }.map(DueWakeUp.init)
    }

    func prolongWakeUpClaims(in scope: CompanyScope, from claimed: Date, until: Date) throws {
        try execute(
            "UPDATE wake_ups SET due_at = $3 WHERE company_id = $1 AND due_at = $2",
            [scope.value, .instant(claimed), .instant(until)])
    }

    func nextWakeUpDue() throws -> Date? {
        try row(
            """
            SELECT w.due_at FROM wake_ups w
            JOIN enrollments e ON e.company_id = w.company_id AND e.id = w.enrollment_id
            JOIN push_certificates p ON p.company_id = w.company_id AND p.state = 'active' AND p.topic = e.topic
            WHERE w.due_at IS NOT NULL AND e.state = 'enrolled'
                AND e.sealed_push IS NOT NULL AND e.token_updated_at IS NOT NULL
            ORDER BY w.due_at LIMIT 1
            """
        )?.instant("due_at")
    }

    func recordWakeUps(_ results: [WakeUpResult]) throws {
        queue = nil
        for result in results {
            let wakeUp = result.wakeUp
            let accepted = result.acceptedAPNsID == nil ? nil : result.at
            try execute(
                """
                UPDATE wake_ups SET
                    due_at = CASE WHEN request = $3 THEN $4 ELSE due_at END,
                    is_unreachable = CASE WHEN request = $3 THEN $5 ELSE is_unreachable END,
                    attempts = attempts + CASE WHEN CAST($7 AS BIGINT) = 0 THEN 0 ELSE 1 END,
                    last_attempt_at = $6, last_status = $7, last_reason = $8,
                    accepted_at = COALESCE($9, accepted_at), apns_id = COALESCE($10, apns_id)
                WHERE company_id = $1 AND enrollment_id = $2
                """,
                [
                    wakeUp.scope.value, wakeUp.enrollmentID.value, .integer(wakeUp.request),
                    .instant(result.nextDue), .flag(result.isUnreachable), .instant(result.at),
                    .integer(result.status), .text(result.reason.withoutNUL), .instant(accepted),
                    .text(result.acceptedAPNsID?.withoutNUL),
                ])
            guard let apnsID = result.acceptedAPNsID else { continue }
            try execute(
                """
                UPDATE commands SET pushed_at = $3, apns_id = $4
                WHERE company_id = $1 AND enrollment_id = $2 AND pushed_at IS NULL AND queued_at <= $3
                """,
                [wakeUp.scope.value, wakeUp.enrollmentID.value, .instant(result.at), .text(apnsID.withoutNUL)])
        }
    }

    func wakeUp(of enrollment: EnrollmentID, in scope: CompanyScope) throws -> WakeUpFacts? {
        try row(
            "SELECT * FROM wake_ups WHERE company_id = $1 AND enrollment_id = $2", [scope.value, enrollment.value]
        ).map { row in
            WakeUpFacts(
                dueAt: try row.optionalInstant("due_at"), attempts: try row.integer("attempts"),
                acceptedAt: try row.optionalInstant("accepted_at"), apnsID: try row.optionalText("apns_id"),
                lastAttemptAt: try row.optionalInstant("last_attempt_at"),
                lastStatus: try row.integer("last_status"), lastReason: try row.text("last_reason"),
                isUnreachable: try row.flag("is_unreachable"))
        }
    }

    func savePushProbe(_ probe: StoredPushProbe, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO push_probes (company_id, fingerprint, asked_at, outcome, detail)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (company_id) DO UPDATE SET
                fingerprint = excluded.fingerprint, asked_at = excluded.asked_at, outcome = excluded.outcome,
                detail = excluded.detail
            """,
            [
                scope.value, .text(probe.fingerprint), .instant(probe.at), .text(probe.outcome),
                .text(probe.detail.withoutNUL),
            ])
    }

    func pushProbe(in scope: CompanyScope) throws -> StoredPushProbe? {
        try row("SELECT * FROM push_probes WHERE company_id = $1", [scope.value]).map { row in
            StoredPushProbe(
                fingerprint: try row.text("fingerprint"), at: try row.instant("asked_at"),
                outcome: try row.text("outcome"), detail: try row.text("detail"))
        }
    }
}

extension DueWakeUp {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            scope: try row.scope(), enrollmentID: EnrollmentID(stored: try row.text("enrollment_id")),
            deviceID: DeviceID(stored: try row.text("device_id")), topic: try row.text("topic"),
            sealedPush: try row.bytes("sealed_push"), tokenUpdatedAt: try row.instant("token_updated_at"),
            attempts: try row.integer("attempts"), request: try row.integer("request"))
    }
}
