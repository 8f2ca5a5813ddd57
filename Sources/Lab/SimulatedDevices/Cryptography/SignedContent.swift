import CLibcrypto
import Foundation

/// A CMS SignedData (RFC 5652 §5) that a device opened: what it holds, who signed it, and its signed attributes.
struct SignedContent {
    let content: [UInt8]
    /// Nil when nobody signed it (a degenerate message that only carries certificates).
    let signer: DeviceCertificate?
    let certificates: [DeviceCertificate]
    /// String values by dotted identifier.
    let attributes: [String: [UInt8]]

    /// Opens a message with its content inside and checks its one signature.
    ///
    /// - Parameters:
    ///   - others: certificates the signer may be among, beside those that the message carries.
    ///   - reading: identifiers of the signed attributes to be read.
    /// - Throws: ``LibcryptoError`` when it is no such message, or its signature is wrong.
    init(_ message: [UInt8], others: [DeviceCertificate] = [], reading identifiers: [String] = []) throws {
        let cms = try Self.decode(message)
        defer { CMS_ContentInfo_free(cms) }
        let stack = OPENSSL_sk_new_null()
        defer { OPENSSL_sk_free(stack) }
        for other in others { OPENSSL_sk_push(stack, UnsafeRawPointer(other.handle)) }
        let hasContent = CMS_get0_content(cms).flatMap { $0.pointee } != nil
        let written = try Libcrypto.written { bio in
            let nothing = try Libcrypto.made("memory", BIO_new(BIO_s_mem()))
            defer { BIO_free_all(nothing) }
            try Libcrypto.check(
                "checking a signature",
                CMS_verify(
                    cms, stack, nil, hasContent ? nil : nothing, bio,
                    UInt32(CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY)))
        }
        content = written
        certificates = try Self.certificates(of: cms)
        let infos = CMS_get0_SignerInfos(cms)
        guard OPENSSL_sk_num(infos) == 1, let raw = OPENSSL_sk_value(infos, 0) else {
            throw LibcryptoError("not exactly one signer")
        }
        let info = OpaquePointer(raw)
        var signerHandle: OpaquePointer?
        CMS_SignerInfo_get0_algs(info, nil, &signerHandle, nil, nil)
        signer = try signerHandle.map { handle in
            try DeviceCertificate(der: try Libcrypto.der("the signer") { i2d_X509(handle, $0) })
        }
        var attributes: [String: [UInt8]] = [:]
        for identifier in identifiers {
            guard let object = OBJ_txt2obj(identifier, 1) else { continue }
            defer { ASN1_OBJECT_free(object) }
            let index = CMS_signed_get_attr_by_OBJ(info, object, -1)
            guard index >= 0, let attribute = CMS_signed_get_attr(info, index) else { continue }
            // A device wants exactly one value, of one of the two kinds that SCEP uses.
            guard X509_ATTRIBUTE_count(attribute) == 1 else { throw LibcryptoError("\(identifier) has several values") }
            for kind in [V_ASN1_PRINTABLESTRING, V_ASN1_OCTET_STRING] {
                guard let data = X509_ATTRIBUTE_get0_data(attribute, 0, kind, nil) else { continue }
                let string = data.assumingMemoryBound(to: ASN1_STRING.self)
                let count = Int(ASN1_STRING_length(string))
                attributes[identifier] = Array(UnsafeBufferPointer(start: ASN1_STRING_get0_data(string), count: count))
            }
            ERR_clear_error()
        }
        self.attributes = attributes
    }

    /// The certificates of a message that has nothing else (RFC 8894 §3.4), or of any other.
    static func certificates(in message: [UInt8]) throws -> [DeviceCertificate] {
        let cms = try decode(message)
        defer { CMS_ContentInfo_free(cms) }
        return try certificates(of: cms)
    }

    /// One message with nothing behind it.
    static func decode(_ message: [UInt8]) throws(LibcryptoError) -> OpaquePointer {
        try message.withUnsafeBufferPointer { buffer throws(LibcryptoError) in
            var cursor = buffer.baseAddress
            let cms = try Libcrypto.made("reading a message", d2i_CMS_ContentInfo(nil, &cursor, buffer.count))
            guard let cursor, let start = buffer.baseAddress, cursor == start + buffer.count else {
                CMS_ContentInfo_free(cms)
                throw LibcryptoError("reading a message: bytes are left over")
            }
            return cms
        }
    }

    private static func certificates(of cms: OpaquePointer) throws -> [DeviceCertificate] {
        guard let stack = CMS_get1_certs(cms) else { return [] }
        var found: [DeviceCertificate] = []
        // Each has been counted for us; DeviceCertificate gives it back.
        for index in 0..<OPENSSL_sk_num(stack) {
            if let raw = OPENSSL_sk_value(stack, index) {
                found.append(try DeviceCertificate(owning: OpaquePointer(raw)))
            }
        }
        OPENSSL_sk_free(stack)
        return found
    }
}
