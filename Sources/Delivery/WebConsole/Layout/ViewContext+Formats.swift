import Administration
import Foundation

/// Dates as this page writes them, always in the company's time zone.
extension ViewContext {
    /// `2023/10/04 10:24:11`, in English `2023-10-04 10:24:11`.
    func dateTime(_ date: Date) -> String {
        let parts = components(date)
        return "\(day(parts)) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    }

    /// `2027/11/15`, in English `2027-11-15`.
    func date(_ date: Date) -> String { day(components(date)) }

    /// あと N 日, negative when past.
    func daysLeft(until date: Date) -> Int { date.calendarDays(after: now, in: timeZone) }

    /// A `time` element with the machine's form beside ``dateTime(_:)``.
    func time(_ date: Date) -> HTML { "<time datetime=\"\(machine(date))\">\(dateTime(date))</time>" }

    /// A `time` element that shows the day.
    func timeOfDay(_ date: Date) -> HTML { "<time datetime=\"\(machine(date))\">\(self.date(date))</time>" }

    /// A `time` element without seconds, for tables.
    func timeOfMinute(_ date: Date) -> HTML {
        "<time datetime=\"\(machine(date))\">\(String(dateTime(date).dropLast(3)))</time>"
    }

    /// `3 分前`: how old something is; the instant itself stands in the title and in `datetime`.
    func age(of date: Date) -> HTML {
        "<time datetime=\"\(machine(date))\" title=\"\(dateTime(date))\">\(self(AgeWords.ago(seconds: now.timeIntervalSince(date))))</time>"
    }

    /// RFC 3339, for hidden fields; the server reads it again.
    func machineForm(_ date: Date) -> String { machine(date) }

    /// RFC 3339 with the company's offset.
    private func machine(_ date: Date) -> String {
        let parts = components(date)
        let offset = timeZone.secondsFromGMT(for: date) / 60
        let sign = offset < 0 ? "-" : "+"
        let day = "\(four(parts.year))-\(two(parts.month))-\(two(parts.day))"
        let time = "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
        return "\(day)T\(time)\(sign)\(two(abs(offset) / 60)):\(two(abs(offset) % 60))"
    }

    private func components(_ date: Date) -> DateComponents {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        return calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    }

    private func day(_ parts: DateComponents) -> String {
        let mark = language == .japanese ? "/" : "-"
        return "\(four(parts.year))\(mark)\(two(parts.month))\(mark)\(two(parts.day))"
    }

    private func two(_ number: Int?) -> String { String((number ?? 0) + 100).suffix(2).description }
    private func two(_ number: Int) -> String { two(Optional(number)) }
    private func four(_ number: Int?) -> String { String((number ?? 0) + 10_000).suffix(4).description }
}
