/// A walk over DER by positions, without copies: the same strictness as ``DERCursor``, for messages that are read
/// thousands of times a second. Every access is checked against the bytes.
struct DERWalk {
    private(set) var position: Int
    let end: Int

    struct Piece {
        let tag: UInt8
        let start: Int
        let content: Range<Int>
        var whole: Range<Int> { start..<content.upperBound }
        var inside: DERWalk { DERWalk(content) }
    }

    init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position == end }

    /// - Returns: nil at the end, and for everything that is not strict DER.
    mutating func next(_ bytes: borrowing Span<UInt8>) -> Piece? {
        var place = position
        guard end - place >= 2, end <= bytes.count else { return nil }
        let tag = bytes[place]
        guard tag & 0x1f != 0x1f else { return nil }
        var length = Int(bytes[place + 1])
        place += 2
        if length >= 0x80 {
            let count = length & 0x7f
            guard (1...4).contains(count), count <= end - place else { return nil }
            length = 0
            for _ in 0..<count {
                length = length << 8 | Int(bytes[place])
                place += 1
            }
            guard length >= 0x80, length >> (8 * (count - 1)) != 0 else { return nil }
        }
        guard length <= end - place else { return nil }
        defer { position = place + length }
        return Piece(tag: tag, start: position, content: place..<place + length)
    }

    mutating func next(_ bytes: borrowing Span<UInt8>, _ tag: UInt8) -> Piece? {
        guard let piece = next(bytes), piece.tag == tag else { return nil }
        return piece
    }

    func nextTag(_ bytes: borrowing Span<UInt8>) -> UInt8? { position < end ? bytes[position] : nil }

    /// Whether everything, at every depth, is DER as ``BERNormalizer`` understands it.
    static func isDER(_ bytes: borrowing Span<UInt8>) -> Bool {
        var whole = DERWalk(0..<bytes.count)
        guard let piece = whole.next(bytes), whole.isAtEnd else { return false }
        return isDER(piece, bytes, depth: 0)
    }

    private static func isDER(_ piece: Piece, _ bytes: borrowing Span<UInt8>, depth: Int) -> Bool {
        guard depth < BERNormalizer.deepest, piece.tag != 0, piece.tag != DERTag.octetString | 0x20 else {
            return false
        }
        guard piece.tag & 0x20 != 0 else { return true }
        var inside = piece.inside
        // Its content is looked at one level deeper, and must itself be allowed there.
        guard inside.isAtEnd || depth + 1 < BERNormalizer.deepest else { return false }
        while !inside.isAtEnd {
            guard let child = inside.next(bytes), isDER(child, bytes, depth: depth + 1) else { return false }
        }
        return true
    }
}

extension Span<UInt8> {
    func holds(_ expected: [UInt8], at range: Range<Int>) -> Bool {
        guard range.count == expected.count, range.upperBound <= count else { return false }
        for (offset, byte) in expected.enumerated() where self[range.lowerBound + offset] != byte { return false }
        return true
    }

    func copy(_ range: Range<Int>) -> [UInt8] { extracting(range).withUnsafeBufferPointer { Array($0) } }
}
