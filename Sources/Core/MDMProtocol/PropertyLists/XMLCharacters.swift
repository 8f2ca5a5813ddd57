/// The characters of XML 1.0 (§2.2) in UTF-8, and nothing else.
enum XMLCharacters {
    /// Checks a whole body once, so that everything after it may trust the bytes.
    static func check(_ body: Body, from start: Int) throws(PropertyListError) {
        var index = start
        while index < body.count {
            while index <= body.count - 8, XMLWords.isPlainASCII(body.word(at: index)) { index += 8 }
            guard index < body.count else { return }
            let byte = body[index]
            if byte >= 0x80 {
                index += try lengthOfSequence(body, index)
            } else {
                guard byte >= 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D else {
                    throw .character(offset: index)
                }
                index += 1
            }
        }
    }

    /// Well-formed sequences of The Unicode Standard, table 3-7; U+FFFE and U+FFFF are no characters of XML.
    private static func lengthOfSequence(_ body: Body, _ index: Int) throws(PropertyListError) -> Int {
        let first = body[index], second = body[index + 1]
        let allowed: ClosedRange<UInt8>, length: Int
        switch first {
        case 0xC2...0xDF: (allowed, length) = (0x80...0xBF, 2)
        case 0xE0: (allowed, length) = (0xA0...0xBF, 3)
        case 0xED: (allowed, length) = (0x80...0x9F, 3)
        case 0xE1...0xEF: (allowed, length) = (0x80...0xBF, 3)
        case 0xF0: (allowed, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (allowed, length) = (0x80...0xBF, 4)
        case 0xF4: (allowed, length) = (0x80...0x8F, 4)
        default: throw .encoding(offset: index)
        }
        guard allowed.contains(second) else { throw .encoding(offset: index) }
        for place in 2..<max(length, 2) where body[index + place] & 0xC0 != 0x80 { throw .encoding(offset: index) }
        if first == 0xEF, second == 0xBF, body[index + 2] >= 0xBE { throw .character(offset: index) }
        return length
    }

    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }
}
