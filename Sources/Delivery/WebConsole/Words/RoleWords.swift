import Administration

/// ユーザー種別 and rights.
enum RoleWords {
    static func name(_ role: Role) -> Text {
        switch role {
        case .administrator: Text(ja: "管理者", en: "Administrator")
        case .operator: Text(ja: "操作者", en: "Operator")
        case .viewer: Text(ja: "閲覧者", en: "Viewer")
        case .lockAndWipe: Text(ja: "ロック・ワイプ", en: "Lock and wipe")
        }
    }

    static func name(_ permission: Permission) -> Text {
        switch permission {
        case .viewConsole: Text(ja: "管理サイトの閲覧", en: "View the console")
        case .viewCertificate: Text(ja: "Apple Push 証明書の閲覧", en: "View the Apple Push certificate")
        case .manageCertificate: Text(ja: "Apple Push 証明書の管理", en: "Manage the Apple Push certificate")
        case .viewLog: Text(ja: "ログの閲覧", en: "View the logs")
        case .manageOwnAccount: Text(ja: "自分の設定の変更", en: "Change the own account")
        }
    }
}
