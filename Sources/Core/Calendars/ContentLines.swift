/// Content lines of RFC 5545 §3.1: CRLF, folded at 75 octets, never inside a character.
struct ContentLines {
    private(set) var text = ""

    /// - Parameter value: written as it is.
    mutating func add(_ name: String, _ value: String) { fold("\(name):\(value)") }

    /// - Parameter value: escaped (§3.3.11).
    mutating func add(_ name: String, text value: String) { add(name, Self.escaped(value)) }

    /// The blank that begins a continued line counts among its 75 octets.
    private mutating func fold(_ line: String) {
        var octets = 0
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if octets + width > 75 {
                text += "\r\n "
                octets = 1
            }
            text.unicodeScalars.append(scalar)
            octets += width
        }
        text += "\r\n"
    }

    /// A line break is `\n`; other control characters, which TEXT cannot hold, become blanks.
    static func escaped(_ value: String) -> String {
        var escaped = ""
        var previous: Unicode.Scalar = " "
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case ";": escaped += "\\;"
            case ",": escaped += "\\,"
            case "\n": escaped += previous == "\r" ? "" : "\\n"
            case "\r": escaped += "\\n"
            case "\u{0}"..."\u{1F}", "\u{7F}": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return escaped
    }
}
