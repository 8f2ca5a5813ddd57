public import Notices

extension Problem {
    /// The sentence for what stands against a wish about notices.
    public init(_ error: NoticeError) {
        switch error {
        case .invalidAddress(let text):
            self.init(
                "mail-address-invalid",
                fact: LocalizedText(
                    ja: "「\(text.prefix(100))」はメールアドレスとして使えません。",
                    en: "“\(text.prefix(100))” cannot be used as a mail address."),
                meaning: Self.nothingChanged,
                nextStep: LocalizedText(
                    ja: "mdm@example.jp のように、半角の英数字で入力してください。",
                    en: "Enter it like mdm@example.jp, in plain letters and digits."))
        case .tooManyAddresses(let limit):
            self.init(
                "mail-addresses-too-many",
                fact: LocalizedText(
                    ja: "メールアドレスは \(limit) 件までです。", en: "There can be at most \(limit) mail addresses."),
                meaning: Self.nothingChanged,
                nextStep: LocalizedText(
                    ja: "メーリングリストのアドレスを 1 件にまとめてください。", en: "Use the one address of a mailing list."))
        case .invalidName:
            self.init(
                "notice-name-invalid",
                fact: LocalizedText(
                    ja: "通知名は 1 文字以上 100 文字以内で入力してください。",
                    en: "The name must have 1 to 100 characters."), meaning: Self.nothingChanged,
                nextStep: LocalizedText(ja: "通知名を直して、もう一度保存してください。", en: "Correct the name and save again."))
        case .noEvent:
            self.init(
                "notice-without-condition",
                fact: LocalizedText(ja: "通知条件が選ばれていません。", en: "No condition is chosen."),
                meaning: LocalizedText(ja: "この通知は、何が起きても送られません。", en: "Nothing would ever set this notification off."),
                nextStep: LocalizedText(ja: "通知条件を 1 つ以上選んでください。", en: "Choose at least one condition."))
        case .noRecipient:
            self.init(
                "notice-without-recipient",
                fact: LocalizedText(ja: "宛先が選ばれていません。", en: "No recipient is chosen."),
                meaning: LocalizedText(ja: "この通知は、だれにも届きません。", en: "This notification would reach nobody."),
                nextStep: LocalizedText(
                    ja: "ユーザー種別、ユーザー、メールアドレスのどれかを選んでください。", en: "Choose a role, a user or a mail address."))
        case .noSuchRule:
            self.init(
                "notification-unknown", fact: LocalizedText(ja: "この通知は見つかりません。", en: "There is no such notification."),
                meaning: LocalizedText(ja: "削除されたか、ほかの企業のものです。", en: "It was deleted, or belongs to another company."),
                nextStep: Self.backToList)
        case .tooManyRules(let limit):
            self.init(
                "notices-too-many",
                fact: LocalizedText(ja: "ログメール通知は \(limit) 件までです。", en: "There can be at most \(limit) notifications."),
                meaning: Self.nothingChanged,
                nextStep: LocalizedText(
                    ja: "使っていないものを削除するか、条件を 1 件にまとめてください。", en: "Delete one, or put several conditions into one."))
        case .invalidLadder:
            self.init(
                "notice-days-invalid",
                fact: LocalizedText(
                    ja: "通知する残り日数は、0 から 365 までの数を 30 個以内で入力してください。",
                    en: "Enter up to 30 numbers of days, each from 0 to 365."), meaning: Self.nothingChanged,
                nextStep: LocalizedText(
                    ja: "60, 30, 14, 7, 3, 1, 0 のように、コンマで区切って入力してください。",
                    en: "Separate them by commas, as in 60, 30, 14, 7, 3, 1, 0."))
        case .invalidSilence:
            self.init(
                "notice-silence-invalid",
                fact: LocalizedText(
                    ja: "無通信とみなす日数は、1 から 365 までの数で入力してください。",
                    en: "Enter the days without contact as a number from 1 to 365."),
                meaning: Self.nothingChanged,
                nextStep: LocalizedText(ja: "検知しないときは空にしてください。", en: "Leave it empty to watch nothing."))
        case .invalidEscalation:
            self.init(
                "notice-hours-invalid",
                fact: LocalizedText(
                    ja: "第 2 連絡先までの時間は、1 から 720 までの数で入力してください。",
                    en: "Enter the hours until the second contact as a number from 1 to 720."),
                meaning: Self.nothingChanged,
                nextStep: LocalizedText(ja: "3 日なら 72 と入力してください。", en: "Enter 72 for three days."))
        case .changedMeanwhile:
            self.init(
                "notice-changed-meanwhile",
                fact: LocalizedText(
                    ja: "この画面を開いた後に、ほかの人が変更しました。", en: "Somebody else changed this after you opened the page."),
                meaning: LocalizedText(ja: "入力した内容は保存していません。", en: "What you entered was not saved."),
                nextStep: LocalizedText(
                    ja: "いまの内容を確かめて、必要ならもう一度変更してください。", en: "Look at it as it is now, and change it again if needed."))
        case .noMailServer:
            self.init(
                "mail-server-missing",
                fact: LocalizedText(ja: "メールサーバーが設定されていません。", en: "No mail server is set."),
                meaning: LocalizedText(ja: "このサーバーからは、だれにもメールを送れません。", en: "This server cannot tell anybody by mail."),
                nextStep: LocalizedText(
                    ja: "サーバーの運用者が --smtp と --mail-from を指定して起動してください。",
                    en: "The operator of the server must start it with --smtp and --mail-from."))
        case .noSuchMail:
            self.init(
                "mail-unknown", fact: LocalizedText(ja: "このメールは見つかりません。", en: "There is no such mail."),
                meaning: LocalizedText(ja: "古いメールは 1 年後に消えます。", en: "Old mails are removed after a year."),
                nextStep: Self.backToList)
        case .mailNotWaiting:
            self.init(
                "mail-accepted",
                fact: LocalizedText(
                    ja: "このメールは、すでにメールサーバーに渡っています。", en: "The mail server has taken this mail already."),
                meaning: Self.nothingChanged,
                nextStep: LocalizedText(
                    ja: "届いていなければ、迷惑メールの扱いを確かめてください。", en: "If it did not arrive, look at how spam is treated."))
        }
    }

    private static let nothingChanged = LocalizedText(ja: "何も変更していません。", en: "Nothing was changed.")
    private static let backToList = LocalizedText(
        ja: "通知設定に戻り、選び直してください。", en: "Go back to the notification settings and choose again.")
}
