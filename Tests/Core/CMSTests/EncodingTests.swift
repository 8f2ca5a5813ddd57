import CMS
import Testing

@Suite struct EncodingTests {
    @Test func `DER goes through unchanged`() throws {
        let der = try TestSigners.shared().certificate("rsa")
        #expect(try BERNormalizer.der(from: der) == der)
    }

    @Test func `indefinite lengths, long lengths and strings in pieces become DER`() throws {
        let table: [(name: String, ber: [UInt8], der: [UInt8])] = [
            ("indefinite", [0x30, 0x80, 0x02, 0x01, 0x05, 0, 0], [0x30, 0x03, 0x02, 0x01, 0x05]),
            ("nested", [0x30, 0x80, 0xa0, 0x80, 0x05, 0, 0, 0, 0, 0], [0x30, 0x04, 0xa0, 0x02, 0x05, 0]),
            ("long form", [0x30, 0x82, 0, 4, 0x02, 0x81, 1, 5], [0x30, 0x03, 0x02, 0x01, 0x05]),
            ("in pieces", [0x24, 0x80, 0x04, 1, 0xaa, 0x24, 3, 0x04, 1, 0xbb, 0, 0], [0x04, 2, 0xaa, 0xbb]),
            ("no pieces", [0x24, 0x00], [0x04, 0x00]),
        ]
        for row in table { #expect(try BERNormalizer.der(from: row.ber) == row.der, "\(row.name)") }
    }

    @Test func `a whole message goes to BER and back`() throws {
        let der = try TestSigners.shared().sign(Array("body".utf8))
        let ber = try BERForm.indefinite(der)
        #expect(ber.count > der.count)
        #expect(try BERNormalizer.der(from: ber) == der)
    }

    @Test func `what is cut off, too deep or followed by more is refused`() {
        let hostile: [(name: String, bytes: [UInt8])] = [
            ("nothing", []), ("a tag", [0x30]), ("no end", [0x30, 0x80, 0x05, 0]), ("trailing", [0x05, 0, 0]),
            ("indefinite but primitive", [0x04, 0x80, 0, 0]), ("long tag", [0x1f, 0x81, 0x01, 0]),
            ("longer than the rest", [0x04, 0x84, 0xff, 0xff, 0xff, 0xff]),
            ("longer than a number", [0x04, 0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            ("length of lengths", [0x04, 0xff] + [UInt8](repeating: 0xff, count: 127)),
            ("child beyond its parent", [0x30, 0x02, 0x04, 0x05, 1, 2, 3, 4, 5]),
            ("end of contents as an element", [0x30, 0x02, 0x00, 0x00]),
            ("integer among pieces", [0x24, 0x03, 0x02, 0x01, 0x05]),
            ("deep", [UInt8](repeating: 0x30, count: 60_000)),
            ("deep and indefinite", (0..<30_000).flatMap { _ in [0x30, 0x80] as [UInt8] }),
        ]
        for row in hostile {
            #expect(throws: CMSError.malformed, "\(row.name)") { try BERNormalizer.der(from: row.bytes) }
        }
    }

    @Test func `object identifiers are written in base 128`() {
        #expect(OID(1, 2, 840, 113549, 1, 7, 2).bytes == [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2])
        #expect(OID(2, 16, 840, 1, 113733, 1, 9, 2).bytes == [0x60, 0x86, 0x48, 1, 0x86, 0xf8, 0x45, 1, 9, 2])
        #expect(OID(1, 3, 132, 0, 34).bytes == [0x2b, 0x81, 4, 0, 0x22])
    }

    @Test func `lengths are written in their shortest form`() throws {
        for count in [0, 1, 127, 128, 255, 256, 65_535, 65_536, 70_000] {
            let bytes = DERWriter.octets([UInt8](repeating: 7, count: count))
            #expect(try DERElement(whole: bytes, tag: DERTag.octetString).content.count == count)
            #expect(try BERNormalizer.der(from: bytes) == bytes)
        }
    }
}
