/// 設定 and サービス環境設定.
enum SettingsWords {
    static let menu = Text(ja: "設定のメニュー", en: "Settings menu")
    static let serviceEnvironment = Text(ja: "サービス環境設定", en: "Service environment")
    static let serviceEnvironmentWhat = Text(
        ja: "Apple のサービスとつながるための証明書とトークン、通知。",
        en: "Certificates and tokens for Apple’s services, and notices.")
    static let pushCertificate = Text(ja: "Apple Push 証明書", en: "Apple Push certificate")
    static let pushCertificateWhat = Text(
        ja: "機器に「連絡してください」と知らせるための証明書です。1年に1回更新します。",
        en: "The certificate with which devices are asked to call in. It is renewed once a year.")
    static let adeToken = Text(ja: "ADEトークン", en: "ADE token")
    static let adeTokenWhat = Text(
        ja: "購入した機器を、開封時に自動で登録するためのトークンです。1年に1回更新します。",
        en: "The token with which purchased devices enroll by themselves when unpacked. It is renewed once a year.")
    static let notifications = Text(ja: "通知設定", en: "Notification settings")
    static let notificationsWhat = Text(
        ja: "有効期限などを、だれに、いつメールで知らせるかの設定です。", en: "Who is told by mail of expiry and other events, and when.")
    static let calendar = Text(ja: "カレンダー", en: "Calendar")
    static let calendarWhat = Text(
        ja: "有効期限を、ふだんお使いのカレンダーに表示します。", en: "Shows expiry dates in the calendar you use anyway.")
    static let webhooks = Text(ja: "Webhook", en: "Webhooks")
    static let webhooksWhat = Text(
        ja: "機器からの通信やログの出来事を、ほかのシステムへ送ります。",
        en: "Sends messages of devices and entries of the log to other systems.")
    static let account = Text(ja: "自分の設定", en: "My account")
    static let accountWhat = Text(ja: "表示言語とパスワード。", en: "Language and password.")
}
