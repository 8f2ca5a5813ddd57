import Problems

/// What pages of refusal say beyond `Problem`.
enum ProblemWords {
    static let toDashboard = Text(ja: "ダッシュボードへ", en: "To the dashboard")
    static let toLogin = Text(ja: "ログイン画面へ", en: "To the login page")

    static func wait(_ minutes: Int) -> Text {
        Text(ja: "目安は約 \(minutes) 分です。", en: "That is about \(minutes) min.")
    }

    /// 409 where nobody can say who was first.
    static let conflict = Problem(
        "already-changed",
        fact: LocalizedText(ja: "ほかの利用者が先に変更しました。", en: "Somebody else has changed this first."),
        meaning: LocalizedText(
            ja: "あなたの変更は保存していません。先の変更はそのまま残っています。",
            en: "Your change was not saved. The other change stays as it is."),
        nextStep: LocalizedText(
            ja: "いまの内容を確かめてから、必要ならもう一度操作してください。",
            en: "Look at the present state; if it is still needed, do it again."))
}
