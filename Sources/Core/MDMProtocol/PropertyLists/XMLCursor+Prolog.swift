/// What stands before the first value: XML declaration, document type, `<plist>`.
extension XMLCursor {
    mutating func skipProlog() throws(PropertyListError) {
        let hasDeclaration = body.has("<?xml", at: at)
        guard hasDeclaration || body.has("<plist", at: at) else { throw .unknownForm }
        if hasDeclaration { try skipDeclaration() }
        var hasType = false
        while true {
            try skipBetweenValues()
            guard body.has("<!DOCTYPE", at: at) else { return }
            guard !hasType else { throw .syntax(.documentType, offset: at) }
            hasType = true
            try skipDocumentType()
        }
    }

    /// `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` (XML 1.0 §2.8); no other version or encoding.
    private mutating func skipDeclaration() throws(PropertyListError) {
        let start = at
        at += 5
        guard skipSpaceIfAny(), let version = pseudoAttribute("version"), version == "1.0" else {
            throw .syntax(.xmlDeclaration, offset: start)
        }
        var spaced = skipSpaceIfAny()
        if spaced, let encoding = pseudoAttribute("encoding") {
            guard encoding.uppercased() == "UTF-8" else { throw .syntax(.xmlDeclaration, offset: start) }
            spaced = skipSpaceIfAny()
        }
        if spaced, let standalone = pseudoAttribute("standalone") {
            guard standalone == "yes" || standalone == "no" else { throw .syntax(.xmlDeclaration, offset: start) }
            skipSpace()
        }
        guard body.has("?>", at: at) else { throw .syntax(.xmlDeclaration, offset: start) }
        at += 2
    }

    /// `<!DOCTYPE plist PUBLIC "…" "…">`, `SYSTEM "…"` or neither (XML 1.0 §2.8); nothing of it is fetched.
    private mutating func skipDocumentType() throws(PropertyListError) {
        let start = at
        at += 9
        guard skipSpaceIfAny(), body.has("plist", at: at) else { throw .syntax(.documentType, offset: start) }
        at += 5
        let spaced = skipSpaceIfAny()
        if spaced, body.has("PUBLIC", at: at) {
            at += 6
            guard skipSpaceIfAny(), skipLiteral(isPublic: true), skipSpaceIfAny(), skipLiteral(isPublic: false)
            else { throw .syntax(.documentType, offset: start) }
            skipSpace()
        } else if spaced, body.has("SYSTEM", at: at) {
            at += 6
            guard skipSpaceIfAny(), skipLiteral(isPublic: false) else {
                throw .syntax(.documentType, offset: start)
            }
            skipSpace()
        }
        guard body[at] == UInt8(ascii: ">") else {
            throw .syntax(body[at] == UInt8(ascii: "[") ? .internalSubset : .documentType, offset: at)
        }
        at += 1
    }

    /// `<plist version="1.0">`; the version may say anything, and nothing else may be said.
    mutating func skipPlistTag() throws(PropertyListError) {
        let start = at
        guard body.has("<plist", at: at) else { throw wrongTag(start) }
        at += 6
        let spaced = skipSpaceIfAny()
        if spaced, body.has("version", at: at) {
            guard pseudoAttribute("version") != nil else { throw .syntax(.attribute, offset: start) }
            skipSpace()
        }
        if body.has("/>", at: at) { throw .syntax(.noValue, offset: start) }
        guard body[at] == UInt8(ascii: ">") else {
            if at >= body.count { throw .syntax(.unfinished, offset: start) }
            throw .syntax(spaced ? .attribute : .unknownElement, offset: start)
        }
        at += 1
    }

    private mutating func skipSpaceIfAny() -> Bool {
        let before = at
        skipSpace()
        return at > before
    }

    /// `name = "value"` in either quotes; the value is at most 64 bytes and free of `<` and `&`.
    private mutating func pseudoAttribute(_ name: StaticString) -> String? {
        guard body.has(name, at: at) else { return nil }
        at += name.utf8CodeUnitCount
        skipSpace()
        guard body[at] == UInt8(ascii: "=") else { return nil }
        at += 1
        skipSpace()
        let quote = body[at], start = at + 1
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        var end = start
        while body[end] != quote {
            let byte = body[end]
            guard end - start < 64, byte != 0, byte != UInt8(ascii: "<"), byte != UInt8(ascii: "&") else { return nil }
            end += 1
        }
        at = end + 1
        return String(decoding: body.part(start, end), as: UTF8.self)
    }

    /// A quoted literal; a public one is limited to XML's PubidChar (§2.3 [13]).
    private mutating func skipLiteral(isPublic: Bool) -> Bool {
        let quote = body[at]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return false }
        at += 1
        while body[at] != quote {
            guard at < body.count, !isPublic || Self.isPublicCharacter(body[at]) else { return false }
            at += 1
        }
        at += 1
        return true
    }

    private static func isPublicCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x0D, 0x0A, UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-'()+,./:=?;!*#@$_%".utf8.contains(byte)
        }
    }
}
