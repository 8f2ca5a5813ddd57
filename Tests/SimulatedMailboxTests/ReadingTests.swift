import Foundation
import Testing

@testable import SimulatedMailbox

struct ReadingTests {
    private static let head =
        "From: a@x.example\r\nDate: Sat, 21 Nov 2026 12:00:00 +0900\r\nMessage-ID: <1@x.example>\r\n"

    private func read(_ text: String) -> ReadMail { ReadMail(Data((Self.head + text).utf8)) }

    @Test(arguments: [
        ("plain", "plain", 0), ("=?UTF-8?B?44GC?=", "あ", 0), ("=?utf-8?q?a_b=20c?= d", "a b c d", 0),
        ("=?UTF-8?B?44GC?= =?UTF-8?B?44GE?=", "あい", 0),
        ("=?UTF-8?B?44GC?= x =?UTF-8?B?44GE?=", "あ x い", 0), ("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本", 0),
        ("=?UTF-8*ja?B?44GC?=", "あ", 0),
        // Half a character in each word is no text: RFC 2047 §5.
        ("=?UTF-8?B?44E=?= =?UTF-8?B?gg==?=", "=?UTF-8?B?44E=?= =?UTF-8?B?gg==?=", 2),
        ("=?nonsense?B?44GC?=", "=?nonsense?B?44GC?=", 2), ("x=?UTF-8?B?44GC?=", "x=?UTF-8?B?44GC?=", 1),
        ("=?UTF-8?B?4 4GC?=", "=?UTF-8?B?4 4GC?=", 1),
    ])
    func `decodes a subject`(_ header: String, _ text: String, _ problems: Int) {
        let decoded = EncodedWords.decode(header)
        #expect(decoded.text == text)
        #expect((decoded.problems.count > 0) == (problems > 0), "\(decoded.problems)")
    }

    @Test func `joins a folded subject`() {
        let mail = read("Subject: =?UTF-8?B?44GC?=\r\n =?UTF-8?B?44GE?=\r\n\r\nx\r\n")
        #expect(mail.subject == "あい")
        #expect(mail.problems == [])
    }

    @Test(arguments: [
        ("a@x.example", ["a@x.example"]),
        ("=?UTF-8?B?44GC?= <a@x.example>, \"b, c\" <b@x.example>", ["あ <a@x.example>", "b, c <b@x.example>"]),
        ("Team: a@x.example, B (hi (there)) <b@x.example>;", ["a@x.example", "B <b@x.example>"]),
        ("\"a b\"@x.example", ["\"a b\"@x.example"]),
        ("undisclosed-recipients:;", []),
    ])
    func `reads addresses`(_ header: String, _ texts: [String]) {
        let read = MailAddresses.read(header)
        #expect(read.addresses.map(\.text) == texts)
        #expect(read.problems == [])
    }

    @Test(arguments: [
        "a@x.example <", "あ a@x.example", "a@", "\"=?UTF-8?B?44GC?=\" <a@x.example>", "<a@x.example", "a b@x.example",
    ])
    func `names an address that is none`(_ header: String) {
        #expect(MailAddresses.read(header).problems != [])
    }

    @Test(arguments: [
        ("base64", "44GC44GE\r\n", "あい"), ("quoted-printable", "=E3=81=\r\n=82\r\nx\r\n", "あ\nx\n"),
        ("8bit", "あ\r\n", "あ\n"),
    ])
    func `decodes a text`(_ encoding: String, _ body: String, _ text: String) {
        let mail = read(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n\(body)"
        )
        #expect(mail.text == text)
        #expect(mail.problems == [])
    }

    @Test(arguments: [
        ("base64", "44GC!\r\n"), ("quoted-printable", "=E3=8\r\n"), ("quoted-printable", "=e3=81=82\r\n"),
        ("7bit", "あ\r\n"), ("base64", "4w==\r\n"), ("rot13", "x\r\n"),
        ("quoted-printable", "x \r\n"), ("base64", String(repeating: "AAAA", count: 20) + "\r\n"),
    ])
    func `names a text that is not as it says`(_ encoding: String, _ body: String) {
        let mail = read(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n\(body)"
        )
        #expect(mail.problems != [])
    }

    @Test(
        arguments: [
            ("Shift_JIS", [0x93, 0xFA, 0x96, 0x7B]),
            ("ISO-2022-JP", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42]),
            ("utf-8", [0xE6, 0x97, 0xA5, 0xE6, 0x9C, 0xAC]),
        ] as [(String, [UInt8])])
    func `knows the character sets of Japan`(_ name: String, _ bytes: [UInt8]) {
        #expect(Charset.decode(bytes, as: name) == "日本")
    }

    @Test func `reads parts, and file names in all their forms`() {
        let mail = read(
            """
            MIME-Version: 1.0\r
            Content-Type: multipart/mixed; boundary="=_x"\r
            \r
            for old programs\r
            --=_x\r
            Content-Type: multipart/alternative; boundary=y\r
            \r
            --y\r
            \r
            text\r
            --y\r
            Content-Type: text/html; charset=us-ascii\r
            \r
            <b>text</b>\r
            --y--\r
            --=_x\r
            Content-Type: text/csv\r
            Content-Disposition: attachment; filename*0*=utf-8'ja'%E4%BA%88%E5%AE%9A; filename*1=".csv"\r
            \r
            1,2\r
            --=_x\r
            Content-Type: text/calendar; name="=?UTF-8?B?44GC?="\r
            \r
            BEGIN\r
            --=_x--\r

            """)
        #expect(mail.text == "text")
        #expect(mail.html == "<b>text</b>")
        #expect(mail.attachments.map(\.fileName) == ["予定.csv", "あ"])
        #expect(mail.attachments.first?.bytes == Array("1,2".utf8))
        #expect(mail.problems == [])
    }

    @Test(arguments: [
        ("Subject: a\r\nSubject: b\r\n\r\n", "Subject stands 2 times"), ("Bad field: x\r\n\r\n", "is no header field"),
        ("Subject: x\r\n", "no empty line"),
        ("Content-Type: text/plain\r\n\r\n", "MIME-Version"),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx", "not closed"),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/mixed\r\n\r\n", "boundary"), ("To: x\r\n\r\n", "To: an address"),
    ])
    func `names what a message lacks`(_ header: String, _ problem: String) {
        #expect(read(header).problems.contains { $0.contains(problem) }, "\(read(header).problems)")
    }

    @Test func `a message of nothing is read, and named`() {
        #expect(ReadMail(Data()).problems.contains("no From"))
        let deep = (0..<50).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
        #expect(read(deep).problems.contains { $0.contains("too deep") })
    }
}
