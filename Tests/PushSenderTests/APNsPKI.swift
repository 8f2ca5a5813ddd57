import Administration
import Crypto
import Foundation
import Ports
import PushCertificates
import SwiftASN1
import X509

/// An authority, certificates for a stand-in of APNs, and push identities below it. P-256: quick to make.
struct APNsPKI: Sendable {
    static func shared() throws -> APNsPKI { try result.get() }
    private static let result = Result { try APNsPKI() }

    struct Keyed: Sendable {
        let certificate: Certificate
        let key: P256.Signing.PrivateKey
        func der() throws -> [UInt8] {
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return serializer.serializedBytes
        }
    }

    let root: Keyed
    /// Nobody trusts this one.
    let strangeRoot: Keyed
    let topic = "com.apple.mgmt.External.5f2d7c1e-0b6a-4c39-9f3e-1a2b3c4d5e6f"

    private init() throws {
        root = try Self.authority("Orchard Test Root")
        strangeRoot = try Self.authority("Interceptor Root")
    }

    private static func authority(_ name: String) throws -> Keyed {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(name) }
        return Keyed(
            certificate: try issue(
                subject: subject, for: key, issuer: subject, by: key, from: -3650, to: 3650,
                try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                    Critical(KeyUsage(keyCertSign: true))
                }), key: key)
    }

    /// For `localhost` and 127.0.0.1, or for another name alone.
    ///
    /// - Parameters:
    ///   - from: days from today.
    ///   - to: days from today.
    func server(
        by issuer: Keyed? = nil, name: String = "localhost", from: Double = -1, to: Double = 300,
        purpose: ExtendedKeyUsage.Usage = .serverAuth
    ) throws -> Keyed {
        let issuer = issuer ?? root
        let key = P256.Signing.PrivateKey()
        return Keyed(
            certificate: try Self.issue(
                subject: try DistinguishedName { CommonName("Stand-in of APNs") }, for: key,
                issuer: issuer.certificate.subject, by: issuer.key, from: from, to: to,
                try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    try ExtendedKeyUsage([purpose])
                    SubjectAlternativeNames(
                        name == "localhost"
                            ? [.dnsName(name), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))]
                            : [.dnsName(name)])
                }), key: key)
    }

    func identity(
        topic: String? = nil, by issuer: Keyed? = nil, from: Double = -1, to: Double = 300
    ) throws -> PushIdentity {
        let issuer = issuer ?? root
        let key = P256.Signing.PrivateKey()
        let topic = topic ?? self.topic
        let userID: ASN1ObjectIdentifier = [0, 9, 2342, 19_200_300, 100, 1, 1]
        let keyed = Keyed(
            certificate: try Self.issue(
                subject: DistinguishedName([
                    RelativeDistinguishedName([.init(type: userID, utf8String: topic)]),
                    RelativeDistinguishedName([.init(type: .RDNAttributeType.commonName, utf8String: "APSP:test")]),
                ]), for: key, issuer: issuer.certificate.subject, by: issuer.key, from: from, to: to,
                try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    try ExtendedKeyUsage([.clientAuth])
                }), key: key)
        let der = try keyed.der()
        let print = Fingerprint(of: der)
        return PushIdentity(
            certificate: PushCertificate(
                der: der, serialNumber: print.short, topic: try PushTopic(subjectUID: topic),
                notBefore: keyed.certificate.notValidBefore, notAfter: keyed.certificate.notValidAfter,
                publicKey: print, fingerprint: print), privateKey: Secret(Array(key.derRepresentation)))
    }

    private static func issue(
        subject: DistinguishedName, for key: P256.Signing.PrivateKey, issuer: DistinguishedName,
        by issuerKey: P256.Signing.PrivateKey, from: Double, to: Double, _ extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: Date() + from * 86_400, notValidAfter: Date() + to * 86_400, issuer: issuer,
            subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(issuerKey))
    }
}
