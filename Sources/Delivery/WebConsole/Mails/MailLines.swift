import Administration
import Foundation
import Notices

/// What a mail says of entries of the log.
enum MailLines {
    static let most = 50

    static func subject(_ entry: AuditEntry, _ c: ViewContext) -> String {
        guard let thing = thing(entry), let expiry = entry.instant("valid-until") else {
            let name = c(LogWords.name(of: entry.draft.event))
            return entry.draft.subject.isEmpty ? name : "\(name): \(MailText.oneLine(entry.draft.subject))"
        }
        switch entry.draft.event {
        case .expiryNoticesEnded: return c(MailWords.renewedSubject(c(thing)))
        default: return c(MailWords.expirySubject(c(thing), daysLeft: entry.daysLeft, isOver: expiry <= c.now))
        }
    }

    static func lines(_ entries: [AuditEntry], _ c: ViewContext) -> [String] {
        let lines = entries.prefix(most).map { "\(c.dateTime($0.draft.occurredAt)) \(sentence($0, c))" }
        return entries.count > most ? lines + [c(MailWords.more(entries.count - most))] : lines
    }

    private static func sentence(_ entry: AuditEntry, _ c: ViewContext) -> String {
        let draft = entry.draft
        guard let thing = thing(entry), let expiry = entry.instant("valid-until") else {
            let sentence = c(LogWords.notice(draft.event))
            let about = draft.subject.isEmpty ? sentence : "\(sentence) (\(MailText.oneLine(draft.subject)))"
            guard case .user(_, let login) = draft.actor else { return about }
            return "\(about) [\(MailText.oneLine(login))]"
        }
        let when = c.dateTime(expiry)
        if draft.event == .expiryNoticesEnded { return c(MailWords.renewed(c(thing), until: when)) }
        let isToken = draft.event == .adeTokenExpiring
        return c(
            expiry <= draft.occurredAt
                ? MailWords.expired(c(thing), at: when, isToken: isToken)
                : MailWords.expires(c(thing), at: when, isToken: isToken))
    }

    /// Nil for entries of which the line says everything.
    static func details(_ entry: AuditEntry, _ c: ViewContext) -> [String]? {
        guard let thing = thing(entry), let expiry = entry.instant("valid-until") else { return nil }
        let isEnd = entry.draft.event == .expiryNoticesEnded
        let isToken = thing == MailWords.adeToken
        var lines = ["[\(c(thing))]"]
        for field in entry.draft.after where ["topic", "server", "apple-id", "notes"].contains(field.name) {
            let value = MailText.oneLine(field.value)
            lines.append(
                "\(AuditFieldWords.name(field.name, in: c)): \(value.isEmpty ? c(MailWords.notEntered) : value)")
        }
        if !isEnd { lines.append(c(MailWords.daysLeft(entry.daysLeft, isOver: expiry <= c.now))) }
        lines.append(c(isEnd ? MailWords.nothingToDo : isToken ? MailWords.renewToken : MailWords.renewCertificate))
        if !isEnd { lines.append(c(MailWords.confirm)) }
        return lines
    }

    private static func thing(_ entry: AuditEntry) -> Text? {
        switch entry.draft.event {
        case .pushCertificateExpiring: MailWords.pushCertificate
        case .adeTokenExpiring: MailWords.adeToken
        case .expiryNoticesEnded:
            entry.value("kind") == "ade-token" ? MailWords.adeToken : MailWords.pushCertificate
        default: nil
        }
    }
}

extension AuditEntry {
    fileprivate func value(_ name: String) -> String? { draft.after.first { $0.name == name }?.value }
    fileprivate func instant(_ name: String) -> Date? { value(name).flatMap { try? Date($0, strategy: .iso8601) } }
    fileprivate var daysLeft: Int { value("days-left").flatMap { Int($0) } ?? 0 }
}
