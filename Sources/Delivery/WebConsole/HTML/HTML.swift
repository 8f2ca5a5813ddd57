/// Text that is safe to send to a browser.
///
/// Literal segments are ours and go out as they are; every interpolated `String` or `Int` is escaped, for text
/// and for a quoted attribute alike. Literals are `StaticString`, so there is no spelling that turns a string
/// of the running program into markup (docs/decisions/0004-html-by-interpolation.md). Attributes are always
/// quoted with `"`.
struct HTML: ExpressibleByStringInterpolation, Sendable, Equatable {
    /// The markup, ready to be sent.
    let markup: String

    static let empty: HTML = ""

    init(stringLiteral value: StaticString) { markup = value.description }

    init(stringInterpolation interpolation: StringInterpolation) { markup = interpolation.markup }

    private init(joined parts: [HTML], by separator: HTML) {
        markup = parts.map(\.markup).joined(separator: separator.markup)
    }

    var isEmpty: Bool { markup.isEmpty }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: StaticString) { markup += literal.description }

        mutating func appendInterpolation(_ text: String) { Escaping.append(text, to: &markup) }

        mutating func appendInterpolation(_ number: Int) { markup += String(number) }

        mutating func appendInterpolation(_ html: HTML) { markup += html.markup }

        mutating func appendInterpolation(_ html: HTML?) { markup += html?.markup ?? "" }

        mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { markup += part.markup }
        }
    }

    /// One after the other, with `separator` between.
    static func joined(_ parts: [HTML], by separator: HTML = "") -> HTML { HTML(joined: parts, by: separator) }
}

/// The five characters that mean something in HTML, made harmless.
private enum Escaping {
    static func append(_ text: String, to markup: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup += "&amp;"
            case "<": markup += "&lt;"
            case ">": markup += "&gt;"
            case "\"": markup += "&quot;"
            case "'": markup += "&#39;"
            case "\u{0}": markup += "\u{FFFD}"
            default: markup.unicodeScalars.append(scalar)
            }
        }
    }
}
