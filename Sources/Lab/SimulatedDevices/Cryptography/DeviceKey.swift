import CLibcrypto
import Foundation

/// A device's RSA key of 2048 bits.
final class DeviceKey: @unchecked Sendable {
    // Never changed after it was made; libcrypto counts its users atomically.
    let handle: OpaquePointer

    /// Makes a new one: some 50 to 300 ms of CPU.
    init(bits: Int = 2048) throws(LibcryptoError) {
        let context = try Libcrypto.made("making a key", EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil))
        defer { EVP_PKEY_CTX_free(context) }
        try Libcrypto.check("making a key", EVP_PKEY_keygen_init(context))
        try Libcrypto.check("making a key", EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(clamping: bits)))
        var key: OpaquePointer?
        try Libcrypto.check("making a key", EVP_PKEY_keygen(context, &key))
        handle = try Libcrypto.made("making a key", key)
    }

    init(pem: String) throws {
        handle = try Libcrypto.reading(Array(pem.utf8)) { bio in
            try Libcrypto.made("reading a key", PEM_read_bio_PrivateKey(bio, nil, nil, nil))
        }
    }

    deinit { EVP_PKEY_free(handle) }

    /// PKCS #8, not encrypted.
    var pem: String {
        get throws {
            let bytes = try Libcrypto.written { bio in
                try Libcrypto.check(
                    "writing a key", PEM_write_bio_PKCS8PrivateKey(bio, handle, nil, nil, 0, nil, nil))
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// SubjectPublicKeyInfo, DER.
    var publicKey: [UInt8] {
        get throws { try Libcrypto.der("writing a public key") { i2d_PUBKEY(handle, $0) } }
    }
}
