/// An object identifier by the bytes of its DER content, which is how messages are compared with it.
package struct OID: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Parameter arcs: at least two; written in base 128 (X.690 §8.19).
    package init(_ arcs: UInt64...) {
        let leading = (arcs.first ?? 0) * 40 + (arcs.dropFirst().first ?? 0)
        bytes = ([leading] + arcs.dropFirst(2)).flatMap { arc in
            var digits = [UInt8(truncatingIfNeeded: arc & 0x7f)]
            var rest = arc >> 7
            while rest > 0 {
                digits.append(UInt8(truncatingIfNeeded: rest & 0x7f) | 0x80)
                rest >>= 7
            }
            return digits.reversed()
        }
    }
}

extension OID {
    // RFC 5652, PKCS #7 and #9
    package static let data = OID(1, 2, 840, 113549, 1, 7, 1)
    package static let signedData = OID(1, 2, 840, 113549, 1, 7, 2)
    package static let envelopedData = OID(1, 2, 840, 113549, 1, 7, 3)
    package static let contentType = OID(1, 2, 840, 113549, 1, 9, 3)
    package static let messageDigest = OID(1, 2, 840, 113549, 1, 9, 4)
    package static let challengePassword = OID(1, 2, 840, 113549, 1, 9, 7)
    static let singleDES = OID(1, 3, 14, 3, 2, 7)
    package static let subjectKeyIdentifier = OID(2, 5, 29, 14)

    // RFC 8017 A.2
    static let rsaEncryption = OID(1, 2, 840, 113549, 1, 1, 1)
    static let sha1WithRSA = OID(1, 2, 840, 113549, 1, 1, 5)
    static let sha256WithRSA = OID(1, 2, 840, 113549, 1, 1, 11)
    static let sha384WithRSA = OID(1, 2, 840, 113549, 1, 1, 12)
    static let sha512WithRSA = OID(1, 2, 840, 113549, 1, 1, 13)

    // RFC 5480, RFC 5758
    static let ecPublicKey = OID(1, 2, 840, 10045, 2, 1)
    static let p256 = OID(1, 2, 840, 10045, 3, 1, 7)
    static let p384 = OID(1, 3, 132, 0, 34)
    static let p521 = OID(1, 3, 132, 0, 35)
    static let ecdsaWithSHA1 = OID(1, 2, 840, 10045, 4, 1)
    static let ecdsaWithSHA256 = OID(1, 2, 840, 10045, 4, 3, 2)
    static let ecdsaWithSHA384 = OID(1, 2, 840, 10045, 4, 3, 3)
    static let ecdsaWithSHA512 = OID(1, 2, 840, 10045, 4, 3, 4)
}
