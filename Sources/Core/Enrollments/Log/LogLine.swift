public import Administration
public import Foundation

/// One line of ログ, of whichever of the two logs.
public struct LogLine: Sendable, Equatable {
    public enum Source: Sendable, Equatable {
        /// 管理ログ
        case management(AuditEntry)
        /// 機器ログ; `number` counts for each device.
        case device(number: Int, DeviceEvent)
        /// Of either.
        case unreadable(UnreadableEntry)
    }

    public let source: Source
    /// The name under which the device was enrolled, else its serial number; nil where no device is concerned.
    public let deviceName: String?

    public init(_ source: Source, deviceName: String?) {
        self.source = source
        self.deviceName = deviceName
    }

    public var occurredAt: Date {
        switch source {
        case .management(let entry): entry.draft.occurredAt
        case .device(_, let event): event.occurredAt
        case .unreadable(let entry): entry.occurredAt
        }
    }

    /// What the server does it knows at once.
    public var receivedAt: Date {
        switch source {
        case .management(let entry): entry.draft.occurredAt
        case .device(_, let event): event.receivedAt
        case .unreadable(let entry): entry.receivedAt
        }
    }

    public var deviceID: DeviceID? {
        switch source {
        case .management(let entry): entry.draft.device.map { DeviceID(stored: $0) }
        case .device(_, let event): event.deviceID
        case .unreadable(let entry): entry.device.map { DeviceID(stored: $0) }
        }
    }

    public func position(by clock: LogQuery.Clock) -> LogPosition {
        let instant = clock == .occurred ? occurredAt : receivedAt
        let milliseconds = Int64((instant.timeIntervalSince1970 * 1000).rounded())
        return switch source {
        case .management(let entry): LogPosition(milliseconds: milliseconds, device: nil, number: entry.sequence)
        case .device(let number, let event):
            LogPosition(milliseconds: milliseconds, device: event.deviceID.description, number: number)
        case .unreadable(let entry):
            LogPosition(
                milliseconds: milliseconds, device: entry.log == .device ? entry.device : nil, number: entry.number)
        }
    }
}

/// A place in the one order of both logs: by time, then 管理ログ before 機器ログ, then by number; all descending.
///
/// Comes back from an address, so that nothing in it is believed but as values to compare with.
public struct LogPosition: Sendable, Hashable, Comparable {
    public let milliseconds: Int64
    /// Nil: an entry of 管理ログ.
    public let device: String?
    public let number: Int

    public init(milliseconds: Int64, device: String?, number: Int) {
        self.milliseconds = milliseconds
        self.device = device
        self.number = number
    }

    /// Before everything of this instant, so that a page from here on holds only what is older.
    public static func olderThan(milliseconds: Int64) -> LogPosition {
        LogPosition(milliseconds: milliseconds, device: "", number: 0)
    }

    /// `1793930400000.m.17`, `1793930400000.d.3.01a2…`
    public init?(_ text: String) {
        guard text.utf8.count <= 128, !text.utf8.contains(0) else { return nil }
        let parts = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, let milliseconds = parts.first.flatMap({ Int64($0) }),
            let number = parts.dropFirst(2).first.flatMap({ Int($0) })
        else { return nil }
        switch (parts.dropFirst().first, parts.dropFirst(3).first) {
        case ("m", nil): self.init(milliseconds: milliseconds, device: nil, number: number)
        case ("d", let device?): self.init(milliseconds: milliseconds, device: String(device), number: number)
        default: return nil
        }
    }

    public var text: String {
        device.map { "\(milliseconds).d.\(number).\($0)" } ?? "\(milliseconds).m.\(number)"
    }

    /// "Less" is older.
    public static func < (one: LogPosition, other: LogPosition) -> Bool {
        guard one.milliseconds == other.milliseconds else { return one.milliseconds < other.milliseconds }
        switch (one.device, other.device) {
        case (nil, nil): return one.number < other.number
        case (nil, _?): return false
        case (_?, nil): return true
        case (let mine?, let theirs?):
            return mine == theirs ? one.number < other.number : Array(mine.utf8).lexicographicallyPrecedes(theirs.utf8)
        }
    }
}
