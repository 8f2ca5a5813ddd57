import Administration
import Foundation

/// The fields of an audit entry as one text: a JSON array of `["name", "value"]`, in the order given.
enum StoredFields {
    static func encode(_ fields: [AuditField]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(fields.map { [$0.name, $0.value] }), as: UTF8.self)
    }

    /// - Returns: nil when the text is something else.
    static func decode(_ text: String) -> [AuditField]? {
        guard let pairs = try? JSONDecoder().decode([[String]].self, from: Data(text.utf8)) else { return nil }
        var fields: [AuditField] = []
        for pair in pairs {
            guard let name = pair.first, let value = pair.last, pair.count == 2 else { return nil }
            fields.append(AuditField(name, value))
        }
        return fields
    }
}

extension AuditDraft {
    /// With U+FFFD for every NUL, which no database keeps in a text: what was typed at a failed login must
    /// not keep the failure out of the log.
    var withoutNUL: AuditDraft {
        func clean(_ fields: [AuditField]) -> [AuditField] {
            fields.map { AuditField($0.name.withoutNUL, $0.value.withoutNUL) }
        }
        let actor: Actor =
            if case .user(let id, let login) = actor { .user(id, login: login.withoutNUL) } else { actor }
        return AuditDraft(
            event, by: actor, at: occurredAt, subject: subject.withoutNUL, before: clean(before), after: clean(after))
    }
}

extension String {
    /// With U+FFFD for every NUL: for words of a device or of the wire that must not be lost with it.
    var withoutNUL: String { utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self }
}
