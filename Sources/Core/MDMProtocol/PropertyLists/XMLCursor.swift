/// A place in an XML body and the small steps from there: tags, white space, comments.
struct XMLCursor {
    let body: Body
    var at = 0

    init(_ body: Body) { self.body = body }

    mutating func checkCharacters() throws(PropertyListError) {
        if body.has("\u{FEFF}", at: 0) { at = 3 }
        try XMLCharacters.check(body, from: at)
    }

    @inline(__always)
    mutating func skipSpace() {
        while true {
            let word = body.word(at: at), marks = XMLWords.marks(in: word)
            guard marks == 0 else {
                at += XMLWords.place(marks)
                return
            }
            // Of a body that was checked, eight bytes are 0 only where they do not all lie inside.
            guard word != 0 else { break }
            at += 8
        }
        while XMLCharacters.isSpace(body[at]) { at += 1 }
    }

    /// White space and comments before a tag; anything else than `<` is text where none belongs.
    @inline(__always)
    mutating func skipBetweenValues() throws(PropertyListError) {
        while true {
            skipSpace()
            guard body[at] == UInt8(ascii: "<") else {
                throw .syntax(at < body.count ? .textOutsideValue : .unfinished, offset: at)
            }
            guard body[at + 1] == UInt8(ascii: "!"), body.has("<!--", at: at) else { return }
            try skipComment()
        }
    }

    /// At `<!--`. Two hyphens may only end it (XML 1.0 §2.5).
    mutating func skipComment() throws(PropertyListError) {
        let start = at
        at += 4
        while at < body.count {
            if body[at] == UInt8(ascii: "-"), body[at + 1] == UInt8(ascii: "-") {
                guard body[at + 2] == UInt8(ascii: ">") else { throw .syntax(.comment, offset: at) }
                at += 3
                return
            }
            at += 1
        }
        throw .syntax(.unfinished, offset: start)
    }

    /// At `<`: name and end of a start tag. Attributes are for `<plist>` only.
    @inline(__always)
    mutating func startTag() throws(PropertyListError) -> (XMLElement, isEmpty: Bool) {
        if let (element, length) = XMLWords.startTag(body.word(at: at), next: body[at + 8]) {
            at += length
            return (element, false)
        }
        return try unusualStartTag()
    }

    /// With blanks in it, or empty.
    private mutating func unusualStartTag() throws(PropertyListError) -> (XMLElement, isEmpty: Bool) {
        let start = at
        guard var element = XMLElement.candidate(body[at + 1], body[at + 2]) else { throw wrongTag(start) }
        if element == .data, body[at + 4] == UInt8(ascii: "e") { element = .date }
        guard body.has(element.name, at: at + 1) else { throw wrongTag(start) }
        at += 1 + element.name.utf8CodeUnitCount
        if body[at] == UInt8(ascii: ">") {
            at += 1
            return (element, false)
        }
        let nameEnd = at
        skipSpace()
        if body.has("/>", at: at) {
            at += 2
            return (element, true)
        }
        if body[at] == UInt8(ascii: ">") {
            at += 1
            return (element, false)
        }
        if at >= body.count { throw .syntax(.unfinished, offset: start) }
        throw .syntax(at > nameEnd ? .attribute : .unknownElement, offset: start)
    }

    /// Skips `</name>` with white space before the `>`; false, and nothing skipped, when it is something else.
    @inline(__always)
    mutating func skipEndTag(_ element: XMLElement) -> Bool {
        if let length = XMLWords.endTag(of: element, body.word(at: at), next: body[at + 8], last: body[at + 9]) {
            at += length
            return true
        }
        return skipEndTag(named: element.name)
    }

    mutating func skipEndTag(named name: StaticString) -> Bool {
        guard body[at] == UInt8(ascii: "<"), body[at + 1] == UInt8(ascii: "/"), body.has(name, at: at + 2) else {
            return false
        }
        var end = at + 2 + name.utf8CodeUnitCount
        while XMLCharacters.isSpace(body[end]) { end += 1 }
        guard body[end] == UInt8(ascii: ">") else { return false }
        at = end + 1
        return true
    }

    /// `<true></true>` with nothing between.
    mutating func emptyContent(_ element: XMLElement) throws(PropertyListError) {
        guard skipEndTag(element) else {
            throw .syntax(at < body.count ? .contentInBoolean : .unfinished, offset: at)
        }
    }

    /// Only white space and comments may follow `</plist>`.
    mutating func expectNothingMore() throws(PropertyListError) {
        while true {
            skipSpace()
            if at >= body.count { return }
            guard body.has("<!--", at: at) else { throw .syntax(.trailingBytes, offset: at) }
            try skipComment()
        }
    }

    /// What stands at a `<` that begins none of our elements.
    func wrongTag(_ start: Int) -> PropertyListError {
        switch body[start + 1] {
        case UInt8(ascii: "?"): .syntax(.processingInstruction, offset: start)
        case UInt8(ascii: "!"): .syntax(body.has("<![CDATA[", at: start) ? .textOutsideValue : .markup, offset: start)
        case 0: .syntax(.unfinished, offset: start)
        default: .syntax(.unknownElement, offset: start)
        }
    }
}
