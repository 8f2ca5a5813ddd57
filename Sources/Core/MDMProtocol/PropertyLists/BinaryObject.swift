import FoundationEssentials

/// The head of one object in a `bplist00`: its kind, how many, and where its content begins.
struct BinaryObject {
    enum Kind { case boolean, integer, real, date, data, string, array, dictionary }

    let kind: Kind
    let start: Int
    let content: Int
    /// Elements of a container, bytes of data, characters (ASCII) or units (UTF-16) of a string, bytes of a number.
    let count: Int
    let isUTF16: Bool

    var isContainer: Bool { kind == .array || kind == .dictionary }

    /// - Parameter end: where objects must end. Null, fill, UID and set are refused: XML has no word for them.
    init(_ body: Body, at start: Int, end: Int) throws(PropertyListError) {
        let marker = body[start], low = Int(marker & 0x0F)
        self.start = start
        isUTF16 = marker >> 4 == 6
        switch marker {
        case 0x08, 0x09: (kind, count, content) = (.boolean, 0, start + 1)
        case 0x10...0x14: (kind, count, content) = (.integer, 1 << low, start + 1)
        case 0x22, 0x23: (kind, count, content) = (.real, 1 << low, start + 1)
        case 0x33: (kind, count, content) = (.date, 8, start + 1)
        case 0x40...0x6F, 0xA0...0xAF, 0xD0...0xDF:
            switch marker >> 4 {
            case 4: kind = .data
            case 5, 6: kind = .string
            case 10: kind = .array
            default: kind = .dictionary
            }
            (count, content) = low == 15 ? try Self.longCount(body, start) : (low, start + 1)
        default: throw .binary(.unknownObject, offset: start)
        }
        let size = isContainer ? 0 : isUTF16 ? count.multipliedReportingOverflow(by: 2).partialValue : count
        guard count <= end, size <= end - content else { throw .binary(.length, offset: start) }
    }

    /// A count of 15 and more stands in an integer object of its own.
    private static func longCount(_ body: Body, _ start: Int) throws(PropertyListError) -> (Int, Int) {
        let marker = body[start + 1], size = 1 << Int(marker & 0x0F)
        guard (0x10...0x13).contains(marker), let number = body.bigEndian(at: start + 2, size: size),
            let count = Int(exactly: number)
        else { throw .binary(.length, offset: start) }
        return (count, start + 2 + size)
    }

    /// The value of an object that is no container.
    func value(in body: Body) throws(PropertyListError) -> PropertyList {
        switch kind {
        case .boolean: .boolean(body[start] == 0x09)
        case .integer: .integer(try integer(in: body))
        case .real: .real(try real(in: body))
        case .date: .date(try date(in: body))
        case .data: .data(Array(body.part(content, content + count)))
        case .string: .string(isUTF16 ? try utf16(in: body) : try ascii(in: body))
        case .array, .dictionary: throw .binary(.unknownObject, offset: start)
        }
    }

    /// Up to four bytes without sign, eight and sixteen with; what does not fit into 64 bits with sign is refused.
    private func integer(in body: Body) throws(PropertyListError) -> Int64 {
        let fault = PropertyListError.value(.integer, offset: start)
        guard count == 16 else {
            guard let number = body.bigEndian(at: content, size: count) else { throw fault }
            return Int64(bitPattern: number)
        }
        guard let high = body.bigEndian(at: content, size: 8), let low = body.bigEndian(at: content + 8, size: 8)
        else { throw fault }
        let number = Int64(bitPattern: low)
        guard high == (number < 0 ? UInt64.max : 0) else { throw fault }
        return number
    }

    private func real(in body: Body) throws(PropertyListError) -> Double {
        let fault = PropertyListError.value(.real, offset: start)
        guard let bits = body.bigEndian(at: content, size: count) else { throw fault }
        let number = count == 4 ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits)
        guard number.isFinite else { throw fault }
        return number
    }

    /// Seconds since 2001; the years 1 to 9999.
    private func date(in body: Body) throws(PropertyListError) -> Date {
        let fault = PropertyListError.value(.date, offset: start)
        guard let bits = body.bigEndian(at: content, size: 8) else { throw fault }
        let seconds = Double(bitPattern: bits)
        guard seconds >= -63_113_904_000, seconds < 252_423_993_600 else { throw fault }
        return Date(timeIntervalSinceReferenceDate: seconds)
    }

    private func ascii(in body: Body) throws(PropertyListError) -> String {
        let text = body.part(content, content + count)
        for (place, byte) in text.enumerated() {
            guard byte < 0x80 else { throw .encoding(offset: content + place) }
            guard byte >= 0x20 || XMLCharacters.isSpace(byte) else { throw .character(offset: content + place) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func utf16(in body: Body) throws(PropertyListError) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(count)
        var place = 0
        func unit(_ place: Int) -> UInt32 {
            UInt32(body[content + 2 * place]) << 8 | UInt32(body[content + 2 * place + 1])
        }
        while place < count {
            var code = unit(place)
            let offset = content + 2 * place
            if (0xD800...0xDBFF).contains(code), place + 1 < count, (0xDC00...0xDFFF).contains(unit(place + 1)) {
                code = 0x1_0000 + (code - 0xD800) << 10 + (unit(place + 1) - 0xDC00)
                place += 1
            }
            guard let scalar = Unicode.Scalar(code) else { throw .encoding(offset: offset) }
            guard XMLCharacters.isAllowed(scalar) else { throw .character(offset: offset) }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            place += 1
        }
        return String(decoding: text, as: UTF8.self)
    }
}
