/// Encoded words in headers (RFC 2047), such as `=?utf-8?B?…?=`.
enum EncodedWords {
    /// Unstructured text such as a subject; what cannot be decoded stays as it is and is named.
    static func decode(_ text: String) -> (text: String, problems: [String]) {
        var problems: [String] = []
        var result = ""
        var gap = ""
        var lastWasEncoded = false
        for token in tokens(text) {
            if token.allSatisfy({ $0 == " " || $0 == "\t" }) {
                gap = token
                continue
            }
            let word = token.hasPrefix("=?") ? self.word(token, &problems) : nil
            if word == nil, token.contains("=?") { problems.append("“\(token.prefix(80))” is no encoded word") }
            // White space between two encoded words is not part of the text (§6.2).
            if !(lastWasEncoded && word != nil) { result += gap }
            gap = ""
            result += word ?? token
            lastWasEncoded = word != nil
        }
        return (result + gap, problems)
    }

    /// Runs of white space and of anything else, in turn.
    private static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        for character in text {
            let isSpace = character == " " || character == "\t"
            if let last = tokens.last?.last, (last == " " || last == "\t") == isSpace {
                tokens[tokens.count - 1].append(character)
            } else {
                tokens.append(String(character))
            }
        }
        return tokens
    }

    private static func word(_ token: String, _ problems: inout [String]) -> String? {
        let parts = token.split(separator: "?", omittingEmptySubsequences: false)
        guard parts.count == 5, let first = parts.first, first == "=", let last = parts.last, last == "=" else {
            return nil
        }
        // RFC 2231 §5 allows a language behind the character set.
        let charset = parts[1].split(separator: "*").first.map(String.init) ?? ""
        let content = parts[3]
        if token.utf8.count > 75 { problems.append("an encoded word is longer than 75") }
        let bytes: [UInt8]
        switch parts[2].uppercased() {
        case "B":
            let decoded = TransferEncoding.base64(Array(content.utf8)[...])
            guard decoded.problems.filter({ !$0.contains("longer") }).isEmpty else { return nil }
            bytes = decoded.bytes
        case "Q":
            guard let decoded = questionable(Array(content.utf8)[...]) else { return nil }
            bytes = decoded
        default: return nil
        }
        guard let text = Charset.decode(bytes, as: charset) else {
            problems.append("an encoded word does not decode as \(charset)")
            return nil
        }
        return text
    }

    /// The "Q" encoding, §4.2.
    private static func questionable(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = bytes
        var decoded: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "_"): decoded.append(0x20)
            case UInt8(ascii: "="):
                guard let value = TransferEncoding.hexadecimal(rest.prefix(2)) else { return nil }
                decoded.append(value)
                rest = rest.dropFirst(2)
            case 0x21...0x7E: decoded.append(byte)
            default: return nil
            }
        }
        return decoded
    }
}
