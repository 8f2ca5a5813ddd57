/// Cards of the certificate's view page below its rows.
enum CertificatePageWords {
    static let registered = Text(ja: "登録されている証明書", en: "Registered certificate")
    static let deletedHeading = Text(ja: "削除した証明書", en: "Deleted certificate")
    static let deletedTopic = Text(ja: "削除した証明書のトピック", en: "Topic of the deleted certificate")
    static let deletedAt = Text(ja: "削除日時", en: "Deleted at")
    static let deletedBy = Text(ja: "削除した利用者", en: "Deleted by")

    static let history = Text(ja: "履歴", en: "History")
    static let historyNote = Text(
        ja: "前の証明書と鍵は、暗号化して 400 日間保管します。",
        en: "Earlier certificates and keys are kept, encrypted, for 400 days.")
    static let registeredAt = Text(ja: "登録日時", en: "Registered at")
    static let serialNumber = Text(ja: "シリアル番号", en: "Serial number")
    static let registeredBy = Text(ja: "登録した利用者", en: "Registered by")
    static let state = Text(ja: "状態", en: "State")
    static let active = Text(ja: "使用中", en: "In use")
    static let retired = Text(ja: "保管中", en: "Kept")
    static let deleted = Text(ja: "削除済み", en: "Deleted")

    static let requests = Text(ja: "証明書要求(CSR)の台帳", en: "Ledger of requests (CSR)")
    static let requestsNote = Text(
        ja: "ここにあるどの要求から作られた証明書でも登録できます。",
        en: "A certificate made from any of these requests can be registered.")
    static let createdAt = Text(ja: "生成日時", en: "Made at")
    static let createdBy = Text(ja: "生成した利用者", en: "Made by")
    static let fingerprint = Text(ja: "公開鍵の指紋", en: "Key fingerprint")
    static let keptUntil = Text(ja: "鍵の保管期限", en: "Key kept until")
    static let keptWhileInUse = Text(ja: "使用中は保管", en: "while in use")
    static let offered = Text(ja: "ダウンロード待ち", en: "Offered")
    static let used = Text(ja: "登録に使用", en: "Used")
    static let kept = Text(ja: "保管中", en: "Kept")

    static let vendor = Text(ja: "ベンダー証明書", en: "Vendor certificate")
    static let vendorNote = Text(
        ja: "証明書要求(CSR)に署名するための、サービス運用者の証明書です。",
        en: "The service operator’s certificate with which requests (CSR) are signed.")
    static let vendorMissing = Text(ja: "未登録", en: "Not imported")
    static let vendorMissingStep = Text(
        ja: "サービス運用者がサーバーで kizuna vendor import を実行すると、使えるようになります。",
        en: "It becomes ready when the service operator runs kizuna vendor import on the server.")
}
