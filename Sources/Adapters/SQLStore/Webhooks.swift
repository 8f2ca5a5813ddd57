import Administration
import Enrollments
import Foundation
import Ports
import Webhooks

extension SQLTransaction {
    func webhooks(in scope: CompanyScope) throws -> [Webhook] {
        try rows("SELECT * FROM webhooks WHERE company_id = $1 ORDER BY created_at, id", [scope.value])
            .map(Webhook.init)
    }

    func webhook(_ id: WebhookID, in scope: CompanyScope) throws -> Webhook? {
        try row("SELECT * FROM webhooks WHERE company_id = $1 AND id = $2", [scope.value, id.value]).map(Webhook.init)
    }

    func insert(_ webhook: Webhook, in scope: CompanyScope) throws {
        tell(.everything)
        try execute(
            """
            INSERT INTO webhooks (
                company_id, id, url, format, kinds, omits_payload, is_enabled, sealed_secret, created_at, created_by,
                held_until, failures)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0)
            """,
            [
                scope.value, webhook.id.value, .text(webhook.url), .text(webhook.format.rawValue),
                .text(webhook.storedKinds), .flag(webhook.omitsPayload), .flag(webhook.isEnabled),
                .bytes(webhook.sealedSecret), .instant(webhook.createdAt), .text(webhook.createdBy),
            ])
    }

    func update(_ webhook: Webhook, in scope: CompanyScope) throws {
        tell(.everything)
        try executeOnOne(
            "webhook",
            """
            UPDATE webhooks SET url = $3, kinds = $4, omits_payload = $5, is_enabled = $6, held_until = 0
            WHERE company_id = $1 AND id = $2
            """,
            [
                scope.value, webhook.id.value, .text(webhook.url), .text(webhook.storedKinds),
                .flag(webhook.omitsPayload), .flag(webhook.isEnabled),
            ])
    }

    func deleteWebhook(_ id: WebhookID, in scope: CompanyScope) throws {
        tell(.everything)
        try execute(
            "DELETE FROM webhook_deliveries WHERE company_id = $1 AND webhook_id = $2", [scope.value, id.value])
        try executeOnOne(
            "webhook", "DELETE FROM webhooks WHERE company_id = $1 AND id = $2", [scope.value, id.value])
    }

    /// For every webhook that asks for entries like this one; a part of ``append(_:in:)``.
    func tellWebhooks(_ event: AuditEvent, sequence: Int, at instant: Date, in scope: CompanyScope) throws {
        let number = String(sequence)
        try execute(
            """
            INSERT INTO webhook_deliveries (
                company_id, id, webhook_id, kind, created_at, audit_sequence, state, due_at, attempts, last_status,
                last_answer)
            SELECT company_id, id || $5, id, $2, $3, $4, 'waiting', $3, 0, 0, '' FROM webhooks
            WHERE company_id = $1 AND format = 'own' AND is_enabled = 1 AND kinds LIKE $6
            """,
            [
                scope.value, .text(event.rawValue), .instant(instant), .integer(sequence),
                .text("-" + String(repeating: "0", count: max(0, 12 - number.count)) + number),
                .text("% \(event.rawValue) %"),
            ])
    }

    func tokenUpdateTally(of enrollment: EnrollmentID, device: DeviceID, in scope: CompanyScope) throws -> Int {
        try count(
            """
            SELECT COUNT(*) AS count FROM device_events
            WHERE company_id = $1 AND device_id = $2 AND enrollment_id = $3 AND kind IN ($4, $5)
            """,
            [
                scope.value, device.value, enrollment.value, .text(DeviceEvent.Kind.enrolled.rawValue),
                .text(DeviceEvent.Kind.tokenUpdated.rawValue),
            ])
    }
}

extension Webhook {
    /// With a blank around each word, for LIKE.
    fileprivate var storedKinds: String { " \(kinds.sorted().joined(separator: " ")) " }

    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: WebhookID(stored: try row.text("id")), url: try row.text("url"),
            format: try row.value("format") { WebhookFormat(rawValue: $0) },
            kinds: Set(try row.text("kinds").split(separator: " ").map(String.init)),
            omitsPayload: try row.flag("omits_payload"), isEnabled: try row.flag("is_enabled"),
            sealedSecret: try row.bytes("sealed_secret"), createdAt: try row.instant("created_at"),
            createdBy: try row.text("created_by"), heldUntil: try row.instant("held_until"),
            failures: try row.integer("failures"))
    }
}
