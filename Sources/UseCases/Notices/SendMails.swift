import Administration
import Foundation
import Notices
import Ports

/// Hands due mails to the mail server and keeps what it said.
///
/// As many are claimed as are sent at the same time, for three minutes, longer than any attempt lasts: a node that dies
/// in the middle leaves them to another. SMTP cannot tell a mail that was taken from one whose answer was lost; such a mail goes again under the
/// same Message-ID.
public struct SendMails: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    static let claimSeconds: TimeInterval = 180
    /// As many as the transport sends at once: what waits for a turn would outlive its claim.
    static let atOnce = 4

    /// - Returns: true when more may be due.
    public func callAsFunction() async throws -> Bool {
        guard let facilities = installation.mail else { return false }
        let now = installation.now
        guard try await installation.store.read({ try $0.hasDueMails(at: now) }) else { return false }
        let claimed = try await installation.store.write {
            try $0.claimMails(at: now, limit: Self.atOnce, until: now.addingTimeInterval(Self.claimSeconds))
        }
        await withTaskGroup(of: Void.self) { group in
            for (scope, mail) in claimed {
                group.addTask { await send(mail, scope, facilities) }
            }
        }
        return claimed.count == Self.atOnce
    }

    private func send(_ mail: Mail, _ scope: CompanyScope, _ facilities: MailFacilities) async {
        guard let company = try? await installation.store.read({ try $0.company(scope) }) else { return }
        guard let sender = facilities.sender ?? (try? MailAddress(company.brand.mailSender)) else { return }
        let reply = await facilities.transport.send(
            MailMessage(
                senderName: company.brand.productName, sender: sender, recipient: mail.recipient,
                subject: mail.subject, text: mail.text, messageID: "\(mail.id).kizuna@\(sender.domain)",
                date: mail.createdAt, timeZone: company.timeZone))
        // The server is being stopped: whoever takes over sends it when the claim is over.
        if case .later = reply, Task.isCancelled { return }
        // What was answered is kept even when the server is being stopped. What cannot be stored now is tried again
        // when the claim is over; nothing is believed to be sent.
        await Task { try? await record(reply, of: mail, scope) }.value
    }

    /// Mails of more than a year ago, and their links, are forgotten.
    public func forgetOld() async throws {
        let before = installation.now.addingTimeInterval(-400 * 86_400)
        try await installation.store.write { try $0.deleteMails(createdBefore: before) }
    }

    func record(_ reply: MailReply, of mail: Mail, _ scope: CompanyScope) async throws {
        let now = installation.now
        try await installation.store.write { transaction in
            // What another node was told meanwhile stands: an accepted mail never goes again.
            guard var mail = try transaction.mail(mail.id, in: scope), mail.state == .waiting else { return }
            mail.attempts += 1
            mail.lastAttemptAt = now
            var due: Date?
            switch reply {
            case .accepted(let answer):
                mail.lastAnswer = answer
                mail.state = .accepted
            case .refused(let answer):
                mail.lastAnswer = answer
                mail.state = .failed
            case .later(let answer):
                mail.lastAnswer = answer
                due = MailSchedule.next(after: mail.attempts, createdAt: mail.createdAt, at: now)
                if due == nil { mail.state = .failed }
            }
            try transaction.update(mail, due: due, in: scope)
            guard mail.state == .failed else { return }
            try Self.forgetReach(of: mail, scope, transaction)
            try transaction.append(
                AuditDraft(
                    .mailFailed, by: .anonymous, at: now, subject: mail.recipient.description,
                    after: [AuditField("mail", mail.subject), AuditField("answer", mail.lastAnswer)]), in: scope)
        }
    }

    /// A step whose mails all failed has reached nobody.
    private static func forgetReach(of mail: Mail, _ scope: CompanyScope, _ transaction: any Transaction) throws {
        for var notice in try transaction.expiryNotices(in: scope) where !notice.isOver && notice.hasReached {
            let mails = try transaction.mails(underKey: NoticeOutbox.key(ofStep: notice.sequence), in: scope)
            guard mails.contains(where: { $0.id == mail.id }), mails.allSatisfy({ $0.state == .failed }) else {
                continue
            }
            notice.hasReached = false
            try transaction.update(notice, in: scope)
        }
    }
}
