public import Administration
public import Enrollments
public import Foundation

/// How far the log was sent to a receiver outside. The log itself is what waits to be sent.
public protocol LogExportRecords {
    /// Nil when nothing of this company was ever sent.
    func exportState(in scope: CompanyScope) throws -> LogExportState?
    func setExportState(_ state: LogExportState, in scope: CompanyScope) throws
    /// Ascending by receipt, from behind `after`, received before `until`.
    func deviceEvents(after: LogExportCursor, until: Date, limit: Int, in scope: CompanyScope) throws -> [LogLine]
    /// Devices' names for entries of 管理ログ.
    func deviceNames(_ devices: Set<DeviceID>, in scope: CompanyScope) throws -> [DeviceID: String]
}

/// Everything before it has gone out.
public struct LogExportCursor: Sendable, Equatable {
    /// Number of the last entry of 管理ログ.
    public var sequence: Int
    /// The last line of 機器ログ, by receipt.
    public var receivedAt: Date
    public var device: String
    public var number: Int

    public init(sequence: Int, receivedAt: Date, device: String, number: Int) {
        self.sequence = sequence
        self.receivedAt = receivedAt
        self.device = device
        self.number = number
    }
}

public struct LogExportState: Sendable, Equatable {
    public var cursor: LogExportCursor
    /// When lines went out last.
    public var sentAt: Date?
    /// Why they do not at present, and since when; nil while they do.
    public var trouble: String?
    public var troubleSince: Date?

    public init(cursor: LogExportCursor, sentAt: Date? = nil, trouble: String? = nil, troubleSince: Date? = nil) {
        self.cursor = cursor
        self.sentAt = sentAt
        self.trouble = trouble
        self.troubleSince = troubleSince
    }
}
