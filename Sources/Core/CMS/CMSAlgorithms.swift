import CLibcrypto

/// Digests that occur in messages of devices. SHA-1 is for old releases only; nothing of ours begins with it.
public enum CMSDigest: String, Sendable, CaseIterable {
    case sha1, sha256, sha384, sha512

    package var identifier: OID {
        switch self {
        case .sha1: Self.sha1Identifier
        case .sha256: Self.sha256Identifier
        case .sha384: Self.sha384Identifier
        case .sha512: Self.sha512Identifier
        }
    }

    private static let sha1Identifier = OID(1, 3, 14, 3, 2, 26)
    private static let sha256Identifier = OID(2, 16, 840, 1, 101, 3, 4, 2, 1)
    private static let sha384Identifier = OID(2, 16, 840, 1, 101, 3, 4, 2, 2)
    private static let sha512Identifier = OID(2, 16, 840, 1, 101, 3, 4, 2, 3)

    /// Nil for MD5, SHA-224 and what else is not accepted.
    package init?(identifier element: DERElement) {
        guard let digest = Self.allCases.first(where: { element.isIdentifier($0.identifier) }) else { return nil }
        self = digest
    }

    var method: OpaquePointer? {
        switch self {
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        case .sha384: EVP_sha384()
        case .sha512: EVP_sha512()
        }
    }

    package func hash(_ bytes: some Sequence<UInt8>) throws(CMSError) -> [UInt8] {
        let bytes = Array(bytes)
        var value = [UInt8](repeating: 0, count: 64)
        var length: UInt32 = 0
        defer { ERR_clear_error() }
        guard EVP_Digest(bytes, bytes.count, &value, &length, method, nil) == 1 else { throw .keyUnusable }
        return Array(value.prefix(Int(length)))
    }
}

/// Content ciphers of EnvelopedData, all in CBC mode. Single DES is read (``EnvelopedMessage``), never written.
public enum CMSCipher: String, Sendable, CaseIterable {
    case aes128, aes192, aes256
    /// DES-EDE3: older clients use it whatever is announced.
    case tripleDES

    package var identifier: OID {
        switch self {
        case .aes128: Self.aes128Identifier
        case .aes192: Self.aes192Identifier
        case .aes256: Self.aes256Identifier
        case .tripleDES: Self.tripleDESIdentifier
        }
    }

    private static let aes128Identifier = OID(2, 16, 840, 1, 101, 3, 4, 1, 2)
    private static let aes192Identifier = OID(2, 16, 840, 1, 101, 3, 4, 1, 22)
    private static let aes256Identifier = OID(2, 16, 840, 1, 101, 3, 4, 1, 42)
    private static let tripleDESIdentifier = OID(1, 2, 840, 113549, 3, 7)

    /// Nil for all others.
    package init?(identifier element: DERElement) {
        guard let cipher = Self.allCases.first(where: { element.isIdentifier($0.identifier) }) else { return nil }
        self = cipher
    }

    var keyBytes: Int {
        switch self {
        case .aes128: 16
        case .aes192, .tripleDES: 24
        case .aes256: 32
        }
    }

    var blockBytes: Int { self == .tripleDES ? 8 : 16 }

    var method: OpaquePointer? {
        switch self {
        case .aes128: EVP_aes_128_cbc()
        case .aes192: EVP_aes_192_cbc()
        case .aes256: EVP_aes_256_cbc()
        case .tripleDES: EVP_des_ede3_cbc()
        }
    }
}
