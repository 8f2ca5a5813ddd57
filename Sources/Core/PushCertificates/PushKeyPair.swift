public import Administration
import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

/// A fresh RSA-2048 key pair and the PKCS #10 request made with it.
///
/// RSA 2048 with exponent 65537 is what Apple's portal is known to accept; it replaces the subject, so that
/// one only has to be readable (reference/push-certificate.md §1).
public struct PushKeyPair: Sendable {
    /// PKCS #8 DER.
    public let privateKey: Secret<[UInt8]>
    public let publicKey: Fingerprint
    /// DER, signed with SHA256WithRSA by the key itself.
    public let csr: [UInt8]

    public enum Problem: Error, Equatable, Sendable {
        case emptyCommonName
        case notACountryCode(String)
    }

    /// Takes about a tenth of a second of computing.
    ///
    /// - Parameters:
    ///   - commonName: readable, e.g. "sample Push"; cut after 64 characters (ub-common-name, RFC 5280 A.1).
    ///   - countryCode: two letters, ISO 3166-1.
    /// - Throws: ``Problem``, or what the cryptographic library throws when no randomness is to be had.
    public static func make(commonName: String, countryCode: String) throws -> PushKeyPair {
        let name = String(String.UnicodeScalarView(commonName.unicodeScalars.prefix(64)))
        guard !name.allSatisfy(\.isWhitespace) else { throw Problem.emptyCommonName }
        let country = countryCode.uppercased()
        guard country.utf8.count == 2, country.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) else {
            throw Problem.notACountryCode(countryCode)
        }
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let subject = try DistinguishedName {
            CountryName(country)
            CommonName(name)
        }
        let request = try CertificateSigningRequest(
            version: .v1, subject: subject, privateKey: Certificate.PrivateKey(key),
            attributes: CertificateSigningRequest.Attributes(), signatureAlgorithm: .sha256WithRSAEncryption)
        var serializer = DER.Serializer()
        try serializer.serialize(request)
        return PushKeyPair(
            privateKey: Secret(Array(key.pkcs8DERRepresentation)),
            publicKey: try Fingerprint(of: request.publicKey), csr: serializer.serializedBytes)
    }
}
