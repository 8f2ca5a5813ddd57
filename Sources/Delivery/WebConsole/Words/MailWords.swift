import Administration

/// Mails. The Japanese sentences about the certificate are those of the manual's sample (S0 §3.1).
enum MailWords {
    static let pushCertificate = Text(ja: "Apple Push 証明書", en: "Apple Push certificate")
    static let adeToken = Text(ja: "ADEトークン", en: "ADE token")
    static let notEntered = Text(ja: "(未入力)", en: "(not entered)")

    static func happened(_ product: String) -> Text {
        Text(ja: "\(product) で下記の事象が発生しました。", en: "The following happened in \(product).")
    }

    static func company(_ name: String) -> Text { Text(ja: "企業名: \(name)", en: "Company: \(name)") }

    static func expires(_ thing: String, at when: String, isToken: Bool) -> Text {
        Text(
            ja: isToken
                ? "\(thing)の有効期限が \(when) に切れます。Apple Business Manager で手順に従って更新してください。"
                : "\(thing)の有効期限が \(when) に切れます。ご利用の Apple ID を使用して手順に従って更新してください。",
            en: isToken
                ? "The \(thing) expires at \(when). Renew it in Apple Business Manager, following the procedure."
                : "The \(thing) expires at \(when). Renew it with the Apple Account that you use, following the procedure."
        )
    }

    static func expired(_ thing: String, at when: String, isToken: Bool) -> Text {
        Text(
            ja: isToken
                ? "\(thing)の有効期限が \(when) に切れました。Apple Business Manager で手順に従って更新してください。"
                : "\(thing)の有効期限が \(when) に切れました。ご利用の Apple ID を使用して手順に従って更新してください。",
            en: isToken
                ? "The \(thing) expired at \(when). Renew it in Apple Business Manager, following the procedure."
                : "The \(thing) expired at \(when). Renew it with the Apple Account that you use, following the procedure."
        )
    }

    static func renewed(_ thing: String, until when: String) -> Text {
        Text(
            ja: "\(thing)が更新されました。新しい有効期限は \(when) です。期限のお知らせは終わりです。",
            en: "The \(thing) was renewed and is now valid until \(when). The notices of its expiry have ended.")
    }

    static func expirySubject(_ thing: String, daysLeft: Int, isOver: Bool) -> Text {
        if isOver {
            return Text(ja: "\(thing)の有効期限が切れています", en: "The \(thing) has expired")
        }
        return daysLeft == 0
            ? Text(ja: "\(thing)の有効期限は今日までです", en: "The \(thing) expires today")
            : Text(
                ja: "\(thing)の有効期限まであと \(daysLeft) 日",
                en: "\(daysLeft) day\(daysLeft == 1 ? "" : "s") left until the \(thing) expires")
    }

    static func renewedSubject(_ thing: String) -> Text {
        Text(ja: "\(thing)が更新されました", en: "The \(thing) was renewed")
    }

    static func severalEvents(_ count: Int) -> Text {
        Text(ja: "\(count) 件の事象が発生しました", en: "\(count) events")
    }

    static func more(_ count: Int) -> Text {
        Text(ja: "ほか \(count) 件。すべてはログにあります。", en: "And \(count) more; all of them are in the log.")
    }

    static let unconfirmedSubject = Text(ja: "[未確認] ", en: "[Not confirmed] ")

    static func unconfirmed(_ product: String, since when: String) -> Text {
        Text(
            ja: "\(product) で下記の事象が発生しましたが、\(when) の通知をまだだれも確認していません。",
            en: "The following happened in \(product), and nobody has confirmed the notice of \(when) yet.")
    }

    static func daysLeft(_ days: Int, isOver: Bool) -> Text {
        if isOver {
            return days < 0
                ? Text(
                    ja: "残り日数: 期限切れから \(-days) 日",
                    en: "Days left: none, expired \(-days) day\(days == -1 ? "" : "s") ago")
                : Text(ja: "残り日数: 期限切れ", en: "Days left: none, expired")
        }
        return Text(ja: "残り日数: あと \(days) 日", en: "Days left: \(days)")
    }

    static let renewCertificate = Text(
        ja: """
            手順: [設定] → [サービス環境設定] → [Apple Push 証明書] → [編集] を開き、Apple のサイトでは UID が上のトピックと同じ行の [Renew] を押してください。\
            [Create a Certificate] を押すと別のトピックになり、登録済みの機器を管理できなくなります。
            """,
        en: """
            What to do: open [Settings], [Service environment], [Apple Push certificate], [Edit]; on Apple's site press \
            [Renew] in the row whose UID is the topic above. [Create a Certificate] would make another topic, and the \
            devices that are enrolled could no longer be managed.
            """)

    static let confirm = Text(
        ja: "お読みになったら: [設定] → [サービス環境設定] → [通知設定] の [確認しました] を押してください。第 2 連絡先には知らせません。",
        en: """
            When you have read this: press [I have seen it] under [Settings], [Service environment], \
            [Notification settings]. The second contact is then not told.
            """)

    static let renewToken = Text(
        ja: "手順: [設定] → [サービス環境設定] → [ADEトークン] を開き、Apple Business Manager の同じ MDM サーバーから新しいトークンをダウンロードして登録してください。",
        en: """
            What to do: open [Settings], [Service environment], [ADE token], download a new token from the same MDM server \
            in Apple Business Manager, and register it.
            """)

    static let nothingToDo = Text(ja: "お手続きは必要ありません。", en: "There is nothing to do.")

    static func automatic(_ product: String) -> Text {
        Text(
            ja: """
                ※このメールは送信専用メールアドレスであり、\(product) サービスシステムから自動配信されています。
                本メールへご返信いただいても対応を致しかねますのでご了承ください。
                """,
            en: """
                This mail was sent automatically by the \(product) service, from an address that only sends.
                Replies to it are not read.
                """)
    }

    static let testSubject = Text(ja: "テストメール", en: "Test mail")

    static func testOpening(_ product: String) -> Text {
        Text(
            ja: "\(product) の通知設定からのテストメールです。", en: "This is a test mail from the notification settings of \(product).")
    }

    static func testLine(at when: String) -> Text {
        Text(
            ja: "\(when) このアドレスに、メールが届きました。期限のお知らせがだれに届くかは、[通知設定] の宛先で決まります。",
            en: "\(when) Mail reaches this address. Who gets notices of expiry is set under [Notification settings].")
    }
}
