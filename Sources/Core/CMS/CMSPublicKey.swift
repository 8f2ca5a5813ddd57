import CLibcrypto

/// A public key of libcrypto. It is never changed after reading, so threads may share it.
package final class CMSPublicKey: @unchecked Sendable {
    let handle: OpaquePointer
    package let info: SubjectPublicKey

    package init(_ info: SubjectPublicKey) throws(CMSError) {
        self.info = info
        defer { ERR_clear_error() }
        let read: OpaquePointer? = info.der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return d2i_PUBKEY(nil, &cursor, buffer.count)
        }
        guard let read else { throw .unsupported }
        handle = read
    }

    deinit { EVP_PKEY_free(handle) }

    /// RSASSA-PKCS1-v1_5 or ECDSA, after the kind of key.
    package func verifies(_ signature: [UInt8], of bytes: [UInt8], digest: CMSDigest) -> Bool {
        defer { ERR_clear_error() }
        guard !signature.isEmpty, let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit(context, nil, digest.method, nil, handle) == 1
            && EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
    }

    /// RSAES-PKCS1-v1_5.
    package func encrypt(_ bytes: [UInt8]) throws(CMSError) -> [UInt8] {
        guard case .rsa = info.kind else { throw .unsupported }
        defer { ERR_clear_error() }
        guard let context = EVP_PKEY_CTX_new(handle, nil) else { throw .keyUnusable }
        defer { EVP_PKEY_CTX_free(context) }
        var length = 0
        guard EVP_PKEY_encrypt_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_encrypt(context, nil, &length, bytes, bytes.count) == 1
        else { throw .keyUnusable }
        var out = [UInt8](repeating: 0, count: length)
        guard EVP_PKEY_encrypt(context, &out, &length, bytes, bytes.count) == 1 else { throw .keyUnusable }
        return Array(out.prefix(length))
    }
}
