import Administration
import Foundation

/// How values are written inside a sentence.
enum Wording {
    /// `2027/11/15 10:24:11` in Japanese, `2027-11-15 10:24:11` in English, in the company's time zone.
    static func instant(_ date: Date, in timeZone: TimeZone, _ language: Language) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let day = [padded(parts.year, 4), padded(parts.month), padded(parts.day)]
        let time = [padded(parts.hour), padded(parts.minute), padded(parts.second)].joined(separator: ":")
        return day.joined(separator: language == .japanese ? "/" : "-") + " " + time
    }

    private static func padded(_ number: Int?, _ width: Int = 2) -> String {
        let digits = String(number ?? 0)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// 1234 as `1,234`.
    static func count(_ number: Int) -> String {
        var groups: [Substring] = []
        var rest = Substring(String(number.magnitude))
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (number < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// `1 managed device`, `412 managed devices`.
    static func managedDevices(_ number: Int) -> String {
        count(number) + (number == 1 ? " managed device" : " managed devices")
    }

    /// `64 KiB` when that is exact, else bytes.
    static func size(_ bytes: Int) -> String {
        if bytes >= 1024 * 1024, bytes % (1024 * 1024) == 0 { return "\(count(bytes / 1024 / 1024)) MiB" }
        return bytes >= 1024 && bytes % 1024 == 0 ? "\(count(bytes / 1024)) KiB" : "\(count(bytes)) B"
    }

    /// Words that came from outside (a subject, a file name, a note), fit to stand inside our sentence: one
    /// line, without control and direction characters, of bounded length.
    static func quoted(_ text: String, limit: Int = 120) -> String {
        let kept = String(text.unicodeScalars.map { isPlain($0) ? Character($0) : " " })
        let line = kept.split(separator: " ").joined(separator: " ")
        return line.count > limit ? String(line.prefix(limit)) + "…" : line
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
