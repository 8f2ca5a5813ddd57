/// What the account page says after a change, by the key in the one-time cookie.
enum AccountMessages {
    static func message(for key: String, _ c: ViewContext) -> Message? {
        switch key {
        case "language-saved": Message(.done, c(Text(ja: "言語を保存しました。", en: "Language saved.")))
        case "password-changed":
            Message(
                .done, c(Text(ja: "パスワードを変更しました。", en: "Password changed.")),
                meaning: c(
                    Text(
                        ja: "ほかのブラウザでのログインは終了しました。",
                        en: "You were logged out in every other browser.")))
        case "mail-address-saved":
            Message(.done, c(Text(ja: "メールアドレスを保存しました。", en: "Mail address saved.")))
        default: nil
        }
    }
}
