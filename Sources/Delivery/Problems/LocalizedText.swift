public import Administration

/// One thing to say, in each language of the product.
public struct LocalizedText: Sendable, Hashable {
    public let ja: String
    public let en: String

    public init(ja: String, en: String) {
        self.ja = ja
        self.en = en
    }

    public subscript(language: Language) -> String {
        switch language {
        case .japanese: ja
        case .english: en
        }
    }
}
