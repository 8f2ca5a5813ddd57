import Administration
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func exportState(in scope: CompanyScope) throws -> LogExportState? {
        try row("SELECT * FROM log_exports WHERE company_id = $1", [scope.value]).map { row in
            LogExportState(
                cursor: LogExportCursor(
                    sequence: try row.integer("sequence"), receivedAt: try row.instant("received_at"),
                    device: try row.text("device"), number: try row.integer("number")),
                sentAt: try row.optionalInstant("sent_at"), trouble: try row.optionalText("trouble"),
                troubleSince: try row.optionalInstant("trouble_since"))
        }
    }

    func setExportState(_ state: LogExportState, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO log_exports (
                company_id, sequence, received_at, device, number, sent_at, trouble, trouble_since)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (company_id) DO UPDATE SET sequence = excluded.sequence, received_at = excluded.received_at,
                device = excluded.device, number = excluded.number, sent_at = excluded.sent_at,
                trouble = excluded.trouble, trouble_since = excluded.trouble_since
            """,
            [
                scope.value, .integer(state.cursor.sequence), .instant(state.cursor.receivedAt),
                .text(state.cursor.device), .integer(state.cursor.number), .instant(state.sentAt),
                .text(state.trouble?.withoutNUL), .instant(state.troubleSince),
            ])
    }

    func deviceEvents(after: LogExportCursor, until: Date, limit: Int, in scope: CompanyScope) throws -> [LogLine] {
        try rows(
            """
            SELECT k.*, e.name AS device_name FROM (
                SELECT * FROM device_events
                WHERE company_id = $1 AND (received_at, device_id, number) > ($2, $3, $4) AND received_at < $5
                ORDER BY received_at, device_id, number LIMIT $6) k
            LEFT JOIN enrollments e ON e.company_id = k.company_id AND e.id = k.enrollment_id
            ORDER BY k.received_at, k.device_id, k.number
            """,
            [
                scope.value, .instant(after.receivedAt), .text(after.device), .integer(after.number), .instant(until),
                .integer(max(0, limit)),
            ]
        ).map { row in
            LogLine(try LogLine.Source(device: row), deviceName: try row.optionalText("device_name"))
        }
    }

    func deviceNames(_ devices: Set<DeviceID>, in scope: CompanyScope) throws -> [DeviceID: String] {
        var names: [DeviceID: String] = [:]
        for device in devices {
            names[device] = try currentEnrollment(of: device, in: scope)?.summary.name
        }
        return names
    }
}
