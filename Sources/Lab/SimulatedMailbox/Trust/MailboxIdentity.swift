import Crypto
import Foundation
import SwiftASN1
import X509

/// What the mail server shows of itself in TLS, good and bad, and the root by which a server of the Lab knows it.
struct MailboxIdentity: Codable, Sendable {
    struct Leaf: Codable, Sendable {
        let certificatePEM: String
        /// PKCS #8.
        let keyPEM: String
    }

    let rootPEM: String
    let good: Leaf
    let expired: Leaf
    let wrongName: Leaf
    let untrusted: Leaf

    static let host = "mailbox.kizuna-lab.example"
    // Fifty years around today, so that the Lab's clock may jump either way.
    private static let firstDay = Date(timeIntervalSince1970: 1_451_606_400)  // 2016-01-01
    private static let earlyEnd = Date(timeIntervalSince1970: 1_483_228_800)  // 2017-01-01
    private static let lastDay = Date(timeIntervalSince1970: 3_029_529_600)  // 2066-01-01

    func leaf(_ shown: MailboxBehaviour.Shown) -> Leaf {
        switch shown {
        case .good: good
        case .expired: expired
        case .wrongName: wrongName
        case .untrusted: untrusted
        }
    }

    static func make() throws -> MailboxIdentity {
        let (root, key) = try authority()
        let (_, stranger) = try authority()
        return MailboxIdentity(
            rootPEM: try root.serializeAsPEM().pemString + "\n", good: try leaf(signedBy: key),
            expired: try leaf(signedBy: key, until: earlyEnd),
            wrongName: try leaf(signedBy: key, names: ["another-host.example"], address: [192, 0, 2, 1]),
            untrusted: try leaf(signedBy: stranger))
    }

    private static func name() throws -> DistinguishedName {
        try DistinguishedName {
            CommonName("Kizuna Lab Mail Root CA")
            OrganizationName("Kizuna Lab")
        }
    }

    private static func authority() throws -> (Certificate, P256.Signing.PrivateKey) {
        let key = P256.Signing.PrivateKey()
        let root = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: firstDay, notValidAfter: lastDay, issuer: try name(), subject: try name(),
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: .init(key.publicKey))
            }, issuerPrivateKey: .init(key))
        return (root, key)
    }

    private static func leaf(
        signedBy authority: P256.Signing.PrivateKey, names: [String] = ["localhost", host],
        address: [UInt8] = [127, 0, 0, 1], until end: Date = lastDay
    ) throws -> Leaf {
        let key = P256.Signing.PrivateKey()
        let leaf = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: firstDay, notValidAfter: end, issuer: try name(),
            subject: try DistinguishedName {
                CommonName(names.last ?? host)
                OrganizationName("Kizuna Lab")
            }, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(
                    names.map { .dnsName($0) } + [.ipAddress(ASN1OctetString(contentBytes: address[...]))])
                SubjectKeyIdentifier(hash: .init(key.publicKey))
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: .init(authority.publicKey)).keyIdentifier)
            }, issuerPrivateKey: .init(authority))
        return Leaf(
            certificatePEM: try leaf.serializeAsPEM().pemString + "\n", keyPEM: key.pemRepresentation + "\n")
    }
}
