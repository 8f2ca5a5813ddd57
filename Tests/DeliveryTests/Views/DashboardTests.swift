import Administration
import Foundation
import Testing

@testable import WebConsole

@Suite struct DashboardTests {
    private func markup(_ certificate: CertificateFace?, now: String = "2026-11-21T05:00:00Z", deleted: Bool = false)
        -> Markup
    {
        let model = Sample.dashboard(certificate, deleted: deleted ? Sample.deleted() : nil)
        return Markup(text: DashboardView(model).main(in: Sample.context(now: Sample.date(now))).markup)
    }

    @Test(arguments: [
        ("2027-09-15T05:00:00Z", "card", "あと 61 日", ""), ("2027-09-16T05:00:00Z", "card red", "あと 60 日", "要更新"),
        ("2027-11-07T05:00:00Z", "card red", "あと 8 日", "要更新"),
        ("2027-11-08T05:00:00Z", "card red last", "あと 7 日", "至急更新"),
        ("2027-11-15T01:24:10Z", "card red last", "あと 0 日", "至急更新"),
        ("2027-11-15T01:24:11Z", "card red last", "期限切れ 1 日目", "期限切れ"),
        ("2027-11-17T05:00:00Z", "card red last", "期限切れ 3 日目", "期限切れ"),
    ])
    func `the card turns red at 60 days, and gets a plate at 7`(
        _ now: String, _ look: String, _ figure: String, _ badge: String
    ) {
        let markup = markup(Sample.certificate(), now: now)
        #expect(markup.text.contains("<section class=\"\(look)\" aria-labelledby=\"push\">"))
        #expect(markup.closedWords.contains(figure))
        #expect(markup.closedWords.contains("有効期限: 2027/11/15"))
        #expect(markup.text.contains("class=\"badge bad\"") == !badge.isEmpty)
        if !badge.isEmpty { #expect(markup.closedWords.contains(badge)) }
    }

    @Test func `each state says what follows from it`() {
        #expect(markup(nil).words.contains("登録するまで、機器の登録と管理はできません。"))
        #expect(markup(nil, deleted: true).words.contains("412 台を管理できません。2026/12/20 まで元に戻せます。"))
        let expired = markup(Sample.certificate(), now: "2027-11-17T05:00:00Z")
        #expect(expired.words.contains("412 台に指示が届きません。"))
    }

    @Test func `panels carry the manual's names and links`() {
        let words = markup(Sample.certificate()).words
        for name in [
            "Apple Push証明書登録", "ADEトークン登録", "ここからかんたん初期設定", "設定する", "お知らせ", "全て見る", "利用状況", "全て開く",
            "ユーザーライセンス(使用数/契約数)", "2/(契約なし)", "基本パッケージ", "(なし)",
        ] { #expect(words.contains(name), "\(name)") }
    }

    @Test func `a viewer is never led to a form that would refuse`() {
        let page = DashboardView(Sample.dashboard(nil))
        #expect(page.main(in: Sample.context()).markup.contains("push-certificate/edit\""))
        #expect(!page.main(in: Sample.context(role: .viewer)).markup.contains("push-certificate/edit\""))
    }

    @Test func `days and times are the company's, not the server's`() {
        var context = Sample.context()
        let evening = Sample.date("2027-11-15T15:30:00Z")
        #expect(context.dateTime(evening) == "2027/11/16 00:30:00")
        context.language = .english
        context.timeZone = TimeZone(identifier: "America/New_York") ?? .gmt
        #expect(context.dateTime(evening) == "2027-11-15 10:30:00")
        #expect(
            context.time(evening).markup
                == "<time datetime=\"2027-11-15T10:30:00-05:00\">2027-11-15 10:30:00</time>")
    }
}
