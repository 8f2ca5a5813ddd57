import CMS
import Testing

/// Keys that cost more than a device's ever does are refused before anything is computed with them (F-08).
@Suite struct KeyLimitTests {
    private func rsa(modulus: [UInt8], exponent: [UInt8] = [1, 0, 1]) -> [UInt8] {
        let key = DERWriter.sequence(
            DERWriter.element(DERTag.integer, modulus), DERWriter.element(DERTag.integer, exponent))
        return info([0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0], key)
    }

    private func info(_ algorithm: [UInt8], _ key: [UInt8]) -> [UInt8] {
        DERWriter.sequence(DERWriter.sequence(algorithm), DERWriter.element(DERTag.bitString, [0] + key))
    }

    private func modulus(bits: Int) -> [UInt8] {
        [0] + [UInt8](repeating: 0xff, count: bits / 8)
    }

    @Test(arguments: [1024, 2048, 4096])
    func `RSA keys up to 4096 bits are read`(bits: Int) throws {
        #expect(try SubjectPublicKey(der: rsa(modulus: modulus(bits: bits))).rsaKeyBits == bits)
    }

    @Test func `larger, even and odd ones are refused`() {
        let refused: [(name: String, der: [UInt8], error: CMSError)] = [
            ("4104 bits", rsa(modulus: modulus(bits: 4104)), .unsupported),
            ("8192 bits", rsa(modulus: modulus(bits: 8192)), .unsupported),
            ("16384 bits", rsa(modulus: modulus(bits: 16384)), .unsupported),
            ("even modulus", rsa(modulus: modulus(bits: 2048).dropLast() + [0xfe]), .unsupported),
            ("exponent 1", rsa(modulus: modulus(bits: 2048), exponent: [1]), .unsupported),
            ("even exponent", rsa(modulus: modulus(bits: 2048), exponent: [1, 0, 0]), .unsupported),
            ("40-bit exponent", rsa(modulus: modulus(bits: 2048), exponent: [1, 0, 0, 0, 1]), .unsupported),
            ("negative modulus", rsa(modulus: [UInt8](repeating: 0xff, count: 256)), .malformed),
            ("no modulus", rsa(modulus: []), .malformed),
            ("zero", rsa(modulus: [0]), .malformed),
            (
                "curve spelled out", info([0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x30, 0], [4, 0]), .unsupported
            ),
            (
                "secp256k1",
                info([0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06, 5, 0x2b, 0x81, 4, 0, 10], [4, 0]), .unsupported
            ),
            ("Ed25519", info([0x06, 3, 0x2b, 0x65, 0x70], [UInt8](repeating: 1, count: 32)), .unsupported),
            ("point off the curve", [0x30, 0x00], .malformed),
        ]
        for row in refused { #expect(throws: row.error, "\(row.name)") { try SubjectPublicKey(der: row.der) } }
    }

    @Test func `a point that is not on its curve is refused by libcrypto`() throws {
        let point = [0x04] + [UInt8](repeating: 1, count: 64)
        let key = try SubjectPublicKey(
            der: info(
                [0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7], point))
        #expect(throws: CMSError.unsupported) { try CMSPublicKey(key) }
    }
}
