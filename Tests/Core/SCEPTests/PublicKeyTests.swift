import CMS
import SCEP
import Testing

@Suite struct PublicKeyTests {
    private func key(modulus: [UInt8], exponent: [UInt8] = [1, 0, 1]) throws -> SubjectPublicKey {
        let numbers = DERWriter.sequence(
            DERWriter.element(DERTag.integer, [0] + modulus), DERWriter.element(DERTag.integer, exponent))
        return try SubjectPublicKey(
            der: DERWriter.sequence(
                DERWriter.sequence([0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1], DERWriter.null),
                DERWriter.element(DERTag.bitString, [0] + numbers)))
    }

    /// Big-endian product.
    private func times(_ number: [UInt8], _ factor: Int) -> [UInt8] {
        var carry = 0
        var product: [UInt8] = []
        for digit in number.reversed() {
            carry += Int(digit) * factor
            product.append(UInt8(truncatingIfNeeded: carry))
            carry >>= 8
        }
        while carry > 0 {
            product.append(UInt8(truncatingIfNeeded: carry))
            carry >>= 8
        }
        return product.reversed()
    }

    @Test func `sound keys pass`() throws {
        let parties = try TestParties.shared()
        for name in ["ca", "client", "other", "stranger", "p256"] {
            let key = try CertificateOutline(der: parties.certificate(name)).publicKey()
            #expect(PublicKeyProblem(in: key) == nil, "\(name)")
        }
    }

    @Test func `sizes and exponents outside the rule are refused`() throws {
        func ones(_ bits: Int) -> [UInt8] { [UInt8](repeating: 0xff, count: bits / 8) }
        #expect(try PublicKeyProblem(in: key(modulus: ones(1024))) == .bits(1024))
        #expect(try PublicKeyProblem(in: key(modulus: [0x7f] + ones(2040))) == .bits(2047))
        #expect(try PublicKeyProblem(in: key(modulus: ones(2048), exponent: [3])) == .exponent)
        #expect(try PublicKeyProblem(in: key(modulus: ones(2048), exponent: [1, 0, 3])) == .exponent)
        #expect(throws: CMSError.unsupported) { try key(modulus: ones(8192)) }
    }

    @Test(arguments: [3, 5, 7, 11, 97, 241, 499, 743, 751])
    func `a modulus with a small factor is refused`(prime: Int) throws {
        let base = try sound()
        #expect(try PublicKeyProblem(in: key(modulus: times(base, prime))) == .smallFactor)
        #expect(try PublicKeyProblem(in: key(modulus: times(base, 757))) == nil)
    }

    private func sound() throws -> [UInt8] {
        let info = try CertificateOutline(der: TestParties.shared().certificate("client")).publicKey()
        guard case .rsa(let modulus, _) = info.kind else { throw CMSError.unsupported }
        return modulus
    }

    @Test func `a modulus of the form that Infineon's library gave it is refused`() throws {
        // 65537¹²⁸ has 2049 bits and is, modulo every small prime, a power of 65537.
        let modulus = (0..<128).reduce([1] as [UInt8]) { power, _ in times(power, 65_537) }
        #expect(modulus.count == 257)
        #expect(try PublicKeyProblem(in: key(modulus: modulus)) == .roca)
        #expect(try PublicKeyProblem(in: key(modulus: times(modulus, 757))) == nil)
    }
}
