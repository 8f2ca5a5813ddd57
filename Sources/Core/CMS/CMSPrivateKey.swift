import CLibcrypto

/// A private key, read once and used often. Never printed; never changed after reading, so threads may share it.
public final class CMSPrivateKey: @unchecked Sendable, CustomStringConvertible, CustomReflectable {
    private let handle: OpaquePointer

    /// - Parameter pkcs8: DER, RSA or EC, without a password.
    public init(pkcs8: [UInt8]) throws(CMSError) {
        defer { ERR_clear_error() }
        let read: OpaquePointer? = pkcs8.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            var cursor: UnsafePointer<UInt8>? = start
            guard let info = d2i_PKCS8_PRIV_KEY_INFO(nil, &cursor, buffer.count) else { return nil }
            defer { PKCS8_PRIV_KEY_INFO_free(info) }
            guard cursor == start + buffer.count else { return nil }
            return EVP_PKCS82PKEY(info)
        }
        guard let read else { throw .keyUnusable }
        handle = read
    }

    deinit { EVP_PKEY_free(handle) }

    public var description: String { "‹redacted›" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    var isRSA: Bool { EVP_PKEY_get_base_id(handle) == EVP_PKEY_RSA }

    /// Signs with RSASSA-PKCS1-v1_5 or ECDSA, after the kind of key.
    package func sign(_ bytes: [UInt8], digest: CMSDigest) throws(CMSError) -> [UInt8] {
        defer { ERR_clear_error() }
        guard let context = EVP_MD_CTX_new() else { throw .keyUnusable }
        defer { EVP_MD_CTX_free(context) }
        var length = 0
        guard EVP_DigestSignInit(context, nil, digest.method, nil, handle) == 1,
            EVP_DigestSign(context, nil, &length, bytes, bytes.count) == 1
        else { throw .keyUnusable }
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSign(context, &signature, &length, bytes, bytes.count) == 1 else { throw .keyUnusable }
        return Array(signature.prefix(length))
    }

    /// RSAES-PKCS1-v1_5. Nil is for ``EnvelopedMessage`` alone, which goes on with a random key so that nobody
    /// outside learns of it.
    func decrypt(_ bytes: [UInt8]) -> [UInt8]? {
        defer { ERR_clear_error() }
        guard isRSA, let context = EVP_PKEY_CTX_new(handle, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var length = Int(EVP_PKEY_get_size(handle))
        var out = [UInt8](repeating: 0, count: length)
        defer { OPENSSL_cleanse(&out, out.count) }
        guard EVP_PKEY_decrypt_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_decrypt(context, &out, &length, bytes, bytes.count) == 1
        else { return nil }
        return Array(out.prefix(length))
    }
}
