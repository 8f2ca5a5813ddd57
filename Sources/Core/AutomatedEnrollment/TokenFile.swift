public import Administration
import CMS
import Foundation
import PushCertificates

/// An uploaded `.p7m`: MIME around an encrypted message, in which there is MIME around the token (reference/ade.md §1).
///
/// Read in two steps, so that the private key is opened only for a file that was encrypted for it.
public struct TokenFile: Sendable {
    private let message: EnvelopedMessage

    public static let sizeLimitBytes = 64 * 1024

    /// - Parameter requests: the company's, to tell its own public key when that is uploaded instead.
    /// - Throws: ``TokenRefusal``: what kind of file it is instead.
    public init(_ file: [UInt8], requests: [TokenRequest]) throws(TokenRefusal) {
        guard !file.isEmpty else { throw .empty }
        guard file.count <= Self.sizeLimitBytes else { throw .tooLarge(limitBytes: Self.sizeLimitBytes) }
        guard let entity = MIMEEntity(file[...]), !entity.contentType.isEmpty else {
            throw Self.kind(of: file, requests)
        }
        guard ["application/pkcs7-mime", "application/x-pkcs7-mime"].contains(entity.contentType) else {
            throw .notAToken
        }
        guard entity.parameter("smime-type") ?? "enveloped-data" == "enveloped-data",
            entity.transferEncoding == "base64"
        else { throw .notAToken }
        guard let der = Self.base64(entity.body) else { throw .truncated }
        do {
            message = try EnvelopedMessage(reading: der)
        } catch .unsupported {
            throw .unsupportedEncryption
        } catch {
            throw DERStart.isComplete(der) ? .notAToken : .truncated
        }
    }

    /// The request that the file was encrypted for.
    ///
    /// - Throws: ``TokenRefusal/keyNotRequestedHere(recipient:)``.
    public func request(among requests: [TokenRequest]) throws(TokenRefusal) -> TokenRequest {
        for request in requests {
            if let outline = try? CertificateOutline(der: request.certificate), message.isAddressed(to: outline) {
                return request
            }
        }
        throw .keyNotRequestedHere(recipient: message.recipientIssuers.compactMap(Self.commonName).first ?? "")
    }

    /// - Parameter privateKey: of `request`, PKCS #8 DER.
    public func token(for request: TokenRequest, privateKey: Secret<[UInt8]>) throws(TokenRefusal) -> ServerToken {
        let content: [UInt8]
        do {
            let key = try CMSPrivateKey(pkcs8: privateKey.reveal())
            content = try message.decrypted(by: key, certificate: CertificateOutline(der: request.certificate))
        } catch {
            throw .notDecrypted(requestedAt: request.createdAt)
        }
        guard content.count <= Self.sizeLimitBytes, let inner = MIMEEntity(content[...]),
            inner.contentType == "text/plain", ["7bit", "8bit"].contains(inner.transferEncoding)
        else { throw .damagedContent }
        return try ServerToken(json: try Self.between(inner.body))
    }

    /// What stands between `-----BEGIN MESSAGE-----` and `-----END MESSAGE-----`.
    private static func between(_ body: ArraySlice<UInt8>) throws(TokenRefusal) -> ArraySlice<UInt8> {
        guard let begin = body.firstRange(of: Array("-----BEGIN MESSAGE-----".utf8)),
            let end = body[begin.upperBound...].firstRange(of: Array("-----END MESSAGE-----".utf8))
        else { throw .damagedContent }
        return body[begin.upperBound..<end.lowerBound]
    }

    private static func base64(_ body: ArraySlice<UInt8>) -> [UInt8]? {
        let dense = body.filter { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 && $0 != 0x09 }
        guard !dense.isEmpty else { return nil }
        return Data(base64Encoded: Data(dense)).map(Array.init)
    }

    /// The common name (2.5.4.3) in a Name, or nil.
    private static func commonName(_ issuer: [UInt8]) -> String? {
        guard var sets = try? DERElement(whole: issuer, tag: DERTag.sequence).inside else { return nil }
        while let set = try? sets.next(DERTag.set) {
            var pairs = set.inside
            guard let pair = try? pairs.next(DERTag.sequence) else { return nil }
            var parts = pair.inside
            guard let type = try? parts.next(), let value = try? parts.next() else { return nil }
            if type.isIdentifier(OID(2, 5, 4, 3)) { return String(validating: value.content, as: UTF8.self) }
        }
        return nil
    }

    /// What somebody uploaded instead, by the same reader that judges push certificates.
    private static func kind(of file: [UInt8], _ requests: [TokenRequest]) -> TokenRefusal {
        switch UploadPipeline.kind(of: file) {
        case nil: certificate(file, requests)
        case .certificateRequest, .signedRequest: .certificateRequest
        case .privateKey, .pkcs12: .privateKey
        case .deviceEnrollmentToken: .notMIME
        case .webPage: .webPage
        case .zipArchive: .zipArchive
        case .damagedCertificate, .certificateBundle: .certificate
        default: .notAToken
        }
    }
}

extension TokenFile {
    private static func certificate(_ file: [UInt8], _ requests: [TokenRequest]) -> TokenRefusal {
        if requests.contains(where: { UploadPipeline.holds($0.certificate, in: file) }) { return .publicKey }
        return UploadPipeline.holdsManagementTopic(file) ? .pushCertificate : .certificate
    }
}

/// Whether an outer element is all there.
private enum DERStart {
    static func isComplete(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2, bytes[0] == 0x30 else { return true }
        guard bytes[1] >= 0x80 else { return bytes.count >= 2 + Int(bytes[1]) }
        let count = Int(bytes[1] & 0x7F)
        // Indefinite length: only its end would tell.
        guard (1...4).contains(count), bytes.count >= 2 + count else { return false }
        let length = bytes[2..<(2 + count)].reduce(0) { $0 << 8 | Int($1) }
        return bytes.count >= 2 + count + length
    }
}
