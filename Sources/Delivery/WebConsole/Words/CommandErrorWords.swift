/// Well-known elements of an error chain, in our words beside the device's own.
///
/// For people only: nothing branches on them. Source: Apple's archived MDM Protocol Reference, error codes.
enum CommandErrorWords {
    /// Nil: only the device's own words are shown.
    static func meaning(code: Int, domain: String) -> Text? {
        switch (domain, code) {
        case ("MCMDMErrorDomain", 12021):
            Text(
                ja: "端末はこの種類の指示を知りません。OS の版が古い可能性があります。",
                en: "The device does not know this command; its OS may be too old.")
        case ("MCMDMErrorDomain", 12000), ("MCMDMErrorDomain", 12007):
            Text(
                ja: "登録のときに許可されていない操作です。もう一度登録すると、権限が新しくなります。",
                en: "Not permitted by the enrollment’s rights. Enrolling again renews them.")
        case ("MCMDMErrorDomain", 12008):
            Text(ja: "端末は、指示の内容が正しくないと答えました。", en: "The device says that the command is malformed.")
        case ("MCMDMErrorDomain", 12013), ("MCMDMErrorDomain", 12075):
            Text(ja: "そのプロファイルは、この端末にないか、管理されていません。", en: "That profile is not on the device, or is not managed.")
        case ("MCMDMErrorDomain", 12078):
            Text(ja: "紛失モードの間は実行できません。", en: "Not possible in Lost Mode.")
        case ("MCMDMErrorDomain", 12063):
            Text(ja: "利用者が断りました。", en: "The user declined.")
        case ("MCMDMErrorDomain", 12081):
            Text(ja: "有線で接続されていません。", en: "The device is not tethered.")
        case ("MCInstallationErrorDomain", 4001), ("MCProfileErrorDomain", 1009):
            Text(ja: "プロファイルをインストールできませんでした。", en: "The profile could not be installed.")
        case ("MCInstallationErrorDomain", 4005):
            Text(ja: "パスコードが条件を満たしていません。", en: "The passcode does not comply.")
        case ("MCInstallationErrorDomain", 4009):
            Text(ja: "端末がロックされています。", en: "The device is locked.")
        case ("MCPasscodeErrorDomain", _):
            Text(ja: "パスコードに関する問題です。", en: "A problem with the passcode.")
        case ("MCSCEPErrorDomain", _):
            Text(ja: "端末の ID証明書を取得できませんでした。", en: "The device’s identity certificate could not be obtained.")
        default: nil
        }
    }
}
