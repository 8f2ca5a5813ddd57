/// Bars, menus and foot of every page.
enum FrameWords {
    static let skip = Text(ja: "本文へ移動", en: "Skip to content")
    static let mainMenu = Text(ja: "主なメニュー", en: "Main")
    static let devices = Text(ja: "機器", en: "Devices")
    static let users = Text(ja: "ユーザー", en: "Users")
    static let organizations = Text(ja: "組織", en: "Organizations")
    static let settings = Text(ja: "設定", en: "Settings")
    static let log = Text(ja: "ログ", en: "Logs")
    static let manual = Text(ja: "マニュアル", en: "Manual")
    static let signedInAs = Text(ja: "ログイン中の利用者: ", en: "Signed in as: ")
    static let logOut = Text(ja: "ログアウト", en: "Log out")
    static let whereAmI = Text(ja: "現在の位置", en: "Breadcrumb")
    static let cancel = Text(ja: "キャンセル", en: "Cancel")
    static let save = Text(ja: "保存", en: "Save")
    static let codeLabel = Text(ja: "コード", en: "Code")
    static let referenceLabel = Text(ja: "追跡番号", en: "Reference")
    static let serviceOperator = Text(ja: "サービス運用者", en: "Service operator")
    static let nobody = Text(ja: "(不明)", en: "(unknown)")

    static func version(_ number: String) -> Text { Text(ja: "バージョン \(number)", en: "Version \(number)") }

    static let lab = Phrase(
        ja: "<strong>ラボ:</strong> 時計、Apple のサイト、機器は模擬です。本物の機器や証明書には使わないでください。",
        en:
            "<strong>Lab:</strong> the clock, Apple’s site and the devices are simulated. Do not use with real devices or certificates."
    )
}
