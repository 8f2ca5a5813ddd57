import Administration
import Foundation
import Notices
import Ports

/// Hands the mail that waits for the operator to the mail server; claimed as ``SendMails`` claims its own.
public struct SendOperatorMail: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction() async throws {
        guard let mail = installation.mail, let recipient = mail.operatorAddress else { return }
        let now = installation.now
        guard try await installation.store.read({ try Self.due($0, at: now) }) != nil,
            let sender = mail.sender ?? (try? MailAddress(Brand.smartMobileSafetyManager.mailSender)),
            let letter = try await claim(at: now)
        else { return }
        let reply = await mail.transport.send(
            MailMessage(
                senderName: "Kizuna", sender: sender, recipient: recipient, subject: letter.subject, text: letter.text,
                messageID: "\(letter.id).kizuna@\(sender.domain)", date: letter.createdAt, timeZone: .gmt))
        try await record(reply, of: letter, to: recipient)
    }

    private static func due(_ transaction: any Transaction, at now: Date) throws -> OperatorNoticeState? {
        guard let state = try OperatorNoticeState(in: transaction), let letter = state.letter, letter.dueAt <= now
        else { return nil }
        return state
    }

    private func claim(at now: Date) async throws -> OperatorNoticeState.Letter? {
        try await installation.store.write { transaction in
            guard var state = try Self.due(transaction, at: now) else { return nil }
            state.letter?.dueAt = now.addingTimeInterval(SendMails.claimSeconds)
            try state.keep(in: transaction)
            return state.letter
        }
    }

    private func record(_ reply: MailReply, of letter: OperatorNoticeState.Letter, to recipient: MailAddress)
        async throws
    {
        let now = installation.now
        try await installation.store.write { transaction in
            // A later step may have taken its place meanwhile.
            guard var state = try OperatorNoticeState(in: transaction), state.letter?.id == letter.id else { return }
            var failure: String?
            switch reply {
            case .accepted: state.letter = nil
            case .refused(let answer): (state.letter, failure) = (nil, answer)
            case .later(let answer):
                let attempts = letter.attempts + 1
                if let next = MailSchedule.next(after: attempts, createdAt: letter.createdAt, at: now) {
                    state.letter?.attempts = attempts
                    state.letter?.dueAt = next
                } else {
                    (state.letter, failure) = (nil, answer)
                }
            }
            try state.keep(in: transaction)
            guard let failure else { return }
            try transaction.append(
                AuditDraft(
                    .mailFailed, by: .anonymous, at: now, subject: recipient.description,
                    after: [AuditField("mail", letter.subject), AuditField("answer", failure)]), in: .installation)
        }
    }
}
