public import Administration
import Foundation
public import Notices
import Ports

/// What an administrator changes about notices.
public struct ManageNotifications: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func create(_ draft: NoticeRule, by actor: Actor, in scope: CompanyScope) async throws {
        let now = installation.now
        let rule = NoticeRule(
            id: installation.newIdentifier(at: now), name: draft.name.trimmingCharacters(in: .whitespaces),
            events: draft.events, roles: draft.roles, users: draft.users, addresses: draft.addresses,
            language: draft.language, isEnabled: draft.isEnabled, createdAt: now)
        let checked = try rule.checked()
        try await installation.store.write { transaction in
            guard try transaction.noticeRules(in: scope).count < NoticeRule.limit else {
                throw NoticeError.tooManyRules(limit: NoticeRule.limit)
            }
            try Self.checkUsers(of: checked, in: scope, transaction)
            try transaction.insert(checked, in: scope)
            try transaction.append(
                AuditDraft(.noticeRuleCreated, by: actor, at: now, subject: checked.name, after: checked.auditFields),
                in: scope)
        }
    }

    /// - Parameter rule: with the version that the person saw.
    public func change(_ rule: NoticeRule, by actor: Actor, in scope: CompanyScope) async throws {
        let now = installation.now
        var rule = rule
        rule.name = rule.name.trimmingCharacters(in: .whitespaces)
        let checked = try rule.checked()
        try await installation.store.write { transaction in
            let before = try Self.rule(checked.id, in: scope, transaction)
            guard before.version == checked.version else { throw NoticeError.changedMeanwhile }
            try Self.checkUsers(of: checked, in: scope, transaction)
            try transaction.update(checked, in: scope)
            try transaction.append(
                AuditDraft(
                    .noticeRuleChanged, by: actor, at: now, subject: checked.name, before: before.auditFields,
                    after: checked.auditFields), in: scope)
        }
    }

    public func delete(_ id: NoticeRuleID, by actor: Actor, in scope: CompanyScope) async throws {
        let now = installation.now
        try await installation.store.write { transaction in
            let rule = try Self.rule(id, in: scope, transaction)
            try transaction.deleteNoticeRule(id, in: scope)
            try transaction.append(
                AuditDraft(.noticeRuleDeleted, by: actor, at: now, subject: rule.name, before: rule.auditFields),
                in: scope)
        }
    }

    /// - Parameter settings: with the version that the person saw.
    public func save(_ settings: NoticeSettings, by actor: Actor, in scope: CompanyScope) async throws {
        let now = installation.now
        let checked = try settings.checked()
        try await installation.store.write { transaction in
            let before = try transaction.noticeSettings(in: scope)
            guard before.version == checked.version else { throw NoticeError.changedMeanwhile }
            try transaction.save(checked, in: scope)
            try transaction.append(
                AuditDraft(
                    .noticeSettingsChanged, by: actor, at: now, before: before.auditFields,
                    after: checked.auditFields), in: scope)
        }
    }

    /// Somebody has seen that it expires: the step that was shown, and every earlier one of the same thing that is not
    /// confirmed yet. What came after the page was made is not confirmed by it.
    ///
    /// - Returns: how many steps were confirmed.
    @discardableResult
    public func acknowledge(
        _ kind: ExpiringKind, _ subjectID: String, downTo step: Int, by actor: Actor, in scope: CompanyScope
    ) async throws -> Int {
        let now = installation.now
        return try await installation.store.write { transaction in
            let open = try transaction.expiryNotices(in: scope).filter {
                !$0.isOver && $0.acknowledgedAt == nil && $0.kind == kind && $0.subjectID == subjectID
                    && $0.step >= step
            }
            for notice in open {
                var confirmed = notice
                confirmed.acknowledgedAt = now
                confirmed.acknowledgedBy = actor.loginOrEmpty
                try transaction.update(confirmed, in: scope)
            }
            if !open.isEmpty {
                try transaction.append(
                    AuditDraft(
                        .expiryAcknowledged, by: actor, at: now, after: [AuditField("kind", kind.rawValue)]), in: scope)
            }
            return open.count
        }
    }

    /// A test mail, by the same way as every other.
    public func sendTest(
        to address: MailAddress, language: Language, by actor: Actor, in scope: CompanyScope
    ) async throws {
        let now = installation.now
        guard installation.mail != nil else { throw NoticeError.noMailServer }
        try await installation.store.write { transaction in
            guard let outbox = try NoticeOutbox(installation, scope, at: now, transaction) else {
                throw NoticeError.noMailServer
            }
            let key = installation.newIdentifier(at: now) as MailID
            try outbox.post(
                .test, to: [address: language], key: "test/\(key)", path: "settings/service/notifications")
            try transaction.append(
                AuditDraft(.testMailRequested, by: actor, at: now, subject: address.description), in: scope)
        }
    }

    /// Once more now, for a mail that waits or was given up.
    public func sendAgain(_ id: MailID, in scope: CompanyScope) async throws {
        let now = installation.now
        guard installation.mail != nil else { throw NoticeError.noMailServer }
        try await installation.store.write { transaction in
            guard var mail = try transaction.mail(id, in: scope) else { throw NoticeError.noSuchMail }
            guard mail.state != .accepted else { throw NoticeError.mailNotWaiting }
            mail.state = .waiting
            try transaction.update(mail, due: now, in: scope)
        }
    }

    /// Where notices reach a person; nil: nowhere.
    public func setAddress(
        _ address: MailAddress?, of user: UserID, by actor: Actor, in scope: CompanyScope
    ) async throws {
        let now = installation.now
        try await installation.store.write { transaction in
            guard var user = try transaction.user(user, in: scope) else { throw AdministrationError.noSuchUser("") }
            let before = user.mailAddress ?? ""
            guard before != address?.description ?? "" else { return }
            user.mailAddress = address?.description
            try transaction.update(user, in: scope)
            try transaction.append(
                AuditDraft(
                    .mailAddressChanged, by: actor, at: now, subject: user.login,
                    before: [AuditField("mail-address", before)],
                    after: [AuditField("mail-address", user.mailAddress ?? "")]), in: scope)
        }
    }

    private static func rule(
        _ id: NoticeRuleID, in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> NoticeRule {
        guard let rule = try transaction.noticeRules(in: scope).first(where: { $0.id == id }) else {
            throw NoticeError.noSuchRule
        }
        return rule
    }

    /// People of another company, or of none, are nobody's recipients.
    private static func checkUsers(
        of rule: NoticeRule, in scope: CompanyScope, _ transaction: any Transaction
    ) throws {
        let known = Set(try transaction.users(in: scope).map(\.id))
        guard rule.users.isSubset(of: known) else { throw NoticeError.noRecipient }
    }
}

extension NoticeRule {
    var auditFields: [AuditField] {
        [
            AuditField("events", events.map(\.rawValue).sorted().joined(separator: ", ")),
            AuditField("roles", roles.map(\.rawValue).sorted().joined(separator: ", ")),
            AuditField("users", users.map(\.description).sorted().joined(separator: ", ")),
            AuditField("addresses", addresses.map(\.description).joined(separator: ", ")),
            AuditField("enabled", isEnabled ? "yes" : "no"),
        ]
    }
}

extension NoticeSettings {
    var auditFields: [AuditField] {
        [
            AuditField("ladder", ladder.days.map(String.init).joined(separator: ", ")),
            AuditField("daily-after-expiry", ladder.isDailyAfterExpiry ? "yes" : "no"),
            AuditField("second-contacts", secondContacts.map(\.description).joined(separator: ", ")),
            AuditField("hours-until-escalation", String(hoursUntilEscalation)),
            AuditField("silence-days", silenceDays.map(String.init) ?? ""),
        ]
    }
}
