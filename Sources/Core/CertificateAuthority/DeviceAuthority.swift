public import Administration
import CMS
import CryptoExtras
public import Foundation
import SwiftASN1
import X509

/// A company's certification authority for device identities: one self-signed RSA certificate that issues, receives
/// SCEP requests and signs the answers.
///
/// Apple's clients choose the recipient of a request by key usage: it must have digitalSignature and
/// keyEncipherment beside keyCertSign and cRLSign (reference/scep-acme.md §2). RSA 2048: a SCEP request takes three
/// operations with the key, and 3072 bits make each of them five times as long.
public struct DeviceAuthority: Sendable {
    /// DER.
    public let certificate: [UInt8]
    /// PKCS #8 DER.
    public let privateKey: Secret<[UInt8]>

    public init(certificate: [UInt8], privateKey: Secret<[UInt8]>) {
        self.certificate = certificate
        self.privateKey = privateKey
    }

    public static let validYears = 10

    /// Takes about a tenth of a second of computing.
    ///
    /// - Parameters:
    ///   - organization: the company's name; cut after 64 characters.
    ///   - randomness: sixteen bytes, for the serial number.
    public static func create(
        organization: String, at now: Date, randomness: [UInt8]
    ) throws -> DeviceAuthority {
        guard randomness.count >= 16 else { throw CertificateAuthorityError.tooLittleRandomness }
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let publicKey = Certificate.PublicKey(key.publicKey)
        let name = try SubjectName.authority(organization: organization)
        let start = now.wholeSeconds - IdentityPlan.backDatedSeconds
        let certificate = try Certificate(
            version: .v3, serialNumber: CertificateSerial(randomness: randomness).forCertificate,
            publicKey: publicKey, notValidBefore: start,
            notValidAfter: start + Double(validYears) * 365.25 * 86_400, issuer: name, subject: name,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(
                    KeyUsage(digitalSignature: true, keyEncipherment: true, keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: publicKey)
            }, issuerPrivateKey: Certificate.PrivateKey(key))
        return DeviceAuthority(
            certificate: try certificate.derBytes(), privateKey: Secret(Array(key.pkcs8DERRepresentation)))
    }
}

extension Date {
    /// Certificates know no fractions.
    var wholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}

extension CertificateSerial {
    var forCertificate: Certificate.SerialNumber { Certificate.SerialNumber(bytes: bytes[...]) }
}

extension Certificate {
    func derBytes() throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(self)
        return serializer.serializedBytes
    }
}
