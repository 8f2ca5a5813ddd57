import CLibcrypto
import Foundation

/// What a device asks a certificate for: name, key and challenge, as PKCS #10 and as the certificate it signs itself
/// to be reachable in SCEP (RFC 8894 §2.3).
struct CertificationRequest {
    /// RDNs, each a list of type (short name or dotted) and value, as the profile writes them.
    let subject: [[(type: String, value: String)]]
    let key: DeviceKey
    let challenge: String?

    func pkcs10() throws -> [UInt8] {
        let request = try Libcrypto.made("a request", X509_REQ_new())
        defer { X509_REQ_free(request) }
        try Libcrypto.check("a request", X509_REQ_set_version(request, 0))
        try withName { try Libcrypto.check("a request's name", X509_REQ_set_subject_name(request, $0)) }
        try Libcrypto.check("a request's key", X509_REQ_set_pubkey(request, key.handle))
        if let challenge {
            let bytes = Array(challenge.utf8)
            try Libcrypto.check(
                "a challenge",
                X509_REQ_add1_attr_by_NID(
                    request, NID_pkcs9_challengePassword,
                    Self.isPrintable(challenge) ? V_ASN1_PRINTABLESTRING : V_ASN1_UTF8STRING, bytes,
                    Int32(clamping: bytes.count)))
        }
        try Libcrypto.check("signing a request", X509_REQ_sign(request, key.handle, EVP_sha256()))
        return try Libcrypto.der("writing a request") { i2d_X509_REQ(request, $0) }
    }

    /// - Parameter now: good from an hour before to a year after.
    func selfSigned(now: Date) throws -> DeviceCertificate {
        let certificate = try Libcrypto.made("a certificate", X509_new())
        do {
            try Libcrypto.check("a certificate", X509_set_version(certificate, 2))
            try Libcrypto.check(
                "a serial number",
                ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), UInt64.random(in: 1...UInt64(Int64.max))))
            try withName {
                try Libcrypto.check("a name", X509_set_subject_name(certificate, $0))
                try Libcrypto.check("a name", X509_set_issuer_name(certificate, $0))
            }
            let seconds = Int(now.timeIntervalSince1970)
            _ = try Libcrypto.made("a date", ASN1_TIME_set(X509_getm_notBefore(certificate), seconds - 3600))
            _ = try Libcrypto.made("a date", ASN1_TIME_set(X509_getm_notAfter(certificate), seconds + 365 * 86_400))
            try Libcrypto.check("a key", X509_set_pubkey(certificate, key.handle))
            try Libcrypto.check("signing a certificate", X509_sign(certificate, key.handle, EVP_sha256()))
        } catch {
            X509_free(certificate)
            throw error
        }
        return try DeviceCertificate(owning: certificate)
    }

    private func withName(_ body: (OpaquePointer) throws -> Void) throws {
        let name = try Libcrypto.made("a name", X509_NAME_new())
        defer { X509_NAME_free(name) }
        for part in subject {
            for (index, pair) in part.enumerated() {
                let type = try Libcrypto.made("the name's “\(pair.type)”", OBJ_txt2obj(pair.type, 0))
                defer { ASN1_OBJECT_free(type) }
                let bytes = Array(pair.value.utf8)
                // MBSTRING_UTF8; the last two: at the end, as a part of its own or with the one before.
                try Libcrypto.check(
                    "the name's “\(pair.type)”",
                    X509_NAME_add_entry_by_OBJ(
                        name, type, 0x1000, bytes, Int32(clamping: bytes.count), -1, index == 0 ? 0 : -1))
            }
        }
        try body(name)
    }

    /// X.680 §41.4, PrintableString.
    static func isPrintable(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || " '()+,-./:=?".utf8.contains(byte)
        }
    }
}
