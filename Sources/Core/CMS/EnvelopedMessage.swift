import CLibcrypto

/// EnvelopedData (RFC 5652 §6) for one recipient with an RSA key, key transport RSAES-PKCS1-v1_5.
package struct EnvelopedMessage: Sendable {
    /// With which an answer is encrypted.
    package let cipher: CMSCipher
    /// Some clients know nothing better (Debian's `scepclient` 2.1). What they sent is out of their hands already, so
    /// refusing to read it protects nobody; the answer is 3DES, which they do understand.
    private let isSingleDES: Bool
    private let recipients: [Recipient]
    private let vector: [UInt8]
    private let encrypted: [UInt8]

    private struct Recipient {
        let identifier: DERElement
        let encryptedKey: [UInt8]

        func names(_ certificate: CertificateOutline) -> Bool {
            identifier.tag == DERTag.sequence && certificate.isNamed(byIssuerAndSerial: identifier.content)
                || identifier.tag == DERTag.plainContext(0)
                    && certificate.subjectKeyIdentifier == identifier.content
        }
    }

    /// Whether the holder of this certificate is one of the recipients.
    package func isAddressed(to certificate: CertificateOutline) -> Bool {
        recipients.contains { $0.names(certificate) }
    }

    /// The issuers that recipients are named by, as DER; none for those named by a key identifier.
    package var recipientIssuers: [[UInt8]] {
        recipients.compactMap { recipient in
            guard recipient.identifier.tag == DERTag.sequence else { return nil }
            var parts = recipient.identifier.inside
            return (try? parts.next(DERTag.sequence)).map { Array($0.encoded) }
        }
    }

    private static let mostRecipients = 16

    /// - Throws: ``CMSError/malformed``; ``CMSError/unsupported`` for ciphers and key transports not accepted here.
    package init(reading bytes: [UInt8]) throws(CMSError) {
        let der = try BERNormalizer.der(from: bytes)
        var outer = try DERElement(whole: der, tag: DERTag.sequence).inside
        guard try outer.next().isIdentifier(.envelopedData) else { throw .malformed }
        let explicit = try outer.next(DERTag.context(0))
        try outer.end()
        var body = try DERElement(whole: explicit.content, tag: DERTag.sequence).inside
        _ = try body.next(DERTag.integer)
        _ = try body.nextIf(DERTag.context(0))
        var infos = try body.next(DERTag.set).inside
        recipients = try Self.recipients(&infos)
        var content = try body.next(DERTag.sequence).inside
        _ = try body.nextIf(DERTag.context(1))
        try body.end()
        guard try content.next().isIdentifier(.data) else { throw .malformed }
        var algorithm = try content.next(DERTag.sequence).inside
        let identifier = try algorithm.next()
        isSingleDES = identifier.isIdentifier(.singleDES)
        guard let cipher = isSingleDES ? .tripleDES : CMSCipher(identifier: identifier) else { throw .unsupported }
        vector = Array(try algorithm.next(DERTag.octetString).content)
        encrypted = try Self.octets(try content.next())
        try content.end()
        guard vector.count == cipher.blockBytes else { throw .malformed }
        self.cipher = cipher
    }

    private static func recipients(_ infos: inout DERCursor) throws(CMSError) -> [Recipient] {
        var recipients: [Recipient] = []
        // Other kinds (key agreement, passwords) are tagged and passed over.
        for info in try infos.all(limit: mostRecipients) where info.tag == DERTag.sequence {
            var parts = info.inside
            _ = try parts.next(DERTag.integer)
            let identifier = try parts.next()
            var algorithm = try parts.next(DERTag.sequence).inside
            guard try algorithm.next().isIdentifier(.rsaEncryption) else { throw .unsupported }
            let key = Array(try parts.next(DERTag.octetString).content)
            try parts.end()
            recipients.append(Recipient(identifier: identifier, encryptedKey: key))
        }
        return recipients
    }

    /// `[0] IMPLICIT OCTET STRING`, whole or in pieces.
    private static func octets(_ element: DERElement) throws(CMSError) -> [UInt8] {
        if element.tag == DERTag.plainContext(0) { return Array(element.content) }
        guard element.tag == DERTag.context(0) else { throw .malformed }
        var pieces = element.inside
        var value: [UInt8] = []
        while !pieces.isAtEnd { value += try pieces.next(DERTag.octetString).content }
        return value
    }

    /// - Throws: ``CMSError/notDecrypted`` for whatever reason. Wrong padding of the content key is not told apart
    ///   from a wrong content, neither by the error nor by the steps taken: a random key is used in its place (RFC 3218).
    package func decrypted(by key: CMSPrivateKey, certificate: CertificateOutline) throws(CMSError) -> [UInt8] {
        guard let recipient = recipients.first(where: { $0.names(certificate) }) else { throw .notDecrypted }
        guard !encrypted.isEmpty, encrypted.count.isMultiple(of: cipher.blockBytes) else { throw .notDecrypted }
        var contentKey = try Chance.bytes(isSingleDES ? 8 : cipher.keyBytes)
        if let transported = key.decrypt(recipient.encryptedKey), transported.count == contentKey.count {
            contentKey = transported
        }
        // EDE with one key three times is DES.
        if isSingleDES { contentKey += contentKey + contentKey }
        guard let content = CipherRun(cipher, key: contentKey, vector: vector).decrypt(encrypted) else {
            throw .notDecrypted
        }
        return content
    }

    /// Encrypts for the holder of a certificate.
    ///
    /// - Throws: ``CMSError/unsupported`` when its key is not RSA.
    package static func write(
        _ content: [UInt8], for certificate: CertificateOutline, cipher: CMSCipher
    ) throws(CMSError) -> [UInt8] {
        let key = try CMSPublicKey(try certificate.publicKey())
        let contentKey = try Chance.bytes(cipher.keyBytes)
        let vector = try Chance.bytes(cipher.blockBytes)
        guard let encrypted = CipherRun(cipher, key: contentKey, vector: vector).encrypt(content) else {
            throw .keyUnusable
        }
        let recipient = DERWriter.sequence(
            DERWriter.small(0), certificate.issuerAndSerial,
            DERWriter.sequence(DERWriter.identifier(.rsaEncryption), DERWriter.null),
            DERWriter.octets(try key.encrypt(contentKey)))
        let encryptedContent = DERWriter.sequence(
            DERWriter.identifier(.data),
            DERWriter.sequence(DERWriter.identifier(cipher.identifier), DERWriter.octets(vector)),
            DERWriter.element(DERTag.plainContext(0), encrypted))
        return SignedMessage.contentInfo(
            .envelopedData,
            DERWriter.sequence(DERWriter.small(0), DERWriter.set(of: [recipient]), encryptedContent))
    }
}

/// Keys and vectors that nobody outside this module sees, from libcrypto's generator.
enum Chance {
    static func bytes(_ count: Int) throws(CMSError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, Int32(clamping: count)) == 1 else {
            ERR_clear_error()
            throw .keyUnusable
        }
        return bytes
    }
}
