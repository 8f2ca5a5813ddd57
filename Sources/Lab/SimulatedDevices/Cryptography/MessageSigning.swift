import CLibcrypto
import Foundation

/// The CMS messages that a device makes: detached signatures, signed messages with attributes, envelopes.
enum MessageSigning {
    /// `Mdm-Signature`: a detached SignedData over exactly these bytes, the signer's certificate inside, DER.
    static func detached(
        _ content: [UInt8], certificate: DeviceCertificate, key: DeviceKey
    ) throws -> [UInt8] {
        try Libcrypto.reading(content) { bio in
            let flags = UInt32(CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP)
            let cms = try Libcrypto.made("signing", CMS_sign(certificate.handle, key.handle, nil, bio, flags))
            defer { CMS_ContentInfo_free(cms) }
            return try Libcrypto.der("writing a signature") { i2d_CMS_ContentInfo(cms, $0) }
        }
    }

    struct Attribute {
        let identifier: String
        /// V_ASN1_PRINTABLESTRING or V_ASN1_OCTET_STRING.
        let kind: Int32
        let value: [UInt8]
    }

    /// SignedData with the content inside and attributes of the caller's among the signed ones.
    ///
    /// - Parameter asOldClients: BER with indefinite lengths, as older releases of Apple's clients write.
    static func attached(
        _ content: [UInt8], certificate: DeviceCertificate, key: DeviceKey, digest: SCEPDigest,
        attributes: [Attribute], asOldClients: Bool
    ) throws -> [UInt8] {
        try Libcrypto.reading(content) { bio in
            var flags = UInt32(CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL)
            if asOldClients { flags |= UInt32(CMS_STREAM) }
            let cms = try Libcrypto.made("signing", CMS_sign(nil, nil, nil, nil, flags))
            defer { CMS_ContentInfo_free(cms) }
            let info = try Libcrypto.made(
                "signing", CMS_add1_signer(cms, certificate.handle, key.handle, digest.kind, flags))
            for attribute in attributes {
                let object = try Libcrypto.made(attribute.identifier, OBJ_txt2obj(attribute.identifier, 1))
                defer { ASN1_OBJECT_free(object) }
                try Libcrypto.check(
                    attribute.identifier,
                    CMS_signed_add1_attr_by_OBJ(
                        info, object, attribute.kind, attribute.value, Int32(clamping: attribute.value.count)))
            }
            guard !asOldClients else { return try streamed(cms, bio, flags) }
            try Libcrypto.check("signing", CMS_final(cms, bio, nil, flags))
            return try Libcrypto.der("writing a message") { i2d_CMS_ContentInfo(cms, $0) }
        }
    }

    /// EnvelopedData for one recipient, by RSA PKCS #1 v1.5.
    static func enveloped(
        _ content: [UInt8], for recipient: DeviceCertificate, cipher: SCEPCipher, asOldClients: Bool
    ) throws -> [UInt8] {
        let stack = OPENSSL_sk_new_null()
        defer { OPENSSL_sk_free(stack) }
        OPENSSL_sk_push(stack, UnsafeRawPointer(recipient.handle))
        return try Libcrypto.reading(content) { bio in
            let flags = UInt32(asOldClients ? CMS_BINARY | CMS_STREAM : CMS_BINARY)
            let cms = try Libcrypto.made("enveloping", CMS_encrypt(stack, bio, cipher.kind, flags))
            defer { CMS_ContentInfo_free(cms) }
            guard !asOldClients else { return try streamed(cms, bio, flags) }
            return try Libcrypto.der("writing an envelope") { i2d_CMS_ContentInfo(cms, $0) }
        }
    }

    static func opened(_ envelope: [UInt8], certificate: DeviceCertificate, key: DeviceKey) throws -> [UInt8] {
        let cms = try SignedContent.decode(envelope)
        defer { CMS_ContentInfo_free(cms) }
        return try Libcrypto.written { bio in
            try Libcrypto.check(
                "opening an envelope",
                CMS_decrypt(cms, key.handle, certificate.handle, nil, bio, UInt32(CMS_BINARY)))
        }
    }

    private static func streamed(_ cms: OpaquePointer, _ content: OpaquePointer, _ flags: UInt32) throws -> [UInt8] {
        try Libcrypto.written { output in
            try Libcrypto.check(
                "writing a message", i2d_CMS_bio_stream(output, cms, content, Int32(bitPattern: flags)))
        }
    }
}

/// How a SCEP request is signed.
public enum SCEPDigest: String, Codable, Sendable {
    case sha1 = "SHA-1"
    case sha256 = "SHA-256"
    case sha512 = "SHA-512"

    var kind: OpaquePointer? {
        switch self {
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        case .sha512: EVP_sha512()
        }
    }
}

/// How a SCEP request is encrypted.
public enum SCEPCipher: String, Codable, Sendable {
    case aes128 = "AES-128"
    case aes256 = "AES-256"
    case tripleDES = "DES3"

    var kind: OpaquePointer? {
        switch self {
        case .aes128: EVP_aes_128_cbc()
        case .aes256: EVP_aes_256_cbc()
        case .tripleDES: EVP_des_ede3_cbc()
        }
    }
}
