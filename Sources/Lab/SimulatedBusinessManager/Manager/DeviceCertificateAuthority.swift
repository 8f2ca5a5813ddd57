import Crypto
import CryptoExtras
public import Foundation
import SimulatedPushPortal
import SwiftASN1
import X509

/// The authority behind the certificates with which devices sign MachineInfo. Like Apple's iPhone Device CA it expired
/// in 2014 and goes on being used (reference/ade.md §5); unlike it, it has 2048 bits.
public struct DeviceCertificateAuthority: Codable, Sendable {
    public let certificatePEM: String
    private let keyPEM: String

    static func takeUp(at path: String) throws -> DeviceCertificateAuthority {
        if let kept = try DurableFile.read(json: DeviceCertificateAuthority.self, from: path) { return kept }
        let made = try make()
        try DurableFile.write(json: made, to: path)
        return made
    }

    private static let name = "Kizuna Lab iPhone Device CA"

    private static func make() throws -> DeviceCertificateAuthority {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let subject = try DistinguishedName {
            CountryName("US")
            OrganizationName("Kizuna Lab")
            CommonName(name)
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: Date(timeIntervalSince1970: 1_176_764_734),
            notValidAfter: Date(timeIntervalSince1970: 1_397_689_534), issuer: subject, subject: subject,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            }, issuerPrivateKey: Certificate.PrivateKey(key))
        return DeviceCertificateAuthority(
            certificatePEM: try certificate.serializeAsPEM().pemString + "\n",
            keyPEM: key.pkcs8PEMRepresentation + "\n")
    }

    /// The certificate that a device got when it was made.
    ///
    /// - Parameters:
    ///   - publicKey: SubjectPublicKeyInfo, DER.
    /// - Returns: DER.
    public func issue(for serialNumber: String, publicKey: [UInt8], at now: Date) throws -> [UInt8] {
        let authority = try Certificate(pemEncoded: certificatePEM)
        let key = try _RSA.Signing.PrivateKey(pemRepresentation: keyPEM)
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(),
            publicKey: try Certificate.PublicKey(derEncoded: publicKey),
            notValidBefore: now.addingTimeInterval(-86_400),
            notValidAfter: now.addingTimeInterval(365 * 86_400), issuer: authority.subject,
            subject: try DistinguishedName {
                OrganizationName("Kizuna Lab")
                CommonName(serialNumber)
            }, signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: try Certificate.Extensions { KeyUsage(digitalSignature: true, keyEncipherment: true) },
            issuerPrivateKey: Certificate.PrivateKey(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }
}
