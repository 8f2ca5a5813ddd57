extension CertificateOutline {
    /// Whether the key of that certificate signed this one. Names, dates and extensions are not looked at.
    package func isSigned(by authority: [UInt8]) throws(CMSError) -> Bool {
        let key = try CertificateOutline(der: authority).publicKey()
        var certificate = try DERElement(whole: der, tag: DERTag.sequence).inside
        let body = try certificate.next(DERTag.sequence)
        var algorithm = try certificate.next(DERTag.sequence).inside
        let signature = try certificate.next(DERTag.bitString).content
        let identifier = Array(try algorithm.next(DERTag.objectIdentifier).content)
        guard signature.first == 0,
            case .digest(let digest) = SignatureAlgorithm.meaning(of: identifier, for: key)
        else { return false }
        return try CMSPublicKey(key).verifies(Array(signature.dropFirst()), of: Array(body.encoded), digest: digest)
    }
}
