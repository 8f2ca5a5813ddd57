import Administration

/// Events of the log in the handful of groups that a person chooses from.
///
/// By the beginnings of their names, so that an event of a later version has a group without being listed anywhere.
enum OwnEventGroup: String, CaseIterable, Sendable {
    case certificates, devices, commands, people, others

    init(_ event: AuditEvent) {
        let name = event.rawValue
        func begins(_ beginnings: String...) -> Bool { beginnings.contains { name.hasPrefix($0) } }
        if name.hasSuffix("-requested") || begins("command", "destructive", "secret") {
            self = .commands
        } else if begins("push-", "vendor-", "authorities", "ade-") {
            self = .certificates
        } else if begins("device-", "invitation-", "person-", "organization-") {
            self = .devices
        } else if begins("log", "user-", "password-", "access-", "language-") {
            self = .people
        } else {
            self = .others
        }
    }

    var kinds: [String] { AuditEvent.allCases.filter { OwnEventGroup($0) == self }.map(\.rawValue) }

    var name: Text {
        switch self {
        case .certificates:
            Text(ja: "証明書 (要求、登録、変更、削除、拒否)", en: "Certificates: requested, registered, changed, deleted, refused")
        case .devices:
            Text(ja: "機器 (案内、登録、再登録、削除、ワイプ完了)", en: "Devices: invited, enrolled, enrolled again, removed, wiped")
        case .commands: Text(ja: "指示 (ロック、ワイプ、再起動などの依頼)", en: "Commands: lock, wipe, restart and others")
        case .people: Text(ja: "ログインと利用者", en: "Logins and users")
        case .others: Text(ja: "設定とその他", en: "Settings and everything else")
        }
    }
}
