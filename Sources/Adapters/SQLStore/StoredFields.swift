import Administration
import Foundation

/// The fields of an audit entry as one text: a JSON array of `["name", "value"]`, in the order given.
enum StoredFields {
    /// Written by hand: each message of a device leaves such a text, and the general encoder takes ten times as long.
    static func encode(_ fields: [AuditField]) -> String {
        var text: [UInt8] = [UInt8(ascii: "[")]
        for (index, field) in fields.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(UInt8(ascii: "["))
            append(field.name, to: &text)
            text.append(UInt8(ascii: ","))
            append(field.value, to: &text)
            text.append(UInt8(ascii: "]"))
        }
        text.append(UInt8(ascii: "]"))
        return String(decoding: text, as: UTF8.self)
    }

    /// A string as RFC 8259 §7 has it.
    private static func append(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                text += Array("\\u00".utf8)
                text += [byte >> 4, byte & 0x0F].map { $0 < 10 ? UInt8(ascii: "0") + $0 : UInt8(ascii: "a") + $0 - 10 }
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
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
            event, by: actor, at: occurredAt, subject: subject.withoutNUL, device: device?.withoutNUL,
            before: clean(before), after: clean(after))
    }
}

extension String {
    /// With U+FFFD for every NUL: for words of a device or of the wire that must not be lost with it.
    var withoutNUL: String { utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self }
}
