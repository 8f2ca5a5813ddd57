import Foundation

/// Just enough of HTML to ask questions about a page that we wrote ourselves.
struct Markup {
    let text: String

    /// Every opening tag, as written.
    var tags: [String] { text.matches(of: /<[a-z][^>]*>/).map { String($0.output) } }

    func tags(_ name: String) -> [String] { tags.filter { $0.hasPrefix("<\(name) ") || $0 == "<\(name)>" } }

    static func attribute(_ name: String, of tag: String) -> String? {
        guard let start = tag.range(of: " \(name)=\"") else { return nil }
        return tag[start.upperBound...].split(separator: "\"", omittingEmptySubsequences: false).first.map(String.init)
    }

    func values(of attribute: String) -> [String] { tags.compactMap { Self.attribute(attribute, of: $0) } }

    /// What a person reads.
    var words: String {
        text.replacing(/<(script|style|title)[^>]*>.*?<\/(script|style|title)>/.dotMatchesNewlines(), with: "")
            .replacing(/<[^>]*>/, with: " ").replacing(/\s+/, with: " ")
    }

    /// The same without the spaces that stand for tags: for sentences with markup inside.
    var closedWords: String { text.replacing(/<[^>]*>/, with: "").replacing(/\s+/, with: " ") }

    /// Each `form` element with its contents.
    var forms: [String] { text.matches(of: /<form.*?<\/form>/.dotMatchesNewlines()).map { String($0.output) } }
}
