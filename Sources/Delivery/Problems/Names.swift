public import Administration

extension Permission {
    /// As the 403 page names the right.
    public var name: LocalizedText {
        switch self {
        case .viewConsole: LocalizedText(ja: "管理サイトの閲覧", en: "View the console")
        case .viewCertificate: LocalizedText(ja: "Apple Push 証明書の閲覧", en: "View the Apple Push certificate")
        case .manageCertificate: LocalizedText(ja: "Apple Push 証明書の登録・変更・削除", en: "Manage the Apple Push certificate")
        case .viewLog: LocalizedText(ja: "ログの閲覧", en: "View the log")
        case .manageLog: LocalizedText(ja: "ログの保存期間の変更", en: "Change how long the log is kept")
        case .manageOwnAccount: LocalizedText(ja: "自分のパスワードと言語の変更", en: "Change one’s own password and language")
        case .viewDevices: LocalizedText(ja: "機器の閲覧", en: "View devices")
        case .enrollDevices: LocalizedText(ja: "機器・ユーザー・組織の登録", en: "Enroll devices, add users and organizations")
        case .commandDevices: LocalizedText(ja: "機器の同期と再起動", en: "Synchronize and restart devices")
        case .lockAndWipeDevices: LocalizedText(ja: "リモートロックとリモートワイプ", en: "Remote lock and remote wipe")
        case .manageOutward: LocalizedText(ja: "Webhook とカレンダーの設定", en: "Set up webhooks and the calendar")
        case .revealSecrets: LocalizedText(ja: "保管された PIN の表示", en: "Show PINs in escrow")
        case .manageNotices: LocalizedText(ja: "通知設定の変更", en: "Change the notification settings")
        }
    }
}

extension Role {
    /// ユーザー種別, as the manuals call them.
    public var name: LocalizedText {
        switch self {
        case .administrator: LocalizedText(ja: "管理者", en: "Administrator")
        case .operator: LocalizedText(ja: "操作者", en: "Operator")
        case .viewer: LocalizedText(ja: "閲覧者", en: "Viewer")
        case .lockAndWipe: LocalizedText(ja: "ロック・ワイプ", en: "Lock and wipe")
        }
    }
}
