import Crypto
public import Foundation
import SwiftASN1
import X509

/// What the push service shows of itself in TLS, and the root by which a server of the Lab knows it.
///
/// Good for `localhost`, `127.0.0.1` and `api.push.apple.com`. Its root is apart from the roots of push
/// certificates, as Apple's public one is; a server in the Lab finds it in `lab.json` as `apns_roots_pem`.
public struct APNsServerIdentity: Sendable {
    /// PEM of the root.
    public let rootPEM: String
    /// PEM: the leaf, then intermediates if any.
    public let chainPEM: String
    /// PKCS #8.
    public let keyPEM: String

    public init(rootPEM: String, chainPEM: String, keyPEM: String) {
        self.rootPEM = rootPEM
        self.chainPEM = chainPEM
        self.keyPEM = keyPEM
    }

    // Fifty years around today, so that the Lab's clock may jump either way.
    public static let firstDay = Date(timeIntervalSince1970: 1_451_606_400)  // 2016-01-01
    public static let lastDay = Date(timeIntervalSince1970: 3_029_529_600)  // 2066-01-01

    /// A new root and a leaf signed by it, both P-256.
    ///
    /// - Parameters:
    ///   - names: DNS names of the leaf; the address 127.0.0.1 is always there.
    ///   - notBefore, notAfter: of the leaf.
    public static func make(
        names: [String] = ["localhost", "api.push.apple.com"], notBefore: Date = firstDay, notAfter: Date = lastDay
    ) throws -> APNsServerIdentity {
        let rootKey = P256.Signing.PrivateKey()
        let rootName = try DistinguishedName {
            CommonName("Kizuna Lab TLS Root CA")
            OrganizationName("Kizuna Lab")
        }
        let root = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(rootKey.publicKey),
            notValidBefore: firstDay, notValidAfter: lastDay, issuer: rootName, subject: rootName,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: .init(rootKey.publicKey))
            }, issuerPrivateKey: .init(rootKey))
        let key = P256.Signing.PrivateKey()
        let leaf = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: notBefore, notValidAfter: notAfter, issuer: rootName,
            subject: try DistinguishedName {
                CommonName("api.push.apple.com")
                OrganizationName("Kizuna Lab")
            }, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(
                    names.map { .dnsName($0) } + [.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))])
                SubjectKeyIdentifier(hash: .init(key.publicKey))
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: .init(rootKey.publicKey)).keyIdentifier)
            }, issuerPrivateKey: .init(rootKey))
        return APNsServerIdentity(
            rootPEM: try root.serializeAsPEM().pemString + "\n", chainPEM: try leaf.serializeAsPEM().pemString + "\n",
            keyPEM: key.pemRepresentation + "\n")
    }

    /// Takes up the identity kept in a file, or makes one and keeps it there (0600).
    ///
    /// - Parameter path: absolute, such as `DIR/apns-identity.json`.
    public static func takeUp(at path: String) throws -> APNsServerIdentity {
        if FileManager.default.fileExists(atPath: path) {
            return try JSONDecoder().decode(Kept.self, from: try Data(contentsOf: URL(filePath: path))).identity
        }
        let fresh = try make()
        let fragment = path + ".new"
        try? FileManager.default.removeItem(atPath: fragment)
        let bytes = try JSONEncoder().encode(Kept(fresh))
        guard
            FileManager.default.createFile(
                atPath: fragment, contents: bytes, attributes: [.posixPermissions: 0o600]),
            rename(fragment, path) == 0
        else { throw SimulatedAPNsError.cannotKeepIdentity(path: path) }
        return fresh
    }

    private struct Kept: Codable {
        let root: String
        let chain: String
        let key: String
        init(_ identity: APNsServerIdentity) {
            root = identity.rootPEM
            chain = identity.chainPEM
            key = identity.keyPEM
        }
        var identity: APNsServerIdentity { APNsServerIdentity(rootPEM: root, chainPEM: chain, keyPEM: key) }
    }
}
