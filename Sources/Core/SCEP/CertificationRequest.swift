import Administration
import CMS

/// PKCS #10 (RFC 2986): of all that a client writes into it, only key and challenge are read. Subject and extensions
/// are the server's to decide.
struct CertificationRequest {
    let publicKey: SubjectPublicKey
    let challengePassword: Secret<String>?
    private let signedBytes: [UInt8]
    private let signatureAlgorithm: [UInt8]
    private let signature: [UInt8]

    private static let mostAttributes = 32
    private static let longestChallenge = 255

    init(der: [UInt8]) throws(CMSError) {
        var request = try DERElement(whole: der, tag: DERTag.sequence).inside
        let info = try request.next(DERTag.sequence)
        var algorithm = try request.next(DERTag.sequence).inside
        let bits = try request.next(DERTag.bitString).content
        try request.end()
        guard bits.first == 0 else { throw .malformed }
        signedBytes = Array(info.encoded)
        signatureAlgorithm = Array(try algorithm.next(DERTag.objectIdentifier).content)
        signature = Array(bits.dropFirst())
        var parts = info.inside
        _ = try parts.next(DERTag.integer)
        _ = try parts.next(DERTag.sequence)
        publicKey = try SubjectPublicKey(der: Array(try parts.next(DERTag.sequence).encoded))
        let attributes = try parts.nextIf(DERTag.context(0))
        try parts.end()
        challengePassword = try attributes.flatMap(Self.challenge)
    }

    private static func challenge(in attributes: DERElement) throws(CMSError) -> Secret<String>? {
        var cursor = attributes.inside
        var found: [Secret<String>] = []
        for attribute in try cursor.all(limit: mostAttributes) {
            var parts = attribute.inside
            guard try parts.next().isIdentifier(.challengePassword) else { continue }
            var values = try parts.next(DERTag.set).inside
            let value = try values.next()
            try values.end()
            // UTF8String, PrintableString, T61String and IA5String: what is ASCII is the same in all four.
            guard [0x0c, 0x13, 0x14, 0x16].contains(value.tag), value.content.count <= longestChallenge,
                let text = String(validating: value.content, as: UTF8.self)
            else { throw .malformed }
            found.append(Secret(text))
        }
        guard found.count <= 1 else { throw .malformed }
        return found.first
    }

    /// Signed by the key that it contains.
    ///
    /// - Throws: ``CMSError/unsupported`` for algorithms that are not accepted.
    func isSignedByItsOwnKey() throws(CMSError) -> Bool {
        guard case .digest(let digest) = SignatureAlgorithm.meaning(of: signatureAlgorithm, for: publicKey) else {
            throw .unsupported
        }
        return try CMSPublicKey(publicKey).verifies(signature, of: signedBytes, digest: digest)
    }
}
