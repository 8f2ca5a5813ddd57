/// Sections that later versions fill: what will be there, and what one can do today.
enum LaterWords {
    static let badge = Text(ja: "準備中", en: "In preparation")
    static let willBe = Text(ja: "ここでできるようになること", en: "What will be here")
    static let today = Text(ja: "いまできること", en: "What you can do today")

    static func content(of model: LaterModel) -> (name: Text, will: [Text], today: [Phrase]) {
        switch model {
        case .adeToken: (SettingsWords.adeToken, adeWill, adeToday)
        }
    }

    private static let adeWill = [
        Text(
            ja: "Apple Business Manager・Apple School Manager のサーバートークンを登録し、1年ごとに更新します。",
            en: "Register the server token of Apple Business Manager or Apple School Manager, and renew it each year."),
        Text(
            ja: "残り日数をダッシュボードに表示します。", en: "See its days left on the dashboard."),
    ]
    private static let adeToday = [
        Phrase(
            ja: "準備は必要ありません。サーバートークン(.p7m)は、Apple Push 証明書の画面では登録できません。",
            en: "Nothing to prepare. A server token (.p7m) cannot be registered on the Apple Push certificate’s page.")
    ]
}
