import Administration
import Foundation
import Testing

@testable import Enrollments

@Suite struct LogQueryTests {
    @Test func `what an address holds beyond a query is ignored`() {
        let items = [
            ("kind", "everything"), ("clock", "sun"), ("from", "2026-02-30"), ("to", "21.11.2026"), ("at", "1.x.2"),
            ("q", String(repeating: "x", count: 500)), ("device", String(repeating: "d", count: 65)), ("else", "1"),
        ]
        let query = LogQuery(items: items.map { (name: $0.0, value: $0.1) })
        #expect(query == LogQuery(text: String(repeating: "x", count: 200)))
    }

    @Test(arguments: ["2026-1-01", "0001-01-01", "2026-13-01", "2026-00-10", "２０２６-11-01", "2026-11-01 ", ""])
    func `what is no day is none`(_ text: String) { #expect(LogDay(text) == nil) }

    @Test func `the last day belongs to the period, where the company lives`() throws {
        let tokyo = try #require(TimeZone(identifier: "Asia/Tokyo"))
        let query = LogQuery(from: LogDay("2026-11-21"), to: LogDay("2026-12-31"))
        let period = query.period(in: tokyo)
        #expect(period.from == (try? Date("2026-11-20T15:00:00Z", strategy: .iso8601)))
        #expect(period.until == (try? Date("2026-12-31T15:00:00Z", strategy: .iso8601)))
        // Midnight is left out where clocks go forward at it.
        let santiago = try #require(TimeZone(identifier: "America/Santiago"))
        #expect(LogQuery(from: LogDay("2026-09-06")).period(in: santiago).from != nil)
    }

    @Test func `positions have one order and come back from their text`() {
        let positions = [
            LogPosition(milliseconds: 5, device: nil, number: 3), LogPosition(milliseconds: 5, device: nil, number: 2),
            LogPosition(milliseconds: 5, device: "b", number: 1),
            LogPosition(milliseconds: 5, device: "a.b", number: 9),
            LogPosition(milliseconds: 5, device: "a.b", number: 8), .olderThan(milliseconds: 5),
            LogPosition(milliseconds: 4, device: nil, number: 7),
        ]
        #expect(positions.shuffled().sorted(by: >) == positions)
        #expect(positions.map { LogPosition($0.text) } == positions)
        for text in ["", "5", "5.m", "5.m.x", "5.m.1.d", "5.d.1", "x.m.1", "5.q.1", "5.d.1.\0"] {
            #expect(LogPosition(text) == nil, "\(text)")
        }
    }
}
