import Foundation
import Ports
import Testing

@testable import SyslogSender

@Suite struct SyslogMessageTests {
    private func message(subject: String = "x", actor: String = "admin", notice: Bool = false, host: String = "h 1")
        -> SyslogMessage
    {
        SyslogMessage(
            record: LogRecord(
                company: "sample", log: "management", number: 7, occurredAt: Date(timeIntervalSince1970: 0),
                receivedAt: Date(timeIntervalSince1970: 1), event: "logged-in", isNotice: notice, actor: actor,
                subject: subject, device: "", deviceName: "", before: [], after: [], hash: "ab"),
            host: host, process: "42")
    }

    @Test func `header and structured data are as RFC 5424 writes them`() {
        #expect(
            message().text.hasPrefix(
                "<110>1 1970-01-01T00:00:01.000Z h1 kizuna 42 logged-in [kizuna@32473 company=\"sample\" "
                    + "log=\"management\" number=\"7\" event=\"logged-in\" actor=\"admin\" "
                    + "occurredAt=\"1970-01-01T00:00:00.000Z\" hash=\"ab\"] \u{FEFF}{\"company\":\"sample\""))
        #expect(message(notice: true).text.hasPrefix("<109>1 "))
        #expect(message(host: "").text.contains("000Z - kizuna"))
    }

    @Test func `a frame counts octets, not characters`() throws {
        let frame = message(subject: "山田\u{1F5DD}").frame
        let blank = try #require(frame.firstIndex(of: 0x20))
        let length = try #require(Int(String(decoding: frame[..<blank], as: UTF8.self)))
        #expect(length == frame.count - blank - 1)
    }

    @Test func `nobody writes a message of their own into it`() {
        let text = message(subject: "a\n<0>1 forged", actor: "\"] [evil \\ x=\"\n").text
        #expect(!text.contains("\n"))
        #expect(text.contains("actor=\"\\\"\\] [evil \\\\ x=\\\" \""))
    }
}
