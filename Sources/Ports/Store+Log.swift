public import Administration
public import Enrollments
public import Foundation

/// ログ as a page shows it: both logs in one order, filtered.
public protocol LogRecords {
    /// Newest first by the query's clock, behind its cursor.
    ///
    /// A keyword is looked for in at most ``LogQuestion/keywordReach`` entries of each log; where that ends before
    /// the page is full, the answer says so.
    func logPage(_ question: LogQuestion, limit: Int, in scope: CompanyScope) throws -> LogPage

    /// Length and beginning of a company's log, and how long it is kept.
    func logState(in scope: CompanyScope) throws -> LogState
    func setKeptDays(_ days: Int, in scope: CompanyScope) throws
    /// Removes entries up to and including this one, which becomes what the next one follows.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when there is no such entry.
    func dropAuditEntries(through last: KeptEntry, in scope: CompanyScope) throws
    /// - Returns: how many were removed, at most `limit`.
    func dropDeviceEvents(before: Date, limit: Int, in scope: CompanyScope) throws -> Int
}

/// A ``LogQuery`` with what the store cannot know: the company's calendar, and what words mean.
public struct LogQuestion: Sendable {
    public var query: LogQuery
    public var timeZone: TimeZone
    /// Events whose name holds the keyword in the reader's language.
    public var eventsOfKeyword: [AuditEvent]
    public var deviceEventsOfKeyword: [DeviceEvent.Kind]
    /// Notices beyond ``AuditEvent/isNotice`` and ``DeviceEvent/Kind/isNotice``: what a notification rule matches.
    public var noticeEvents: [AuditEvent]
    public var noticeDeviceEvents: [DeviceEvent.Kind]
    public var keywordReach: Int

    public static let standardKeywordReach = 100_000

    public init(
        _ query: LogQuery, timeZone: TimeZone, eventsOfKeyword: [AuditEvent] = [],
        deviceEventsOfKeyword: [DeviceEvent.Kind] = [], noticeEvents: [AuditEvent] = [],
        noticeDeviceEvents: [DeviceEvent.Kind] = [], keywordReach: Int = LogQuestion.standardKeywordReach
    ) {
        self.query = query
        self.timeZone = timeZone
        self.eventsOfKeyword = eventsOfKeyword
        self.deviceEventsOfKeyword = deviceEventsOfKeyword
        self.noticeEvents = noticeEvents
        self.noticeDeviceEvents = noticeDeviceEvents
        self.keywordReach = keywordReach
    }
}

public struct LogPage: Sendable, Equatable {
    public let lines: [LogLine]
    /// Nil when there are no older ones.
    public let next: LogPosition?
    /// The keyword was looked for back to here only; ``next`` goes on from there.
    public let searchedBackTo: Date?

    public init(lines: [LogLine], next: LogPosition?, searchedBackTo: Date? = nil) {
        self.lines = lines
        self.next = next
        self.searchedBackTo = searchedBackTo
    }
}

public struct LogState: Sendable, Equatable {
    /// Entries ever appended.
    public let length: Int
    /// The number of the last entry that was removed because of its age; 0 when none was.
    public let dropped: Int
    /// The hash of that entry.
    public let droppedHash: [UInt8]?
    public let keptDays: Int

    public init(length: Int, dropped: Int, droppedHash: [UInt8]?, keptDays: Int) {
        self.length = length
        self.dropped = dropped
        self.droppedHash = droppedHash
        self.keptDays = keptDays
    }
}
