import Administration
import Foundation
import Testing

/// あと N 日: calendar days in the company's time zone.
@Suite struct CalendarDaysTests {
    struct Row: Sendable {
        let name: String
        let zone: String
        /// RFC 3339.
        let now: String
        let end: String
        let days: Int

        init(_ name: String, _ zone: String, _ now: String, _ end: String, _ days: Int) {
            self.name = name
            self.zone = zone
            self.now = now
            self.end = end
            self.days = days
        }
    }

    static let rows = [
        Row("later today", "Asia/Tokyo", "2026-11-21T10:00:00+09:00", "2026-11-21T23:59:59+09:00", 0),
        Row("tomorrow, in an hour", "Asia/Tokyo", "2026-11-21T23:30:00+09:00", "2026-11-22T00:30:00+09:00", 1),
        Row("midnight is the new day", "Asia/Tokyo", "2026-11-21T23:59:59+09:00", "2026-11-22T00:00:00+09:00", 1),
        Row("the whole of today", "Asia/Tokyo", "2026-11-21T00:00:00+09:00", "2026-11-21T23:59:59+09:00", 0),
        Row("nearly 48 hours", "Asia/Tokyo", "2026-11-21T00:00:00+09:00", "2026-11-22T23:59:59+09:00", 1),
        Row("over midnight in London", "UTC", "2026-11-21T23:30:00Z", "2026-11-22T01:00:00Z", 1),
        Row("the same two instants in Tokyo", "Asia/Tokyo", "2026-11-21T23:30:00Z", "2026-11-22T01:00:00Z", 0),
        Row("and in Honolulu", "Pacific/Honolulu", "2026-11-21T23:30:00Z", "2026-11-22T01:00:00Z", 0),
        Row("a year", "Asia/Tokyo", "2026-11-21T12:00:00+09:00", "2027-11-21T12:00:00+09:00", 365),
        Row("a year with a leap day", "Asia/Tokyo", "2027-11-21T12:00:00+09:00", "2028-11-21T12:00:00+09:00", 366),
        Row("over the leap day", "Asia/Tokyo", "2028-02-28T12:00:00+09:00", "2028-03-01T12:00:00+09:00", 2),
        Row("over the day of 23 hours", "Europe/Berlin", "2026-03-28T23:30:00+01:00", "2026-03-30T00:30:00+02:00", 2),
        Row("in the day of 23 hours", "Europe/Berlin", "2026-03-29T00:30:00+01:00", "2026-03-29T23:30:00+02:00", 0),
        Row("in the day of 25 hours", "Europe/Berlin", "2026-10-25T00:30:00+02:00", "2026-10-25T23:30:00+01:00", 0),
        Row("out of the day of 25 hours", "Europe/Berlin", "2026-10-25T00:30:00+02:00", "2026-10-26T00:00:00+01:00", 1),
        Row("no midnight", "America/Sao_Paulo", "2018-11-03T23:30:00-03:00", "2018-11-04T01:30:00-02:00", 1),
        Row("half an hour of zone", "Asia/Kolkata", "2026-11-21T18:29:59Z", "2026-11-21T18:30:00Z", 1),
        Row("yesterday", "Asia/Tokyo", "2026-11-21T00:00:00+09:00", "2026-11-20T23:59:59+09:00", -1),
        Row("long past", "Asia/Tokyo", "2026-11-21T00:00:00+09:00", "2025-11-21T00:00:00+09:00", -365),
        Row("earlier today", "Asia/Tokyo", "2026-11-21T10:00:00+09:00", "2026-11-21T09:00:00+09:00", 0),
    ]

    @Test(arguments: rows)
    func `days are counted on the company's calendar`(_ row: Row) throws {
        let zone = try #require(TimeZone(identifier: row.zone))
        let now = try Date(row.now, strategy: .iso8601)
        let end = try Date(row.end, strategy: .iso8601)
        #expect(end.calendarDays(after: now, in: zone) == row.days, Comment(rawValue: row.name))
    }
}
