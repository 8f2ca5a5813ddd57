import FoundationEssentials

/// The text of simple values, made numbers, dates and data.
enum XMLValues {
    @inline(__always)
    static func scalar(
        _ element: XMLElement, _ text: UnsafeBufferPointer<UInt8>, limits: PropertyListLimits, at offset: Int
    ) throws(PropertyListError) -> XMLScalar {
        switch element {
        case .string, .key, .array, .dict, .true, .false: return .string(text)
        case .integer:
            guard let number = integer(text) else { throw .value(.integer, offset: offset) }
            return .integer(number)
        case .real:
            guard let number = real(text) else { throw .value(.real, offset: offset) }
            return .real(number)
        case .date:
            guard let date = date(text) else { throw .value(.date, offset: offset) }
            return .date(date)
        case .data:
            guard let count = Base64.decodedCount(text) else { throw .value(.base64, offset: offset) }
            guard count <= limits.data else { throw .limit(.data, offset: offset) }
            return .data(text, decodedCount: count)
        }
    }

    @inline(__always)
    static func digit(_ byte: UInt8, isHexadecimal: Bool) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f") where isHexadecimal: byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F") where isHexadecimal: byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Decimal with an optional sign and white space around it, or `0x` and hexadecimal digits and nothing else.
    private static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        let isHexadecimal =
            text.count > 2 && text[0] == UInt8(ascii: "0") && text[1] | 0x20 == UInt8(ascii: "x")
        var digits = isHexadecimal ? text[2...] : trimmed(text)
        var isNegative = false
        if !isHexadecimal, let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            digits = digits.dropFirst()
        }
        guard !digits.isEmpty else { return nil }
        var number: Int64 = 0
        for byte in digits {
            guard let digit = digit(byte, isHexadecimal: isHexadecimal) else { return nil }
            let (shifted, tooLarge) = number.multipliedReportingOverflow(by: isHexadecimal ? 16 : 10)
            let step = isNegative ? -Int64(digit) : Int64(digit)
            let (sum, alsoTooLarge) = shifted.addingReportingOverflow(step)
            guard !tooLarge, !alsoTooLarge else { return nil }
            number = sum
        }
        return number
    }

    /// `1`, `-1.5`, `.5`, `5.`, `1e-3`, at most 512 characters, white space around it; finite.
    private static func real(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        let number = trimmed(text)
        guard number.count <= 512, isDecimal(number) else { return nil }
        guard let value = Double(String(decoding: number, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    private static func isDecimal(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var rest = text
        func isSign(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
        func skipDigits() -> Int {
            let before = rest.count
            rest = rest.drop { digit($0, isHexadecimal: false) != nil }
            return before - rest.count
        }
        if isSign(rest.first) { rest = rest.dropFirst() }
        var digits = skipDigits()
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            digits += skipDigits()
        }
        guard digits > 0 else { return false }
        if let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if isSign(rest.first) { rest = rest.dropFirst() }
            guard skipDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// `YYYY-MM-DDTHH:MM:SSZ`, a day and time that exist, nothing around it.
    private static func date(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
        let shape: StaticString = "dddd-dd-ddTdd:dd:ddZ"
        guard text.count == shape.utf8CodeUnitCount else { return nil }
        for (place, byte) in text.enumerated() {
            let wanted = shape.utf8Start[place]
            let fits = wanted == UInt8(ascii: "d") ? digit(byte, isHexadecimal: false) != nil : byte == wanted
            guard fits else { return nil }
        }
        func number(_ from: Int, _ length: Int) -> Int {
            text[from..<from + length].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
        return CivilTime(
            year: number(0, 4), month: number(5, 2), day: number(8, 2), hour: number(11, 2), minute: number(14, 2),
            second: number(17, 2)
        ).date
    }

    private static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>> {
        var slice = text[...]
        while let first = slice.first, XMLCharacters.isSpace(first) { slice = slice.dropFirst() }
        while let last = slice.last, XMLCharacters.isSpace(last) { slice = slice.dropLast() }
        return slice
    }
}
