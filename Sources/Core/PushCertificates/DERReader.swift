/// A tag and a length of DER (X.690 §8.1), by positions in the bytes they were read from.
struct DERHeader: Equatable {
    let tag: UInt8
    let contentStart: Int
    /// Where the content is said to end; may lie behind the end of a truncated file. Nil for the indefinite
    /// length of BER, which archives use and certificates do not.
    let declaredEnd: Int?
}

/// Reads the outline of DER without recursion, so that no nesting of a hostile file can exhaust the stack, and
/// within limits, so that what reaches the ASN.1 library is never more than a real certificate could be.
struct DERReader {
    static let sequence: UInt8 = 0x30
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let objectIdentifier: UInt8 = 0x06
    static let contextZero: UInt8 = 0xa0

    /// A certificate of Apple has about 150 elements, at most 7 deep.
    static let elementLimit = 1_000
    static let depthLimit = 16

    let bytes: [UInt8]

    /// - Returns: nil when no tag of one byte and no length of at most four bytes stands there.
    func header(at start: Int) -> DERHeader? {
        guard start >= 0, start < bytes.count - 1 else { return nil }
        let tag = bytes[start]
        guard tag & 0x1f != 0x1f else { return nil }
        let first = bytes[start + 1]
        if first == 0x80 { return DERHeader(tag: tag, contentStart: start + 2, declaredEnd: nil) }
        guard first & 0x80 != 0 else {
            return DERHeader(tag: tag, contentStart: start + 2, declaredEnd: start + 2 + Int(first))
        }
        let count = Int(first & 0x7f)
        guard count <= 4, start + 2 + count <= bytes.count else { return nil }
        let length = bytes[(start + 2)..<(start + 2 + count)].reduce(0) { $0 << 8 | Int($1) }
        return DERHeader(tag: tag, contentStart: start + 2 + count, declaredEnd: start + 2 + count + length)
    }

    /// The position behind the element at `start`, when the file holds all of it.
    func end(of header: DERHeader) -> Int? {
        guard let end = header.declaredEnd, end <= bytes.count else { return nil }
        return end
    }

    /// Tags of the elements directly inside, at most `limit`; stops without complaint where the file is cut.
    func childTags(of header: DERHeader, limit: Int) -> [UInt8] {
        var tags: [UInt8] = []
        var position = header.contentStart
        let end = min(header.declaredEnd ?? bytes.count, bytes.count)
        while tags.count < limit, position < end, let child = self.header(at: position) {
            tags.append(child.tag)
            guard let next = child.declaredEnd else { break }
            position = next
        }
        return tags
    }

    /// True when the element is whole, every constructed element inside is exactly filled, and the limits hold.
    func isSound(_ root: DERHeader) -> Bool {
        guard let rootEnd = end(of: root) else { return false }
        var open = [rootEnd]
        var position = root.contentStart
        var elements = 1
        while let end = open.last {
            if position == end {
                open.removeLast()
                continue
            }
            guard let child = header(at: position), let childEnd = child.declaredEnd, childEnd <= end else {
                return false
            }
            elements += 1
            guard elements <= Self.elementLimit else { return false }
            if child.tag & 0x20 == 0 {
                position = childEnd
            } else {
                open.append(childEnd)
                guard open.count <= Self.depthLimit else { return false }
                position = child.contentStart
            }
        }
        return true
    }
}
