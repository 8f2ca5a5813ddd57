import Administration
import Foundation
import Ports

/// What was written together with an event and goes outside afterwards.
extension SQLTransaction {
    /// One for each outbox of the installation; a new one is added here and nowhere else.
    func outboxes(at now: Date) throws -> [StoreFigures.Outbox] {
        [try webhookOutbox(), try mailOutbox(at: now), try logOutbox()]
    }

    private func webhookOutbox() throws -> StoreFigures.Outbox {
        let waiting = try row(
            """
            SELECT COUNT(*) AS count, MIN(created_at) AS oldest FROM webhook_deliveries WHERE state = 'waiting'
            """)
        return StoreFigures.Outbox(
            name: "webhook", waiting: try waiting?.integer("count") ?? 0,
            oldest: try waiting?.optionalInstant("oldest"),
            givenUp: try count("SELECT COUNT(*) AS count FROM webhook_deliveries WHERE state = 'given-up'", []))
    }

    /// Failed ones of the last 30 days: they are listed for more than a year, and nobody waits for them so long.
    private func mailOutbox(at now: Date) throws -> StoreFigures.Outbox {
        let waiting = try row(
            "SELECT COUNT(*) AS count, MIN(created_at) AS oldest FROM mails WHERE due_at IS NOT NULL")
        return StoreFigures.Outbox(
            name: "mail", waiting: try waiting?.integer("count") ?? 0, oldest: try waiting?.optionalInstant("oldest"),
            givenUp: try count(
                """
                SELECT COUNT(*) AS count FROM companies c
                JOIN mails m ON m.company_id = c.id AND m.created_at >= $1 WHERE m.state = 'failed'
                """, [.instant(now.addingTimeInterval(-30 * 86_400))]))
    }

    /// Lines behind each log's cursor; none while the log is sent nowhere.
    private func logOutbox() throws -> StoreFigures.Outbox {
        guard try installationValue(.syslogReceiver) != nil else {
            return StoreFigures.Outbox(name: "log-export", waiting: 0, oldest: nil, givenUp: 0)
        }
        let logs = try rows(
            """
            SELECT
                (SELECT COUNT(*) FROM audit_entries a
                    WHERE a.company_id = x.company_id AND a.sequence > x.sequence) AS entries,
                (SELECT a.occurred_at FROM audit_entries a
                    WHERE a.company_id = x.company_id AND a.sequence > x.sequence
                    ORDER BY a.sequence LIMIT 1) AS oldest_entry,
                (SELECT COUNT(*) FROM device_events d
                    WHERE d.company_id = x.company_id
                        AND (d.received_at, d.device_id, d.number) > (x.received_at, x.device, x.number)) AS events,
                (SELECT MIN(d.received_at) FROM device_events d
                    WHERE d.company_id = x.company_id
                        AND (d.received_at, d.device_id, d.number) > (x.received_at, x.device, x.number))
                    AS oldest_event
            FROM log_exports x
            """)
        return StoreFigures.Outbox(
            name: "log-export", waiting: try logs.reduce(0) { try $0 + $1.integer("entries") + $1.integer("events") },
            oldest: try logs.flatMap {
                [try $0.optionalInstant("oldest_entry"), try $0.optionalInstant("oldest_event")]
            }.compactMap { $0 }.min(), givenUp: 0)
    }
}
