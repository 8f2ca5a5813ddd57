import Administration
import Foundation
import Notices
import Ports
import Testing

@testable import WebConsole

@Suite struct NoticeMailTests {
    private func entry(_ event: AuditEvent = .pushCertificateExpiring, at: String, _ fields: [(String, String)]) throws
        -> AuditEntry
    {
        AuditEntry(
            sequence: 7,
            draft: AuditDraft(
                event, by: .anonymous, at: try Date(at, strategy: .iso8601), subject: fields.first?.1 ?? "",
                after: fields.map { AuditField($0.0, $0.1) }), previousHash: [], hash: [])
    }

    private func company(brand: Brand = .smartMobileSafetyManager) throws -> Company {
        Company(
            id: CompanyID(stored: "c"), code: try CompanyCode("sample"), name: "○○企業", language: .japanese,
            timeZone: try #require(TimeZone(identifier: "Asia/Tokyo")), brand: brand, wrappedKey: [],
            createdAt: .distantPast)
    }

    private func write(_ content: MailNotice.Content, _ language: Language, brand: Brand = .smartMobileSafetyManager)
        throws
        -> NoticeText
    {
        NoticeMailWriter().write(
            MailNotice(
                content: content, company: try company(brand: brand), language: language,
                consoleURL: "https://ausl.smartmanager.jp", link: "/" + String(repeating: "x", count: 32),
                writtenAt: try Date("2015-01-19T16:15:02Z", strategy: .iso8601)))
    }

    @Test func `the operator reads of the vendor certificate in both languages`() throws {
        let facts = VendorCertificateFacts(
            subject: "MDM Vendor: 例", serialNumber: "4F:2A",
            expiresAt: try Date("2026-12-21T05:06:07Z", strategy: .iso8601))
        for (days, ja, en) in [
            (30, "あと 30 日", "30 days left"), (1, "あと 1 日", "1 day left"), (0, "今日まで", "ends today"),
            (-1, "1 日前に切れました", "ended 1 day ago"), (-9, "9 日前に切れました", "ended 9 days ago"),
        ] {
            let mail = NoticeMailWriter().write(
                .vendorCertificateExpiring(facts, daysLeft: days), consoleURL: "https://mdm.example.jp")
            #expect(mail.subject.contains(ja) && mail.subject.contains(en))
            let parts = mail.text.components(separatedBy: "-----")
            #expect(parts.count == 3 && parts.first?.contains(ja) == true && parts[1].contains(en))
            for part in parts.prefix(2) {
                for fact in ["MDM Vendor: 例", "4F:2A", "2026-12-21 05:06:07 UTC", "kizuna vendor import"] {
                    #expect(part.contains(fact), "\(fact)")
                }
            }
            #expect(mail.text.hasSuffix("https://mdm.example.jp\n"))
            #expect(mail.text.contains("Until a new one is imported") == (days < 0))
        }
        let over = NoticeMailWriter().write(.vendorCertificateRenewed(facts), consoleURL: "https://mdm.example.jp")
        #expect(over.subject.contains("更新されました") && over.text.contains("nothing is to be done"))
    }

    private func sample() throws -> AuditEntry {
        try entry(
            at: "2015-01-19T16:15:02Z",
            [
                ("topic", "com.apple.mgmt.External.1a2b"), ("apple-id", "push@example.jp"),
                ("notes", "取得日\n2014/02/18"),
                ("valid-until", "2015-02-18T01:01:07Z"), ("days-left", "29"),
            ])
    }

    /// S0, chapter 3.1, word for word; its callout (A) is not part of it.
    private let manual = """
        KDDI Smart Mobile Safety Manager で下記の事象が発生しました。

        企業名: ○○企業

        2015/01/20 01:15:02 Apple Push 証明書の有効期限が 2015/02/18 10:01:07 に切れます。ご利用の Apple ID を使用して手順に従って更新してください。

        https://ausl.smartmanager.jp/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx

        -----
        KDDI Smart Mobile Safety Manager
        https://ausl.smartmanager.jp/sample
        KDDI 株式会社
        -----

        ※このメールは送信専用メールアドレスであり、KDDI Smart Mobile Safety Manager サービスシステムから自動配信されています。
        本メールへご返信いただいても対応を致しかねますのでご了承ください。

        """

    @Test func `the mail begins with the manual's sample, byte for byte, and goes on with what to know and to do`()
        throws
    {
        let mail = try write(.events([sample()]), .japanese)
        #expect(Array(mail.text.utf8).starts(with: Array(manual.utf8)))
        let rest = mail.text.dropFirst(manual.count)
        for fact in [
            "トピック: com.apple.mgmt.External.1a2b", "Apple ID: push@example.jp", "備考: 取得日 2014/02/18", "残り日数: あと 29 日",
            "[Renew]", "[Create a Certificate]",
        ] { #expect(rest.contains(fact), "\(fact)") }
        #expect(mail.subject == "【KDDI Smart Mobile Safety Manager】Apple Push 証明書の有効期限まであと 29 日")
    }

    @Test func `the English sibling names the same`() throws {
        let mail = try write(.events([sample()]), .english)
        for fact in [
            "2015-01-20 01:15:02 The Apple Push certificate expires at 2015-02-18 10:01:07.",
            "Company: ○○企業", "Topic: com.apple.mgmt.External.1a2b", "Apple Account: push@example.jp", "Days left: 29",
            "https://ausl.smartmanager.jp/sample", "[Renew]",
        ] { #expect(mail.text.contains(fact), "\(fact)") }
        #expect(mail.subject.hasSuffix("29 days left until the Apple Push certificate expires"))
    }

    @Test func `after expiry it says so, and a brand without a company line leaves it out`() throws {
        let late = try entry(
            at: "2015-02-20T16:15:02Z",
            [("topic", "t"), ("valid-until", "2015-02-18T01:01:07Z"), ("days-left", "-3")])
        let mail = try write(.events([late]), .japanese, brand: .officeMarugoto)
        #expect(mail.text.contains("2015/02/18 10:01:07 に切れました。"))
        #expect(mail.text.contains("残り日数: 期限切れから 3 日"))
        #expect(mail.subject.hasSuffix("Apple Push 証明書の有効期限が切れています"))
        #expect(mail.text.contains("オフィスまるごとサポートデバイスマネジメント\nhttps://ausl.smartmanager.jp/sample\n-----"))
    }

    @Test func `a stranger's words stay on one line of the mail`() throws {
        let typed = "admin\n\nhttps://evil.example/\u{2028}" + String(repeating: "あ", count: 2_000)
        let draft = AuditDraft(.loginFailed, by: .anonymous, at: Date(timeIntervalSince1970: 0), subject: typed)
        let entry = AuditEntry(sequence: 7, draft: draft, previousHash: [], hash: [])
        let mail = try write(.events([entry]), .japanese)
        #expect(!mail.text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("https://evil") })
        #expect(mail.text.contains("admin https://evil.example/") && mail.text.utf8.count < 2_500)
    }

    @Test(arguments: ["60, 30, 7, 0", "60、30、7、0", "６０，３０、７／０", "60 30 7 0"])
    func `days are read as hands type them`(_ typed: String) {
        #expect(NotificationsScreen.days(typed) == [60, 30, 7, 0])
        #expect(NotificationsScreen.days("60 days") == nil && NotificationsScreen.days("") == nil)
    }

    @Test func `many events are one mail that names fifty and counts the rest`() throws {
        let entries = try (0..<60).map { number in
            try entry(.deviceSilent, at: "2015-01-19T16:15:02Z", [("serial", "SERIAL\(number)")])
        }
        let mail = try write(.events(entries), .japanese)
        #expect(mail.text.contains("(SERIAL49)") && !mail.text.contains("(SERIAL50)"))
        #expect(mail.text.contains("ほか 10 件。"))
        #expect(mail.subject.hasSuffix("60 件の事象が発生しました"))
    }

    @Test(arguments: Language.allCases) func `every kind of event has words`(_ language: Language) throws {
        for event in AuditEvent.allCases {
            let mail = try write(.events([entry(event, at: "2015-01-19T16:15:02Z", [])]), language)
            #expect(!mail.subject.isEmpty && mail.text.contains("2015"), "\(event)")
        }
        #expect(try write(.test, language).text.contains("https://ausl.smartmanager.jp/xxxx"))
        #expect(try write(.unconfirmed(sample()), language).subject.contains("["))
    }
}
