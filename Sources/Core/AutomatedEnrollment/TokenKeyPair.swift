public import Administration
import Crypto
import CryptoExtras
public import Foundation
public import PushCertificates
import SwiftASN1
import X509

/// A fresh RSA-2048 key pair and the self-signed certificate that Apple Business Manager calls the public key.
///
/// A bare public key is refused there; names and validity are free (reference/ade.md §1).
public struct TokenKeyPair: Sendable {
    /// DER.
    public let certificate: [UInt8]
    /// PKCS #8 DER.
    public let privateKey: Secret<[UInt8]>
    /// SHA-256 of ``certificate``.
    public let fingerprint: Fingerprint

    public static let validYears = 3

    /// Takes about a tenth of a second of computing.
    ///
    /// - Parameters:
    ///   - commonName: readable, such as "sample ADE"; cut after 64 characters (ub-common-name, RFC 5280 A.1).
    ///   - serialNumber: at most 20 bytes; the first bit is cleared.
    public static func make(commonName: String, at now: Date, serialNumber: [UInt8]) throws -> TokenKeyPair {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let publicKey = Certificate.PublicKey(key.publicKey)
        let subject = try DistinguishedName {
            CommonName(String(String.UnicodeScalarView(commonName.unicodeScalars.prefix(64))))
        }
        let start = Date(timeIntervalSince1970: (now.timeIntervalSince1970 - 3_600).rounded(.down))
        let first = (serialNumber.first ?? 1) & 0x7F | 0x40
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(bytes: [first] + serialNumber.dropFirst().prefix(19)),
            publicKey: publicKey, notValidBefore: start,
            notValidAfter: start + Double(validYears) * 365.25 * 86_400, issuer: subject, subject: subject,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: try Certificate.Extensions {
                KeyUsage(digitalSignature: true, keyEncipherment: true)
                SubjectKeyIdentifier(hash: publicKey)
            }, issuerPrivateKey: Certificate.PrivateKey(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        let der = serializer.serializedBytes
        return TokenKeyPair(
            certificate: der, privateKey: Secret(Array(key.pkcs8DERRepresentation)), fingerprint: Fingerprint(of: der))
    }

    /// As it is uploaded at Apple's: PEM.
    public static func pem(_ certificate: [UInt8]) -> String {
        let text = Data(certificate).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
    }

    /// Whether a stored private key opens what was encrypted for a stored certificate.
    public static func belong(_ privateKey: Secret<[UInt8]>, to certificate: [UInt8]) -> Bool {
        guard let key = try? _RSA.Signing.PrivateKey(derRepresentation: privateKey.reveal()),
            let parsed = try? Certificate(derEncoded: certificate)
        else { return false }
        return parsed.publicKey == Certificate.PublicKey(key.publicKey)
    }
}
