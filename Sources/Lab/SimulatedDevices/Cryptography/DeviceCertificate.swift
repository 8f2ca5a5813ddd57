import CLibcrypto
import Foundation

/// A certificate as libcrypto sees it.
final class DeviceCertificate: @unchecked Sendable {
    // Never changed after it was made; libcrypto counts its users atomically.
    let handle: OpaquePointer
    let der: [UInt8]

    /// - Throws: for anything but exactly one DER certificate.
    init(der: [UInt8]) throws(LibcryptoError) {
        handle = try der.withUnsafeBufferPointer { buffer throws(LibcryptoError) in
            var cursor = buffer.baseAddress
            let handle = try Libcrypto.made("reading a certificate", d2i_X509(nil, &cursor, buffer.count))
            guard let cursor, let start = buffer.baseAddress, cursor == start + buffer.count else {
                X509_free(handle)
                throw LibcryptoError("reading a certificate: bytes are left over")
            }
            return handle
        }
        self.der = der
    }

    /// Takes over `handle`.
    init(owning handle: OpaquePointer) throws {
        self.handle = handle
        der = try Libcrypto.der("writing a certificate") { i2d_X509(handle, $0) }
    }

    deinit { X509_free(handle) }

    /// Lower-case hexadecimal SHA-256 of the DER.
    var fingerprint: String { Libcrypto.hexadecimal(Libcrypto.digest(der, EVP_sha256())) }
    var subject: String { Self.text(X509_get_subject_name(handle)) }
    var issuer: String { Self.text(X509_get_issuer_name(handle)) }
    var notBefore: Date? { Self.date(X509_get0_notBefore(handle)) }
    var notAfter: Date? { Self.date(X509_get0_notAfter(handle)) }
    var isAuthority: Bool { X509_check_ca(handle) != 0 }

    var commonName: String {
        let name = X509_get_subject_name(handle)
        let index = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
        guard index >= 0, let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)) else { return subject }
        var text: UnsafeMutablePointer<UInt8>?
        let length = ASN1_STRING_to_UTF8(&text, value)
        guard length > 0, let text else { return subject }
        defer { CRYPTO_free(text, "", 0) }
        return String(decoding: UnsafeBufferPointer(start: text, count: Int(length)), as: UTF8.self)
    }

    /// keyUsage has that bit (`KU_KEY_ENCIPHERMENT` and so on); true without the extension.
    func mayBeUsed(_ usage: Int32) -> Bool { X509_get_key_usage(handle) & UInt32(usage) != 0 }

    func isIssued(by issuer: DeviceCertificate) -> Bool {
        guard let key = X509_get0_pubkey(issuer.handle) else { return false }
        defer { ERR_clear_error() }
        return X509_NAME_cmp(X509_get_issuer_name(handle), X509_get_subject_name(issuer.handle)) == 0
            && X509_verify(handle, key) == 1
    }

    func belongs(to key: DeviceKey) -> Bool {
        defer { ERR_clear_error() }
        return X509_check_private_key(handle, key.handle) == 1
    }

    private static func text(_ name: OpaquePointer?) -> String {
        // XN_FLAG_RFC2253, but characters beyond ASCII as they are.
        (try? Libcrypto.written { _ = X509_NAME_print_ex($0, name, 0, 0x0111_0313) })
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Date(timeIntervalSince1970: Double(timegm(&parts)))
    }
}
