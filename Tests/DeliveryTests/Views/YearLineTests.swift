import Foundation
import Testing

@testable import WebConsole

/// The figures of the design's drawings (design/dashboard.html, certificate.html, components.html).
@Suite struct YearLineTests {
    private static func line(_ start: String, _ expiry: String, _ today: String, renewed: Bool = false)
        -> YearLineGeometry
    {
        YearLineGeometry(
            start: Sample.date("\(start)T01:24:11Z"), notAfter: Sample.date("\(expiry)T01:24:11Z"),
            now: Sample.date("\(today)T05:00:00Z"), isRenewal: renewed,
            in: TimeZone(identifier: "Asia/Tokyo") ?? .gmt)
    }

    @Test func `a first registration begins six days after the left edge`() {
        let line = Self.line("2026-11-15", "2027-11-15", "2026-11-21")
        #expect(line.start.description == "1.52%")
        #expect(line.today.description == "3.04%")
        #expect(line.redZone.description == "78.73%")
        #expect(line.expiry.description == "93.92%")
        #expect(line.todayAnchor == .start)
        #expect(line.loopUnderToday == nil)
        #expect(line.expiryLabel.x.description == "100.00%")
    }

    @Test func `the zone of the last 60 days ends at the expiry`() {
        let line = Self.line("2026-11-15", "2027-11-15", "2027-10-17")
        #expect((line.expiry - line.redZone).description == "15.19%")
        #expect(line.today.description == "86.58%")
        #expect(line.todayAnchor == .end)
    }

    @Test func `on the day of renewal the bead sits on the loop's top`() {
        let line = Self.line("2027-10-18", "2028-10-17", "2027-10-18", renewed: true)
        #expect(line.start.description == "9.32%")
        #expect(line.redZone.description == "80.42%")
        #expect(line.expiry.description == "94.41%")
        #expect(line.loopUnderToday == line.start)
    }

    @Test func `after expiry the line goes on to ten days after today`() {
        let line = Self.line("2026-11-15", "2027-11-15", "2027-12-08", renewed: true)
        #expect(line.start.description == "9.13%")
        #expect(line.expiry.description == "92.47%")
        #expect(line.today.description == "97.72%")
        #expect(line.isExpired)
        #expect(line.expiryLabel.x.description == "94.47%")
    }

    @Test func `three years after expiry nothing lies on anything else`() {
        let line = Self.line("2026-11-15", "2027-11-15", "2030-11-15", renewed: true)
        #expect(!line.hasRoomForStartLabel)
        #expect(line.expiryLabel.anchor == .middle)
        #expect(line.today.hundredths < 10_000)
    }

    @Test(arguments: ["2020-01-01", "2026-11-14", "2026-11-15", "2027-11-14", "2027-11-15", "2027-11-16", "2099-01-01"])
    func `today never leaves the drawing, whatever the clock says`(_ today: String) {
        let line = Self.line("2026-11-15", "2027-11-15", today)
        #expect((0...10_000).contains(line.today.hundredths))
        #expect((0...10_000).contains(line.expiry.hundredths))
        #expect(line.redZone.hundredths <= line.expiry.hundredths)
    }

    @Test func `the drawing is told in words too`() {
        let markup = YearLine(Sample.certificate(), id: "y", in: Sample.context()).html(in: Sample.context()).markup
        let words = "証明書の1年。登録 2026/11/15、今日 2026/11/21、60日前 2027/09/16、有効期限 2027/11/15。残り 359 日。"
        #expect(markup.contains("aria-label=\"\(words)\""))
    }
}
