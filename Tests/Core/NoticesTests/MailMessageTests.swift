import Foundation
import Testing

@testable import Notices

@Suite struct MailMessageTests {
    private func message(
        subject: String = "件名", name: String = "KDDI Smart Mobile Safety Manager", text: String = "本文\n"
    ) throws -> MailMessage {
        MailMessage(
            senderName: name, sender: try MailAddress("no-reply-biz@smartmanager.jp"),
            recipient: try MailAddress("admin@sample.example"), subject: subject, text: text,
            messageID: "a1.kizuna@x.jp",
            date: Date(timeIntervalSince1970: 1_421_684_102), timeZone: TimeZone(identifier: "Asia/Tokyo") ?? .gmt)
    }

    private func lines(_ message: MailMessage) -> [String] {
        String(decoding: message.wire, as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test func `a mail is what mail programs expect`() throws {
        let lines = try lines(message(subject: "【KDDI Smart Mobile Safety Manager】Apple Push 証明書の有効期限まであと 29 日"))
        #expect(
            lines.prefix(3) == [
                "Date: Tue, 20 Jan 2015 01:15:02 +0900",
                "From: KDDI Smart Mobile Safety Manager <no-reply-biz@smartmanager.jp>",
                "To: <admin@sample.example>",
            ])
        #expect(lines.contains("Message-ID: <a1.kizuna@x.jp>"))
        #expect(lines.contains("Content-Type: text/plain; charset=UTF-8"))
        #expect(lines.last == "", "the last line is ended")
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { (0x20..<0x7f).contains($0) } })
        let body = lines.drop { !$0.isEmpty }.dropFirst().joined()
        #expect(Data(base64Encoded: body) == Data("本文\r\n".utf8))
    }

    @Test(arguments: [1, 5, 9, 13, 14, 15, 40, 41, 42, 43, 44, 200])
    func `a long Japanese subject is cut between characters and comes back whole`(_ length: Int) throws {
        let subject = String(String(repeating: "証明書🔑が切れます", count: 30).prefix(length))
        let header = lines(try message(subject: subject)).drop { !$0.hasPrefix("Subject: ") }
        let folded = [header.first ?? ""] + header.dropFirst().prefix { $0.hasPrefix(" ") }
        #expect(folded.allSatisfy { $0.utf8.count <= 76 })
        let words = folded.joined().dropFirst("Subject: ".count).split(separator: " ").map { word in
            String(decoding: Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data(), as: UTF8.self)
        }
        #expect(words.joined() == subject, "every word is whole by itself")
    }

    @Test func `no value begins a header of its own`() throws {
        let evil = "x\r\nBcc: spy@evil.example\r\n\r\nbody\u{2028}\u{85}"
        let sent = try lines(
            MailMessage(
                senderName: evil, sender: MailAddress("a@b.jp"), recipient: MailAddress("c@d.jp"), subject: evil,
                text: "t", messageID: "id>\r\nBcc: spy@evil.example", date: .distantPast, timeZone: .gmt))
        #expect(!sent.contains { $0.lowercased().hasPrefix("bcc") })
        #expect(sent.prefix { !$0.isEmpty }.allSatisfy { $0.hasPrefix(" ") || $0.contains(": ") })
        #expect(sent.contains("Message-ID: <idBccspy@evil.example>"))
    }

    @Test func `a Japanese sender's name and address keep to their lines`() throws {
        let sent = try lines(message(name: "オフィスまるごとサポートデバイスマネジメント"))
        let from = sent.drop { !$0.hasPrefix("From: ") }.prefix { $0.hasPrefix("From: ") || $0.hasPrefix(" ") }
        #expect(from.joined().hasSuffix(" <no-reply-biz@smartmanager.jp>"))
        #expect(from.allSatisfy { $0.utf8.count <= 78 })
    }
}

@Suite struct MailAddressTests {
    @Test(arguments: [
        "a@b.jp", "first.last+tag@mail.example.co.jp", "docomo..user.@docomo.ne.jp", "o'neill@example.com",
    ])
    func `an address that mail servers take is taken`(_ text: String) throws {
        #expect(try MailAddress(" \(text)\u{3000}").description == text)
    }

    @Test(arguments: [
        "", "a", "a@", "@b.jp", "a@b", "a b@c.jp", "a@b@c.jp", "a@b..jp", "a@-b.jp", "a@b_c.jp", "\"a\"@b.jp",
        "a@[127.0.0.1]", "あ@b.jp", "a@日本.jp", "a@b.jp\r\nBcc: c@d.jp", "a@b.jp>", "<a@b.jp>", "a@b.jp,c@d.jp",
        ".a@b.jp", "a\0@b.jp", String(repeating: "a", count: 65) + "@b.jp",
        "a@" + String(repeating: "b", count: 64) + ".jp",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(throws: NoticeError.invalidAddress(text)) { try MailAddress(text) }
    }

    @Test func `the domain does not depend on case, the local part does`() throws {
        #expect(try MailAddress("A@B.JP") == MailAddress("A@b.jp"))
        #expect(try MailAddress("a@b.jp") != MailAddress("A@b.jp"))
    }
}
