/// Sections that later versions fill: what will be there, and what one can do today.
enum LaterWords {
    static let badge = Text(ja: "準備中", en: "In preparation")
    static let willBe = Text(ja: "ここでできるようになること", en: "What will be here")
    static let today = Text(ja: "いまできること", en: "What you can do today")

    static func content(of model: LaterModel) -> (name: Text, will: [Text], today: [Phrase]) {
        switch model {
        case .notifications: (SettingsWords.notifications, noticesWill, noticesToday)
        }
    }

    private static let noticesWill = [
        Text(
            ja: "有効期限などを、だれに、いつ、メールで知らせるかを決めます。項目「ApplePush 証明書有効期限」があります。",
            en:
                "Decide whom to tell by mail, and when, about expiry and other events, among them “Apple Push certificate expiry”."
        ),
        Text(ja: "テストメールを送り、届いたことを確かめます。", en: "Send a test mail and see it arrive."),
    ]
    private static let noticesToday = [
        Phrase(
            ja: "まだメールは送られません。有効期限は、ダッシュボードで確かめてください。",
            en: "No mail is sent yet. See the dashboard for the date of expiry."),
        Phrase(
            ja: "監視ツールからは <code>kizuna certificate status --warn 60</code> で確かめられます。60 日以下、期限切れ、未登録のとき、終了コードが 1 になります。",
            en:
                "Monitoring tools can run <code>kizuna certificate status --warn 60</code>: it exits with 1 at 60 days or fewer, when expired, and when none is registered."
        ),
    ]
}
