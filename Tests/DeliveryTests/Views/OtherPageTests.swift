import Administration
import Enrollments
import Foundation
import Testing

@testable import WebConsole

@Suite struct OtherPageTests {
    @Test func `the path to the certificate is made of links with the contract's texts`() {
        for (language, words) in [
            (Language.japanese, ["設定", "サービス環境設定", "Apple Push 証明書"]),
            (.english, ["Settings", "Service environment", "Apple Push certificate"]),
        ] {
            let context = Sample.context(language)
            let paths = ["settings", "settings/service", "settings/service/push-certificate"]
            let pages: [any Page] = [DevicesView(Sample.devices()), SettingsView(), ServiceEnvironmentView()]
            for ((page, word), path) in zip(zip(pages, words), paths) {
                let text = page.document(in: context).markup
                let links = text.matches(of: /<a [^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/).filter { $0.output.2 == word }
                #expect(!links.isEmpty, "\(word)")
                #expect(links.allSatisfy { $0.output.1 == "/sample/\(path)" }, "\(word)")
            }
        }
    }

    @Test func `login keeps what was typed but the password`() {
        let model = LoginModel(
            company: "sample", login: "<admin>", next: "/sample/log", action: "/sample", state: .failed)
        let markup = LoginView(model).document(in: Sample.context(role: nil)).markup
        #expect(markup.contains("value=\"&lt;admin&gt;\""))
        #expect(markup.contains("name=\"next\" value=\"/sample/log\""))
        #expect(markup.contains("type=\"password\" value=\"\""))
        #expect(markup.contains("企業コード、ログインID、パスワードのいずれかが登録と異なります。"))
        #expect(!markup.contains("/sample/settings"))
    }

    @Test func `a page before sign-in shows neither menu nor company`() {
        for sample in SamplePages.all where sample.role == nil && sample.page.frame != .device {
            let markup = SamplePages.document(sample, .japanese)
            #expect(!markup.contains("class=\"who\"") && !markup.contains("href=\"/sample/"), "\(sample.name)")
            #expect(markup.contains("href=\"/_manual#"), "\(sample.name)")
        }
    }

    @Test func `a refusal for lack of a right names the right`() {
        let markup = ProblemView(.forbidden(.manageCertificate)).main(in: Sample.context(role: .viewer)).markup
        #expect(markup.contains("Apple Push 証明書の登録・変更・削除"))
        #expect(markup.contains("<h1"))
    }

    @Test func `the log puts fields into words, and hides nothing it has no word for`() {
        let draft = AuditDraft(
            .pushCertificateRefused, by: .serviceOperator, at: Sample.now, subject: "<b>",
            before: [AuditField("language", "ja"), AuditField("unheard-of", "value")],
            after: [
                AuditField("reason", "topicDiffers"), AuditField("role", "viewer"),
                AuditField("valid-until", "2027-11-15T01:24:11Z"),
            ])
        let entry = AuditEntry(sequence: 9, draft: draft, previousHash: [], hash: [])
        let next = LogPosition(milliseconds: 1_700_000_000_000, device: nil, number: 9)
        let view = LogView(
            LogModel(query: .init(), lines: [LogLine(.management(entry), deviceName: nil)], next: next))
        let words = Markup(text: view.main(in: Sample.context()).markup).words
        for part in ["発生日時", "利用者", "出来事", "対象", "内容", "管理ログ", "サービス運用者", "unheard-of: value →", "&lt;b&gt;"] {
            #expect(words.contains(part), "\(part)")
        }
        for part in ["表示言語: 日本語 →", "理由: トピックが異なる", "ユーザー種別: 閲覧者", "有効期限: 2027/11/15 10:24:11"] {
            #expect(words.contains(part), "\(part)")
        }
        #expect(view.main(in: Sample.context()).markup.contains("href=\"/sample/log?at=1700000000000.m.9\""))
    }

    @Test func `every screen's manual link finds its section`() {
        let manual = Markup(text: ManualView().main(in: Sample.context()).markup)
        let anchors = Set(manual.values(of: "id"))
        for sample in SamplePages.all {
            #expect(anchors.contains(sample.page.help.rawValue), "\(sample.name)")
        }
    }

    @Test func `the recovery sheet shows every group and asks for a tick`() {
        let model = RecoverySheetModel(
            action: "/_setup/x", groups: ["ABCD", "EFGH"], installationID: "1", createdAt: Sample.now,
            isConfirmationMissing: true)
        let markup = RecoverySheetView(model).main(in: Sample.context(role: nil)).markup
        #expect(markup.contains("<li>ABCD</li>\n<li>EFGH</li>"))
        #expect(markup.contains("name=\"stored\" value=\"yes\" required aria-invalid=\"true\""))
    }
}
