public import CMS

/// Why a public key is not certified.
public enum PublicKeyProblem: Equatable, Sendable {
    /// Neither RSA nor EC on P-256 or P-384.
    case kind
    /// RSA outside 2048 to 4096 bits.
    case bits(Int)
    /// RSA with another exponent than 65537.
    case exponent
    /// A prime below 752 divides the modulus.
    case smallFactor
    /// The modulus has the form that Infineon's library gave it (CVE-2017-15361, "ROCA").
    case roca

    /// - Returns: nil for a key that may be certified.
    public init?(in key: SubjectPublicKey) {
        switch key.kind {
        case .p256, .p384: return nil
        case .p521: self = .kind
        case .rsa(let modulus, let exponent): self.init(modulus: modulus, exponent: exponent, bits: key.rsaKeyBits ?? 0)
        }
    }

    private init?(modulus: [UInt8], exponent: [UInt8], bits: Int) {
        guard (2048...SubjectPublicKey.largestRSAKeyBits).contains(bits) else {
            self = .bits(bits)
            return
        }
        guard exponent == [1, 0, 1] else {
            self = .exponent
            return
        }
        let remainders = SmallPrimes.remainders(of: modulus)
        if remainders.contains(where: { $0.remainder == 0 }) {
            self = .smallFactor
        } else if RocaForm.fits(remainders) {
            self = .roca
        } else {
            return nil
        }
    }
}
