/// The path of MAIL FROM and RCPT TO: `<local@domain>`, with or without parameters behind it (RFC 5321 §4.1.2).
struct MailPath: Equatable {
    /// Without angle brackets; empty for the null reverse-path.
    let address: String
    /// Name in upper case, value if any.
    let parameters: [(name: String, value: String?)]

    static func == (one: MailPath, other: MailPath) -> Bool {
        one.address == other.address && one.parameters.elementsEqual(other.parameters, by: ==)
    }

    /// Nil when it is not written as the RFC asks. Source routes (`<@a,@b:c@d>`) are refused; they are obsolete.
    init?(_ text: Substring) {
        guard text.first == "<" else { return nil }
        var isQuoted = false
        var isEscaped = false
        var end: Substring.Index?
        for index in text.indices.dropFirst() {
            let character = text[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ">", !isQuoted {
                end = index
                break
            }
        }
        guard let end else { return nil }
        address = String(text[text.index(after: text.startIndex)..<end])
        guard address.utf8.count <= 254, address.isEmpty || Self.isMailbox(address) else { return nil }
        let rest = text[text.index(after: end)...]
        guard rest.isEmpty || rest.first == " " else { return nil }
        var parameters: [(String, String?)] = []
        for word in rest.split(separator: " ") {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, !name.isEmpty,
                name.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") })
            else { return nil }
            let value = parts.dropFirst().first.map(String.init)
            guard value?.isEmpty != true, !parameters.contains(where: { $0.0 == name.uppercased() }) else { return nil }
            parameters.append((name.uppercased(), value))
        }
        self.parameters = parameters
    }

    var needsSMTPUTF8: Bool { !address.utf8.allSatisfy { $0 < 0x80 } }

    private static func isMailbox(_ text: String) -> Bool {
        if text.lowercased() == "postmaster" { return true }
        guard let at = text.lastIndex(of: "@") else { return false }
        let (local, domain) = (text[..<at], text[text.index(after: at)...])
        guard (1...64).contains(local.utf8.count) else { return false }
        return (isDotString(local) || isQuotedString(local)) && isDomain(domain)
    }

    private static func isDotString(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.utf8.allSatisfy { $0 >= 0x80 || $0.isAtomText }
        }
    }

    private static func isQuotedString(_ text: Substring) -> Bool {
        guard text.utf8.count >= 2, text.first == "\"", text.last == "\"" else { return false }
        var isEscaped = false
        for byte in text.dropFirst().dropLast().utf8 {
            guard (0x20...0x7E).contains(byte) || byte >= 0x80 else { return false }
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                return false
            }
        }
        return !isEscaped
    }

    /// A name, or an address in brackets.
    static func isDomain(_ text: Substring) -> Bool {
        if text.first == "[" {
            return text.last == "]" && text.utf8.count > 3
                && text.dropFirst().dropLast().utf8.allSatisfy {
                    $0.isLetterOrDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-")
                }
        }
        guard (1...255).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { $0 >= 0x80 || $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
        }
    }
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }

    /// `atext` of RFC 5322 §3.2.3.
    var isAtomText: Bool { isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(self) }
}
