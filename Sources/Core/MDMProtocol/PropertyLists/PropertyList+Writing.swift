import FoundationEssentials

extension PropertyList {
    /// The XML form (UTF-8, Apple's DTD, tabs for indentation), as Apple's own tools write it.
    ///
    /// Strings are escaped; characters that XML 1.0 cannot carry (§2.2: most below U+0020, U+FFFE, U+FFFF) are left
    /// out. Dates are whole seconds of the years 1 to 9999.
    public var xml: String { String(decoding: xmlBytes, as: UTF8.self) }

    /// ``xml`` as the bytes that go over the wire.
    public var xmlBytes: [UInt8] {
        var writer = XMLWriter()
        writer.write(self)
        return writer.finished()
    }
}

/// Writes into one growing buffer of bytes.
struct XMLWriter {
    private var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(1024)
        append(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">

            """)
    }

    consuming func finished() -> [UInt8] {
        append("</plist>\n")
        return bytes
    }

    mutating func write(_ list: PropertyList, depth: Int = 0) {
        indent(depth)
        switch list {
        case .string(let value):
            append("<string>")
            escape(value)
            append("</string>\n")
        case .integer(let value): append("<integer>\(value)</integer>\n")
        case .real(let value): append("<real>\(value)</real>\n")
        case .boolean(let value): append(value ? "<true/>\n" : "<false/>\n")
        case .data(let value):
            append("<data>")
            Base64.encode(value, into: &bytes)
            append("</data>\n")
        case .date(let value): append("<date>\(CivilTime(value).text)</date>\n")
        case .array(let values):
            append("<array>\n")
            for value in values { write(value, depth: depth + 1) }
            indent(depth)
            append("</array>\n")
        case .dictionary(let pairs):
            append("<dict>\n")
            for pair in pairs {
                indent(depth + 1)
                append("<key>")
                escape(pair.key)
                append("</key>\n")
                write(pair.value, depth: depth + 1)
            }
            indent(depth)
            append("</dict>\n")
        }
    }

    private mutating func indent(_ depth: Int) {
        for _ in 0..<depth { bytes.append(0x09) }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A carriage return is written as a reference: a reader would make a line feed of it (XML 1.0 §2.11).
    private mutating func escape(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: append("&amp;")
            case 0x3C: append("&lt;")
            case 0x3E: append("&gt;")
            case 0x0D: append("&#13;")
            case 0x09, 0x0A, 0x20..<0x80: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case 0..<0x20, 0xFFFE, 0xFFFF: break
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }
}
