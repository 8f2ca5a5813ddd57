import Administration
import Crypto
import Foundation
import Notices
import Ports

/// Makes mails of notices, inside the transaction that decides on them.
struct NoticeOutbox {
    private let installation: Installation
    private let mail: MailFacilities
    let company: Company
    private let transaction: any Transaction
    private let now: Date

    /// - Returns: nil while there is no mail server, or no such company.
    init?(_ installation: Installation, _ scope: CompanyScope, at now: Date, _ transaction: any Transaction) throws {
        guard let mail = installation.mail, let company = try transaction.company(scope) else { return nil }
        self.installation = installation
        self.mail = mail
        self.company = company
        self.transaction = transaction
        self.now = now
    }

    /// Everybody whom an enabled rule tells of `event`, with the language to do it in.
    func recipients(of event: AuditEvent) throws -> [MailAddress: Language] {
        let users = try transaction.users(in: company.scope)
        return try transaction.noticeRules(in: company.scope).filter { $0.isSetOff(by: event) }
            .reduce(into: [:]) { found, rule in
                found.merge(rule.recipients(among: users, in: company)) { first, _ in first }
            }
    }

    /// One mail for each recipient, unless there was one under this key.
    ///
    /// - Parameters:
    ///   - key: of the notice, the same whenever it is made again.
    ///   - path: below `/{company}/`, where the link leads.
    /// - Returns: how many were made.
    @discardableResult
    func post(
        _ content: MailNotice.Content, to recipients: [MailAddress: Language], key: String, path: String
    ) throws -> Int {
        var made = 0
        for (address, language) in recipients.sorted(by: { $0.key.description < $1.key.description }) {
            let token = installation.randomness.bytes(16).hexadecimal
            let text = mail.wording.write(
                MailNotice(
                    content: content, company: company, language: language, consoleURL: mail.consoleURL,
                    link: "/\(token)", writtenAt: now))
            let letter = Mail(
                id: installation.newIdentifier(at: now), recipient: address, subject: text.subject, text: text.text,
                createdAt: now)
            guard try transaction.insert(letter, key: "\(key)/\(address)", due: now, in: company.scope) else {
                continue
            }
            try transaction.insertMailLink(
                hash: OneTimeToken.hash(of: token), path: path, at: now, in: company.scope)
            made += 1
        }
        return made
    }

    /// A step of the ladder, to everybody it concerns who has not been written to; true when somebody gets it.
    func post(step entry: AuditEntry) throws -> Bool {
        let event = entry.draft.event
        let (waiting, again) = try unheard(step: entry.sequence, of: event).partitioned
        for mail in again {
            var mail = mail
            mail.state = .waiting
            try transaction.update(mail, due: now, in: company.scope)
        }
        let recipients = try recipients(of: event).filter { waiting.contains($0.key) }
        let made = try post(
            .events([entry]), to: recipients, key: Self.key(ofStep: entry.sequence), path: Self.path(of: entry))
        return made > 0 || !again.isEmpty
    }

    /// Somebody a step has not reached.
    enum Unheard {
        case nobodyWrote(MailAddress)
        /// Given up, not refused: the mail server was away for days.
        case givenUp(Mail)
    }

    /// Whom a step can be told to now. An address that refused it is not asked again; a mail that was given up is tried
    /// once more each day, as long as the step is the newest.
    func unheard(step sequence: Int, of event: AuditEvent) throws -> [Unheard] {
        let mails = Dictionary(
            try transaction.mails(underKey: Self.key(ofStep: sequence), in: company.scope).map { ($0.recipient, $0) },
            uniquingKeysWith: { first, _ in first })
        return try recipients(of: event).keys.sorted { $0.description < $1.description }.compactMap { address in
            guard let mail = mails[address] else { return .nobodyWrote(address) }
            let rested = now.timeIntervalSince(mail.lastAttemptAt ?? mail.createdAt)
            // Tried in the future: by a clock that ran ahead.
            return mail.wasGivenUp && (rested >= 86_400 || rested < -ExpiryNotice.clockTolerance) ? .givenUp(mail) : nil
        }
    }

    static func key(ofStep sequence: Int) -> String { "log/\(sequence)" }

    /// The page that an event concerns.
    static func path(of entry: AuditEntry) -> String {
        switch entry.draft.event {
        case .adeTokenExpiring, .adeTokenFailing, .adeTokenWorking, .tokenDeleted: "settings/service/ade-token"
        case .expiryNoticesEnded where entry.draft.after.contains(AuditField("kind", ExpiringKind.adeToken.rawValue)):
            "settings/service/ade-token"
        case .pushCertificateExpiring, .expiryNoticesEnded, .pushCertificateDeleted, .pushCertificateRegistered,
            .pushCertificateChanged, .pushCertificateRestored, .pushCertificateRefused:
            "settings/service/push-certificate"
        default: "log"
        }
    }
}

extension [NoticeOutbox.Unheard] {
    fileprivate var partitioned: (waiting: Set<MailAddress>, again: [Mail]) {
        reduce(into: ([], [])) { found, one in
            switch one {
            case .nobodyWrote(let address): found.waiting.insert(address)
            case .givenUp(let mail): found.again.append(mail)
            }
        }
    }
}
