import Administration
import Enrollments
import Foundation
import UseCases

/// One line of either log in words: what the table and the CSV both say.
struct LogFace {
    let line: LogLine
    let c: ViewContext

    init(_ line: LogLine, in c: ViewContext) {
        self.line = line
        self.c = c
    }

    enum Column: CaseIterable {
        case occurredAt, receivedAt, kind, event, actor, subject, details

        var name: Text {
            switch self {
            case .occurredAt: LogWords.occurredAt
            case .receivedAt: LogPageWords.receivedAt
            case .kind: LogPageWords.kind
            case .event: LogWords.event
            case .actor: LogWords.actor
            case .subject: LogWords.subject
            case .details: LogPageWords.details
            }
        }
    }

    var kind: String { isManagement ? c(LogPageWords.management) : c(LogPageWords.device) }

    var isNotice: Bool {
        switch line.source {
        case .management(let entry): entry.draft.event.isNotice
        case .device(_, let event): event.kind.isNotice
        case .unreadable(let entry): entry.isNotice
        }
    }

    var event: String {
        switch line.source {
        case .management(let entry): c(LogWords.name(of: entry.draft.event))
        case .device(_, let event): c(DeviceLogWords.name(of: event.kind))
        case .unreadable: c(LogPageWords.unreadable)
        }
    }

    var actor: String {
        switch line.source {
        case .management(let entry): ActorName(entry.draft.actor, of: entry.draft.event).said(in: c)
        case .device(_, let event): event.actor.isEmpty ? c(DeviceLogWords.deviceOrServer) : event.actor
        case .unreadable: ""
        }
    }

    /// The order for many devices that the entry is about.
    private var bulkOrder: String? {
        guard case .management(let entry) = line.source, entry.draft.event == .syncRequested else { return nil }
        return entry.draft.after.first { $0.name == "order" }?.value
    }

    /// As long as it is there.
    var pageOfBulkOrder: String? {
        guard let order = bulkOrder, !ForgetBulkOrders.isDue(orderedAt: line.occurredAt, at: c.now) else { return nil }
        return "devices/sync/\(order)"
    }

    var subject: String {
        switch line.source {
        case .management(let entry): bulkOrder == nil ? entry.draft.subject : c(BulkSyncWords.title)
        case .device, .unreadable: line.deviceName ?? ""
        }
    }

    /// Name and value; a value that was changed as `before → after`.
    var details: [(name: String, value: String)] {
        switch line.source {
        case .management(let entry): details(of: entry.draft)
        case .device(_, let event):
            event.fields.map { (DeviceLogWords.field($0.name, in: c), DeviceLogWords.value($0, in: c)) }
        case .unreadable(let entry): details(of: entry)
        }
    }

    private func details(of entry: UnreadableEntry) -> [(name: String, value: String)] {
        [
            (c(LogPageWords.number), String(entry.number)),
            (c(LogPageWords.storedKind), entry.event.isEmpty ? c(DeviceWords.none) : entry.event),
            (c(LogPageWords.whatToDo), c(LogPageWords.unreadableNext(entry.reason))),
        ]
    }

    func text(_ column: Column) -> String {
        switch column {
        case .occurredAt: c.dateTime(line.occurredAt)
        case .receivedAt: c.dateTime(line.receivedAt)
        case .kind: isNotice ? "\(kind) (\(c(LogPageWords.noticeMark)))" : kind
        case .event: event
        case .actor: actor
        case .subject: subject
        case .details: details.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        }
    }

    private var isManagement: Bool {
        switch line.source {
        case .management: true
        case .device: false
        case .unreadable(let entry): entry.log == .management
        }
    }

    private func details(of draft: AuditDraft) -> [(name: String, value: String)] {
        func value(_ field: AuditField) -> String {
            field.value.isEmpty ? c(DeviceWords.none) : AuditFieldWords.value(field, in: c)
        }
        let names = (draft.before + draft.after).map(\.name)
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }.map { name in
            let before = draft.before.filter { $0.name == name }.map(value).joined(separator: ", ")
            let after = draft.after.filter { $0.name == name }.map(value).joined(separator: ", ")
            let said: String =
                switch (draft.before.contains { $0.name == name }, draft.after.contains { $0.name == name }) {
                case (true, true): before == after ? after : "\(before) → \(after)"
                case (true, false): draft.after.isEmpty ? before : "\(before) →"
                case (false, _): after
                }
            return (AuditFieldWords.name(name, of: draft.event, in: c), said)
        }
    }
}
