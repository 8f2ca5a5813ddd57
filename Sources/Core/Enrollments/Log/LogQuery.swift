public import Foundation

/// Which lines ログ shows, and from where on; the address of the page is its only home.
///
/// Pure: ``init(items:)`` reads an address, ``items`` writes one, and the store answers it. Lines come newest first
/// by the chosen clock.
public struct LogQuery: Sendable, Hashable {
    /// Nil: both logs.
    public var kind: Kind?
    /// Which of the two times the period means, and the order.
    public var clock: Clock
    /// First day, in the company's calendar.
    public var from: LogDay?
    /// Last day, which belongs to the period.
    public var to: LogDay?
    /// Keyword; empty searches nothing. At most ``maximumTextLength`` characters.
    public var text: String
    /// Of the device as it belongs now.
    public var organization: OrganizationID?
    public var device: DeviceID?
    /// Where the page begins; nil is the newest line.
    public var cursor: LogPosition?

    /// 種別
    public enum Kind: String, CaseIterable, Sendable {
        /// 管理ログ: what people and the server did.
        case management
        /// 機器ログ: what devices did and were told.
        case device
        /// 通知対象のみ, of both.
        case notices
    }

    public enum Clock: String, CaseIterable, Sendable {
        /// 発生日時
        case occurred
        /// 受信日時
        case received
    }

    public init(
        kind: Kind? = nil, clock: Clock = .occurred, from: LogDay? = nil, to: LogDay? = nil, text: String = "",
        organization: OrganizationID? = nil, device: DeviceID? = nil, cursor: LogPosition? = nil
    ) {
        self.kind = kind
        self.clock = clock
        self.from = from
        self.to = to
        self.text = text
        self.organization = organization
        self.device = device
        self.cursor = cursor
    }

    /// Beginning (inclusive) and end (exclusive) of the period where the company lives.
    public func period(in timeZone: TimeZone) -> (from: Date?, until: Date?) {
        (from?.start(in: timeZone), to?.next.start(in: timeZone))
    }
}

/// The query as the items of an address: `kind`, `clock`, `from`, `to`, `q`, `organization`, `device`, `at`.
extension LogQuery {
    public static let maximumTextLength = 200
    private static let maximumIdentifierLength = 64

    /// Reads an address; the first of several items of one name counts. Unknown names and values are ignored.
    public init(items: [(name: String, value: String)]) {
        func first(_ name: String) -> String? {
            items.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        func identifier(_ name: String) -> String? {
            first(name).flatMap { $0.count <= Self.maximumIdentifierLength ? $0 : nil }
        }
        self.init(
            kind: first("kind").flatMap(Kind.init(rawValue:)),
            clock: first("clock").flatMap(Clock.init(rawValue:)) ?? .occurred,
            from: first("from").flatMap(LogDay.init), to: first("to").flatMap(LogDay.init),
            text: String((first("q") ?? "").prefix(Self.maximumTextLength)),
            organization: identifier("organization").map(OrganizationID.init(stored:)),
            device: identifier("device").map(DeviceID.init(stored:)), cursor: first("at").flatMap(LogPosition.init))
    }

    /// In an order that does not change, so that equal queries have equal addresses; values are not yet escaped.
    public var items: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("kind", kind?.rawValue), ("clock", clock == .occurred ? nil : clock.rawValue), ("from", from?.text),
            ("to", to?.text), ("q", text.isEmpty ? nil : text), ("organization", organization?.description),
            ("device", device?.description), ("at", cursor?.text),
        ]
        return all.compactMap { item in item.value.map { (item.name, $0) } }
    }

    /// Whether anything beyond order and page narrows the log.
    public var isNarrowed: Bool { self != LogQuery(clock: clock, device: device, cursor: cursor) }

    /// The same with something changed, from its first page on.
    public func with(_ change: (inout LogQuery) -> Void) -> LogQuery {
        var query = self
        query.cursor = nil
        change(&query)
        return query
    }
}

/// A day of the calendar, `2026-11-21`, as a browser's date field writes it.
public struct LogDay: Sendable, Hashable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// - Returns: nil for what is no day between 1970 and 9999.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.count) == [4, 2, 2],
            text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard let year = numbers.first, let day = numbers.last, let month = numbers.dropFirst().first, year >= 1970
        else { return nil }
        let calendar = Calendar(identifier: .gregorian)
        let components = DateComponents(calendar: calendar, timeZone: .gmt, year: year, month: month, day: day)
        guard components.isValidDate(in: calendar) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    private init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    public var text: String {
        func two(_ number: Int) -> String { String(String(number + 100).suffix(2)) }
        return "\(String(String(year + 10_000).suffix(4)))-\(two(month))-\(two(day))"
    }

    /// Midnight there; the first instant of the day where clocks leave midnight out.
    public func start(in timeZone: TimeZone) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let noon = calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 12))
        return noon.map { calendar.startOfDay(for: $0) }
    }

    public var next: LogDay {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        guard let start = start(in: .gmt), let next = calendar.date(byAdding: .day, value: 1, to: start) else {
            return self
        }
        let parts = calendar.dateComponents([.year, .month, .day], from: next)
        return LogDay(year: parts.year ?? year, month: parts.month ?? month, day: parts.day ?? day)
    }
}
