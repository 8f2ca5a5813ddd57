import Administration
import AutomatedEnrollment
import Foundation
import Notices
import Ports
import PushCertificates

/// Climbs down the ladder: what expires goes to the log once for each step, and from there to people.
///
/// A step and its mails are kept by the database, so restarts, several nodes and a clock that jumps tell nothing
/// twice. Steps that were missed while no node ran are told as one, with the days that are really left.
public struct NoteExpiries: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction() async throws {
        let now = installation.now
        let scopes = try await installation.store.read { try $0.companiesWithExpiries(at: now) }
        for scope in scopes {
            let plan = try await installation.store.read { try Plan(installation, scope, at: now, $0) }
            guard plan.hasWork else { continue }
            // Decided again on what the transaction sees: another node may have been faster.
            try await installation.store.write { transaction in
                try Plan(installation, scope, at: now, transaction).carryOut(installation, scope, at: now, transaction)
            }
        }
    }

    /// What is to be done for one company.
    private struct Plan {
        let told: [ExpiryNotice]
        /// Steps of a clock that ran ahead and was put back.
        let ahead: [ExpiryNotice]
        let decision: ExpiryDecision
        let settings: NoticeSettings
        let unconfirmed: [ExpiryNotice]
        /// Steps that reached nobody and might now.
        let unheard: [ExpiryNotice]

        init(
            _ installation: Installation, _ scope: CompanyScope, at now: Date, _ transaction: any Transaction
        ) throws {
            let settings = try transaction.noticeSettings(in: scope)
            self.settings = settings
            let all = try transaction.expiryNotices(in: scope)
            told = all.filter { !$0.isAhead(of: now) }
            ahead = all.filter { $0.isAhead(of: now) }
            let zone = try transaction.company(scope)?.timeZone ?? .gmt
            let decision = ExpiryDecision(
                things: try ExpiringThings.of(scope, transaction), told: told, ladder: settings.ladder, at: now,
                in: zone)
            self.decision = decision
            let open = told.filter { notice in
                !decision.over.contains { $0.kind == notice.kind && $0.subjectID == notice.subjectID }
            }
            // What has a new step is told of by that.
            let newest = open.newestOpen.filter { notice in
                !decision.steps.contains { $0.thing.kind == notice.kind && $0.thing.id == notice.subjectID }
            }
            unconfirmed =
                installation.mail == nil
                ? [] : open.toEscalate(by: settings, at: now).filter { newest.contains($0) }
            let outbox = try NoticeOutbox(installation, scope, at: now, transaction)
            unheard = try newest.filter { notice in
                guard !notice.hasReached, let outbox else { return false }
                return try !outbox.unheard(step: notice.sequence, of: notice.kind.event).isEmpty
            }
        }

        var hasWork: Bool {
            !(decision.steps.isEmpty && decision.over.isEmpty && decision.back.isEmpty && ahead.isEmpty
                && unconfirmed.isEmpty && unheard.isEmpty)
        }

        func carryOut(
            _ installation: Installation, _ scope: CompanyScope, at now: Date, _ transaction: any Transaction
        ) throws {
            for notice in ahead { try Self.takeBack(notice, scope, transaction) }
            for (thing, step, daysLeft) in decision.steps {
                try transaction.append(Self.draft(thing, daysLeft, at: now), in: scope)
                let sequence = try transaction.auditEntries(in: scope, before: nil, limit: 1).first?.sequence ?? 0
                try transaction.insert(
                    ExpiryNotice(
                        kind: thing.kind, subjectID: thing.id, step: step, expiresAt: thing.expiresAt, toldAt: now,
                        sequence: sequence), in: scope)
            }
            for notice in told {
                func isAmong(_ things: [(kind: ExpiringKind, subjectID: String)]) -> Bool {
                    things.contains { $0.kind == notice.kind && $0.subjectID == notice.subjectID }
                }
                guard isAmong(decision.over) || isAmong(decision.back) else { continue }
                var changed = notice
                changed.isOver = isAmong(decision.over)
                try transaction.update(changed, in: scope)
            }
            for (kind, thing) in decision.renewed {
                try transaction.append(
                    AuditDraft(
                        .expiryNoticesEnded, by: .anonymous, at: now, subject: thing.subject,
                        after: [AuditField("kind", kind.rawValue)] + thing.fields), in: scope)
            }
            guard let outbox = try NoticeOutbox(installation, scope, at: now, transaction) else { return }
            for notice in unheard { try hear(notice, outbox, scope, transaction) }
            for notice in unconfirmed { try escalate(notice, outbox, scope, at: now, transaction) }
        }

        /// What a clock told too early, and its mails as far as they have not gone.
        private static func takeBack(
            _ notice: ExpiryNotice, _ scope: CompanyScope, _ transaction: any Transaction
        ) throws {
            try transaction.delete(notice, in: scope)
            for var mail in try transaction.mails(underKey: NoticeOutbox.key(ofStep: notice.sequence), in: scope)
            where mail.state == .waiting {
                mail.state = .failed
                mail.lastAnswer = "Taken back: written while the server's clock ran ahead."
                try transaction.update(mail, due: nil, in: scope)
            }
        }

        private func hear(
            _ notice: ExpiryNotice, _ outbox: NoticeOutbox, _ scope: CompanyScope, _ transaction: any Transaction
        ) throws {
            guard let entry = try Self.entry(notice, scope, transaction), try outbox.post(step: entry) else { return }
            var heard = notice
            heard.hasReached = true
            try transaction.update(heard, in: scope)
        }

        private func escalate(
            _ notice: ExpiryNotice, _ outbox: NoticeOutbox, _ scope: CompanyScope, at now: Date,
            _ transaction: any Transaction
        ) throws {
            guard let entry = try Self.entry(notice, scope, transaction) else { return }
            let language = outbox.company.language
            try outbox.post(
                .unconfirmed(entry),
                to: Dictionary(settings.secondContacts.map { ($0, language) }, uniquingKeysWith: { first, _ in first }),
                key: "second/\(notice.sequence)", path: NoticeOutbox.path(of: entry))
            var escalated = notice
            escalated.escalatedAt = now
            try transaction.update(escalated, in: scope)
            try transaction.append(
                AuditDraft(
                    .expiryEscalated, by: .anonymous, at: now, subject: entry.draft.subject,
                    after: [
                        AuditField("told-at", notice.toldAt.formatted(.iso8601)),
                        AuditField("recipients", settings.secondContacts.map(\.description).joined(separator: ", ")),
                    ]), in: scope)
        }

        private static func entry(
            _ notice: ExpiryNotice, _ scope: CompanyScope, _ transaction: any Transaction
        ) throws -> AuditEntry? {
            try transaction.auditEntries(in: scope, after: notice.sequence - 1, limit: 1).first {
                $0.sequence == notice.sequence
            }
        }

        private static func draft(_ thing: ExpiringThing, _ daysLeft: Int, at now: Date) -> AuditDraft {
            AuditDraft(
                thing.kind.event, by: .anonymous, at: now, subject: thing.subject,
                after: thing.fields + [AuditField("days-left", String(daysLeft))])
        }
    }
}

extension ExpiringThing {
    var subject: String { facts.first?.value ?? "" }
    var fields: [AuditField] { facts + [AuditField("valid-until", expiresAt.formatted(.iso8601))] }
}

/// What of a company expires, at most one of each kind.
enum ExpiringThings {
    static func of(_ scope: CompanyScope, _ transaction: any Transaction) throws -> [ExpiringThing] {
        try [certificate(scope, transaction), token(scope, transaction)].compactMap { $0 }
    }

    private static func token(_ scope: CompanyScope, _ transaction: any Transaction) throws -> ExpiringThing? {
        try transaction.activeToken(in: scope).map { token in
            ExpiringThing(
                kind: .adeToken, id: token.fingerprint.description, expiresAt: token.expiresAt,
                facts: [AuditField("server", token.consumerKey)])
        }
    }

    private static func certificate(_ scope: CompanyScope, _ transaction: any Transaction) throws -> ExpiringThing? {
        guard let active = try transaction.activePushCertificate(in: scope) else { return nil }
        let details = try transaction.pushDetails(in: scope)
        return ExpiringThing(
            kind: .pushCertificate, id: active.certificate.fingerprint.description,
            expiresAt: active.certificate.notAfter,
            facts: [
                AuditField("topic", active.certificate.topic.description),
                AuditField("apple-id", details.appleID), AuditField("notes", details.notes),
            ])
    }
}
