/// One person of From or To.
struct MailAddress: Hashable, Sendable {
    /// Decoded; empty without.
    var name: String
    /// `local@domain`.
    var address: String

    /// As people read it.
    var text: String { name.isEmpty ? address : "\(name) <\(address)>" }
}

/// Address lists of RFC 5322 §3.4: names, quotes, comments, groups.
enum MailAddresses {
    static func read(_ header: String) -> (addresses: [MailAddress], problems: [String]) {
        var problems: [String] = []
        var addresses: [MailAddress] = []
        guard let tokens = tokens(header) else { return ([], ["an address list is not well-formed"]) }
        for group in tokens.split(whereSeparator: { $0 == .special(",") || $0 == .special(";") }) {
            var words = group
            // `name:` opens a group; its name is not kept.
            if let colon = words.lastIndex(of: .special(":")) { words = words[words.index(after: colon)...] }
            if words.isEmpty { continue }
            if let address = one(words, &problems) {
                addresses.append(address)
            } else {
                problems.append("an address is not well-formed")
            }
        }
        return (addresses, problems)
    }

    private enum Token: Equatable {
        case atom(String)
        case quoted(String)
        case special(Character)
    }

    private static func one(_ words: ArraySlice<Token>, _ problems: inout [String]) -> MailAddress? {
        guard let open = words.firstIndex(of: .special("<")) else {
            return specification(words).map { MailAddress(name: "", address: $0) }
        }
        guard words.last == .special(">") else { return nil }
        guard let address = specification(words[words.index(after: open)...].dropLast()) else { return nil }
        var pieces: [String] = []
        var atoms: [String] = []
        func finish() {
            guard !atoms.isEmpty else { return }
            let decoded = EncodedWords.decode(atoms.joined(separator: " "))
            problems += decoded.problems
            pieces.append(decoded.text)
            atoms = []
        }
        for word in words[..<open] {
            switch word {
            case .atom(let text): atoms.append(text)
            case .quoted(let text):
                finish()
                if text.contains("=?") { problems.append("an encoded word stands in quotes") }
                pieces.append(text)
            case .special(let character):
                guard character == "." else { return nil }
                atoms.append(".")
            }
        }
        finish()
        return MailAddress(name: pieces.joined(separator: " "), address: address)
    }

    private static func specification(_ words: ArraySlice<Token>) -> String? {
        var text = ""
        var lastWasWord = false
        for word in words {
            defer { lastWasWord = if case .special = word { false } else { true } }
            switch word {
            case .atom(let atom):
                guard !lastWasWord else { return nil }
                text += atom
            case .quoted(let quoted):
                guard !lastWasWord else { return nil }
                text += "\"" + quoted.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
            case .special(let character):
                guard character == "@" || character == "." else { return nil }
                text.append(character)
            }
        }
        return MailPath(Substring("<\(text)>")) != nil && text.contains("@") ? text : nil
    }

    private static func tokens(_ text: String) -> [Token]? {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case " ", "\t": continue
            case "\"":
                guard let quoted = upTo("\"", &rest) else { return nil }
                tokens.append(.quoted(quoted))
            case "(":
                guard skipComment(&rest) else { return nil }
            case "[":
                guard let literal = upTo("]", &rest) else { return nil }
                tokens.append(.atom("[\(literal)]"))
            case "<", ">", "@", ",", ";", ":", ".": tokens.append(.special(character))
            case ")", "]", "\\": return nil
            default:
                var atom = String(character)
                while let next = rest.first, !" \t\"()[]<>@,;:.\\".contains(next) {
                    atom.append(next)
                    rest.removeFirst()
                }
                tokens.append(.atom(atom))
            }
        }
        return tokens
    }

    private static func upTo(_ end: Character, _ rest: inout Substring) -> String? {
        var text = ""
        while let character = rest.popFirst() {
            if character == end { return text }
            if character == "\\" {
                guard let escaped = rest.popFirst() else { return nil }
                text.append(escaped)
            } else {
                text.append(character)
            }
        }
        return nil
    }

    private static func skipComment(_ rest: inout Substring) -> Bool {
        var depth = 1
        while let character = rest.popFirst() {
            switch character {
            case "\\": if rest.popFirst() == nil { return false }
            case "(": depth += 1
            case ")":
                depth -= 1
                if depth == 0 { return true }
            default: break
            }
        }
        return false
    }
}
