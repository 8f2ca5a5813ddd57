/// Which signature algorithms are accepted, and what they say about the digest.
package enum SignatureAlgorithm {
    package enum Meaning: Equatable, Sendable {
        /// The identifier names it.
        case digest(CMSDigest)
        /// `rsaEncryption`, `ecPublicKey`: left to the digest algorithm beside it, as many clients write.
        case keyOnly
    }

    /// - Returns: nil for algorithms that are not accepted, or belong to another kind of key.
    package static func meaning(of identifier: [UInt8], for key: SubjectPublicKey) -> Meaning? {
        if case .rsa = key.kind { rsa[identifier] } else { ec[identifier] }
    }

    private static let rsa: [[UInt8]: Meaning] = [
        OID.rsaEncryption.bytes: .keyOnly, OID.sha1WithRSA.bytes: .digest(.sha1),
        OID.sha256WithRSA.bytes: .digest(.sha256), OID.sha384WithRSA.bytes: .digest(.sha384),
        OID.sha512WithRSA.bytes: .digest(.sha512),
    ]

    private static let ec: [[UInt8]: Meaning] = [
        OID.ecPublicKey.bytes: .keyOnly, OID.ecdsaWithSHA1.bytes: .digest(.sha1),
        OID.ecdsaWithSHA256.bytes: .digest(.sha256), OID.ecdsaWithSHA384.bytes: .digest(.sha384),
        OID.ecdsaWithSHA512.bytes: .digest(.sha512),
    ]
}
