/// Turns BER into DER where devices need it: indefinite lengths and lengths in a longer form than necessary become
/// definite and short, OCTET STRINGs in pieces become whole. What is primitive stays as it is, byte for byte, and so
/// does everything that was DER already.
package enum BERNormalizer {
    /// Deeper than any message of a device (about 14).
    package static let deepest = 32

    /// - Throws: ``CMSError/malformed`` when cut off, nested too deeply, or followed by anything.
    package static func der(from bytes: [UInt8]) throws(CMSError) -> [UInt8] {
        if isDER(bytes[...], depth: 0) { return bytes }
        var position = 0
        let element = try element(of: bytes, at: &position, before: bytes.count, depth: 0)
        guard position == bytes.count else { throw .malformed }
        return element
    }

    /// Whether there is nothing to do; most messages are DER.
    private static func isDER(_ bytes: ArraySlice<UInt8>, depth: Int) -> Bool {
        guard depth < deepest else { return false }
        var cursor = DERCursor(bytes)
        repeat {
            guard let element = try? cursor.next(), element.tag != 0, element.tag != DERTag.octetString | 0x20 else {
                return false
            }
            if element.tag & 0x20 != 0, !element.content.isEmpty, !isDER(element.content, depth: depth + 1) {
                return false
            }
        } while !cursor.isAtEnd && depth > 0
        return cursor.isAtEnd
    }

    private static func element(
        of bytes: [UInt8], at position: inout Int, before end: Int, depth: Int
    ) throws(CMSError) -> [UInt8] {
        guard depth < deepest, position < end else { throw .malformed }
        let tag = bytes[position]
        guard tag & 0x1f != 0x1f, tag != 0 else { throw .malformed }
        position += 1
        let length = try length(of: bytes, at: &position, before: end)
        guard tag & 0x20 != 0 else {
            guard let length else { throw .malformed }
            defer { position += length }
            return DERWriter.element(tag, Array(bytes[position..<position + length]))
        }
        var children: [[UInt8]] = []
        if let length {
            let last = position + length
            while position < last {
                children.append(try element(of: bytes, at: &position, before: last, depth: depth + 1))
            }
        } else {
            while true {
                guard position + 1 < end else { throw .malformed }
                if bytes[position] == 0, bytes[position + 1] == 0 { break }
                children.append(try element(of: bytes, at: &position, before: end, depth: depth + 1))
            }
            position += 2
        }
        guard tag == DERTag.octetString | 0x20 else { return DERWriter.wrap(tag, children) }
        return DERWriter.octets(try joined(children))
    }

    /// The value of an OCTET STRING from its pieces, which are DER by now.
    package static func joined(_ pieces: [[UInt8]]) throws(CMSError) -> [UInt8] {
        var value: [UInt8] = []
        for piece in pieces { value += try DERElement(whole: piece, tag: DERTag.octetString).content }
        return value
    }

    /// Nil is the indefinite form.
    private static func length(
        of bytes: [UInt8], at position: inout Int, before end: Int
    ) throws(CMSError) -> Int? {
        guard position < end else { throw .malformed }
        let first = bytes[position]
        position += 1
        if first == 0x80 { return nil }
        var length = Int(first)
        if first > 0x80 {
            length = 0
            for _ in 0..<(first & 0x7f) {
                guard position < end, length <= 0xff_ffff else { throw .malformed }
                length = length << 8 | Int(bytes[position])
                position += 1
            }
        }
        guard length <= end - position else { throw .malformed }
        return length
    }
}
