extension SignedMessage {
    /// A signed attribute that goes beside contentType and messageDigest.
    package struct Attribute {
        package let identifier: OID
        /// DER of the single value.
        package let value: [UInt8]

        package init(_ identifier: OID, _ value: [UInt8]) {
            self.identifier = identifier
            self.value = value
        }

        var der: [UInt8] { DERWriter.sequence(DERWriter.identifier(identifier), DERWriter.set(of: [value])) }
    }

    /// SignedData with one signer, named by issuer and serial number.
    ///
    /// - Parameter content: nil leaves it out; the digest is then that of nothing (RFC 8894 §3.2.2).
    package static func write(
        content: [UInt8]?, attributes: [Attribute], digest: CMSDigest, certificate: [UInt8], key: CMSPrivateKey,
        chain: [[UInt8]]
    ) throws(CMSError) -> [UInt8] {
        let outline = try CertificateOutline(der: certificate)
        let hash = try digest.hash(content ?? [])
        let always = [
            Attribute(.contentType, DERWriter.identifier(.data)), Attribute(.messageDigest, DERWriter.octets(hash)),
        ]
        let signed = DERWriter.set(of: (always + attributes).map(\.der))
        let signature = try key.sign(signed, digest: digest)
        let digestAlgorithm = DERWriter.sequence(DERWriter.identifier(digest.identifier))
        // The attributes are signed as SET OF and sent as [0].
        let signer = DERWriter.sequence(
            DERWriter.small(1), outline.issuerAndSerial, digestAlgorithm,
            [DERTag.context(0)] + signed.dropFirst(), algorithm(of: key, digest), DERWriter.octets(signature))
        return signedData(
            digestAlgorithms: [digestAlgorithm], content: content, certificates: [certificate] + chain,
            signers: [signer])
    }

    /// Certificates alone, in this order: "degenerate" SignedData.
    package static func write(certificates: [[UInt8]]) -> [UInt8] {
        signedData(digestAlgorithms: [], content: nil, certificates: certificates, signers: [])
    }

    private static func algorithm(of key: CMSPrivateKey, _ digest: CMSDigest) -> [UInt8] {
        if key.isRSA { return DERWriter.sequence(DERWriter.identifier(.rsaEncryption), DERWriter.null) }
        let identifier: OID =
            switch digest {
            case .sha1: .ecdsaWithSHA1
            case .sha256: .ecdsaWithSHA256
            case .sha384: .ecdsaWithSHA384
            case .sha512: .ecdsaWithSHA512
            }
        return DERWriter.sequence(DERWriter.identifier(identifier))
    }

    private static func signedData(
        digestAlgorithms: [[UInt8]], content: [UInt8]?, certificates: [[UInt8]], signers: [[UInt8]]
    ) -> [UInt8] {
        let wrapped = content.map { DERWriter.element(DERTag.context(0), DERWriter.octets($0)) } ?? []
        return contentInfo(
            .signedData,
            DERWriter.sequence(
                DERWriter.small(1), DERWriter.set(of: digestAlgorithms),
                DERWriter.sequence(DERWriter.identifier(.data), wrapped),
                DERWriter.wrap(DERTag.context(0), certificates), DERWriter.set(of: signers)))
    }

    static func contentInfo(_ type: OID, _ content: [UInt8]) -> [UInt8] {
        DERWriter.sequence(DERWriter.identifier(type), DERWriter.element(DERTag.context(0), content))
    }
}
