/// One signature of SignedData (RFC 5652 §5.3), with signed attributes.
struct SignerInfo: Sendable {
    let digest: CMSDigest
    let signature: [UInt8]
    /// Single values by the bytes of their identifier.
    let attributes: [[UInt8]: DERElement]
    /// What the signature covers: the attributes as SET OF, in the order of the message (§5.4).
    let signedBytes: [UInt8]
    private let identifier: DERElement
    private let signatureAlgorithm: [UInt8]

    private static let mostAttributes = 32

    /// - Throws: ``CMSError/unsupported`` for digests that are not accepted; ``CMSError/malformed`` also for a
    ///   signature without signed attributes, attributes given twice, or several values where one is meant.
    init(_ element: DERElement) throws(CMSError) {
        var parts = element.inside
        _ = try parts.next(DERTag.integer)
        identifier = try parts.next()
        var digestAlgorithm = try parts.next(DERTag.sequence).inside
        let signed = try parts.next(DERTag.context(0))
        var algorithm = try parts.next(DERTag.sequence).inside
        signatureAlgorithm = Array(try algorithm.next(DERTag.objectIdentifier).content)
        signature = Array(try parts.next(DERTag.octetString).content)
        _ = try parts.nextIf(DERTag.context(1))
        try parts.end()
        guard let digest = CMSDigest(identifier: try digestAlgorithm.next()) else { throw .unsupported }
        self.digest = digest
        signedBytes = DERWriter.wrap(DERTag.set, [Array(signed.content)])
        attributes = try Self.read(signed)
    }

    private static func read(_ signed: DERElement) throws(CMSError) -> [[UInt8]: DERElement] {
        var cursor = signed.inside
        var attributes: [[UInt8]: DERElement] = [:]
        for entry in try cursor.all(limit: mostAttributes) {
            guard entry.tag == DERTag.sequence else { throw .malformed }
            var parts = entry.inside
            let identifier = Array(try parts.next(DERTag.objectIdentifier).content)
            var values = try parts.next(DERTag.set).inside
            try parts.end()
            let value = try values.next()
            // Apple adds attributes with lists of values (capabilities); only those that are read must be single.
            guard attributes[identifier] == nil else { throw .malformed }
            attributes[identifier] = values.isAtEnd ? value : DERElement.several
        }
        return attributes
    }

    /// The certificate that the signer names, by issuer and serial number or by key identifier.
    func certificate(among certificates: [[UInt8]]) throws(CMSError) -> CertificateOutline? {
        for der in certificates {
            let outline = try CertificateOutline(der: der)
            switch identifier.tag {
            case DERTag.sequence: if outline.isNamed(byIssuerAndSerial: identifier.content) { return outline }
            case DERTag.plainContext(0): if outline.subjectKeyIdentifier == identifier.content { return outline }
            default: throw .malformed
            }
        }
        return nil
    }

    /// Whether the stated algorithm belongs to this kind of key and to the stated digest.
    func signatureFits(_ key: SubjectPublicKey) -> Bool {
        switch SignatureAlgorithm.meaning(of: signatureAlgorithm, for: key) {
        case .keyOnly: true
        case .digest(let named): named == digest
        case nil: false
        }
    }
}

extension DERElement {
    /// Stands for an attribute with several values: fits no tag that is asked for.
    static let several = DERElement(tag: 0, content: [], encoded: [])
}
