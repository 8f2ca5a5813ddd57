/// Writes DER. Lengths are the shortest form; what is inside is the caller's.
package enum DERWriter {
    package static func element(_ tag: UInt8, _ parts: [UInt8]...) -> [UInt8] { wrap(tag, parts) }

    package static func wrap(_ tag: UInt8, _ parts: [[UInt8]]) -> [UInt8] {
        let length = parts.reduce(0) { $0 + $1.count }
        var bytes: [UInt8] = [tag]
        bytes.reserveCapacity(length + 6)
        if length < 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: length))
        } else {
            let count = (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
            bytes.append(0x80 | UInt8(truncatingIfNeeded: count))
            for shift in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: length >> (8 * shift))) }
        }
        for part in parts { bytes += part }
        return bytes
    }

    package static func sequence(_ parts: [UInt8]...) -> [UInt8] { wrap(DERTag.sequence, parts) }

    /// SET OF: elements in ascending order of their encodings (X.690 §11.6).
    package static func set(of elements: [[UInt8]]) -> [UInt8] {
        wrap(DERTag.set, elements.sorted { $0.lexicographicallyPrecedes($1) })
    }

    package static func identifier(_ identifier: OID) -> [UInt8] {
        element(DERTag.objectIdentifier, identifier.bytes)
    }

    package static func octets(_ bytes: [UInt8]) -> [UInt8] { element(DERTag.octetString, bytes) }
    package static func small(_ number: UInt8) -> [UInt8] { element(DERTag.integer, [number & 0x7f]) }
    package static func printable(_ text: String) -> [UInt8] { element(DERTag.printableString, Array(text.utf8)) }
    package static let null: [UInt8] = [0x05, 0x00]
}
