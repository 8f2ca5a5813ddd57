import Administration
import Foundation
import Testing

@testable import WebConsole

@Suite struct CertificatePageTests {
    private func words(_ page: some Page, _ context: ViewContext = Sample.context()) -> String {
        Markup(text: page.main(in: context).markup).words
    }

    private func row(_ label: String, _ value: String, isCode: Bool = false) -> String {
        "<tr><th scope=\"row\">\(label)</th><td\(isCode ? " class=\"mono\"" : "")>\(value)</td></tr>"
    }

    @Test func `the rows are the manual's, each value alone in its cell`() {
        let japanese = PushCertificateView(Sample.certificatePage()).main(in: Sample.context()).markup
        #expect(japanese.contains(row("証明書", "2027/11/15 10:24:11まで有効")))
        #expect(japanese.contains(row("トピック", Sample.topic, isCode: true)))
        #expect(japanese.contains(row("Apple ID", "mdm-push@sample.example")))
        #expect(japanese.contains(row("備考", "2026/11/15 取得。<br>情報システム課で登録。")))
        let english = PushCertificateView(Sample.certificatePage()).main(in: Sample.context(.english)).markup
        #expect(english.contains(row("Certificate", "Valid until 2027-11-15 10:24:11")))
        #expect(english.contains(row("Apple Account", "mdm-push@sample.example")))
    }

    @Test func `with nothing registered the rows stay`() {
        let none = PushCertificateView(Sample.certificatePage(nil))
        #expect(none.main(in: Sample.context()).markup.contains(row("証明書", "未登録")))
        #expect(none.main(in: Sample.context(.english)).markup.contains(row("Certificate", "Not registered")))
        let deleted = PushCertificateView(Sample.certificatePage(nil, deleted: Sample.deleted()))
        let markup = deleted.main(in: Sample.context()).markup
        #expect(markup.contains(row("証明書", "削除済み (2026/11/20 11:00:00)")))
        #expect(markup.contains(row("Apple ID", "mdm-push@sample.example")))
        #expect(markup.contains("action=\"/sample/settings/service/push-certificate/restore\""))
        #expect(markup.contains("2026/12/20 まで元に戻せます。"))
    }

    @Test func `a deleted certificate whose topic was replaced says why one click cannot restore it`() {
        let page = PushCertificateView(
            Sample.certificatePage(deleted: Sample.deleted(.anotherTopicRegistered(Sample.otherTopic))))
        let markup = page.main(in: Sample.context()).markup
        #expect(markup.contains("削除した証明書は、ワンクリックでは元に戻せません。"))
        #expect(markup.contains(Sample.otherTopic))
        #expect(!markup.contains("/restore\""))
    }

    @Test func `after its expiry nothing says that it is in use, or accepted`() {
        var model = Sample.certificatePage()
        #expect(words(PushCertificateView(model)).contains("使用中"))
        model.history[0].state = .expired
        model.wire?.probe = .init(at: Sample.now, outcome: .accepted, isOutlived: true)
        let markup = PushCertificateView(model).main(in: Sample.context()).markup
        let history =
            markup.components(separatedBy: "aria-labelledby=\"history\"").dropFirst().first?
            .components(separatedBy: "</section>").first ?? ""
        #expect(history.contains("期限切れ") && !history.contains("使用中"))
        #expect(markup.contains("期限が切れる前の受理") && markup.contains("確かめていません"))
        let english = PushCertificateView(model).main(in: Sample.context(.english)).markup
        #expect(english.contains("Accepted before it expired") && english.contains("is not known"))

        var tokens = TokenHistory(rows: [
            .init(
                registeredAt: Sample.now, expiresAt: Sample.now, consumerKey: "CK", registeredBy: "admin",
                state: .active)
        ])
        #expect(tokens.html(in: Sample.context())?.markup.contains("使用中") == true)
        tokens = TokenHistory(
            rows: tokens.rows.map { row in
                var row = row
                row.state = .expired
                return row
            })
        let rows = tokens.html(in: Sample.context())?.markup ?? ""
        #expect(rows.contains("期限切れ") && !rows.contains("使用中"))
    }

    @Test func `the checklist asks to renew what has expired, and to register what is not there`() {
        let checks: [(check: DashboardModel.SetUpCheck, isDone: Bool)] = [(.pushCertificate, false)]
        #expect(SetUpCard(checks: checks).html(in: Sample.context()).markup.contains(">登録する</a>"))
        let renewal = SetUpCard(checks: checks, isRenewal: true).html(in: Sample.context()).markup
        #expect(renewal.contains(">更新する</a>") && !renewal.contains("登録する"))
        let done = SetUpCard(checks: [(.pushCertificate, true)], isRenewal: true).html(in: Sample.context()).markup
        #expect(done.contains("登録する") && !done.contains("更新する"))
    }

    @Test func `a viewer finds neither buttons nor ledger`() {
        let page = PushCertificateView(Sample.certificatePage(deleted: Sample.deleted()))
        let administrator = page.main(in: Sample.context()).markup
        let viewer = page.main(in: Sample.context(role: .viewer)).markup
        for secret in [
            "/push-certificate/edit\"", "/push-certificate/delete\"", "/restore\"", "a1b2c3d4", "MDM Vendor",
        ] {
            #expect(administrator.contains(secret))
            #expect(!viewer.contains(secret))
        }
    }

    @Test func `the edit page is the manual's to the letter`() {
        let text = words(PushCertificateEditView(Sample.editPage()))
        for sentence in [
            "1. 署名済みの証明書要求(CSR)ファイルの生成とダウンロード", "署名済みの証明書要求(CSR)ファイルをダウンロードしてください。", "ダウンロード", "2. 証明書ファイルの取得",
            "以下のリンクより「Apple Push Certificates Portal」にログインし証明書を取得してください。証明書ファイルは、署名済みの証明書要求(CSR)をアップロードすることで取得できます。",
            "https://identity.apple.com/pushcert/",
            "※Internet ExplorerではApple Push Certificates Portalサイトを表示できないため、Safari、Google Chrome、Firefox等のブラウザで開いてください。",
            "※証明書を1年に1回更新する必要があります。証明書の有効期限が切れた場合、本製品はご利用いただけなくなります。", "3. 証明書ファイルの登録", "2.より作成した証明書ファイルを指定してください。",
            "ファイルを選択", "選択されていません", "Apple ID (証明書発行の際に使用されたApple IDを以下に記載してください。)", "備考",
            "Apple Push 証明書の取得日の入力をお勧めします。", "保存", Sample.topic,
        ] { #expect(text.contains(sentence), "\(sentence)") }
    }

    @Test func `the upload form has one file field and what is stored`() throws {
        let markup = Markup(text: PushCertificateEditView(Sample.editPage()).main(in: Sample.context()).markup)
        #expect(markup.tags("input").filter { $0.contains("type=\"file\"") }.count == 1)
        let form = try #require(markup.forms.first { $0.contains("multipart/form-data") })
        #expect(form.contains("action=\"/sample/settings/service/push-certificate/edit\""))
        #expect(form.contains("name=\"apple_id\" type=\"text\" value=\"mdm-push@sample.example\""))
        #expect(form.contains("2026/11/15 取得。情報システム課で登録。</textarea>"))
        #expect(form.contains("name=\"version\" value=\"7\""))
        #expect(!form.contains("confirm_topic"))
        #expect(markup.forms.contains { $0.contains("/push-certificate/request\"") && $0.contains("ダウンロード</button>") })
    }

    @Test func `where nothing can be signed the reason stands in place of the button`() {
        var model = Sample.editPage(nil)
        model.downloadProblem = Message(.refusal, "ベンダー証明書がありません。", nextStep: "取り込みを依頼してください。")
        let markup = PushCertificateEditView(model).main(in: Sample.context()).markup
        #expect(!markup.contains("/push-certificate/request\""))
        #expect(markup.contains("ベンダー証明書がありません。") && markup.contains("取り込みを依頼してください。"))
    }

    @Test func `a pending request may be taken again or joined by a new one`() {
        var model = Sample.editPage()
        #expect(!words(PushCertificateEditView(model)).contains("新しい証明書要求を作る"))
        model.pendingSince = Sample.now
        let markup = PushCertificateEditView(model).main(in: Sample.context()).markup
        #expect(markup.contains("action=\"/sample/settings/service/push-certificate/request/new\""))
        #expect(words(PushCertificateEditView(model), Sample.context(.english)).contains("New request"))
    }

    @Test func `a refusal shows both topics as text and what to press`() {
        let page = PushCertificateEditView(Sample.refusedEditPage())
        let markup = Markup(text: page.main(in: Sample.context()).markup)
        #expect(markup.closedWords.contains(Sample.topic) && markup.closedWords.contains(Sample.otherTopic))
        #expect(markup.text.contains("role=\"alert\""))
        #expect(markup.closedWords.contains("その行の Renew を押し、同じ CSR をアップロードします。"))
        #expect(markup.text.contains("<span class=\"same\">com.apple.mgmt.External.</span>"))
    }

    @Test func `after deletion with devices the form asks for a tick and offers to restore`() {
        var model = Sample.editPage(nil)
        model.deletedTopic = .init(topic: Sample.topic, deviceCount: 412, restorableUntil: Sample.now)
        let markup = PushCertificateEditView(model).main(in: Sample.context()).markup
        #expect(markup.contains("name=\"confirm_topic\" value=\"yes\""))
        #expect(markup.contains("/push-certificate/restore\""))
        #expect(markup.contains("412 台が、削除した証明書のトピックを待っています。"))
        model.deletedTopic?.deviceCount = 0
        #expect(!PushCertificateEditView(model).main(in: Sample.context()).markup.contains("confirm_topic"))
    }

    @Test func `whoever comes second reads who was first, and when`() {
        var model = Sample.editPage()
        model.conflict = .init(changedBy: "hanako", changedAt: Sample.now)
        let english = words(PushCertificateEditView(model), Sample.context(.english))
        #expect(english.contains("Already changed by hanako at 2026-11-21 14:00:00."))
        model.conflict = .init(changedBy: "", changedAt: Sample.now)
        #expect(words(PushCertificateEditView(model)).contains("サービス運用者 が先に変更しました。"))
    }

    @Test func `the dialog names topic, days and devices, asks for nothing, and leaves the page inert`() {
        let model = PushCertificateDeleteModel(page: Sample.certificatePage(), deviceCount: 412)
        let document = PushCertificateDeleteView(model).document(in: Sample.context()).markup
        let dialog = document.components(separatedBy: "<dialog").last ?? ""
        for part in [Sample.topic, "あと 359 日", "412 台", ">OK</button>", "name=\"version\" value=\"7\""] {
            #expect(dialog.contains(part), "\(part)")
        }
        #expect(!dialog.contains("type=\"text\"") && !dialog.contains("checkbox"))
        #expect(document.contains("<div class=\"page\" inert>") && document.contains("<header class=\"top\" inert>"))
    }
}
