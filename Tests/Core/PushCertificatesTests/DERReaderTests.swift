import SwiftASN1
import Testing
import X509

@testable import PushCertificates

/// DER by hand: tag, length, content.
func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    let count = content.count
    let length: [UInt8] =
        switch count {
        case ..<0x80: [UInt8(count)]
        case ..<0x100: [0x81, UInt8(count)]
        case ..<0x1_0000: [0x82, UInt8(count >> 8), UInt8(count & 0xff)]
        default: [0x83, UInt8(count >> 16), UInt8(count >> 8 & 0xff), UInt8(count & 0xff)]
        }
    return [tag] + length + content
}

/// `depth` sequences in each other; the innermost is empty.
func nested(_ depth: Int) -> [UInt8] {
    var sizes = [0]
    for _ in 1..<depth {
        let inner = sizes.last ?? 0
        sizes.append(inner + (inner < 0x80 ? 2 : inner < 0x100 ? 3 : inner < 0x1_0000 ? 4 : 5))
    }
    return sizes.reversed().flatMap { size in der(0x30, Array(repeating: 0, count: size)).dropLast(size) }
}

@Suite struct DERReaderTests {
    @Test(
        arguments: [
            ("one byte", [0x30]), ("long tag", [0x3f, 0x81, 0x01, 0x00]),
            ("length of five bytes", [0x30, 0x85, 0, 0, 0, 0, 1, 0]),
            ("length cut off", [0x30, 0x82, 0x01]), ("nothing", []),
        ] as [(String, [UInt8])])
    func `a header that is none is not read`(_ name: String, _ bytes: [UInt8]) {
        #expect(DERReader(bytes: bytes).header(at: 0) == nil)
    }

    @Test func `positions outside the file are no header`() {
        let reader = DERReader(bytes: [0x30, 0x00])
        for position in [-1, 1, 2, 3, Int.max, Int.min] { #expect(reader.header(at: position) == nil) }
    }

    @Test(
        arguments: [
            ("length beyond the file", [0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x02, 0x01]),
            ("child beyond its parent", [0x30, 0x03, 0x02, 0x05, 0x00]),
            ("indefinite length", [0x30, 0x80, 0x00, 0x00]),
            ("half a child", [0x30, 0x01, 0x02]), ("long tag inside", [0x30, 0x04, 0x1f, 0x81, 0x01, 0x00]),
        ] as [(String, [UInt8])])
    func `an element that does not hold together is not sound`(_ name: String, _ bytes: [UInt8]) throws {
        let reader = DERReader(bytes: bytes)
        #expect(try !reader.isSound(#require(reader.header(at: 0))))
    }

    @Test func `nesting and number of elements are bounded`() throws {
        for depth in [1, 2, DERReader.depthLimit] { #expect(try isSound(nested(depth))) }
        for depth in [DERReader.depthLimit + 1, 60, 5_000, 20_000] { #expect(try !isSound(nested(depth))) }
        let null: [UInt8] = [5, 0]
        #expect(try isSound(der(0x30, Array(repeatElement(null, count: DERReader.elementLimit - 1).joined()))))
        #expect(try !isSound(der(0x30, Array(repeatElement(null, count: DERReader.elementLimit).joined()))))
    }

    private func isSound(_ bytes: [UInt8]) throws -> Bool {
        let reader = DERReader(bytes: bytes)
        return try reader.isSound(#require(reader.header(at: 0)))
    }

    /// Our limit comes first; should it ever be left out, the library still stops by itself.
    @Test func `the ASN1 library stops at its own depth`() {
        for depth in [60, 5_000, 16_000] {
            #expect(throws: (any Error).self) { try Certificate(derEncoded: nested(depth)) }
        }
    }
}
