/// SignedData (RFC 5652 §5) with at most one signer, opened but not yet believed.
package struct SignedMessage: Sendable {
    /// Of the encapsulated content.
    package let contentType: [UInt8]
    /// Nil when detached or absent.
    package let content: [UInt8]?
    package let certificates: [[UInt8]]
    private let signer: SignerInfo?

    /// More certificates than any client sends.
    static let mostCertificates = 16

    /// - Throws: ``CMSError/malformed``; ``CMSError/signerMissing`` when there are several signers.
    package init(reading bytes: [UInt8]) throws(CMSError) {
        let der = try BERNormalizer.der(from: bytes)
        var outer = try DERElement(whole: der, tag: DERTag.sequence).inside
        guard try outer.next().isIdentifier(.signedData) else { throw .malformed }
        let explicit = try outer.next(DERTag.context(0))
        try outer.end()
        var body = try DERElement(whole: explicit.content, tag: DERTag.sequence).inside
        _ = try body.next(DERTag.integer)
        _ = try body.next(DERTag.set)
        var encapsulated = try body.next(DERTag.sequence).inside
        contentType = Array(try encapsulated.next(DERTag.objectIdentifier).content)
        if let wrapped = try encapsulated.nextIf(DERTag.context(0)) {
            content = Array(try DERElement(whole: wrapped.content, tag: DERTag.octetString).content)
        } else {
            content = nil
        }
        try encapsulated.end()
        if let set = try body.nextIf(DERTag.context(0)) {
            var all = set.inside
            certificates = try all.all(limit: Self.mostCertificates)
                .filter { $0.tag == DERTag.sequence }.map { Array($0.encoded) }
        } else {
            certificates = []
        }
        _ = try body.nextIf(DERTag.context(1))
        var signers = try body.next(DERTag.set).inside
        try body.end()
        signer = try signers.isAtEnd ? nil : SignerInfo(try signers.next(DERTag.sequence))
        guard signers.isAtEnd else { throw .signerMissing }
    }

    /// Signed attributes by identifier; only worth reading after ``verifiedSigner(content:)``.
    package func attribute(_ identifier: OID) -> DERElement? { signer?.attributes[identifier.bytes] }

    package var digest: CMSDigest? { signer?.digest }

    /// - Parameter detached: what was signed, when the message does not contain it. An absent content counts as empty.
    /// - Returns: the certificate whose key signed content and attributes.
    package func verifiedSigner(content detached: [UInt8]? = nil) throws(CMSError) -> SignerCertificate {
        guard let signer else { throw .signerMissing }
        guard let certificate = try signer.certificate(among: certificates) else { throw .signerMissing }
        let key = try certificate.publicKey()
        guard signer.signatureFits(key) else { throw .unsupported }
        guard let type = signer.attributes[OID.contentType.bytes], type.tag == DERTag.objectIdentifier,
            Array(type.content) == contentType,
            let stated = signer.attributes[OID.messageDigest.bytes], stated.tag == DERTag.octetString
        else { throw .signatureInvalid }
        guard try signer.digest.hash(detached ?? content ?? []) == Array(stated.content) else {
            throw .signatureInvalid
        }
        guard
            try CMSPublicKey(key).verifies(signer.signature, of: signer.signedBytes, digest: signer.digest)
        else { throw .signatureInvalid }
        return SignerCertificate(der: certificate.der)
    }
}
