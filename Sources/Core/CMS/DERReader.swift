/// One element of DER: tag, content, and the bytes it was read from.
package struct DERElement: Sendable {
    package let tag: UInt8
    package let content: ArraySlice<UInt8>
    package let encoded: ArraySlice<UInt8>

    package func isIdentifier(_ identifier: OID) -> Bool {
        tag == DERTag.objectIdentifier && content.elementsEqual(identifier.bytes)
    }

    /// The elements inside.
    package var inside: DERCursor { DERCursor(content) }
}

/// Identifier octets that occur in what we read (X.690 §8.1.2); multi-byte tags do not.
package enum DERTag {
    package static let integer: UInt8 = 0x02
    package static let bitString: UInt8 = 0x03
    package static let octetString: UInt8 = 0x04
    package static let null: UInt8 = 0x05
    package static let objectIdentifier: UInt8 = 0x06
    package static let printableString: UInt8 = 0x13
    package static let sequence: UInt8 = 0x30
    package static let set: UInt8 = 0x31
    /// `[n]`, constructed.
    package static func context(_ number: UInt8) -> UInt8 { 0xa0 | number }
    /// `[n]`, primitive.
    package static func plainContext(_ number: UInt8) -> UInt8 { 0x80 | number }
}

/// Walks over the elements at one level. Strict: definite lengths in their shortest form, nothing cut off.
package struct DERCursor: Sendable {
    package private(set) var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    package var isAtEnd: Bool { rest.isEmpty }
    package var nextTag: UInt8? { rest.first }

    package mutating func next() throws(CMSError) -> DERElement {
        var position = rest.startIndex
        func octet(_ all: ArraySlice<UInt8>) throws(CMSError) -> UInt8 {
            guard position < all.endIndex else { throw .malformed }
            defer { position += 1 }
            return all[position]
        }
        let tag = try octet(rest)
        guard tag & 0x1f != 0x1f else { throw .malformed }
        var length = Int(try octet(rest))
        if length >= 0x80 {
            let count = length & 0x7f
            guard (1...4).contains(count) else { throw .malformed }
            length = 0
            for _ in 0..<count { length = length << 8 | Int(try octet(rest)) }
            guard length >= 0x80, length >> (8 * (count - 1)) != 0 else { throw .malformed }
        }
        guard length <= rest.endIndex - position else { throw .malformed }
        let end = position + length
        defer { rest = rest[end...] }
        return DERElement(tag: tag, content: rest[position..<end], encoded: rest[rest.startIndex..<end])
    }

    /// - Throws: ``CMSError/malformed`` when the next element is another one, or there is none.
    package mutating func next(_ tag: UInt8) throws(CMSError) -> DERElement {
        let element = try next()
        guard element.tag == tag else { throw .malformed }
        return element
    }

    /// Takes the next element only when it has this tag.
    package mutating func nextIf(_ tag: UInt8) throws(CMSError) -> DERElement? {
        guard nextTag == tag else { return nil }
        return try next()
    }

    package func end() throws(CMSError) {
        guard isAtEnd else { throw .malformed }
    }

    /// All remaining elements.
    ///
    /// - Throws: ``CMSError/malformed`` when there are more than `limit`.
    package mutating func all(limit: Int) throws(CMSError) -> [DERElement] {
        var elements: [DERElement] = []
        while !isAtEnd {
            guard elements.count < limit else { throw .malformed }
            elements.append(try next())
        }
        return elements
    }
}

extension DERElement {
    /// Exactly one element, nothing after it.
    package init(whole bytes: some Collection<UInt8>, tag: UInt8) throws(CMSError) {
        var cursor = DERCursor(Array(bytes)[...])
        self = try cursor.next(tag)
        try cursor.end()
    }
}
