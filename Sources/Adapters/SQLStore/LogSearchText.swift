import Enrollments

/// What a keyword is looked for in, and the pattern that looks.
enum LogSearchText {
    /// Longer texts are searched in their first part.
    private static let longest = 2_000

    /// Plain ASCII, which most lines are, needs no folding beyond lower case.
    static func of(_ texts: [String]) -> String {
        let text = texts.filter { !$0.isEmpty }.joined(separator: "\n")
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x20 }) { return String(text.lowercased().prefix(longest)) }
        return String(
            text.split(separator: "\n").map { SearchText.key(String($0)) }.joined(separator: "\n").prefix(longest))
    }

    /// For LIKE with `\` as its escape; nil when there is nothing to look for.
    static func pattern(_ keyword: String) -> String? {
        let key = SearchText.key(keyword.withoutNUL)
        guard !key.isEmpty else { return nil }
        var pattern = "%"
        for character in key.unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
            pattern.unicodeScalars.append(character)
        }
        return pattern + "%"
    }
}
