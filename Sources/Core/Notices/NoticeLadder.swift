import Administration
public import Foundation

/// When people are told that something expires: at so many days left, and each day after.
public struct NoticeLadder: Sendable, Equatable {
    /// Days left, descending, each once; 0 is the last day.
    public let days: [Int]
    /// Each day after expiry, until it is renewed.
    public let isDailyAfterExpiry: Bool

    public static let standard = NoticeLadder(uncheckedDays: [60, 30, 14, 7, 3, 1, 0], isDailyAfterExpiry: true)

    /// The nightly hour of the manuals' sample, 01:15 local time: a day's step is told from then on.
    public static let secondsIntoDay: TimeInterval = 75 * 60

    /// - Throws: ``NoticeError/invalidLadder(_:)`` unless there are 1 to 30 steps from 0 to 365.
    public init(days: [Int], isDailyAfterExpiry: Bool) throws(NoticeError) {
        let days = Set(days).sorted(by: >)
        guard (1...30).contains(days.count), days.allSatisfy((0...365).contains) else {
            throw .invalidLadder(days.map(String.init).joined(separator: ", "))
        }
        self.init(uncheckedDays: days, isDailyAfterExpiry: isDailyAfterExpiry)
    }

    private init(uncheckedDays days: [Int], isDailyAfterExpiry: Bool) {
        self.days = days
        self.isDailyAfterExpiry = isDailyAfterExpiry
    }

    /// Whole days from the night before `now` to the expiry, as a person counts them: あと N 日.
    public static func daysLeft(until expiry: Date, at now: Date, in timeZone: TimeZone) -> Int {
        expiry.calendarDays(after: now.addingTimeInterval(-secondsIntoDay), in: timeZone)
    }

    /// The step that has been reached; nil when it is too early, or when the days after expiry are not told.
    ///
    /// - Returns: one of ``days``; a negative number for the n-th day after the expiry's day.
    public func step(daysLeft: Int) -> Int? {
        if daysLeft < 0 { return isDailyAfterExpiry ? daysLeft : nil }
        return days.last { $0 >= daysLeft }
    }
}
