import CLibcrypto
import Foundation

/// A certificate as OpenSSL's libcrypto sees it: the Lab judges with another library than the server writes with.
final class JudgedCertificate {
    private let handle: OpaquePointer
    let der: [UInt8]

    /// Nil for anything but exactly one DER certificate.
    init?(der: [UInt8]) {
        guard let handle = decodeWhole(der, { d2i_X509(nil, $0, $1) }, free: X509_free) else { return nil }
        self.handle = handle
        self.der = der
    }

    deinit { X509_free(handle) }

    var key: JudgedKey? { X509_get0_pubkey(handle).map { JudgedKey(handle: $0, owner: self) } }

    /// Signed by that certificate's key, named as its issuer, and that one may sign certificates.
    func isIssued(by issuer: JudgedCertificate) -> Bool {
        guard let key = X509_get0_pubkey(issuer.handle) else { return false }
        return X509_check_ca(issuer.handle) == 1 && X509_check_issued(issuer.handle, handle) == 0
            && X509_verify(handle, key) == 1
    }

    /// How many authorities may stand between this one and a leaf; nil without a limit.
    var longestPath: Int? {
        let length = X509_get_pathlen(handle)
        return length < 0 ? nil : length
    }

    var isAuthority: Bool { X509_check_ca(handle) != 0 }

    func hasExtension(_ identifier: String) -> Bool {
        guard let object = OBJ_txt2obj(identifier, 1) else { return false }
        defer { ASN1_OBJECT_free(object) }
        return X509_get_ext_by_OBJ(handle, object, -1) >= 0
    }

    var notBefore: Date? { date(X509_get0_notBefore(handle)) }
    var notAfter: Date? { date(X509_get0_notAfter(handle)) }

    private func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Date(timeIntervalSince1970: Double(timegm(&parts)))
    }

    /// The subject's organization, or its common name.
    var vendorName: String? {
        for identifier in [NID_organizationName, NID_commonName] {
            let name = X509_get_subject_name(handle)
            let index = X509_NAME_get_index_by_NID(name, identifier, -1)
            guard index >= 0, let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)) else { continue }
            var text: UnsafeMutablePointer<UInt8>?
            let length = ASN1_STRING_to_UTF8(&text, value)
            guard length > 0, let text else { continue }
            defer { CRYPTO_free(text, "", 0) }
            return String(decoding: UnsafeBufferPointer(start: text, count: Int(length)), as: UTF8.self)
        }
        return nil
    }
}

/// A PKCS #10 request as libcrypto sees it.
final class JudgedRequest {
    private let handle: OpaquePointer

    /// Nil for anything but exactly one DER request.
    init?(der: [UInt8]) {
        guard let handle = decodeWhole(der, { d2i_X509_REQ(nil, $0, $1) }, free: X509_REQ_free) else { return nil }
        self.handle = handle
    }

    deinit { X509_REQ_free(handle) }

    var key: JudgedKey? { X509_REQ_get0_pubkey(handle).map { JudgedKey(handle: $0, owner: self) } }

    var isSignedByItsOwnKey: Bool {
        guard let key = X509_REQ_get0_pubkey(handle) else { return false }
        return X509_REQ_verify(handle, key) == 1
    }
}

/// A public key that belongs to one of the above.
struct JudgedKey {
    fileprivate let handle: OpaquePointer
    fileprivate let owner: AnyObject

    var isRSA: Bool { EVP_PKEY_get_base_id(handle) == EVP_PKEY_RSA }
    var bits: Int { Int(EVP_PKEY_get_bits(handle)) }

    /// SubjectPublicKeyInfo.
    var der: [UInt8] {
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = i2d_PUBKEY(handle, &bytes)
        guard length > 0, let bytes else { return [] }
        defer { CRYPTO_free(bytes, "", 0) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(length)))
    }

    /// RSASSA-PKCS1-v1_5 over SHA-256 (RFC 8017 §8.2); any other digest or padding is wrong.
    func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard isRSA, let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        return EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, handle) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}

/// Runs one of libcrypto's `d2i` functions and insists that it used up all the bytes.
private func decodeWhole(
    _ der: [UInt8], _ decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?,
    free: (OpaquePointer?) -> Void
) -> OpaquePointer? {
    der.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return nil }
        var cursor: UnsafePointer<UInt8>? = start
        guard let handle = decode(&cursor, buffer.count) else {
            ERR_clear_error()
            return nil
        }
        guard cursor == start + buffer.count else {
            free(handle)
            return nil
        }
        return handle
    }
}
