public import Administration
import CMS
import CryptoExtras
public import Foundation
import X509

/// The certificate that signs configuration profiles, so that a device shows the company's name and later profiles
/// replace earlier ones. Issued by the company's own authority; its key does nothing else.
public struct ProfileSigner: Sendable {
    /// DER.
    public let certificate: [UInt8]
    /// PKCS #8 DER.
    public let privateKey: Secret<[UInt8]>

    public init(certificate: [UInt8], privateKey: Secret<[UInt8]>) {
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// Valid as long as the authority. Takes about a tenth of a second of computing.
    ///
    /// - Parameters:
    ///   - organization: the company's name, as people shall read it on the device; cut after 64 characters.
    ///   - randomness: sixteen bytes, for the serial number.
    public static func create(
        under authority: LoadedAuthority, organization: String, at now: Date, randomness: [UInt8]
    ) throws -> ProfileSigner {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let order = Order(
            serial: CertificateSerial(randomness: randomness),
            subject: try SubjectName.profileSigner(organization: organization),
            notBefore: now.wholeSeconds - IdentityPlan.backDatedSeconds, notAfter: authority.parsed.notValidAfter,
            purpose: .profileSigner)
        let certificate = try authority.issue(order, publicKey: Array(key.publicKey.derRepresentation))
        return ProfileSigner(certificate: certificate, privateKey: Secret(Array(key.pkcs8DERRepresentation)))
    }
}

/// A ``ProfileSigner`` read once, with the certificates that a verifier needs.
public struct LoadedProfileSigner: Sendable {
    private let certificate: [UInt8]
    private let key: CMSPrivateKey
    private let chain: [[UInt8]]

    /// - Parameter authority: DER of the authority's certificate, which goes into every signature.
    /// - Throws: ``CertificateAuthorityError/authorityDamaged``.
    public init(_ signer: ProfileSigner, authority: [UInt8]) throws(CertificateAuthorityError) {
        guard let key = try? CMSPrivateKey(pkcs8: signer.privateKey.reveal()) else { throw .authorityDamaged }
        certificate = signer.certificate
        self.key = key
        chain = [authority]
    }

    /// - Parameter profile: the property list.
    /// - Returns: DER for `application/x-apple-aspen-config`.
    public func sign(_ profile: [UInt8]) throws -> [UInt8] {
        try CMS.sign(profile, certificate: certificate, key: key, chain: chain)
    }
}
