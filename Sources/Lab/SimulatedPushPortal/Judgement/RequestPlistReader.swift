/// Reads the one property list that a vendor-signed request may be: a dictionary of strings.
///
/// A reader of the Lab's own, so that a fault in what the server writes is not read away. Bounded by the size of its
/// input; no entities but XML's five and character references, no internal subset, UTF-8 only.
struct RequestPlistReader {
    enum Failure: Error, Equatable {
        case notAPropertyList
        case valueNotAString(key: String)
    }

    private let bytes: [UInt8]
    private var position = 0

    /// The dictionary's entries in their order, doubles included.
    static func entries(_ xml: [UInt8]) throws(Failure) -> [(key: String, value: String)] {
        var reader = RequestPlistReader(bytes: xml)
        return try reader.document()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func document() throws(Failure) -> [(key: String, value: String)] {
        if skip("<?xml") {
            let declaration = try text(until: "?>").lowercased()
            guard !declaration.contains("encoding") || declaration.contains("utf-8") else { throw .notAPropertyList }
        }
        try misc()
        if skip("<!DOCTYPE") {
            let declaration = try text(until: ">")
            guard declaration.hasPrefix(" plist"), !declaration.contains("[") else { throw .notAPropertyList }
            try misc()
        }
        guard skip("<plist") else { throw .notAPropertyList }
        guard try !text(until: ">").hasSuffix("/") else { throw .notAPropertyList }
        try misc()
        var entries: [(key: String, value: String)] = []
        if try emptyElement("dict") {
            try misc()
        } else {
            guard skip("<dict>") else { throw .notAPropertyList }
            try misc()
            while !skip("</dict>") {
                guard skip("<key>") else { throw .notAPropertyList }
                let key = try content(closing: "key")
                try misc()
                entries.append((key, try value(of: key)))
                try misc()
            }
            try misc()
        }
        guard skip("</plist>") else { throw .notAPropertyList }
        try misc()
        guard position == bytes.count else { throw .notAPropertyList }
        return entries
    }

    private mutating func value(of key: String) throws(Failure) -> String {
        if try emptyElement("string") { return "" }
        if skip("<string>") { return try content(closing: "string") }
        for other in ["data", "integer", "real", "true", "false", "date", "array", "dict"] where starts("<\(other)") {
            throw .valueNotAString(key: key)
        }
        throw .notAPropertyList
    }

    private mutating func emptyElement(_ name: String) throws(Failure) -> Bool {
        skip("<\(name)/>") || skip("<\(name) />")
    }

    /// White space and comments.
    private mutating func misc() throws(Failure) {
        while position < bytes.count {
            if [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
                position += 1
            } else if skip("<!--") {
                _ = try text(until: "-->")
            } else {
                return
            }
        }
    }

    /// Character data up to the end tag, with references replaced and line ends as XML 1.0 §2.11 wants them.
    private mutating func content(closing name: String) throws(Failure) -> String {
        var result: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "<") {
                if skip("<![CDATA[") {
                    result += try text(until: "]]>").utf8
                } else if skip("<!--") {
                    _ = try text(until: "-->")
                } else if skip("</\(name)>") {
                    return String(decoding: result, as: UTF8.self)
                } else {
                    throw .notAPropertyList
                }
            } else if byte == UInt8(ascii: "&") {
                position += 1
                result += try reference(text(until: ";")).utf8
            } else if byte == 0x0D {
                position += 1
                if position >= bytes.count || bytes[position] != 0x0A { result.append(0x0A) }
            } else {
                guard byte >= 0x20 || byte == 0x09 || byte == 0x0A else { throw .notAPropertyList }
                result.append(byte)
                position += 1
            }
        }
        throw .notAPropertyList
    }

    private func reference(_ name: String) throws(Failure) -> String {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { throw .notAPropertyList }
            let digits = name.dropFirst()
            let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let number, number >= 0x20 || [0x09, 0x0A, 0x0D].contains(number), let scalar = Unicode.Scalar(number)
            else { throw .notAPropertyList }
            return String(Character(scalar))
        }
    }

    private func starts(_ token: String) -> Bool {
        bytes[position...].starts(with: token.utf8)
    }

    private mutating func skip(_ token: String) -> Bool {
        guard starts(token) else { return false }
        position += token.utf8.count
        return true
    }

    /// The text before `token`, which is passed over too.
    private mutating func text(until token: String) throws(Failure) -> String {
        let start = position
        while position < bytes.count {
            let end = position
            if skip(token) { return String(decoding: bytes[start..<end], as: UTF8.self) }
            position += 1
        }
        throw .notAPropertyList
    }
}
