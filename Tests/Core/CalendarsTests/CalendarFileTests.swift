import Calendars
import Foundation
import Testing

@Suite struct CalendarFileTests {
    private func file(summary: String, description: String = "d") -> CalendarFile {
        CalendarFile(
            producer: "-//Kizuna//expiry//JA", name: "有効期限",
            events: [
                .init(
                    uid: "u@kizuna", year: 2027, month: 1, day: 5, summary: summary, description: description,
                    changedAt: Date(timeIntervalSince1970: 1_795_230_000), alarms: [(30, "あと 30 日"), (1, "明日")])
            ])
    }

    private func unfolded(_ text: String) -> [String] {
        text.replacingOccurrences(of: "\r\n ", with: "").components(separatedBy: "\r\n")
    }

    @Test func `lines end with CRLF and none is longer than 75 octets`() {
        let long = String(repeating: "証明書の有効期限が近づいています。", count: 12)
        let text = file(summary: long).text
        #expect(!text.replacingOccurrences(of: "\r\n", with: "").contains { $0 == "\n" || $0 == "\r" })
        for line in text.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 75, "\(line)") }
        #expect(unfolded(text).contains("SUMMARY:\(long)"))
    }

    /// A folded character would be two halves that are no UTF-8; all widths at all places.
    @Test(arguments: ["a", "é", "絆", "🙂"]) func `no character is cut`(_ character: String) {
        for before in 0..<80 {
            let text = String(repeating: "x", count: before) + String(repeating: character, count: 60)
            let bytes = Array(file(summary: text).text.utf8)
            for line in bytes.split(separator: 10) {
                #expect(String(validating: line.filter { $0 != 13 }, as: UTF8.self) != nil)
                #expect(line.count <= 76)
            }
        }
    }

    @Test func `what means something in the format is escaped, and no value begins a line of its own`() {
        let text = file(summary: "a;b,c\\d\r\nEND:VCALENDAR\u{7}", description: "one\ntwo\rthree").text
        let lines = unfolded(text)
        #expect(lines.contains("SUMMARY:a\\;b\\,c\\\\d\\nEND:VCALENDAR "))
        #expect(lines.contains("DESCRIPTION:one\\ntwo\\nthree"))
        #expect(lines.count { $0 == "END:VCALENDAR" } == 1)
    }

    @Test func `an event is a whole day with its alarms`() {
        let lines = unfolded(file(summary: "s").text)
        #expect(lines.contains("DTSTART;VALUE=DATE:20270105"))
        #expect(lines.contains("DTSTAMP:20261121T030000Z"))
        #expect(lines.filter { $0.hasPrefix("TRIGGER") } == ["TRIGGER:-P30D", "TRIGGER:-P1D"])
    }

    @Test func `the same values give the same text`() { #expect(file(summary: "s").text == file(summary: "s").text) }
}
