import CryptoExtras
import Foundation
import X509

@testable import CertificateAuthority

/// One authority and one device's key for all tests of a run.
struct TestAuthority: Sendable {
    static func shared() throws -> TestAuthority { try result.get() }
    private static let result = Result { try TestAuthority() }

    /// 2026-11-21 03:00 UTC.
    static let now = Date(timeIntervalSince1970: 1_795_230_000)
    static let chance: [UInt8] = (0..<16).map { 0xf0 &+ $0 }
    static let company = "株式会社サンプル"

    let authority: DeviceAuthority
    let loaded: LoadedAuthority
    /// SubjectPublicKeyInfo.
    let deviceKey: [UInt8]

    private init() throws {
        authority = try DeviceAuthority.create(organization: Self.company, at: Self.now, randomness: Self.chance)
        loaded = try LoadedAuthority(authority)
        deviceKey = Array(try _RSA.Signing.PrivateKey(keySize: .bits2048).publicKey.derRepresentation)
    }

    func plan(_ name: String = "0199aa00bb11cc22dd33ee44ff556677", days: Int = 365) -> IdentityPlan {
        IdentityPlan(commonName: name, at: Self.now, randomness: Self.chance, validDays: days)
    }
}

/// `openssl x509 -text` of a certificate.
func text(of der: [UInt8]) throws -> String {
    let openssl = try OpenSSL()
    defer { openssl.remove() }
    try openssl.write(der, to: "c.der")
    return try openssl.run([
        "x509", "-inform", "DER", "-in", "c.der", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus", "-fingerprint",
        "-sha256",
    ])
}
