import Administration

/// The first of our languages in an Accept-Language header, by weight (RFC 9110 §12.5.4).
enum AcceptedLanguage {
    static func first(in header: String) -> Language? {
        let choices = header.prefix(1_000).split(separator: ",").enumerated().compactMap { position, item -> Choice? in
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let tag = parts.first?.lowercased().split(separator: "-").first,
                let language = Language(rawValue: String(tag))
            else { return nil }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return weight > 0 ? Choice(language: language, weight: weight, position: position) : nil
        }
        return choices.max { ($0.weight, -$0.position) < ($1.weight, -$1.position) }?.language
    }

    private struct Choice {
        let language: Language
        let weight: Double
        let position: Int
    }
}
