public import Administration
public import Foundation

/// An entry of ログ as a webhook tells it; nothing in the log is secret, so nothing in here is.
public struct OwnEvent: Sendable {
    public struct Certificate: Sendable {
        public let topic: String
        public let notAfter: Date
        public let fingerprint: String
        public let daysLeft: Int

        public init(topic: String, notAfter: Date, fingerprint: String, daysLeft: Int) {
            self.topic = topic
            self.notAfter = notAfter
            self.fingerprint = fingerprint
            self.daysLeft = daysLeft
        }
    }

    private let entry: AuditEntry
    private let company: String
    private let certificate: Certificate?

    /// - Parameters:
    ///   - company: 企業コード.
    ///   - certificate: the registered one when it is told, for events about certificates.
    public init(_ entry: AuditEntry, company: String, certificate: Certificate?) {
        self.entry = entry
        self.company = company
        self.certificate = certificate
    }

    /// The same for every attempt and every subscription.
    public static func id(company: String, sequence: Int) -> String { "\(company)-\(sequence)" }

    public var json: JSONText {
        let draft = entry.draft
        var members: [JSONText.Member] = [
            .init("event_id", Self.id(company: company, sequence: entry.sequence)),
            .init("kind", draft.event.rawValue), .init("created_at", Timestamp.text(draft.occurredAt)),
            .init("company", company), .init("sequence", .number(entry.sequence)),
            .init("actor", .object(actor)), .init("subject", draft.subject),
            .init("before", Self.fields(draft.before)), .init("after", Self.fields(draft.after)),
        ]
        if let certificate {
            members.append(
                .init(
                    "certificate",
                    .object([
                        .init("topic", certificate.topic), .init("not_after", Timestamp.text(certificate.notAfter)),
                        .init("fingerprint", certificate.fingerprint),
                        .init("days_left", .number(certificate.daysLeft)),
                    ])))
        }
        return .object(members)
    }

    private var actor: [JSONText.Member] {
        guard case .user(_, let login) = entry.draft.actor else { return [.init("kind", entry.draft.actor.storedKind)] }
        return [.init("kind", "user"), .init("login", login)]
    }

    private static func fields(_ fields: [AuditField]) -> JSONText {
        .object(fields.map { .init($0.name, $0.value) })
    }
}
