/// The XML property list inside a signed request: one dictionary of strings, and nothing else that XML or
/// property lists could say.
///
/// No internal DTD subset, no comments, no processing instructions, no CDATA, no entities but the predefined
/// ones and characters by number. Foundation's property-list code is not for bytes of others
/// (security reference §0.1).
struct RequestPropertyList {
    enum Failure: Error, Equatable {
        case malformed
        /// A value that is not a `<string>`; Apple's portal declines `<data>`.
        case notAString
        case repeatedKey
    }

    static let entryLimit = 16

    private let bytes: [UInt8]
    private var position = 0

    /// - Parameter bytes: UTF-8 without a byte order mark, which Apple's portal declines.
    static func read(_ bytes: [UInt8]) throws(Failure) -> [String: String] {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformed }
        var reader = RequestPropertyList(bytes: bytes)
        return try reader.document()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func document() throws(Failure) -> [String: String] {
        skipWhiteSpace()
        if take("<?xml ") { try skip(past: "?>", within: 100) }
        skipWhiteSpace()
        if take("<!DOCTYPE plist ") { try skip(past: ">", within: 200) }
        skipWhiteSpace()
        guard take("<plist version=\"1.0\">") || take("<plist>") else { throw .malformed }
        skipWhiteSpace()
        guard take("<dict>") else { throw .malformed }
        let entries = try entries()
        skipWhiteSpace()
        guard take("</plist>") else { throw .malformed }
        skipWhiteSpace()
        guard position == bytes.count else { throw .malformed }
        return entries
    }

    private mutating func entries() throws(Failure) -> [String: String] {
        var entries: [String: String] = [:]
        while true {
            skipWhiteSpace()
            if take("</dict>") { return entries }
            guard take("<key>") else { throw .malformed }
            let key = try text()
            guard take("</key>") else { throw .malformed }
            skipWhiteSpace()
            guard take("<string>") else { throw .notAString }
            let value = try text()
            guard take("</string>") else { throw .malformed }
            guard entries.updateValue(value, forKey: key) == nil else { throw .repeatedKey }
            guard entries.count <= Self.entryLimit else { throw .malformed }
        }
    }

    /// Character data up to the next tag.
    private mutating func text() throws(Failure) -> String {
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "<"): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "&"):
                position += 1
                text += try reference()
            default:
                guard byte >= 0x20 || byte.isWhiteSpace else { throw .malformed }
                text.append(byte)
                position += 1
            }
        }
        throw .malformed
    }

    private mutating func reference() throws(Failure) -> [UInt8] {
        let name = bytes[position...].prefix(8)
        guard let length = name.firstIndex(of: UInt8(ascii: ";")).map({ $0 - position }) else { throw .malformed }
        let text = String(decoding: name.prefix(length), as: UTF8.self)
        position += length + 1
        switch text {
        case "amp": return Array("&".utf8)
        case "lt": return Array("<".utf8)
        case "gt": return Array(">".utf8)
        case "quot": return Array("\"".utf8)
        case "apos": return Array("'".utf8)
        default: break
        }
        let number =
            text.hasPrefix("#x")
            ? UInt32(text.dropFirst(2), radix: 16) : text.hasPrefix("#") ? UInt32(text.dropFirst()) : nil
        guard let scalar = number.flatMap(Unicode.Scalar.init),
            scalar.value >= 0x20 || [9, 10, 13].contains(scalar.value)
        else { throw .malformed }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.count, bytes[position].isWhiteSpace { position += 1 }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let pattern = text.withUTF8Buffer(Array.init)
        guard bytes[position...].starts(with: pattern) else { return false }
        position += pattern.count
        return true
    }

    /// Declarations may say anything but open an internal subset.
    private mutating func skip(past end: StaticString, within limit: Int) throws(Failure) {
        let window = Array(bytes[position...].prefix(limit))
        guard let found = window.position(of: end), !window[..<found].contains(UInt8(ascii: "[")),
            !window[..<found].contains(UInt8(ascii: "<"))
        else { throw .malformed }
        position += found + end.utf8CodeUnitCount
    }
}
