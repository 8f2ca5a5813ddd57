import Administration
import Foundation
import Notices
import Ports

/// The outbox.
extension SQLTransaction {
    func insert(_ mail: Mail, key: String, due: Date, in scope: CompanyScope) throws -> Bool {
        try changes(
            """
            INSERT INTO mails (
                company_id, id, dedupe_key, recipient, subject, content, created_at, state, due_at, attempts,
                last_attempt_at, last_answer)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (company_id, dedupe_key) DO NOTHING
            """,
            [
                scope.value, mail.id.value, .text(key), .text(mail.recipient.description),
                .text(mail.subject.withoutNUL), .text(mail.text.withoutNUL), .instant(mail.createdAt),
                .text(mail.state.rawValue), .instant(due), .integer(mail.attempts), .instant(mail.lastAttemptAt),
                .text(mail.lastAnswer.withoutNUL),
            ]) == 1
    }

    func hasDueMails(at now: Date) throws -> Bool {
        try row(
            "SELECT id FROM mails WHERE due_at IS NOT NULL AND (due_at <= $1 OR due_at > $2) LIMIT 1",
            [.instant(now), .instant(Self.tooFar(now))]) != nil
    }

    func claimMails(at now: Date, limit: Int, until: Date) throws -> [(scope: CompanyScope, mail: Mail)] {
        try rows(
            SQL(
                """
                UPDATE mails SET due_at = $3 WHERE (company_id, id) IN (
                    SELECT w.company_id, w.id FROM mails w
                    WHERE w.due_at IS NOT NULL AND (w.due_at <= $1 OR w.due_at > $4)
                    ORDER BY w.due_at LIMIT $2
                """, skippingLockedRows, ") RETURNING *"),
            [.instant(now), .integer(max(0, limit)), .instant(until), .instant(Self.tooFar(now))]
        ).map { (try $0.scope(), try Mail($0)) }.sorted { $0.1.id.description < $1.1.id.description }
    }

    /// Nothing waits longer than the longest pause: a later instant is of a clock that ran ahead.
    private static func tooFar(_ now: Date) -> Date { now.addingTimeInterval(MailSchedule.longestPause + 3600) }

    func update(_ mail: Mail, due: Date?, in scope: CompanyScope) throws {
        try executeOnOne(
            "mail",
            """
            UPDATE mails SET state = $3, due_at = $4, attempts = $5, last_attempt_at = $6, last_answer = $7
            WHERE company_id = $1 AND id = $2
            """,
            [
                scope.value, mail.id.value, .text(mail.state.rawValue), .instant(due), .integer(mail.attempts),
                .instant(mail.lastAttemptAt), .text(mail.lastAnswer.withoutNUL),
            ])
    }

    func mails(in scope: CompanyScope, limit: Int) throws -> [Mail] {
        try rows(
            "SELECT * FROM mails WHERE company_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
            [scope.value, .integer(max(0, limit))]
        ).map(Mail.init)
    }

    func mail(_ id: MailID, in scope: CompanyScope) throws -> Mail? {
        try row("SELECT * FROM mails WHERE company_id = $1 AND id = $2", [scope.value, id.value]).map(Mail.init)
    }

    func mails(underKey key: String, in scope: CompanyScope) throws -> [Mail] {
        let beginning = key + "/"
        return try rows(
            "SELECT * FROM mails WHERE company_id = $1 AND substr(dedupe_key, 1, $3) = $2 ORDER BY created_at, id",
            [scope.value, .text(beginning), .integer(beginning.unicodeScalars.count)]
        ).map(Mail.init)
    }

    func lastTriedMail(to recipient: MailAddress, in scope: CompanyScope) throws -> Mail? {
        try row(
            """
            SELECT * FROM mails WHERE company_id = $1 AND recipient = $2 AND attempts > 0
            ORDER BY created_at DESC, id DESC LIMIT 1
            """, [scope.value, .text(recipient.description)]
        ).map(Mail.init)
    }

    func deleteMails(createdBefore: Date) throws {
        try execute(
            "DELETE FROM mails WHERE created_at < $1 AND due_at IS NULL", [.instant(createdBefore)])
        try execute("DELETE FROM mail_links WHERE created_at < $1", [.instant(createdBefore)])
    }
}

extension Mail {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: MailID(stored: try row.text("id")),
            recipient: try row.value("recipient") { try? MailAddress($0) }, subject: try row.text("subject"),
            text: try row.text("content"), createdAt: try row.instant("created_at"),
            state: try row.value("state") { State(rawValue: $0) }, attempts: try row.integer("attempts"),
            lastAttemptAt: try row.optionalInstant("last_attempt_at"), lastAnswer: try row.text("last_answer"))
    }
}
