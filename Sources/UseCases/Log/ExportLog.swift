public import Administration
import Enrollments
public import Foundation
public import Ports

/// Both logs of a company as records for other programs, a page at a time: 管理ログ first, then 機器ログ, each oldest
/// first.
public struct ExportLog: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Parameters:
    ///   - since: received then or later; nil from the beginning.
    ///   - name: the company's code, as each record carries it.
    public func records(since: Date?, of name: String, in scope: CompanyScope) -> AsyncThrowingStream<
        LogRecord, any Error
    > {
        let installation = installation
        return AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    var cursor = LogExportCursor(
                        sequence: 0, receivedAt: since ?? .distantPast, device: "", number: 0)
                    while true {
                        let (from, now) = (cursor, installation.now)
                        let batch = try await installation.store.read {
                            try LogBatch.next(
                                after: from, until: now.addingTimeInterval(1), limit: 1_000, of: name, in: scope, $0)
                        }
                        for record in batch.records where since.map({ record.receivedAt >= $0 }) ?? true {
                            continuation.yield(record)
                        }
                        guard batch.cursor != cursor, !Task.isCancelled else { break }
                        cursor = batch.cursor
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

/// What follows a cursor in both logs.
struct LogBatch: Sendable {
    let records: [LogRecord]
    /// Behind them.
    let cursor: LogExportCursor

    static func next(
        after cursor: LogExportCursor, until: Date, limit: Int, of name: String, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> LogBatch {
        var next = cursor
        let entries = try transaction.keptEntries(in: scope, after: cursor.sequence, limit: limit)
        let devices = Set(entries.compactMap { $0.device.map { DeviceID(stored: $0) } })
        let names = try transaction.deviceNames(devices, in: scope)
        var records = entries.map { LogRecord($0, of: name, names) }
        if let last = entries.last { next.sequence = last.sequence }
        // 管理ログ comes first: what waits of it must not wait for devices.
        if entries.count < limit {
            let lines = try transaction.deviceEvents(
                after: cursor, until: until, limit: limit - entries.count, in: scope)
            records += lines.compactMap { LogRecord($0, of: name) }
            if let last = lines.last {
                let place = last.position(by: .received)
                next.receivedAt = last.receivedAt
                next.device = place.device ?? ""
                next.number = place.number
            }
        }
        return LogBatch(records: records, cursor: next)
    }
}

extension KeptEntry {
    fileprivate var device: String? {
        switch content {
        case .entry(let entry): entry.draft.device
        case .unreadable(let entry, _): entry.device
        }
    }
}

extension LogRecord {
    init(_ kept: KeptEntry, of company: String, _ names: [DeviceID: String]) {
        switch kept.content {
        case .entry(let entry): self.init(entry, of: company, names)
        case .unreadable(let entry, _):
            self.init(
                entry, of: company, name: entry.device.flatMap { names[DeviceID(stored: $0)] },
                hash: kept.hash.hexadecimal)
        }
    }

    /// With the word that is stored for its event, and `unreadable` in its fields.
    private init(_ entry: UnreadableEntry, of company: String, name: String?, hash: String) {
        self.init(
            company: company, log: entry.log.rawValue, number: entry.number, occurredAt: entry.occurredAt,
            receivedAt: entry.receivedAt, event: entry.event, isNotice: entry.isNotice, actor: "", subject: "",
            device: entry.device ?? "", deviceName: name ?? "", before: [],
            after: [("unreadable", entry.reason.rawValue)], hash: hash)
    }

    init(_ entry: AuditEntry, of company: String, _ names: [DeviceID: String]) {
        let draft = entry.draft
        let actor =
            switch draft.actor {
            case .user(_, let login): login
            case .serviceOperator: "operator"
            case .anonymous: ""
            }
        self.init(
            company: company, log: "management", number: entry.sequence, occurredAt: draft.occurredAt,
            receivedAt: draft.occurredAt, event: draft.event.rawValue, isNotice: draft.event.isNotice, actor: actor,
            subject: draft.subject, device: draft.device ?? "",
            deviceName: draft.device.flatMap { names[DeviceID(stored: $0)] } ?? "",
            before: draft.before.map { ($0.name, $0.value) }, after: draft.after.map { ($0.name, $0.value) },
            hash: entry.hash.hexadecimal)
    }

    init?(_ line: LogLine, of company: String) {
        if case .unreadable(let entry) = line.source {
            self.init(entry, of: company, name: line.deviceName, hash: "")
            return
        }
        guard case .device(let number, let event) = line.source else { return nil }
        self.init(
            company: company, log: "device", number: number, occurredAt: event.occurredAt,
            receivedAt: event.receivedAt, event: event.kind.rawValue, isNotice: event.kind.isNotice,
            actor: event.actor, subject: "", device: event.deviceID.description, deviceName: line.deviceName ?? "",
            before: [], after: event.fields.map { ($0.name, $0.value) }, hash: "")
    }
}

extension LogRecord {
    /// With its line feed.
    public var jsonLine: String { jsonText + "\n" }

    public static let csvHeader =
        "company,log,number,occurredAt,receivedAt,event,notice,actor,subject,device,deviceName,before,after,hash\r\n"

    /// RFC 4180; a field that a spreadsheet would run as a formula gets a leading apostrophe.
    public var csvLine: String {
        func joined(_ fields: [(name: String, value: String)]) -> String {
            fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        }
        let fields = [
            company, log, String(number), Self.instant(occurredAt), Self.instant(receivedAt), event, String(isNotice),
            actor, subject, device, deviceName, joined(before), joined(after), hash,
        ]
        return fields.map { field in
            let isFormula = field.unicodeScalars.first.map { "=+-@＝＋－＠\t\r\n".unicodeScalars.contains($0) } ?? false
            return "\"\(isFormula ? "'" : "")\(field.replacing("\"", with: "\"\""))\""
        }.joined(separator: ",") + "\r\n"
    }
}
