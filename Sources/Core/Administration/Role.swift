/// What a person may do in the console of the own company (ユーザー種別 of the manuals).
public enum Role: String, CaseIterable, Sendable {
    /// 管理者: everything.
    case administrator
    /// 操作者: everything but the certificate, lock and wipe. Prepared; assigned from issue B on.
    case `operator`
    /// 閲覧者: view, without secrets.
    case viewer
    /// ロック・ワイプ: lock, wipe, view. Prepared; assigned from issue B on.
    case lockAndWipe
}

/// One thing a handler may require. A handler names exactly one; roles are sets of them.
public enum Permission: String, CaseIterable, Sendable {
    case viewConsole
    case viewCertificate
    /// Edit page, request files, upload, delete, restore.
    case manageCertificate
    case viewLog
    /// The own password and language: every signed-in person.
    case manageOwnAccount
}

extension Role {
    public func permits(_ permission: Permission) -> Bool {
        switch permission {
        case .viewConsole, .viewCertificate, .viewLog, .manageOwnAccount: true
        case .manageCertificate: self == .administrator
        }
    }
}
