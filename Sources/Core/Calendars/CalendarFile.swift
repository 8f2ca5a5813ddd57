public import Foundation

/// A calendar of whole days as RFC 5545 wants it written, for programs that subscribe to it.
///
/// All-day events need no time zone: a DATE is the same day wherever it is read (RFC 5545 §3.3.4). The text depends on
/// its values alone, so that it has a stable ETag.
public struct CalendarFile: Sendable {
    public struct Event: Sendable {
        /// Never changes for the same thing, and is no other thing's (§3.8.4.7).
        public var uid: String
        public var year: Int
        public var month: Int
        public var day: Int
        public var summary: String
        public var description: String
        /// When what it says came to be; DTSTAMP and LAST-MODIFIED.
        public var changedAt: Date
        /// Days before at which a program should remind, each with what it then says.
        public var alarms: [(daysBefore: Int, text: String)]

        public init(
            uid: String, year: Int, month: Int, day: Int, summary: String, description: String, changedAt: Date,
            alarms: [(daysBefore: Int, text: String)]
        ) {
            self.uid = uid
            self.year = year
            self.month = month
            self.day = day
            self.summary = summary
            self.description = description
            self.changedAt = changedAt
            self.alarms = alarms
        }
    }

    public static let contentType = "text/calendar; charset=utf-8"

    /// `-//Kizuna//expiry//EN`, an identifier of the program that wrote it (§3.7.3).
    public var producer: String
    public var name: String
    public var events: [Event]

    public init(producer: String, name: String, events: [Event]) {
        self.producer = producer
        self.name = name
        self.events = events
    }

    public var text: String {
        var lines = ContentLines()
        lines.add("BEGIN", "VCALENDAR")
        lines.add("VERSION", "2.0")
        lines.add("PRODID", producer)
        lines.add("CALSCALE", "GREGORIAN")
        lines.add("METHOD", "PUBLISH")
        // RFC 7986 §5.1 and §5.7; the X- forms are what programs read that are older than it.
        lines.add("NAME", text: name)
        lines.add("X-WR-CALNAME", text: name)
        lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT12H")
        lines.add("X-PUBLISHED-TTL", "PT12H")
        for event in events { lines.add(event) }
        lines.add("END", "VCALENDAR")
        return lines.text
    }
}

extension ContentLines {
    fileprivate mutating func add(_ event: CalendarFile.Event) {
        add("BEGIN", "VEVENT")
        add("UID", text: event.uid)
        add("DTSTAMP", Self.utc(event.changedAt))
        add("LAST-MODIFIED", Self.utc(event.changedAt))
        add("DTSTART;VALUE=DATE", Self.digits(event.year, 4) + Self.digits(event.month, 2) + Self.digits(event.day, 2))
        // Without an end it lasts one day (§3.6.1).
        add("SUMMARY", text: event.summary)
        add("DESCRIPTION", text: event.description)
        // Nobody is busy because a certificate ends (§3.8.2.7).
        add("TRANSP", "TRANSPARENT")
        for alarm in event.alarms {
            add("BEGIN", "VALARM")
            add("ACTION", "DISPLAY")
            add("DESCRIPTION", text: alarm.text)
            add("TRIGGER", "-P\(alarm.daysBefore)D")
            add("END", "VALARM")
        }
        add("END", "VEVENT")
    }

    /// `20261121T093000Z` (§3.3.5, form 2).
    private static func utc(_ instant: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: instant)
        return digits(parts.year, 4) + digits(parts.month, 2) + digits(parts.day, 2) + "T" + digits(parts.hour, 2)
            + digits(parts.minute, 2) + digits(parts.second, 2) + "Z"
    }

    private static func digits(_ number: Int?, _ count: Int) -> String {
        let text = String(max(0, number ?? 0))
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
