import Administration
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func append(_ event: DeviceEvent, in scope: CompanyScope) throws {
        // Not MAX: PostgreSQL may read all of a device's entries for it, and sees no difference while they are few.
        let fields = event.fields.map { AuditField($0.name.withoutNUL, $0.value.withoutNUL) }
        try execute(
            """
            INSERT INTO device_events (
                company_id, device_id, number, enrollment_id, occurred_at, kind, actor, fields, received_at,
                is_notice, search_text)
            VALUES ($1, $2, COALESCE((
                    SELECT number FROM device_events WHERE company_id = $1 AND device_id = $2
                    ORDER BY number DESC LIMIT 1), 0) + 1,
                $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                scope.value, event.deviceID.value, event.enrollmentID.value, .instant(event.occurredAt),
                .text(event.kind.rawValue), .text(event.actor.withoutNUL), .text(StoredFields.encode(fields)),
                .instant(event.receivedAt), .flag(event.kind.isNotice),
                .text(LogSearchText.of([event.actor.withoutNUL] + fields.map(\.value))),
            ])
    }

    func deviceEvents(of device: DeviceID, before: Int?, limit: Int, in scope: CompanyScope) throws
        -> [(number: Int, event: DeviceEvent)]
    {
        try rows(
            """
            SELECT * FROM device_events WHERE company_id = $1 AND device_id = $2 AND number < $3
            ORDER BY number DESC LIMIT $4
            """, [scope.value, device.value, .integer(before ?? .max), .integer(max(0, limit))]
        ).compactMap { row in
            guard case .device(let number, let event) = try LogLine.Source(device: row) else { return nil }
            return (number, event)
        }
    }
}

extension LogLine.Source {
    /// A row of `device_events`.
    init(device row: SQLRow) throws {
        do {
            self = .device(number: try row.integer("number"), try DeviceEvent(row))
        } catch StoreError.unreadable {
            let kind = (try? row.text("kind")) ?? ""
            self = .unreadable(
                UnreadableEntry(
                    log: .device, number: try row.integer("number"), occurredAt: try row.instant("occurred_at"),
                    receivedAt: try row.instant("received_at"), event: kind,
                    reason: DeviceEvent.Kind(rawValue: kind) == nil ? .unknownEvent : .damaged,
                    isNotice: (try? row.flag("is_notice")) ?? false, device: try row.text("device_id")))
        }
    }

    /// A row of `audit_entries`.
    init(management row: SQLRow) throws {
        self =
            switch try KeptEntry(row).content {
            case .entry(let entry): .management(entry)
            case .unreadable(let entry, _): .unreadable(entry)
            }
    }
}

extension DeviceEvent {
    init(_ row: SQLRow) throws {
        guard let fields = StoredFields.decode(try row.text("fields")) else {
            throw StoreError.unreadable("the fields of a device's log entry are not in the expected form")
        }
        self.init(
            deviceID: DeviceID(stored: try row.text("device_id")),
            enrollmentID: EnrollmentID(stored: try row.text("enrollment_id")),
            occurredAt: try row.instant("occurred_at"), receivedAt: try row.instant("received_at"),
            kind: try row.value("kind") { Kind(rawValue: $0) },
            actor: try row.text("actor"), fields: fields.map { Field($0.name, $0.value) })
    }
}
