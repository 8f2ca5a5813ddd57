/// A piece of HTML. What is interpolated into it is escaped, unless it is markup itself.
package struct Markup: ExpressibleByStringInterpolation, Sendable {
    package var html: String

    package init(stringLiteral value: String) { html = value }
    package init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

    /// Several pieces, one after the other.
    package init(_ pieces: some Sequence<Markup>) { html = pieces.map(\.html).joined() }

    package struct StringInterpolation: StringInterpolationProtocol {
        package var html = ""

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) { html += literal }
        package mutating func appendInterpolation(_ text: String) { html += Markup.escaped(text) }
        package mutating func appendInterpolation(_ number: Int) { html += String(number) }
        package mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
        package mutating func appendInterpolation(_ markup: Markup?) { html += markup?.html ?? "" }
        package mutating func appendInterpolation(_ pieces: [Markup]) { html += pieces.map(\.html).joined() }
    }

    /// Safe between tags and inside double-quoted attributes.
    package static func escaped(_ text: String) -> String {
        var html = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(scalar)
            }
        }
        return html
    }
}
