import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

/// Signs certificates in the name of one of the Lab's authorities.
struct Issuer {
    let name: DistinguishedName
    let key: Certificate.PrivateKey
    /// Of the issuer's own certificate; what goes into AuthorityKeyIdentifier.
    let keyIdentifier: SubjectKeyIdentifier

    init(_ keyed: KeyedCertificate) throws {
        try self.init(name: keyed.certificate.subject, key: keyed.key)
    }

    init(name: DistinguishedName, key: _RSA.Signing.PrivateKey) {
        self.name = name
        self.key = Certificate.PrivateKey(key)
        keyIdentifier = SubjectKeyIdentifier(hash: self.key.publicKey)
    }

    /// What a certificate is to say, besides who signs it.
    struct Order {
        var subject: DistinguishedName
        var publicKey: Certificate.PublicKey
        var notBefore: Date
        var notAfter: Date
        var purpose: Purpose
        /// SHA-1 only to try whether it is refused.
        var signature: Certificate.SignatureAlgorithm = .sha256WithRSAEncryption
    }

    enum Purpose {
        case authority(longestPath: Int?)
        /// Signs customers' requests; the extension marks Apple's "MDM CSR" certificates.
        case vendor(marked: Bool)
        /// Client of APNs, production environment.
        case push
    }

    func issue(_ order: Order) throws -> Certificate {
        let identifier = SubjectKeyIdentifier(hash: order.publicKey)
        var extensions = try Certificate.Extensions {
            identifier
            AuthorityKeyIdentifier(keyIdentifier: keyIdentifier.keyIdentifier)
        }
        switch order.purpose {
        case .authority(let longestPath):
            try extensions.append(
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: longestPath)).asExtension())
            try extensions.append(Critical(KeyUsage(keyCertSign: true, cRLSign: true)).asExtension())
        case .vendor(let marked):
            try extensions.append(Critical(BasicConstraints.notCertificateAuthority).asExtension())
            try extensions.append(Critical(KeyUsage(digitalSignature: true)).asExtension())
            if marked { try extensions.append(Self.marker(AppleIdentifier.vendorSigning)) }
        case .push:
            try extensions.append(Critical(BasicConstraints.notCertificateAuthority).asExtension())
            try extensions.append(Critical(KeyUsage(digitalSignature: true)).asExtension())
            try extensions.append(ExtendedKeyUsage([.clientAuth]).makeCertificateExtension())
            try extensions.append(Self.marker(AppleIdentifier.productionPush))
        }
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: order.publicKey,
            notValidBefore: order.notBefore, notValidAfter: order.notAfter, issuer: name, subject: order.subject,
            signatureAlgorithm: order.signature, extensions: extensions, issuerPrivateKey: key)
    }

    private static func marker(_ identifier: ASN1ObjectIdentifier) -> Certificate.Extension {
        let null: [UInt8] = [0x05, 0x00]
        return Certificate.Extension(oid: identifier, critical: false, value: null[...])
    }
}

extension Critical {
    fileprivate func asExtension() throws -> Certificate.Extension {
        try makeCertificateExtension()
    }
}

/// Apple's object identifiers that the Lab writes.
enum AppleIdentifier {
    /// Marks an MDM vendor certificate ("MDM CSR").
    static let vendorSigning: ASN1ObjectIdentifier = [1, 2, 840, 113_635, 100, 4, 12]
    /// APNs client, production.
    static let productionPush: ASN1ObjectIdentifier = [1, 2, 840, 113_635, 100, 6, 3, 2]
    /// `UID` of RFC 4519 §2.39, where a push certificate keeps its topic.
    static let userID: ASN1ObjectIdentifier = [0, 9, 2342, 19_200_300, 100, 1, 1]
}
