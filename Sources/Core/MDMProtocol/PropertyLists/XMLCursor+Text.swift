/// The text of a value: where it lies in the body, or decoded when it cannot be taken as it is.
enum XMLText {
    case plain(Int, Int)
    case decoded([UInt8])
}

extension XMLCursor {
    /// Reads the text of an element and its end tag.
    ///
    /// - Parameter limit: bytes of decoded text.
    @inline(__always)
    mutating func text(of element: XMLElement, isEmpty: Bool, limit: Int) throws(PropertyListError) -> XMLText {
        let start = at
        if isEmpty { return .plain(start, start) }
        var end = start
        scanning: while true {
            let word = body.word(at: end), stops = XMLWords.stops(in: word)
            if stops != 0 {
                end += XMLWords.place(stops)
            } else if word != 0 {
                end += 8
                continue
            }
            switch body[end] {
            case UInt8(ascii: "<"):
                if body[end + 1] == UInt8(ascii: "!") { break scanning }
                at = end
                guard end - start <= limit else { throw .limit(.string, offset: start) }
                guard skipEndTag(element) else { throw wrongEnd(end) }
                return .plain(start, end)
            case UInt8(ascii: "&"), 0x0D: break scanning
            case UInt8(ascii: ">"):
                if body[end - 1] == UInt8(ascii: "]"), body[end - 2] == UInt8(ascii: "]"), end - 2 >= start {
                    throw .syntax(.cdata, offset: end)
                }
                end += 1
            case 0: throw .syntax(.unfinished, offset: start)
            default: end += 1
            }
        }
        return .decoded(try decodedText(of: element, limit: limit))
    }

    private func wrongEnd(_ end: Int) -> PropertyListError {
        switch body[end + 1] {
        case UInt8(ascii: "/"): .syntax(.wrongEndTag, offset: end)
        case UInt8(ascii: "?"): .syntax(.processingInstruction, offset: end)
        case 0: .syntax(.unfinished, offset: end)
        default: .syntax(.markup, offset: end)
        }
    }

    /// The slow way: entities, CDATA sections, comments and line ends (XML 1.0 §2.11: CR and CR LF become LF).
    private mutating func decodedText(of element: XMLElement, limit: Int) throws(PropertyListError) -> [UInt8] {
        var text: [UInt8] = []
        let start = at
        while true {
            guard text.count <= limit else { throw .limit(.string, offset: start) }
            switch body[at] {
            case UInt8(ascii: "<"):
                if body.has("<!--", at: at) {
                    try skipComment()
                } else if body.has("<![CDATA[", at: at) {
                    try appendSection(to: &text)
                } else {
                    let end = at
                    guard skipEndTag(element) else {
                        throw body[end + 1] == UInt8(ascii: "!") ? .syntax(.markup, offset: end) : wrongEnd(end)
                    }
                    return text
                }
            case UInt8(ascii: "&"): try appendReference(to: &text)
            case UInt8(ascii: "]") where body.has("]]>", at: at): throw .syntax(.cdata, offset: at)
            case 0: throw .syntax(.unfinished, offset: start)
            default: appendCharacter(to: &text)
            }
        }
    }

    @inline(__always)
    private mutating func appendCharacter(to text: inout [UInt8]) {
        if body[at] == 0x0D {
            text.append(0x0A)
            if body[at + 1] == 0x0A { at += 1 }
        } else {
            text.append(body[at])
        }
        at += 1
    }

    private mutating func appendSection(to text: inout [UInt8]) throws(PropertyListError) {
        let start = at
        at += 9
        while !body.has("]]>", at: at) {
            guard at < body.count else { throw .syntax(.unfinished, offset: start) }
            appendCharacter(to: &text)
        }
        at += 3
    }

    /// One of the five named entities, or a numeric reference to a character that XML 1.0 allows.
    private mutating func appendReference(to text: inout [UInt8]) throws(PropertyListError) {
        let start = at
        if body[at + 1] == UInt8(ascii: "#") {
            let scalar = try numericReference()
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            return
        }
        let named: [(StaticString, UInt8)] = [
            ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27),
        ]
        for (name, byte) in named where body.has(name, at: start) {
            at += name.utf8CodeUnitCount
            text.append(byte)
            return
        }
        throw .syntax(.entity, offset: start)
    }

    private mutating func numericReference() throws(PropertyListError) -> Unicode.Scalar {
        let start = at
        at += 2
        let isHexadecimal = body[at] == UInt8(ascii: "x")
        if isHexadecimal { at += 1 }
        let first = at
        var number: UInt32 = 0
        while let digit = XMLValues.digit(body[at], isHexadecimal: isHexadecimal) {
            number = number * (isHexadecimal ? 16 : 10) + UInt32(digit)
            guard number <= 0x10_FFFF else { throw .syntax(.characterReference, offset: start) }
            at += 1
        }
        guard at > first, body[at] == UInt8(ascii: ";"), let scalar = Unicode.Scalar(number),
            XMLCharacters.isAllowed(scalar)
        else { throw .syntax(.characterReference, offset: start) }
        at += 1
        return scalar
    }
}
