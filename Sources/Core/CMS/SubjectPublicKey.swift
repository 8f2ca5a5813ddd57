/// A SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), opened far enough to decide whether it is touched at all.
public struct SubjectPublicKey: Hashable, Sendable {
    /// DER, exactly as it stood in the certificate or request.
    public let der: [UInt8]
    package let kind: Kind

    package enum Kind: Hashable, Sendable {
        /// Big-endian, without leading zeros.
        case rsa(modulus: [UInt8], exponent: [UInt8])
        /// The point, as it stands in the key (SEC 1 §2.3.3).
        case p256([UInt8])
        case p384([UInt8])
        case p521([UInt8])
    }

    /// RSA keys beyond this are refused before anything is computed with them (F-08).
    public static let largestRSAKeyBits = 4096

    /// - Throws: ``CMSError/unsupported`` for other algorithms and curves than RSA, P-256, P-384 and P-521, for RSA
    ///   beyond 4096 bits, even moduli, and exponents that are even, 1 or longer than 32 bits.
    public init(der: [UInt8]) throws(CMSError) {
        self.der = der
        var whole = try DERElement(whole: der, tag: DERTag.sequence).inside
        var algorithm = try whole.next(DERTag.sequence).inside
        let bits = try whole.next(DERTag.bitString).content
        try whole.end()
        let identifier = try algorithm.next(DERTag.objectIdentifier)
        guard bits.first == 0 else { throw .malformed }
        if identifier.isIdentifier(.rsaEncryption) {
            kind = try Self.rsaKey(bits.dropFirst())
        } else if identifier.isIdentifier(.ecPublicKey) {
            // Curves by name only: parameters spelled out are a way to make a verifier compute nonsense.
            guard algorithm.nextTag == DERTag.objectIdentifier else { throw .unsupported }
            kind = try Self.curve(try algorithm.next(), point: Array(bits.dropFirst()))
        } else {
            throw .unsupported
        }
    }

    /// Nil for keys that are not RSA.
    public var rsaKeyBits: Int? {
        guard case .rsa(let modulus, _) = kind, let first = modulus.first else { return nil }
        return modulus.count * 8 - first.leadingZeroBitCount
    }

    private static func rsaKey(_ bytes: ArraySlice<UInt8>) throws(CMSError) -> Kind {
        var numbers = try DERElement(whole: bytes, tag: DERTag.sequence).inside
        let modulus = try positive(try numbers.next(DERTag.integer).content)
        let exponent = try positive(try numbers.next(DERTag.integer).content)
        try numbers.end()
        guard modulus.count <= largestRSAKeyBits / 8, let last = modulus.last, last & 1 == 1 else { throw .unsupported }
        guard exponent.count <= 4, exponent != [1], let end = exponent.last, end & 1 == 1 else { throw .unsupported }
        return .rsa(modulus: modulus, exponent: exponent)
    }

    private static func positive(_ integer: ArraySlice<UInt8>) throws(CMSError) -> [UInt8] {
        guard let first = integer.first, first < 0x80 else { throw .malformed }
        let magnitude = Array(integer.drop { $0 == 0 })
        guard !magnitude.isEmpty else { throw .malformed }
        return magnitude
    }

    private static func curve(_ identifier: DERElement, point: [UInt8]) throws(CMSError) -> Kind {
        if identifier.isIdentifier(.p256) { return .p256(point) }
        if identifier.isIdentifier(.p384) { return .p384(point) }
        if identifier.isIdentifier(.p521) { return .p521(point) }
        throw .unsupported
    }
}
