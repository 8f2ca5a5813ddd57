/// The question before deleting.
enum CertificateDeleteWords {
    static let heading = Text(ja: "証明書を削除しますか", en: "Delete the certificate?")
    static let meaning = Text(
        ja: "Apple Push 証明書を削除した場合、本製品で端末を管理することができなくなります。",
        en: "Once the Apple Push certificate is deleted, devices can no longer be managed with this product.")
    static let daysLeft = Text(ja: "有効期限まで", en: "Until it expires")
    static let devices = Text(ja: "管理できなくなる機器", en: "Devices concerned")
    static let note = Text(
        ja: "30 日以内なら元に戻せます。備考と Apple ID は削除されません。すべての管理者に通知します。",
        en: "It can be restored within 30 days. Notes and Apple Account are not deleted. Every administrator is told.")
    static let ok = Text(ja: "OK", en: "OK")
}
