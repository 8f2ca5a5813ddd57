/// Where a mail goes: `local@domain` in the form that every mail server takes (RFC 5321 §4.1.2, without quoted
/// local parts, address literals and SMTPUTF8).
///
/// Dots in a row or at the end of the local part are let through: Japanese carriers gave such addresses out.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    public let local: String
    public let domain: String

    public var description: String { "\(local)@\(domain)" }

    /// Surrounding white space is dropped, the domain is folded to lower case.
    ///
    /// - Throws: ``NoticeError/invalidAddress(_:)`` for anything else, a line break above all.
    public init(_ text: String) throws(NoticeError) {
        let trimmed = text.drop(while: Self.isSpace).reversed().drop(while: Self.isSpace).reversed()
        let parts = String(trimmed).split(separator: "@", omittingEmptySubsequences: false)
        guard trimmed.count <= 254, parts.count == 2, let local = parts.first, let domain = parts.last,
            (1...64).contains(local.utf8.count), local.utf8.allSatisfy(Self.isLocal), !local.hasPrefix("."),
            Self.isDomain(domain)
        else { throw .invalidAddress(text) }
        self.local = String(local)
        self.domain = domain.lowercased()
    }

    private static func isSpace(_ character: Character) -> Bool { character == " " || character == "\u{3000}" }

    private static func isLocal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
        }
    }

    private static func isDomain(_ domain: Substring) -> Bool {
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { byte in
                        byte == UInt8(ascii: "-") || (byte < 0x80 && Character(UnicodeScalar(byte)).isLetter)
                            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    }
            }
    }
}
