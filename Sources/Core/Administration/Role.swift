/// What a person may do in the console of the own company (ユーザー種別 of the manuals).
public enum Role: String, CaseIterable, Sendable {
    /// 管理者: everything.
    case administrator
    /// 操作者: everything but the certificate, lock and wipe.
    case `operator`
    /// 閲覧者: view, without secrets.
    case viewer
    /// ロック・ワイプ: lock, wipe, view.
    case lockAndWipe
}

/// One thing a handler may require. A handler names exactly one; roles are sets of them.
public enum Permission: String, CaseIterable, Sendable {
    case viewConsole
    case viewCertificate
    /// Edit page, request files, upload, delete, restore.
    case manageCertificate
    case viewLog
    /// How long the log is kept.
    case manageLog
    /// The own password and language: every signed-in person.
    case manageOwnAccount
    case viewDevices
    /// Invitations, people and organisations.
    case enrollDevices
    /// 同期, restart, shut down; cancelling what is not destructive.
    case commandDevices
    /// リモートロック, パスコード消去, リモートワイプ; cancelling them.
    case lockAndWipeDevices
    /// PINs in escrow.
    case revealSecrets
    /// 通知設定: who is told of what, and what was sent.
    case manageNotices
    /// Webhooks and the calendar's private address: what leaves the installation by itself.
    case manageOutward
}

extension Role {
    public func permits(_ permission: Permission) -> Bool {
        switch permission {
        case .viewConsole, .viewCertificate, .viewLog, .manageOwnAccount, .viewDevices: true
        case .manageCertificate, .manageNotices, .manageOutward, .manageLog: self == .administrator
        case .enrollDevices, .commandDevices: self == .administrator || self == .operator
        case .lockAndWipeDevices, .revealSecrets: self == .administrator || self == .lockAndWipe
        }
    }
}
