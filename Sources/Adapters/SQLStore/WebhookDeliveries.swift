import Administration
import Foundation
import Ports
import Webhooks

extension SQLTransaction {
    func insert(_ delivery: WebhookDelivery, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO webhook_deliveries (
                company_id, id, webhook_id, kind, created_at, state, due_at, attempts, last_status, last_answer,
                sealed_body)
            SELECT company_id, $2, id, $4, $5, $6, CAST($7 AS BIGINT), 0, 0, '', $8 FROM webhooks
            WHERE company_id = $1 AND id = $3 AND is_enabled = 1
            """,
            [
                scope.value, .text(delivery.id), delivery.webhookID.value, .text(delivery.kind),
                .instant(delivery.createdAt), .text(delivery.state.rawValue), .instant(delivery.dueAt),
                .bytes(delivery.sealedBody ?? []),
            ])
    }

    /// Without bodies.
    func deliveries(of webhook: WebhookID, limit: Int, in scope: CompanyScope) throws -> [WebhookDelivery] {
        try rows(
            """
            SELECT id, webhook_id, kind, created_at, audit_sequence, state, due_at, attempts, last_attempt_at,
                last_status, last_answer, NULL AS sealed_body
            FROM webhook_deliveries WHERE company_id = $1 AND webhook_id = $2
            ORDER BY created_at DESC, id DESC LIMIT $3
            """, [scope.value, webhook.value, .integer(max(0, limit))]
        ).map(WebhookDelivery.init)
    }

    func delivery(_ id: String, in scope: CompanyScope) throws -> WebhookDelivery? {
        try row("SELECT * FROM webhook_deliveries WHERE company_id = $1 AND id = $2", [scope.value, .text(id)])
            .map(WebhookDelivery.init)
    }

    func hasDueDeliveries(at now: Date) throws -> Bool {
        try row(
            "SELECT id FROM webhook_deliveries WHERE due_at IS NOT NULL AND due_at <= $1 LIMIT 1", [.instant(now)])
            != nil
    }

    func claimWebhooks(at now: Date, limit: Int, until: Date) throws -> [(scope: CompanyScope, id: WebhookID)] {
        // A hold further away than any pause comes from a clock that was set back since.
        let farthest = now.addingTimeInterval(DeliverySchedule.longestPauseSeconds + 60)
        return try rows(
            SQL(
                """
                UPDATE webhooks SET held_until = $3 WHERE (company_id, id) IN (
                    SELECT w.company_id, w.id FROM webhooks w
                    WHERE w.is_enabled = 1 AND (w.held_until <= $1 OR w.held_until > $4) AND EXISTS (
                        SELECT 1 FROM webhook_deliveries d
                        WHERE d.company_id = w.company_id AND d.webhook_id = w.id
                            AND d.due_at IS NOT NULL AND d.due_at <= $1)
                    ORDER BY w.held_until LIMIT $2
                """, skippingLockedRows, ") RETURNING company_id, id"),
            [.instant(now), .integer(max(0, limit)), .instant(until), .instant(farthest)]
        ).map { (try $0.scope(), WebhookID(stored: try $0.text("id"))) }
    }

    func dueDelivery(of webhook: WebhookID, at now: Date, in scope: CompanyScope) throws -> WebhookDelivery? {
        try row(
            """
            SELECT * FROM webhook_deliveries
            WHERE company_id = $1 AND webhook_id = $2 AND due_at IS NOT NULL AND due_at <= $3
            ORDER BY created_at, id LIMIT 1
            """, [scope.value, webhook.value, .instant(now)]
        ).map(WebhookDelivery.init)
    }

    func record(_ delivery: WebhookDelivery, attemptsBefore: Int, in scope: CompanyScope) throws {
        try execute(
            """
            UPDATE webhook_deliveries SET
                state = $3, due_at = $4, attempts = $5, last_attempt_at = $6, last_status = $7, last_answer = $8
            WHERE company_id = $1 AND id = $2 AND (attempts = $9 OR CAST($10 AS BIGINT) = 1)
            """,
            [
                scope.value, .text(delivery.id), .text(delivery.state.rawValue), .instant(delivery.dueAt),
                .integer(delivery.attempts), .instant(delivery.lastAttemptAt), .integer(delivery.lastStatus),
                .text(delivery.lastAnswer.withoutNUL), .integer(attemptsBefore),
                .flag(delivery.state == .delivered),
            ])
    }

    func holdWebhook(
        _ id: WebhookID, from seen: Date, until: Date, failures: Int?, in scope: CompanyScope
    ) throws -> Bool {
        try changes(
            """
            UPDATE webhooks SET held_until = $4, failures = COALESCE(CAST($5 AS BIGINT), failures)
            WHERE company_id = $1 AND id = $2 AND held_until = $3
            """,
            [
                scope.value, id.value, .instant(seen), .instant(until),
                failures.map { .integer($0) } ?? .null,
            ]) == 1
    }

    func webhooksNotReached(in scope: CompanyScope) throws -> Set<WebhookID> {
        Set(
            try rows(
                """
                SELECT DISTINCT d.webhook_id FROM webhook_deliveries d WHERE d.company_id = $1 AND d.state <> 'delivered'
                    AND d.last_attempt_at = (
                        SELECT MAX(o.last_attempt_at) FROM webhook_deliveries o
                        WHERE o.company_id = d.company_id AND o.webhook_id = d.webhook_id)
                """, [scope.value]
            ).map { WebhookID(stored: try $0.text("webhook_id")) })
    }

    func deleteDeliveries(deliveredBefore: Date, givenUpBefore: Date) throws {
        try execute(
            """
            DELETE FROM webhook_deliveries
            WHERE state = 'delivered' AND created_at < $1 OR state = 'given-up' AND created_at < $2
            """, [.instant(deliveredBefore), .instant(givenUpBefore)])
    }
}

extension WebhookDelivery {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: try row.text("id"), webhookID: WebhookID(stored: try row.text("webhook_id")),
            kind: try row.text("kind"), createdAt: try row.instant("created_at"),
            auditSequence: try row.optionalInteger("audit_sequence"),
            state: try row.value("state") { State(rawValue: $0) }, dueAt: try row.optionalInstant("due_at"),
            attempts: try row.integer("attempts"), lastAttemptAt: try row.optionalInstant("last_attempt_at"),
            lastStatus: try row.integer("last_status"), lastAnswer: try row.text("last_answer"),
            sealedBody: try row.optionalBytes("sealed_body"))
    }
}
