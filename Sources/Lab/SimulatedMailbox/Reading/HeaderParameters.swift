/// A value with parameters, such as Content-Type (RFC 2045 §5.1), with continuations and character sets (RFC 2231).
struct HeaderParameters {
    /// In lower case.
    let value: String
    /// Names in lower case; values decoded.
    private(set) var parameters: [String: String] = [:]
    private(set) var problems: [String] = []

    init(_ text: String) {
        let pieces = Self.pieces(text)
        value = (pieces.first ?? "").trimmed.lowercased()
        var plain: [String: String] = [:]
        for piece in pieces.dropFirst() where !piece.trimmed.isEmpty {
            let parts = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = parts.first, let raw = parts.last else {
                problems.append("a parameter has no value")
                continue
            }
            let key = String(name).trimmed.lowercased()
            if plain[key] != nil { problems.append("parameter “\(key)” stands twice") }
            plain[key] = Self.unquoted(String(raw).trimmed)
        }
        for (key, text) in plain where !key.contains("*") { parameters[key] = text }
        for name in Set(plain.keys.filter { $0.contains("*") }.compactMap { $0.split(separator: "*").first }) {
            guard let text = Self.extended(String(name), plain) else {
                problems.append("parameter “\(name)” is not well-formed")
                continue
            }
            parameters[String(name)] = text
        }
    }

    /// `name*`, or `name*0`, `name*1*`, … joined.
    private static func extended(_ name: String, _ plain: [String: String]) -> String? {
        if let whole = plain[name + "*"] { return decode([(whole, true)]) }
        var sections: [(String, Bool)] = []
        while sections.count < 100 {
            if let text = plain["\(name)*\(sections.count)*"] {
                sections.append((text, true))
            } else if let text = plain["\(name)*\(sections.count)"] {
                sections.append((text, false))
            } else {
                break
            }
        }
        return decode(sections)
    }

    /// The first extended section begins with `charset'language'`.
    private static func decode(_ sections: [(text: String, isExtended: Bool)]) -> String? {
        guard let first = sections.first else { return nil }
        var charset = "utf-8"
        var bytes: [UInt8] = []
        for (number, section) in sections.enumerated() {
            var text = Substring(section.text)
            if number == 0, first.isExtended {
                let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
                guard parts.count == 3, let name = parts.first, let rest = parts.last else { return nil }
                charset = String(name)
                text = rest
            }
            guard section.isExtended else {
                bytes += text.utf8
                continue
            }
            var rest = Array(text.utf8)[...]
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "%") else {
                    bytes.append(byte)
                    continue
                }
                let digits = rest.prefix(2).map { $0 >= 0x61 ? $0 - 0x20 : $0 }
                guard let value = TransferEncoding.hexadecimal(digits[...]) else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            }
        }
        return Charset.decode(bytes, as: charset)
    }

    /// Split at semicolons outside of quotes.
    private static func pieces(_ text: String) -> [String] {
        var pieces = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == ";", !isQuoted {
                pieces.append("")
                continue
            }
            if isEscaped {
                isEscaped = false
            } else if character == "\\", isQuoted {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            }
            pieces[pieces.count - 1].append(character)
        }
        return pieces
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }
}

extension String {
    /// Without blanks and tabs at both ends.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(text)
    }
}
