import CLibcrypto
import Foundation

/// A token as Apple writes it into a `.p7m`: MIME around EnvelopedData, in which there is MIME around the JSON.
struct TokenMessage {
    let server: ManagedServer
    let token: IssuedToken

    /// Lines end with CR LF, and the JSON is wrapped: Apple's is one long line, mail programs break it.
    private var content: String {
        let expiry = token.expiresAt.formatted(.iso8601)
        let json =
            "{\"consumer_key\":\"\(server.consumerKey)\",\"consumer_secret\":\"\(server.consumerSecret)\","
            + "\"access_token\":\"\(token.accessToken)\",\"access_secret\":\"\(token.accessSecret)\","
            + "\"access_token_expiry\":\"\(expiry)\"}"
        var lines: [Substring] = []
        var rest = json[...]
        while !rest.isEmpty {
            lines.append(rest.prefix(76))
            rest = rest.dropFirst(76)
        }
        let head = "Content-Type: text/plain;charset=UTF-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
        return head + "-----BEGIN MESSAGE-----\r\n" + lines.joined(separator: "\r\n") + "\r\n-----END MESSAGE-----\r\n"
    }

    /// - Parameter pem: the uploaded certificate.
    func encrypted(for pem: String) throws -> [UInt8] {
        let certificate = try LabCrypto.certificate(pem: pem)
        defer { X509_free(certificate) }
        let stack = OPENSSL_sk_new_null()
        defer { OPENSSL_sk_free(stack) }
        OPENSSL_sk_push(stack, UnsafeRawPointer(certificate))
        let der = try LabCrypto.reading(Array(content.utf8)) { bio -> [UInt8] in
            guard let cms = CMS_encrypt(stack, bio, EVP_aes_256_cbc(), UInt32(CMS_BINARY)) else {
                throw ManagerRefusal("The token could not be encrypted for this public key.")
            }
            defer { CMS_ContentInfo_free(cms) }
            return try LabCrypto.der { i2d_CMS_ContentInfo(cms, $0) }
        }
        let body = Data(der).base64EncodedString(options: [.lineLength76Characters])
        let head = [
            "Content-Type: application/pkcs7-mime; name=\"smime.p7m\"; smime-type=enveloped-data",
            "Content-Transfer-Encoding: base64", "Content-Disposition: attachment; filename=\"smime.p7m\"",
            "Content-Description: S/MIME Encrypted Message",
        ]
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n").utf8)
    }
}

/// What may be uploaded as a public key: one certificate in PEM with an RSA key of 2048 bits or more.
enum PublicKeyJudge {
    static func accept(_ file: [UInt8]) throws -> String {
        guard file.count <= 65_536, let text = String(validating: file, as: UTF8.self) else {
            throw ManagerRefusal("The file is not a certificate in PEM.")
        }
        guard text.contains("-----BEGIN CERTIFICATE-----") else {
            throw ManagerRefusal(
                text.contains("-----BEGIN PUBLIC KEY-----")
                    ? "A bare public key is not accepted; upload its certificate."
                    : "The file is not a certificate in PEM."
            )
        }
        let certificate = try LabCrypto.certificate(pem: text)
        defer { X509_free(certificate) }
        guard let key = X509_get0_pubkey(certificate), EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA,
            EVP_PKEY_get_bits(key) >= 2048
        else { throw ManagerRefusal("The certificate's key must be RSA with 2048 bits or more.") }
        return text
    }
}

/// The few things that libcrypto does here.
enum LabCrypto {
    static func certificate(pem: String) throws -> OpaquePointer {
        try reading(Array(pem.utf8)) { bio in
            defer { ERR_clear_error() }
            guard let certificate = PEM_read_bio_X509(bio, nil, nil, nil) else {
                throw ManagerRefusal("The certificate cannot be read.")
            }
            return certificate
        }
    }

    static func reading<Value>(_ bytes: [UInt8], _ body: (OpaquePointer) throws -> Value) throws -> Value {
        try bytes.withUnsafeBytes { buffer in
            guard let bio = BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else {
                throw ManagerRefusal("No memory.")
            }
            defer { BIO_free_all(bio) }
            return try body(bio)
        }
    }

    static func der(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>) -> Int32) throws -> [UInt8] {
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = encode(&bytes)
        guard length > 0, let bytes else { throw ManagerRefusal("libcrypto wrote nothing.") }
        defer { CRYPTO_free(bytes, "", 0) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(length)))
    }

    /// HMAC-SHA1, base64: the signature of OAuth 1.0a (RFC 5849 §3.4.2).
    static func oauthSignature(_ base: String, key: String) -> String {
        var result = [UInt8](repeating: 0, count: 64)
        var length = 0
        let keyBytes = Array(key.utf8), data = Array(base.utf8)
        guard
            EVP_Q_mac(
                nil, "HMAC", nil, "SHA1", nil, keyBytes, keyBytes.count, data, data.count, &result, result.count,
                &length) != nil
        else { return "" }
        return Data(result.prefix(length)).base64EncodedString()
    }
}
