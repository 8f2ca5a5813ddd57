import Administration
import Foundation
import Notices
import Ports

/// Hands due mails to the mail server and keeps what it said.
///
/// A mail is claimed for three minutes, longer than any attempt lasts: a node that dies in the middle leaves it to
/// another. SMTP cannot tell a mail that was taken from one whose answer was lost; such a mail goes again under the
/// same Message-ID.
public struct SendMails: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    static let claimSeconds: TimeInterval = 180
    static let atOnce = 20

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
            guard var mail = try transaction.mail(mail.id, in: scope) else { return }
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
            try transaction.append(
                AuditDraft(
                    .mailFailed, by: .anonymous, at: now, subject: mail.recipient.description,
                    after: [AuditField("mail", mail.subject), AuditField("answer", mail.lastAnswer)]), in: scope)
        }
    }
}
