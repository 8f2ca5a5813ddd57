import CLibcrypto
import Foundation
import NIOHTTP1

/// How a device speaks SCEP: like a current one, or like an old one.
public struct SCEPManners: Codable, Sendable, Equatable {
    /// Nil: the best that the server announces.
    public var cipher: SCEPCipher?
    public var digest: SCEPDigest?
    /// PKIOperation by GET although POST is announced.
    public var byGET = false
    /// BER with indefinite lengths.
    public var berEncoded = false

    public init() {}

    enum CodingKeys: String, CodingKey {
        case cipher, digest
        case byGET = "by_get"
        case berEncoded = "ber_encoded"
    }

    /// A missing key is the default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        cipher = try values.decodeIfPresent(SCEPCipher.self, forKey: .cipher)
        digest = try values.decodeIfPresent(SCEPDigest.self, forKey: .digest)
        byGET = try values.decodeIfPresent(Bool.self, forKey: .byGET) ?? false
        berEncoded = try values.decodeIfPresent(Bool.self, forKey: .berEncoded) ?? false
    }
}

/// Gets a device its certificate as Apple's client does: GetCACert, GetCACaps, PKIOperation. RFC 8894.
struct SCEPClient {
    let http: DeviceHTTP
    let settings: EnrollmentProfile.SCEP
    let roots: [Data]
    let manners: SCEPManners
    let userAgent: String
    /// The Lab's.
    let now: Date

    private enum OID {
        static let messageType = "2.16.840.1.113733.1.9.2"
        static let pkiStatus = "2.16.840.1.113733.1.9.3"
        static let failInfo = "2.16.840.1.113733.1.9.4"
        static let senderNonce = "2.16.840.1.113733.1.9.5"
        static let recipientNonce = "2.16.840.1.113733.1.9.6"
        static let transactionID = "2.16.840.1.113733.1.9.7"
    }

    /// - Returns: the certificate for `key`.
    /// - Throws: ``DeviceRefusal`` with the error domain that a device would show.
    func certificate(for key: DeviceKey) async throws -> DeviceCertificate {
        let authorities = try await caCertificates()
        let capabilities = try await capabilities()
        // One per attempt, not the digest of the key as real devices choose: simulated devices share keys.
        let transaction = Libcrypto.hexadecimal(Libcrypto.random(20))
        let nonce = Libcrypto.random(16)
        let request = CertificationRequest(
            subject: settings.subject.map { $0.map { (type: $0.first ?? "", value: $0.last ?? "") } }, key: key,
            challenge: settings.challenge)
        let own = try request.selfSigned(now: now)
        guard let recipient = authorities.first(where: { $0.mayBeUsed(KU_KEY_ENCIPHERMENT) }) else {
            throw DeviceRefusal("No certificate of the authority may receive a request (MCSCEPErrorDomain 22003).")
        }
        let cipher = try manners.cipher ?? Self.cipher(capabilities)
        let digest = try manners.digest ?? Self.digest(capabilities)
        let envelope = try MessageSigning.enveloped(
            try request.pkcs10(), for: recipient, cipher: cipher, asOldClients: manners.berEncoded)
        let message = try MessageSigning.attached(
            envelope, certificate: own, key: key, digest: digest,
            attributes: [
                .init(identifier: OID.messageType, kind: V_ASN1_PRINTABLESTRING, value: Array("19".utf8)),
                .init(identifier: OID.transactionID, kind: V_ASN1_PRINTABLESTRING, value: Array(transaction.utf8)),
                .init(identifier: OID.senderNonce, kind: V_ASN1_OCTET_STRING, value: nonce),
            ], asOldClients: manners.berEncoded)
        let post = !manners.byGET && !capabilities.isDisjoint(with: ["POSTPKIOperation", "SCEPStandard"])
        let answer = try await ask("PKIOperation", message: message, post: post)
        guard answer.contentType == "application/x-pki-message" else {
            throw DeviceRefusal("PKIOperation was answered as \(answer.contentType) (MCSCEPErrorDomain 22013).")
        }
        return try read(
            answer.body, transaction: transaction, nonce: nonce, own: own, key: key, authorities: authorities)
    }

    private func caCertificates() async throws -> [DeviceCertificate] {
        let answer = try await ask("GetCACert")
        do {
            let found: [DeviceCertificate]
            switch answer.contentType {
            case "application/x-x509-ca-cert": found = [try DeviceCertificate(der: answer.body)]
            case "application/x-x509-ca-ra-cert": found = try SignedContent.certificates(in: answer.body)
            default:
                throw DeviceRefusal("GetCACert was answered as \(answer.contentType) (MCSCEPErrorDomain 22002).")
            }
            if let wanted = settings.caFingerprint {
                let kind = [16: EVP_md5(), 20: EVP_sha1(), 32: EVP_sha256()][wanted.count] ?? nil
                guard let kind, found.contains(where: { Libcrypto.digest($0.der, kind) == [UInt8](wanted) }) else {
                    throw DeviceRefusal("The authority is not the one whose fingerprint the profile has (22002).")
                }
            }
            return found
        } catch let error as LibcryptoError {
            throw DeviceRefusal("GetCACert's answer cannot be read (MCSCEPErrorDomain 22002): \(error).")
        }
    }

    private func capabilities() async throws -> Set<String> {
        let answer = try await ask("GetCACaps")
        let lines = String(decoding: answer.body, as: UTF8.self).split(whereSeparator: \.isNewline)
        return Set(lines.map { $0.trimmingCharacters(in: .whitespaces) })
    }

    static func digest(_ capabilities: Set<String>) throws -> SCEPDigest {
        let known: [SCEPDigest] = [.sha256, .sha512, .sha1]
        guard
            let digest = known.first(where: { capabilities.contains($0.rawValue) })
                ?? (capabilities.contains("SCEPStandard") ? .sha256 : nil)
        else {
            throw DeviceRefusal(
                "The Certification Authority does not have the required capability (MCSCEPErrorDomain 22006).")
        }
        return digest
    }

    /// 3DES whatever is announced, when AES is not: as macOS logs it.
    static func cipher(_ capabilities: Set<String>) throws -> SCEPCipher {
        capabilities.isDisjoint(with: ["AES", "SCEPStandard"]) ? .tripleDES : .aes128
    }

    private func ask(_ operation: String, message: [UInt8]? = nil, post: Bool = false) async throws
        -> DeviceHTTP.Answer
    {
        var parts = URLComponents(url: settings.url, resolvingAgainstBaseURL: false) ?? URLComponents()
        var query = parts.percentEncodedQuery.map { $0 + "&" } ?? ""
        query += "operation=\(operation)"
        if let message, !post {
            query += "&message=" + Self.encoded(Data(message).base64EncodedString())
        } else if message == nil, let name = settings.name {
            query += "&message=" + Self.encoded(name)
        }
        parts.percentEncodedQuery = query
        guard let url = parts.url else { throw DeviceRefusal("The SCEP address cannot be used.") }
        var headers = HTTPHeaders([("User-Agent", userAgent)])
        if post { headers.add(name: "Content-Type", value: "application/x-pki-message") }
        let answer = try await http.send(
            post ? .POST : .GET, url, headers: headers, body: post ? message ?? [] : [], roots: roots)
        guard answer.status == 200 else {
            throw DeviceRefusal(
                "\(operation) was answered \(answer.status) (MCSCEPErrorDomain 22005).",
                retryAfterSeconds: answer.headers.first(name: "Retry-After").flatMap { Int($0) }, status: answer.status)
        }
        return answer
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    private func read(
        _ body: [UInt8], transaction: String, nonce: [UInt8], own: DeviceCertificate, key: DeviceKey,
        authorities: [DeviceCertificate]
    ) throws -> DeviceCertificate {
        func refuse(_ reason: String) -> DeviceRefusal {
            DeviceRefusal("The SCEP server's reply is not right (MCSCEPErrorDomain 22013): \(reason).")
        }
        do {
            let reply = try SignedContent(
                body, others: authorities,
                reading: [
                    OID.messageType, OID.pkiStatus, OID.failInfo, OID.recipientNonce, OID.senderNonce,
                    OID.transactionID,
                ])
            func text(_ identifier: String) -> String? {
                reply.attributes[identifier].map { String(decoding: $0, as: UTF8.self) }
            }
            guard let signer = reply.signer, authorities.contains(where: { $0.der == signer.der }) else {
                throw refuse("it is signed by somebody else than the authority")
            }
            guard text(OID.messageType) == "3" else { throw refuse("it is no CertRep") }
            guard text(OID.transactionID) == transaction else { throw refuse("it is about another transaction") }
            guard reply.attributes[OID.recipientNonce] == nonce else { throw refuse("it has another nonce") }
            switch text(OID.pkiStatus) {
            case "0": break
            case "2":
                throw DeviceRefusal("The authority refused the request (failInfo \(text(OID.failInfo) ?? "none")).")
            default: throw refuse("pkiStatus \(text(OID.pkiStatus) ?? "is missing")")
            }
            let opened = try MessageSigning.opened(reply.content, certificate: own, key: key)
            guard let certificate = try SignedContent.certificates(in: opened).first, certificate.belongs(to: key)
            else {
                throw DeviceRefusal("The certificate is not for the device's key (MCSCEPErrorDomain 22007).")
            }
            guard authorities.contains(where: { certificate.isIssued(by: $0) }), !certificate.isAuthority else {
                throw DeviceRefusal("The certificate is not the authority's (MCSCEPErrorDomain 22007).")
            }
            return certificate
        } catch let error as LibcryptoError {
            throw refuse(error.description)
        }
    }
}
