/// The certificate on dashboard, view, edit and delete page; labels and messages are the manuals', to the letter.
enum CertificateWords {
    static let title = SettingsWords.pushCertificate
    static let cardTitle = Text(ja: "Apple Push証明書登録", en: "Apple Push certificate")
    static let expires = Text(ja: "有効期限", en: "Expires")
    static let setUp = Text(ja: "設定する", en: "Set up")

    // Rows of the view page
    static let certificate = Text(ja: "証明書", en: "Certificate")
    static let topic = Text(ja: "トピック", en: "Topic")
    static let appleID = Text(ja: "Apple ID", en: "Apple Account")
    static let notes = Text(ja: "備考", en: "Notes")
    static let notRegistered = Text(ja: "未登録", en: "Not registered")
    static let deletedBadge = Text(ja: "削除済み", en: "Deleted")
    static let edit = Text(ja: "編集", en: "Edit")
    static let delete = Text(ja: "証明書を削除", en: "Delete certificate")

    static func validUntil(_ instant: String) -> Text {
        Text(ja: "\(instant)まで有効", en: "Valid until \(instant)")
    }

    static func expiredAt(_ instant: String) -> Text {
        Text(ja: "\(instant)に期限切れ", en: "Expired at \(instant)")
    }

    static func deletedAt(_ instant: String) -> Text {
        Text(ja: "削除済み (\(instant))", en: "Deleted (\(instant))")
    }

    // Days
    static let renewBadge = Text(ja: "要更新", en: "Renew")
    static let renewAtOnceBadge = Text(ja: "至急更新", en: "Renew at once")
    static let expiredBadge = Text(ja: "期限切れ", en: "Expired")

    static func daysLeft(_ days: Int) -> Phrase {
        Phrase(ja: "あと <b>\(days)</b> 日", en: days == 1 ? "<b>1</b> day left" : "<b>\(days)</b> days left")
    }

    static func plainDaysLeft(_ days: Int) -> Text {
        Text(ja: "あと \(days) 日", en: days == 1 ? "1 day left" : "\(days) days left")
    }

    /// The day of expiry is the first.
    static func daysExpired(_ days: Int) -> Phrase {
        Phrase(ja: "期限切れ <b>\(days + 1)</b> 日目", en: "Expired, day <b>\(days + 1)</b>")
    }

    // Devices
    static let onTopic = Text(ja: "このトピック", en: "on this topic")
    static let onOtherTopics = Text(ja: "別のトピック", en: "on another topic")
    static let unknownTopic = Text(ja: "(Unknown)", en: "(Unknown)")
    static let noDevices = Text(
        ja: "このトピックの機器は、まだありません。", en: "No devices listen to this topic yet.")

    static func devices(_ count: Int) -> Text {
        Text(ja: "\(count) 台", en: count == 1 ? "1 device" : "\(count) devices")
    }
}
