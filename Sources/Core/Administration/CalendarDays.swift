public import Foundation

extension Date {
    /// Calendar days from `now` to this instant in a time zone: あと N 日. 0 is today, negative is past.
    ///
    /// Days are counted on the calendar, not in spans of 24 hours: an expiry tomorrow at 00:30 is one day
    /// away at 23:30 today.
    public func calendarDays(after now: Date, in timeZone: TimeZone) -> Int {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let from = calendar.startOfDay(for: now)
        let to = calendar.startOfDay(for: self)
        return calendar.dateComponents([.day], from: from, to: to).day ?? 0
    }
}
