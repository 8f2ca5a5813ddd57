import CryptoExtras
import Foundation
import SimulatedClock
import SwiftASN1
import X509

/// A certificate that no portal would issue, asked for by a test: wrong in just the way that the test needs.
struct OddOrder: Decodable, Sendable {
    enum Kind: String, Decodable, Sendable {
        case push
        /// Of an app: UID is a bundle identifier.
        case appPush = "app-push"
        case vendor
    }

    enum Signer: String, Decodable, Sendable {
        /// Whoever signs such a certificate at Apple.
        case lab
        /// The other intermediate under the same root.
        case wrongIntermediate = "wrong-intermediate"
        case root
        /// A forger's authority with the very same names.
        case forged
        case itself
    }

    enum Digest: String, Decodable, Sendable {
        case sha1, sha256, sha384, sha512
    }

    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    let kind: Kind
    var signer: Signer?
    /// Values for UID, none or several; by default one new topic, or a bundle identifier.
    var uids: [String]?
    var commonName: String?
    /// PEM of a certificate, a request or a public key: whose key is certified. By default a new one is made.
    var keyOf: String?
    /// Of a new key.
    var keyBits: Int?
    var notBefore: String?
    var notAfter: String?
    var digest: Digest?
    /// Vendor certificates: whether Apple's extension is there.
    var marked: Bool?
}

/// The odd certificate, with its key when the Lab made one, and the certificates above it.
struct OddCertificate: Encodable {
    let certificate: CertificateView
    let certificatePem: String
    let keyPem: String?
    /// Leaf, intermediate, root.
    let chainPem: String
}

extension LabAuthority {
    func issue(_ order: OddOrder, now: Date) throws -> OddCertificate {
        let madeKey = order.keyOf == nil ? try newKey(bits: order.keyBits ?? 2048) : nil
        let publicKey = try madeKey.map { Certificate.PublicKey($0.publicKey) } ?? Self.publicKey(of: order.keyOf ?? "")
        let from = try Self.instant(order.notBefore) ?? now.wholeSeconds
        let until = try Self.instant(order.notAfter) ?? from + Self.validity
        var subject = try LabName.vendor()
        if order.kind != .vendor {
            let isApp = order.kind == .appPush
            subject = try Self.pushSubject(
                uids: order.uids ?? [isApp ? "com.example.app" : Self.newTopic()],
                commonName: order.commonName
                    ?? (isApp ? "Apple Push Services: com.example.app" : "APSP:\(Self.uuid())"))
        }
        let (issuer, above) = try signer(for: order, subject: subject, own: madeKey)
        let certificate = try issuer.issue(
            Issuer.Order(
                subject: subject, publicKey: publicKey, notBefore: from, notAfter: until,
                purpose: order.kind == .vendor ? .vendor(marked: order.marked ?? true) : .push,
                signature: Self.algorithm(order.digest ?? .sha256)))
        let pem = try certificate.pem
        return OddCertificate(
            certificate: CertificateView(try IssuedCertificate(certificate)), certificatePem: pem,
            keyPem: madeKey.map { $0.pkcs8PEMRepresentation + "\n" }, chainPem: pem + above)
    }

    private func signer(
        for order: OddOrder, subject: DistinguishedName, own: _RSA.Signing.PrivateKey?
    ) throws -> (issuer: Issuer, above: String) {
        let isVendor = order.kind == .vendor
        let (usual, other) = isVendor ? (relations, integration) : (integration, relations)
        switch order.signer ?? .lab {
        case .lab: return (try Issuer(usual), usual.certificatePEM + root.certificatePEM)
        case .wrongIntermediate: return (try Issuer(other), other.certificatePEM + root.certificatePEM)
        case .root: return (try Issuer(root), root.certificatePEM)
        case .forged:
            let forged = isVendor ? forgedRelations : forgedIntegration
            return (try Issuer(forged), forged.certificatePEM + forgedRoot.certificatePEM)
        case .itself:
            guard let own else {
                throw OddOrder.Mistake(
                    description: "A certificate can sign itself only with a key that the Lab makes: leave out key_of.")
            }
            return (Issuer(name: subject, key: own), "")
        }
    }

    private func newKey(bits: Int) throws -> _RSA.Signing.PrivateKey {
        guard [2048, 3072, 4096].contains(bits) else {
            throw OddOrder.Mistake(description: "key_bits may be 2048, 3072 or 4096.")
        }
        return try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits))
    }

    private static func publicKey(of pem: String) throws -> Certificate.PublicKey {
        if let certificate = try? Certificate(pemEncoded: pem) { return certificate.publicKey }
        if let request = try? CertificateSigningRequest(pemEncoded: pem) { return request.publicKey }
        if let key = try? Certificate.PublicKey(pemEncoded: pem) { return key }
        throw OddOrder.Mistake(description: "key_of must be the PEM text of a certificate, a request or a public key.")
    }

    private static func instant(_ text: String?) throws -> Date? {
        guard let text else { return nil }
        guard let instant = RFC3339.instant(text) else {
            throw OddOrder.Mistake(description: "not_before and not_after are RFC 3339 date-times.")
        }
        return instant.wholeSeconds
    }

    private static func algorithm(_ digest: OddOrder.Digest) -> Certificate.SignatureAlgorithm {
        switch digest {
        case .sha1: .sha1WithRSAEncryption
        case .sha256: .sha256WithRSAEncryption
        case .sha384: .sha384WithRSAEncryption
        case .sha512: .sha512WithRSAEncryption
        }
    }
}
