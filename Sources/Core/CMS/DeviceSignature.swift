/// Where the parts of an `Mdm-Signature` lie that has the shape which devices send: DER, RSA or ECDSA with SHA-256, one
/// signer named by issuer and serial number whose certificate is the first one, signed attributes.
///
/// Everything else is nil here and left to ``SignedMessage``. What is found here, that reader finds too.
struct DeviceSignature {
    let contentType: Range<Int>
    /// With tag and length.
    let certificate: Range<Int>
    /// Content of IssuerAndSerialNumber.
    let signerName: Range<Int>
    /// `[0]` with its tag and length; signed as SET.
    let attributes: Range<Int>
    /// The value of messageDigest.
    let stated: Range<Int>
    /// The value of contentType among the attributes.
    let statedType: Range<Int>
    let signatureAlgorithm: Range<Int>
    let signature: Range<Int>

    private static let mostAttributes = 16

    init?(_ bytes: borrowing Span<UInt8>) {
        guard DERWalk.isDER(bytes) else { return nil }
        var whole = DERWalk(0..<bytes.count)
        guard var outer = whole.next(bytes, DERTag.sequence)?.inside,
            let kind = outer.next(bytes, DERTag.objectIdentifier), bytes.holds(OID.signedData.bytes, at: kind.content),
            var explicit = outer.next(bytes, DERTag.context(0))?.inside, outer.isAtEnd,
            var body = explicit.next(bytes, DERTag.sequence)?.inside, explicit.isAtEnd,
            body.next(bytes, DERTag.integer) != nil, body.next(bytes, DERTag.set) != nil,
            var encapsulated = body.next(bytes, DERTag.sequence)?.inside,
            let type = encapsulated.next(bytes, DERTag.objectIdentifier), encapsulated.isAtEnd,
            var certificates = body.next(bytes, DERTag.context(0))?.inside,
            let first = certificates.next(bytes, DERTag.sequence),
            Self.count(certificates, bytes, most: SignedMessage.mostCertificates - 1) != nil
        else { return nil }
        if body.nextTag(bytes) == DERTag.context(1) { return nil }
        guard var signers = body.next(bytes, DERTag.set)?.inside, body.isAtEnd,
            var signer = signers.next(bytes, DERTag.sequence)?.inside, signers.isAtEnd,
            signer.next(bytes, DERTag.integer) != nil, let name = signer.next(bytes, DERTag.sequence),
            var digest = signer.next(bytes, DERTag.sequence)?.inside,
            let digestKind = digest.next(bytes, DERTag.objectIdentifier),
            bytes.holds(CMSDigest.sha256.identifier.bytes, at: digestKind.content),
            let attributes = signer.next(bytes, DERTag.context(0)),
            var algorithm = signer.next(bytes, DERTag.sequence)?.inside,
            let algorithmKind = algorithm.next(bytes, DERTag.objectIdentifier),
            let signature = signer.next(bytes, DERTag.octetString), signer.isAtEnd,
            let (statedType, stated) = Self.read(attributes, bytes)
        else { return nil }
        contentType = type.content
        certificate = first.whole
        signerName = name.content
        self.attributes = attributes.whole
        self.stated = stated
        self.statedType = statedType
        signatureAlgorithm = algorithmKind.content
        self.signature = signature.content
    }

    /// Nil when there are more, or one cannot be read.
    private static func count(_ walk: DERWalk, _ bytes: borrowing Span<UInt8>, most: Int) -> Int? {
        var walk = walk
        var count = 0
        while !walk.isAtEnd {
            guard count < most, walk.next(bytes) != nil else { return nil }
            count += 1
        }
        return count
    }

    /// contentType and messageDigest, each there once and with one value; no other attribute twice.
    private static func read(
        _ attributes: DERWalk.Piece, _ bytes: borrowing Span<UInt8>
    ) -> (contentType: Range<Int>, messageDigest: Range<Int>)? {
        var walk = attributes.inside
        var seen: [Range<Int>] = []
        var contentType: Range<Int>?
        var messageDigest: Range<Int>?
        while !walk.isAtEnd {
            guard seen.count < mostAttributes, var parts = walk.next(bytes, DERTag.sequence)?.inside,
                let identifier = parts.next(bytes, DERTag.objectIdentifier)?.content,
                var values = parts.next(bytes, DERTag.set)?.inside, parts.isAtEnd, let value = values.next(bytes)
            else { return nil }
            for former in seen where bytes.isSame(former, identifier) { return nil }
            seen.append(identifier)
            if bytes.holds(OID.contentType.bytes, at: identifier) {
                guard value.tag == DERTag.objectIdentifier, values.isAtEnd else { return nil }
                contentType = value.content
            } else if bytes.holds(OID.messageDigest.bytes, at: identifier) {
                guard value.tag == DERTag.octetString, values.isAtEnd else { return nil }
                messageDigest = value.content
            }
        }
        guard let contentType, let messageDigest else { return nil }
        return (contentType, messageDigest)
    }
}

extension Span<UInt8> {
    func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        guard one.count == other.count, one.upperBound <= count, other.upperBound <= count else { return false }
        for offset in 0..<one.count where self[one.lowerBound + offset] != self[other.lowerBound + offset] {
            return false
        }
        return true
    }
}
