import Foundation

/// Words of a header in a form that is ASCII (RFC 2047): as they are when they are plain, else as encoded words.
enum HeaderWords {
    /// An encoded word may be 75 characters long (§2), a line with encoded words 76.
    private static let longestLine = 76
    private static let opening = "=?UTF-8?B?", closing = "?="

    /// - Parameters:
    ///   - used: characters that stand before it on its first line.
    ///   - reserved: characters that follow on its last line.
    static func encode(_ text: String, after used: Int, before reserved: Int = 0) -> String {
        let text = oneLine(text)
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7f).contains($0) && !"\"\\()<>[]:;@,=?".utf8.contains($0) }
        if isPlain, used + text.utf8.count + reserved <= 78 { return text }
        var words: [String] = []
        var chunk: [UInt8] = []
        var room = room(after: used)
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if chunk.count + bytes.count > room, !chunk.isEmpty {
                words.append(word(chunk))
                chunk = []
                room = Self.room(after: 1)
            }
            chunk += bytes
        }
        words.append(word(chunk))
        // What follows the last word must fit beside it, or begins the next line.
        let lastLine = (words.count == 1 ? used : 1) + (words.last?.utf8.count ?? 0)
        return words.joined(separator: "\r\n ") + (lastLine + reserved > 78 && reserved > 0 ? "\r\n" : "")
    }

    /// Octets of text that one encoded word holds: base64 makes four characters of three.
    private static func room(after used: Int) -> Int {
        max(3, (min(longestLine - used, 75) - opening.count - closing.count) / 4 * 3)
    }

    private static func word(_ bytes: [UInt8]) -> String { opening + Data(bytes).base64EncodedString() + closing }

    static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let category = scalar.properties.generalCategory
                    let breaks = category == .control || category == .lineSeparator || category == .paragraphSeparator
                    return breaks ? " " : scalar
                }))
    }

    /// What may stand in a Message-ID; anything else is left out.
    static func ascii(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { scalar in
                    scalar.isASCII
                        && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
                            || "-._@".unicodeScalars.contains(scalar))
                }))
    }
}
