/// What follows from the state that the certificate is in: fact, meaning, next step.
enum CertificateStateWords {
    static let none = Text(ja: "証明書は登録されていません。", en: "No certificate is registered.")
    static let noneMeaning = Text(
        ja: "Apple Push 証明書は、機器に「連絡してください」と知らせるための証明書です。登録するまで、機器の登録と管理はできません。",
        en:
            "With the Apple Push certificate devices are asked to call in. Until one is registered, no device can be enrolled or managed."
    )
    static let noneStep = Text(
        ja: "「編集」を押し、1. から 3. の順に進めてください。証明書要求をダウンロードし、Apple のサイトで証明書を取得して、登録します。",
        en:
            "Press Edit and follow steps 1 to 3: download a request, obtain the certificate at Apple’s site, and register it."
    )
    static let noneStepForViewer = Text(
        ja: "登録は、会社の管理者が行います。", en: "Your company’s administrator registers it.")

    static func renew(_ days: Int) -> Text {
        Text(
            ja: "証明書の有効期限まで、あと \(days) 日です。",
            en: days == 1 ? "The certificate expires in 1 day." : "The certificate expires in \(days) days.")
    }
    static let renewMeaning = Text(
        ja: "期限が切れると、機器に指示が届かなくなります。",
        en: "Once it has expired, devices cannot be reached.")
    static let renewStep = Text(
        ja: "Apple のサイトで、同じトピックの行を Renew で更新してください。",
        en: "At Apple’s site, press Renew on the row with the same topic.")

    static func expired(_ instant: String) -> Text {
        Text(
            ja: "証明書の有効期限が \(instant) に切れました。", en: "The certificate expired at \(instant).")
    }
    static func expiredMeaning(_ devices: Int) -> Text {
        devices == 0
            ? Text(
                ja: "機器の登録と管理はできません。", en: "No device can be enrolled or managed.")
            : Text(
                ja: "\(devices) 台に指示が届きません。機器の設定とアプリはそのまま残ります。",
                en:
                    "\(CertificateWords.devices(devices).en) cannot be reached. Their settings and apps stay as they are."
            )
    }
    static func expiredStep(_ devices: Int) -> Text {
        devices == 0
            ? renewStep
            : Text(
                ja: "同じトピックの行を Renew で更新してください。登録すると、全台を自動で同期します。",
                en:
                    "At Apple’s site, press Renew on the row with the same topic; after registration all devices are synchronized automatically."
            )
    }

    static let deleted = Text(ja: "証明書は削除されています。", en: "The certificate has been deleted.")
    static func deletedMeaning(_ devices: Int) -> Text {
        devices == 0
            ? Text(
                ja: "登録し直すまで、機器の登録と管理はできません。",
                en: "Until one is registered again, no device can be enrolled or managed.")
            : Text(
                ja: "\(devices) 台を管理できません。", en: "\(CertificateWords.devices(devices).en) cannot be managed.")
    }
    /// - Parameter mayManage: whether the person can do it; others learn whom to ask.
    static func restorableUntil(_ date: String, mayManage: Bool) -> Text {
        mayManage
            ? Text(
                ja: "\(date) まで元に戻せます。元に戻すか、新しい証明書を登録してください。",
                en: "It can be restored until \(date). Restore it, or register a new one.")
            : Text(
                ja: "\(date) まで元に戻せます。管理者に依頼してください。",
                en: "It can be restored until \(date). Ask an administrator.")
    }
    static func restorableUntilShort(_ date: String) -> Text {
        Text(ja: "\(date) まで元に戻せます", en: "Restorable until \(date)")
    }
    static let notRestorableStep = Text(
        ja: "新しい証明書を登録してください。", en: "Register a new certificate.")
    static let restore = Text(ja: "元に戻す", en: "Restore")

    static let otherTopic = Text(
        ja: "削除した証明書は、ワンクリックでは元に戻せません。",
        en: "The deleted certificate cannot be restored in one click.")
    static func otherTopicMeaning(_ topic: String) -> Text {
        Text(
            ja: "削除のあとに、別のトピック (\(topic)) の証明書が登録されたためです。戻すと、新しいトピックで登録した機器に指示が届かなくなります。",
            en:
                "A certificate with another topic (\(topic)) has been registered since. Going back would cut off the devices enrolled with the new topic."
        )
    }
    static let otherTopicStep = Text(
        ja: "元のトピックに戻すには、計画的なトピックの変更として行います(準備中の機能です)。鍵と証明書は保管しています。",
        en:
            "Going back to the old topic will be part of a planned change of topic, which is in preparation. Key and certificate are kept."
    )
    static func restorationOver(_ date: String) -> Text {
        Text(
            ja: "元に戻せる期間は \(date) に終わりました。", en: "The time for restoring it ended on \(date).")
    }
}
