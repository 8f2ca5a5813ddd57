import Administration
import Foundation
import Notices
import Ports

/// Turns what is new in the companies' logs into mails, as their rules say.
///
/// The place reached in a log moves in the transaction that makes the mails: an entry is told once, whatever dies in
/// between. Things that expire have a mail of their own; the rest of one round is one mail for each recipient, so that
/// a hundred silent devices are not a hundred mails.
public struct MailNewEntries: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    static let atOnce = 200

    public func callAsFunction() async throws {
        let waiting = try await installation.store.read { try $0.companiesWithNewEntries(limit: 1000) }
        for (scope, mailed) in waiting { try await tell(scope, after: mailed) }
    }

    private func tell(_ scope: CompanyScope, after mailed: Int) async throws {
        let now = installation.now
        let installation = installation
        try await installation.store.write(in: scope) { transaction in
            let kept = try transaction.keptEntries(in: scope, after: mailed, limit: Self.atOnce)
            guard let last = kept.last else { return }
            // What cannot be read is no event that a rule of this version names.
            let entries = kept.compactMap(\.entry)
            try transaction.setMailed(from: mailed, to: last.sequence, in: scope)
            guard let outbox = try NoticeOutbox(installation, scope, at: now, transaction) else { return }
            try Self.tellSteps(entries, outbox, transaction, scope)
            try Self.tellOthers(entries, outbox)
        }
    }

    private static func tellSteps(
        _ entries: [AuditEntry], _ outbox: NoticeOutbox, _ transaction: any Transaction, _ scope: CompanyScope
    ) throws {
        for entry in entries where isStep(entry) {
            if entry.draft.event == .expiryNoticesEnded {
                try tellSecondContact(entry, outbox, transaction, scope)
            }
            guard try outbox.post(step: entry) else { continue }
            if var notice = try transaction.expiryNotices(in: scope).first(where: { $0.sequence == entry.sequence }) {
                notice.hasReached = true
                try transaction.update(notice, in: scope)
            }
        }
    }

    /// Who was alarmed hears the end, too.
    private static func tellSecondContact(
        _ entry: AuditEntry, _ outbox: NoticeOutbox, _ transaction: any Transaction, _ scope: CompanyScope
    ) throws {
        let kind = entry.draft.after.first { $0.name == "kind" }?.value
        let over = try transaction.expiryNotices(in: scope).filter { $0.isOver && $0.kind.rawValue == kind }
        let last = over.max { $0.toldAt < $1.toldAt }
        guard over.contains(where: { $0.subjectID == last?.subjectID && $0.escalatedAt != nil }) else { return }
        let (contacts, language) = (
            try transaction.noticeSettings(in: scope).secondContacts, outbox.company.language
        )
        try outbox.post(
            .events([entry]), to: Dictionary(contacts.map { ($0, language) }, uniquingKeysWith: { first, _ in first }),
            key: NoticeOutbox.key(ofStep: entry.sequence), path: NoticeOutbox.path(of: entry))
    }

    private static func tellOthers(_ entries: [AuditEntry], _ outbox: NoticeOutbox) throws {
        var shares: [MailAddress: (language: Language, entries: [AuditEntry])] = [:]
        var known: [AuditEvent: [MailAddress: Language]] = [:]
        for entry in entries where !isStep(entry) {
            let event = entry.draft.event
            let recipients = try known[event] ?? outbox.recipients(of: event)
            known[event] = recipients
            for (address, language) in recipients {
                shares[address, default: (language, [])].entries.append(entry)
            }
        }
        for (address, share) in shares {
            guard let first = share.entries.first, let last = share.entries.last else { continue }
            let key =
                first.sequence == last.sequence ? "log/\(first.sequence)" : "log/\(first.sequence)-\(last.sequence)"
            try outbox.post(
                .events(share.entries), to: [address: share.language], key: key,
                path: share.entries.count == 1 ? NoticeOutbox.path(of: first) : "log")
        }
    }

    private static func isStep(_ entry: AuditEntry) -> Bool {
        [.pushCertificateExpiring, .adeTokenExpiring, .expiryNoticesEnded].contains(entry.draft.event)
    }
}
