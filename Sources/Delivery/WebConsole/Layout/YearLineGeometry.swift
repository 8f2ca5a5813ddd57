import Administration
import Foundation

/// Where things stand on a certificate's year line, in percent of its width.
///
/// The window runs from 6 days before the start (40 when it is a renewal, so that last year's line arrives) to
/// 24 days after expiry, or to 10 days after today when that is later. Days are calendar days of the company.
struct YearLineGeometry: Sendable, Equatable {
    /// A place on the line; written with two decimals and a point.
    struct Percent: Sendable, Equatable, CustomStringConvertible {
        let hundredths: Int

        var description: String {
            let rest = String(hundredths % 100 + 100).dropFirst()
            return "\(hundredths / 100).\(rest)%"
        }

        static func - (left: Percent, right: Percent) -> Percent {
            Percent(hundredths: left.hundredths - right.hundredths)
        }
    }

    enum Anchor: String, Sendable {
        case start, middle, end
    }

    let start: Percent
    let today: Percent
    let redZone: Percent
    let expiry: Percent
    let isRenewal: Bool
    let isExpired: Bool

    init(start: Date, notAfter: Date, now: Date, isRenewal: Bool, in timeZone: TimeZone) {
        let expiryDay = max(1, notAfter.calendarDays(after: start, in: timeZone))
        let todayDay = now.calendarDays(after: start, in: timeZone)
        let from = isRenewal ? -40 : -6
        let to = now >= notAfter ? max(expiryDay + 24, todayDay + 10) : expiryDay + 24
        func place(_ day: Int) -> Percent {
            let share = Double(min(max(day, from), to) - from) / Double(to - from)
            return Percent(hundredths: Int((share * 10_000).rounded()))
        }
        self.start = place(0)
        self.today = place(todayDay)
        self.redZone = place(max(0, expiryDay - 60))
        self.expiry = place(expiryDay)
        self.isRenewal = isRenewal
        self.isExpired = now >= notAfter
    }

    /// Today's label: to the right near the left edge, to the left near the right one.
    var todayAnchor: Anchor {
        if today.hundredths < 2500 { return .start }
        return today.hundredths > 7500 ? .end : .middle
    }

    /// The loop on whose top the bead sits, because today is within 3 % of it.
    var loopUnderToday: Percent? {
        if isRenewal, abs(today.hundredths - start.hundredths) <= 300 { return start }
        return abs(today.hundredths - expiry.hundredths) <= 300 ? expiry : nil
    }

    /// The expiry's label ends at the right edge; after expiry a little after its loop.
    var expiryLabel: (x: Percent, anchor: Anchor) {
        guard isExpired else { return (Percent(hundredths: 10_000), .end) }
        if expiry.hundredths < 5000 { return (expiry, .middle) }
        return (Percent(hundredths: min(10_000, expiry.hundredths + 200)), .end)
    }

    /// Years after expiry both lower labels would lie on each other: the start's is left out.
    var hasRoomForStartLabel: Bool { expiry.hundredths - start.hundredths >= 5000 }
}
