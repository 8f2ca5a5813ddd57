import Administration

/// Names on Apple's site inside our sentences: they stay English, in bold, and never break over a line.
enum AppleNames {
    /// Longest first, so that no name hides in another.
    private static let names = [
        "Certificates for Third-Party Servers", "Create a Certificate", "Manage Certificates", "Terms of Use",
        "Confirmation", "Download", "Decline", "Upload", "Accept", "Revoke", "Renew",
    ]

    /// Marks every name in a Japanese sentence; in an English one only where one is told to press it, since
    /// there the words have a meaning of their own.
    static func marked(_ sentence: String, in language: Language) -> HTML {
        var parts: [HTML] = []
        var plain = ""
        var rest = Substring(sentence)
        while !rest.isEmpty {
            let isTold = language == .japanese || plain.lowercased().hasSuffix("press ")
            if isTold, let name = names.first(where: { rest.hasPrefix($0) }) {
                parts.append("\(plain)\(button(name))")
                plain = ""
                rest = rest.dropFirst(name.count)
            } else if rest.hasPrefix("UID=") {
                parts.append("\(plain)<code>UID=</code>")
                plain = ""
                rest = rest.dropFirst(4)
            } else {
                plain.append(rest.removeFirst())
            }
        }
        parts.append("\(plain)")
        return HTML.joined(parts)
    }

    static func button(_ name: String) -> HTML { "<b class=\"apple\" lang=\"en\">\(name)</b>" }
}
