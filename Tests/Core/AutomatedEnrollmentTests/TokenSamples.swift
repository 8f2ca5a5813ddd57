import Administration
import CMS
import Foundation
import PushCertificates

@testable import AutomatedEnrollment

/// A company's key pair, and token files as Apple and others might make them.
struct TokenSamples {
    static let now = Date(timeIntervalSince1970: 1_795_230_000)  // 2026-11-21 03:00 UTC
    static let shared = Result { try TokenSamples() }

    let pair: TokenKeyPair
    let request: TokenRequest

    init(id: String = "r1") throws {
        let serial = Array(id.utf8) + Array(1...12)
        pair = try TokenKeyPair.make(commonName: "sample ADE", at: Self.now, serialNumber: serial)
        request = TokenRequest(
            id: .init(stored: id), createdAt: Self.now, createdBy: "admin", certificate: pair.certificate,
            fingerprint: pair.fingerprint, sealedKey: [], isPending: true)
    }

    static let json = """
        {"consumer_key":"CK_1","consumer_secret":"CS_1","access_token":"AT_1","access_secret":"AS_1",\
        "access_token_expiry":"2027-11-20T10:15:00Z"}
        """

    static func inner(_ json: String = json, type: String = "text/plain;charset=UTF-8") -> String {
        "Content-Type: \(type)\r\nContent-Transfer-Encoding: 7bit\r\n\r\n-----BEGIN MESSAGE-----\r\n\(json)\r\n"
            + "-----END MESSAGE-----\r\n"
    }

    func envelope(_ content: String = inner(), cipher: CMSCipher = .aes256) throws -> [UInt8] {
        try EnvelopedMessage.write(
            Array(content.utf8), for: CertificateOutline(der: pair.certificate), cipher: cipher)
    }

    static let head = """
        Content-Type: application/pkcs7-mime; name="smime.p7m"; smime-type=enveloped-data\r
        Content-Transfer-Encoding: base64\r
        Content-Disposition: attachment; filename="smime.p7m"\r
        \r

        """

    static func file(_ der: [UInt8], head: String = head) -> [UInt8] {
        Array((head + Data(der).base64EncodedString(options: [.lineLength76Characters]) + "\r\n").utf8)
    }

    func file(_ content: String = inner(), cipher: CMSCipher = .aes256) throws -> [UInt8] {
        Self.file(try envelope(content, cipher: cipher))
    }

    func read(_ file: [UInt8]) throws -> ServerToken {
        let message = try TokenFile(file, requests: [request])
        return try message.token(for: try message.request(among: [request]), privateKey: pair.privateKey)
    }
}
