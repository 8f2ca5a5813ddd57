import Ports

/// カレンダー: the page and what stands in the calendar itself.
enum CalendarWords {
    static let note = Text(
        ja: "カレンダーのアプリにアドレスを登録すると、証明書などの有効期限の日に予定が表示され、30 日前・7 日前・前日に知らせます。",
        en:
            "Subscribe to the address with your calendar: each expiry date appears as an event, with reminders 30, 7 and 1 days before."
    )
    static let none = Text(ja: "アドレスはまだありません。", en: "There is no address yet.")
    static let exists = Text(ja: "アドレスがあります。", en: "There is an address.")
    static let madeAt = Text(ja: "作成日時", en: "Made")
    static let madeBy = Text(ja: "作成者", en: "Made by")
    static let make = Text(ja: "アドレスを作成", en: "Make an address")
    static let makeAnew = Text(ja: "新しいアドレスに取り替える", en: "Replace with a new address")
    static let makeAnewNote = Text(
        ja: "アドレスを忘れたときや、知られてはいけない人に知られたときに使います。以前のアドレスは、すぐに使えなくなります。",
        en:
            "When the address was lost, or became known to somebody it should not. The former one stops working at once."
    )
    static let revoke = Text(ja: "取り消す", en: "Revoke")
    static let revoked = Text(ja: "アドレスを取り消しました。", en: "The address was revoked.")
    static let revokedMeaning = Text(
        ja: "カレンダーには、もう何も届きません。", en: "Calendars get nothing from it any more.")
    static let madeOnce = Text(ja: "このアドレスは、いまだけ表示されます。", en: "This address is shown only now.")
    static let madeOnceStep = Text(
        ja: "コピーして、カレンダーのアプリの「照会カレンダーを追加」などに貼り付けてください。知っている人はだれでも有効期限を読めます。",
        en:
            "Copy it into “Subscribe to calendar” of your calendar program. Whoever knows it can read the expiry dates."
    )
    static let address = Text(ja: "アドレス", en: "Address")
    static let addressJapanese = Text(ja: "日本語", en: "Japanese")
    static let addressEnglish = Text(ja: "英語", en: "English")
    static let contains = Text(ja: "カレンダーに入るもの", en: "What is in it")
    static let containsKind = Text(ja: "種類", en: "Kind")
    static let containsDate = Text(ja: "有効期限", en: "Expires")
    static let nothing = Text(ja: "いまは何もありません。", en: "Nothing at the moment.")
    static let noSecrets = Text(
        ja: "入るのは、種類、日付、トピック、Apple ID です。備考、鍵、パスワードは入りません。",
        en: "It holds kind, date, topic and Apple Account; no notes, keys or passwords.")

    static func name(of kind: Expiry.Kind) -> Text {
        switch kind {
        case .pushCertificate: SettingsWords.pushCertificate
        case .vendorCertificate: Text(ja: "ベンダー証明書", en: "Vendor certificate")
        case .deviceAuthority: Text(ja: "機器用の認証局", en: "Device authority")
        case .adeToken: SettingsWords.adeToken
        }
    }

    static func summary(_ kind: String, company: String) -> Text {
        Text(ja: "\(kind) 有効期限 (\(company))", en: "\(kind) expires (\(company))")
    }

    static func ahead(_ kind: String, days: Int) -> Text {
        Text(
            ja: days == 1 ? "\(kind)の有効期限は明日です。" : "\(kind)の有効期限まで、あと \(days) 日です。",
            en: days == 1 ? "\(kind) expires tomorrow." : "\(kind) expires in \(days) days.")
    }

    /// What to do before that day.
    static func advice(_ kind: Expiry.Kind) -> Text {
        switch kind {
        case .pushCertificate:
            Text(
                ja: "同じ Apple ID で、Apple の画面の Renew から更新してください。新しく作ると、登録済みの機器がすべて管理できなくなります。",
                en:
                    "Renew it under the same Apple Account with Renew on Apple's page. A newly created one would cut off every enrolled device."
            )
        case .vendorCertificate:
            Text(ja: "サービス運用者が更新します。", en: "The service operator renews it.")
        case .deviceAuthority:
            Text(ja: "サーバーが自動で作り直します。対応は必要ありません。", en: "The server replaces it by itself. Nothing to do.")
        case .adeToken:
            Text(ja: "Apple Business Manager で更新してください。", en: "Renew it in Apple Business Manager.")
        }
    }
}
