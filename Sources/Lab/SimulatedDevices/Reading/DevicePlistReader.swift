import Foundation
import SimulatedClock

/// Reads one XML property list as strictly as a device may: no DTD of its own, no unknown element, no key twice.
///
/// Bounded by the size of its input and by a depth of 64. Reads UTF-8 only.
struct DevicePlistReader {
    struct Failure: Error, Equatable, CustomStringConvertible {
        let reason: String
        let position: Int
        var description: String { "\(reason) (byte \(position))" }
    }

    private let bytes: [UInt8]
    private var position = 0
    private static let deepest = 64

    static func value(_ xml: [UInt8]) throws(Failure) -> DeviceValue {
        var reader = DevicePlistReader(bytes: xml)
        return try reader.document()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func document() throws(Failure) -> DeviceValue {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw failure("not UTF-8") }
        if skip("<?xml") {
            let declaration = try text(until: "?>").lowercased()
            guard !declaration.contains("encoding") || declaration.contains("utf-8") else {
                throw failure("another encoding than UTF-8")
            }
        }
        try passOver()
        if skip("<!DOCTYPE") {
            let declaration = try text(until: ">")
            guard declaration.hasPrefix(" plist"), !declaration.contains("[") else { throw failure("a DTD of its own") }
            try passOver()
        }
        guard skip("<plist") else { throw failure("no <plist>") }
        guard try !text(until: ">").hasSuffix("/") else { throw failure("an empty <plist>") }
        try passOver()
        let value = try value(depth: 0)
        try passOver()
        guard skip("</plist>") else { throw failure("more than one value, or no </plist>") }
        try passOver()
        guard position == bytes.count else { throw failure("something after </plist>") }
        return value
    }

    private mutating func value(depth: Int) throws(Failure) -> DeviceValue {
        guard depth <= Self.deepest else { throw failure("nested deeper than \(Self.deepest)") }
        if skip("<dict/>") { return .dictionary([:]) }
        if skip("<array/>") { return .array([]) }
        if skip("<string/>") { return .string("") }
        if skip("<data/>") { return .data([]) }
        if skip("<true/>") || skip("<true></true>") { return .boolean(true) }
        if skip("<false/>") || skip("<false></false>") { return .boolean(false) }
        if skip("<dict>") { return .dictionary(try entries(depth: depth)) }
        if skip("<array>") { return .array(try elements(depth: depth)) }
        if skip("<string>") { return .string(try content(closing: "string")) }
        if skip("<integer>") {
            let text = try content(closing: "integer")
            guard let number = Int64(text) else { throw failure("no integer: \(text.prefix(40))") }
            return .integer(number)
        }
        if skip("<real>") {
            let text = try content(closing: "real")
            guard let number = Double(text) else { throw failure("no number: \(text.prefix(40))") }
            return .real(number)
        }
        if skip("<data>") {
            let text = try content(closing: "data").filter { !$0.isWhitespace }
            guard let data = Data(base64Encoded: text) else { throw failure("<data> that is not base64") }
            return .data([UInt8](data))
        }
        if skip("<date>") {
            let text = try content(closing: "date")
            guard let date = RFC3339.instant(text) else { throw failure("no date: \(text.prefix(40))") }
            return .date(date)
        }
        throw failure("an element that property lists do not have")
    }

    private mutating func entries(depth: Int) throws(Failure) -> [String: DeviceValue] {
        var entries: [String: DeviceValue] = [:]
        try passOver()
        while !skip("</dict>") {
            guard skip("<key>") else { throw failure("a value without a key") }
            let key = try content(closing: "key")
            try passOver()
            guard entries.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
                throw failure("the key \(key) twice")
            }
            try passOver()
        }
        return entries
    }

    private mutating func elements(depth: Int) throws(Failure) -> [DeviceValue] {
        var elements: [DeviceValue] = []
        try passOver()
        while !skip("</array>") {
            elements.append(try value(depth: depth + 1))
            try passOver()
        }
        return elements
    }

    /// White space and comments.
    private mutating func passOver() throws(Failure) {
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

    /// Character data up to the end tag, with references replaced.
    private mutating func content(closing name: String) throws(Failure) -> String {
        var result: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "<") {
                if skip("<![CDATA[") {
                    result += try text(until: "]]>").utf8
                } else if skip("</\(name)>") {
                    return String(decoding: result, as: UTF8.self)
                } else {
                    throw failure("<\(name)> holds an element")
                }
            } else if byte == UInt8(ascii: "&") {
                position += 1
                result += try reference(text(until: ";")).utf8
            } else {
                guard byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else {
                    throw failure("a control character")
                }
                result.append(byte)
                position += 1
            }
        }
        throw failure("<\(name)> without an end")
    }

    private func reference(_ name: String) throws(Failure) -> String {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let digits = name.dropFirst()
            let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard name.hasPrefix("#"), let number, number >= 0x20 || [0x09, 0x0A, 0x0D].contains(number),
                let scalar = Unicode.Scalar(number)
            else { throw failure("an entity that XML does not have: \(name.prefix(20))") }
            return String(Character(scalar))
        }
    }

    private func failure(_ reason: String) -> Failure { Failure(reason: reason, position: position) }

    private mutating func skip(_ token: StaticString) -> Bool {
        token.withUTF8Buffer { skip($0) }
    }

    private mutating func skip(_ token: String) -> Bool { skip(token.utf8) }

    private mutating func skip(_ token: some Collection<UInt8>) -> Bool {
        guard bytes[position...].starts(with: token) else { return false }
        position += token.count
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
        throw failure("\(token) is missing")
    }
}
