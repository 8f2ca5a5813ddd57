/// The languages of the product. Japanese is first: it is the manuals' language.
public enum Language: String, CaseIterable, Sendable, Codable {
    case japanese = "ja"
    case english = "en"
}
