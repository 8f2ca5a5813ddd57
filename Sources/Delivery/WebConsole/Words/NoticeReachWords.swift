import UseCases

/// What it means when nobody would be told.
enum NoticeReachWords {
    static func message(_ reach: NoticeReach, in c: ViewContext) -> Message? {
        let fact = c(
            Text(
                ja: "証明書の有効期限が近づいても、だれにもメールが届きません。",
                en: "Nobody would be told by mail when the certificate is about to expire."))
        switch reach {
        case .told: return nil
        case .noMailServer:
            return Message(
                .warning, fact,
                meaning: c(Text(ja: "メールサーバーが設定されていません。", en: "No mail server is set.")),
                nextStep: c(
                    Text(
                        ja: "サーバーの運用者に、--smtp と --mail-from を指定して起動するよう伝えてください。",
                        en: "Ask the operator of the server to start it with --smtp and --mail-from.")))
        case .noRule:
            return Message(
                .warning, fact,
                meaning: c(
                    Text(
                        ja: "「ApplePush 証明書有効期限」を条件にした、有効なログメール通知がありません。",
                        en: "No notification that is on has the condition “Apple Push certificate expiry”.")),
                nextStep: c(
                    Text(
                        ja: "ログメール通知を作るか、有効にしてください。", en: "Create such a notification, or switch it on.")))
        case .noAddress:
            return Message(
                .warning, fact,
                meaning: c(
                    Text(
                        ja: "通知の宛先の人に、メールアドレスが登録されていません。",
                        en: "None of the people it is meant for has a mail address.")),
                nextStep: c(
                    Text(
                        ja: "自分の設定でメールアドレスを登録するか、ログメール通知の宛先に加えてください。",
                        en: "Enter your mail address in your settings, or add an address to the notification.")))
        case .failing(let address, let stored), .partly(_, let address, let stored):
            let answer = MailAnswerWords.line(stored, in: c)
            let isAll = if case .failing = reach { true } else { false }
            return Message(
                .refusal,
                c(
                    isAll
                        ? Text(ja: "メールを送れていません。", en: "Mails are not being delivered.")
                        : Text(
                            ja: "メールを送れていない宛先があります: \(address)", en: "Mails to \(address) are not being delivered.")),
                meaning: c(
                    Text(
                        ja: "\(address) について、メールサーバーの応答: \(answer)",
                        en: "Of \(address) the mail server said: \(answer)")),
                nextStep: c(
                    Text(
                        ja: "送信履歴を確かめ、宛先を直すか、サーバーの運用者に伝えてください。",
                        en: "See the delivery list; correct the address, or tell the operator of the server.")))
        }
    }
}
