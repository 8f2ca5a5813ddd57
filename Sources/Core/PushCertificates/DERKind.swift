/// What kind of structure a piece of DER is, judged by the first few elements alone, so that a truncated file
/// is still called by its name.
enum DERKind: Equatable {
    /// X.509 (RFC 5280 §4.1).
    case certificate
    /// PKCS #10 (RFC 2986 §4).
    case certificateRequest
    /// PKCS #1 and PKCS #8, encrypted or not, and SEC 1 (RFC 8017, 5958, 5915).
    case privateKey
    /// RFC 7292 §4.
    case pkcs12
    /// CMS signed data that signs nothing and only carries certificates: a `.p7b` file.
    case certificateBundle
    /// Any other CMS content (RFC 5652); Apple's device enrollment token is enveloped data.
    case message
    case other

    /// - Parameter start: where the structure begins in the reader's bytes.
    init(in reader: DERReader, at start: Int) {
        self = .other
        guard let outer = reader.header(at: start), outer.tag == DERReader.sequence,
            let first = reader.header(at: outer.contentStart)
        else { return }
        let following = first.declaredEnd.flatMap { reader.header(at: $0)?.tag }
        switch first.tag {
        case DERReader.integer: self = Self.beginningWithInteger(first, following, in: reader)
        case DERReader.objectIdentifier: self = Self.contentInfo(first, in: reader)
        case DERReader.sequence: self = Self.signedStructure(first, following, in: reader)
        default: break
        }
    }

    private static func beginningWithInteger(
        _ version: DERHeader, _ following: UInt8?, in reader: DERReader
    ) -> DERKind {
        guard version.declaredEnd == version.contentStart + 1, version.contentStart < reader.bytes.count else {
            return .other
        }
        switch (reader.bytes[version.contentStart], following) {
        case (3, DERReader.sequence): return .pkcs12
        case (0...1, DERReader.integer), (0...1, DERReader.sequence), (1, DERReader.octetString): return .privateKey
        default: return .other
        }
    }

    /// `ContentInfo`: an object identifier below 1.2.840.113549.1.7, then `[0]`.
    private static func contentInfo(_ type: DERHeader, in reader: DERReader) -> DERKind {
        let pkcs7: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07]
        guard let end = reader.end(of: type), reader.bytes[type.contentStart..<end].starts(with: pkcs7) else {
            return .other
        }
        let signedData: UInt8 = 2
        guard reader.bytes[type.contentStart..<end].last == signedData, let wrapper = reader.header(at: end),
            let content = reader.header(at: wrapper.contentStart),
            let version = reader.header(at: content.contentStart),
            let digests = version.declaredEnd.flatMap({ reader.header(at: $0) }),
            digests.declaredEnd == digests.contentStart
        else { return .message }
        return .certificateBundle
    }

    /// A SEQUENCE in a SEQUENCE: something signed, a public key, or an encrypted private key.
    private static func signedStructure(_ inner: DERHeader, _ following: UInt8?, in reader: DERReader) -> DERKind {
        let tags = reader.childTags(of: inner, limit: 4)
        switch tags.first {
        case DERReader.objectIdentifier: return following == DERReader.octetString ? .privateKey : .other
        case DERReader.contextZero: return .certificate
        case DERReader.integer:
            guard tags.dropFirst().first == DERReader.sequence else { return .other }
            switch tags.dropFirst(3).first {
            case DERReader.sequence: return .certificate
            case DERReader.contextZero, nil: return .certificateRequest
            default: return .other
            }
        default: return .other
        }
    }
}
