/// What a message needs of a certificate: whose it is, and its key. Nothing is verified.
package struct CertificateOutline: Sendable {
    package let der: [UInt8]
    /// Content of the INTEGER.
    package let serial: ArraySlice<UInt8>
    /// The Names, as DER.
    package let issuer: ArraySlice<UInt8>
    package let subject: ArraySlice<UInt8>
    /// DER of the SubjectPublicKeyInfo.
    package let publicKeyInfo: ArraySlice<UInt8>
    private let extensions: ArraySlice<UInt8>?

    /// Certificates of more than this are not read.
    package static let largest = 16_384

    package init(der: some Collection<UInt8>) throws(CMSError) {
        guard der.count <= Self.largest else { throw .malformed }
        self.der = Array(der)
        var certificate = try DERElement(whole: self.der, tag: DERTag.sequence).inside
        var body = try certificate.next(DERTag.sequence).inside
        _ = try certificate.next(DERTag.sequence)
        _ = try certificate.next(DERTag.bitString)
        try certificate.end()
        _ = try body.nextIf(DERTag.context(0))
        serial = try body.next(DERTag.integer).content
        _ = try body.next(DERTag.sequence)
        issuer = try body.next(DERTag.sequence).encoded
        _ = try body.next(DERTag.sequence)
        subject = try body.next(DERTag.sequence).encoded
        publicKeyInfo = try body.next(DERTag.sequence).encoded
        _ = try body.nextIf(DERTag.plainContext(1))
        _ = try body.nextIf(DERTag.plainContext(2))
        extensions = try body.nextIf(DERTag.context(3))?.content
        try body.end()
    }

    package func publicKey() throws(CMSError) -> SubjectPublicKey {
        try SubjectPublicKey(der: Array(publicKeyInfo))
    }

    /// IssuerAndSerialNumber (RFC 5652 §10.2.4).
    package var issuerAndSerial: [UInt8] {
        DERWriter.sequence(Array(issuer), DERWriter.element(DERTag.integer, Array(serial)))
    }

    package func isNamed(byIssuerAndSerial content: ArraySlice<UInt8>) -> Bool {
        var parts = DERCursor(content)
        guard let issuer = try? parts.next(DERTag.sequence), let serial = try? parts.next(DERTag.integer),
            parts.isAtEnd
        else { return false }
        return issuer.encoded == self.issuer && serial.content == self.serial
    }

    /// The value of SubjectKeyIdentifier (RFC 5280 §4.2.1.2).
    package var subjectKeyIdentifier: ArraySlice<UInt8>? {
        guard let extensions, let list = try? DERElement(whole: extensions, tag: DERTag.sequence) else { return nil }
        var cursor = list.inside
        while let entry = try? cursor.next(DERTag.sequence) {
            var parts = entry.inside
            guard let identifier = try? parts.next(), identifier.isIdentifier(.subjectKeyIdentifier) else { continue }
            guard let value = try? parts.next(DERTag.octetString) else { return nil }
            return try? DERElement(whole: value.content, tag: DERTag.octetString).content
        }
        return nil
    }
}
