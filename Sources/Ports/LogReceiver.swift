public import Foundation

/// Takes log lines outside of this installation, such as a syslog server.
public protocol LogReceiver: Sendable {
    /// Returns when all of them went out on a connection that was still up afterwards.
    ///
    /// - Throws: ``LogReceiverError``; some of the lines may have arrived.
    func send(_ records: [LogRecord]) async throws
    func close() async
}

public struct LogReceiverError: Error, Sendable, Equatable {
    /// For a person, in few words, without secrets.
    public let reason: String
    public init(_ reason: String) { self.reason = reason }
}

/// A line of ログ for other programs: stable keys, no words.
public struct LogRecord: Sendable, Equatable {
    /// Code of the company.
    public let company: String
    /// `management` or `device`.
    public let log: String
    /// Counts for each log; in `device` for each device.
    public let number: Int
    public let occurredAt: Date
    public let receivedAt: Date
    public let event: String
    public let isNotice: Bool
    /// Login; `operator` for the service operator; empty for devices and the server.
    public let actor: String
    public let subject: String
    /// Identifier, and name at present; empty where no device is concerned.
    public let device: String
    public let deviceName: String
    /// Name and value.
    public let before: [(name: String, value: String)]
    public let after: [(name: String, value: String)]
    /// Of an entry of `management`: its place in the hash chain; hexadecimal.
    public let hash: String

    public init(
        company: String, log: String, number: Int, occurredAt: Date, receivedAt: Date, event: String, isNotice: Bool,
        actor: String, subject: String, device: String, deviceName: String,
        before: [(name: String, value: String)], after: [(name: String, value: String)], hash: String
    ) {
        self.company = company
        self.log = log
        self.number = number
        self.occurredAt = occurredAt
        self.receivedAt = receivedAt
        self.event = event
        self.isNotice = isNotice
        self.actor = actor
        self.subject = subject
        self.device = device
        self.deviceName = deviceName
        self.before = before
        self.after = after
        self.hash = hash
    }

    public static func == (one: LogRecord, other: LogRecord) -> Bool {
        one.company == other.company && one.log == other.log && one.number == other.number
            && one.device == other.device && one.jsonText == other.jsonText
    }
}

/// The record as text.
extension LogRecord {
    /// One JSON object without a line's end, its keys in a fixed order (RFC 8259; JSON Lines adds the line feed).
    public var jsonText: String {
        var members: [(String, String)] = [
            ("company", Self.quoted(company)), ("log", Self.quoted(log)), ("number", String(number)),
            ("occurredAt", Self.quoted(Self.instant(occurredAt))),
            ("receivedAt", Self.quoted(Self.instant(receivedAt))), ("event", Self.quoted(event)),
            ("notice", isNotice ? "true" : "false"), ("actor", Self.quoted(actor)),
            ("subject", Self.quoted(subject)),
        ]
        if !device.isEmpty {
            members += [("device", Self.quoted(device)), ("deviceName", Self.quoted(deviceName))]
        }
        if !before.isEmpty { members.append(("before", Self.object(before))) }
        if !after.isEmpty { members.append(("after", Self.object(after))) }
        if !hash.isEmpty { members.append(("hash", Self.quoted(hash))) }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    /// RFC 3339 in UTC with milliseconds.
    public static func instant(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
    }

    /// Two fields of one name are told apart by a number.
    private static func object(_ fields: [(name: String, value: String)]) -> String {
        var counts: [String: Int] = [:]
        let members = fields.map { field -> String in
            counts[field.name, default: 0] += 1
            let count = counts[field.name, default: 1]
            let name = count == 1 ? field.name : "\(field.name)-\(count)"
            return "\(quoted(name)):\(quoted(field.value))"
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x80...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
