import CLibcrypto

/// A public key of libcrypto. It is never changed after reading, so threads may share it.
package final class CMSPublicKey: @unchecked Sendable {
    let handle: OpaquePointer
    package let info: SubjectPublicKey

    /// The key is put together from its numbers: libcrypto's own reader of SubjectPublicKeyInfo takes six times as
    /// long as the signature that is to be verified.
    ///
    /// - Throws: ``CMSError/unsupported`` also for a point that is not on its curve.
    package init(_ info: SubjectPublicKey) throws(CMSError) {
        self.info = info
        let made =
            switch info.kind {
            case .rsa(let modulus, let exponent): Self.rsa(modulus: modulus, exponent: exponent)
            case .p256(let point): Self.ec(curve: "P-256", point: point)
            case .p384(let point): Self.ec(curve: "P-384", point: point)
            case .p521(let point): Self.ec(curve: "P-521", point: point)
            }
        guard let made else { throw .unsupported }
        handle = made
    }

    private static func rsa(modulus: [UInt8], exponent: [UInt8]) -> OpaquePointer? {
        // Numbers are handed over in the machine's order of bytes.
        var modulus = inMachineOrder(modulus)
        var exponent = inMachineOrder(exponent)
        return modulus.withUnsafeMutableBufferPointer { modulus in
            exponent.withUnsafeMutableBufferPointer { exponent in
                key(
                    "RSA",
                    [
                        OSSL_PARAM_construct_BN(Self.name("n"), modulus.baseAddress, modulus.count),
                        OSSL_PARAM_construct_BN(Self.name("e"), exponent.baseAddress, exponent.count),
                        OSSL_PARAM_construct_end(),
                    ])
            }
        }
    }

    /// A parameter keeps the address of its name, so the name must be one that stays: a `String` handed to C does not.
    private static func name(_ name: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private static func inMachineOrder(_ number: [UInt8]) -> [UInt8] {
        1.littleEndian == 1 ? number.reversed() : number
    }

    private static func ec(curve: String, point: [UInt8]) -> OpaquePointer? {
        var curve = curve.utf8CString.map(\.self)
        var point = point
        return curve.withUnsafeMutableBufferPointer { curve in
            point.withUnsafeMutableBufferPointer { point in
                key(
                    "EC",
                    [
                        OSSL_PARAM_construct_utf8_string(Self.name("group"), curve.baseAddress, 0),
                        OSSL_PARAM_construct_octet_string(Self.name("pub"), point.baseAddress, point.count),
                        OSSL_PARAM_construct_end(),
                    ])
            }
        }
    }

    private static func key(_ algorithm: String, _ parameters: [OSSL_PARAM]) -> OpaquePointer? {
        defer { ERR_clear_error() }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, algorithm, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var parameters = parameters
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(context, &key, kizuna_evp_pkey_public_key(), &parameters) == 1
        else {
            EVP_PKEY_free(key)
            return nil
        }
        return key
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
