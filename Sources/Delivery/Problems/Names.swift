public import Administration

extension Permission {
    /// As the 403 page names the right.
    public var name: LocalizedText {
        switch self {
        case .viewConsole: LocalizedText(ja: "管理サイトの閲覧", en: "View the console")
        case .viewCertificate: LocalizedText(ja: "Apple Push 証明書の閲覧", en: "View the Apple Push certificate")
        case .manageCertificate: LocalizedText(ja: "Apple Push 証明書の登録・変更・削除", en: "Manage the Apple Push certificate")
        case .viewLog: LocalizedText(ja: "ログの閲覧", en: "View the log")
        case .manageOwnAccount: LocalizedText(ja: "自分のパスワードと言語の変更", en: "Change the own password and language")
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
