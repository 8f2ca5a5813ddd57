import Administration
public import CMS
import CryptoExtras
public import Foundation
public import PushCertificates
import SwiftASN1
import X509

/// A ``DeviceAuthority`` read once, to be used often and from any thread.
public struct LoadedAuthority: Sendable {
    /// DER.
    public let certificate: [UInt8]
    public let fingerprint: Fingerprint
    /// For what is signed and decrypted with the authority's key besides certificates.
    public let key: CMSPrivateKey
    /// Nothing issued may outlive it: ``issue(_:publicKey:)`` refuses a plan that would.
    public var notAfter: Date { parsed.notValidAfter }
    let parsed: Certificate
    let signingKey: Certificate.PrivateKey
    let keyIdentifier: SubjectKeyIdentifier

    /// - Throws: ``CertificateAuthorityError/authorityDamaged``.
    public init(_ authority: DeviceAuthority) throws(CertificateAuthorityError) {
        do {
            let secret = authority.privateKey.reveal()
            certificate = authority.certificate
            fingerprint = Fingerprint(of: authority.certificate)
            key = try CMSPrivateKey(pkcs8: secret)
            parsed = try Certificate(derEncoded: authority.certificate)
            let rsa = try _RSA.Signing.PrivateKey(derRepresentation: secret)
            signingKey = Certificate.PrivateKey(rsa)
            keyIdentifier = SubjectKeyIdentifier(hash: parsed.publicKey)
        } catch {
            throw .authorityDamaged
        }
        guard signingKey.publicKey == parsed.publicKey else { throw .authorityDamaged }
    }

    /// Issues a device identity: signed, read again and compared with the plan before anybody sees it.
    ///
    /// - Parameter publicKey: SubjectPublicKeyInfo DER, RSA 2048 to 4096 or EC P-256, P-384; nothing else of a
    ///   client's request ever comes here.
    /// - Returns: DER.
    /// - Throws: ``CertificateAuthorityError``.
    public func issue(_ plan: IdentityPlan, publicKey: [UInt8]) throws -> [UInt8] {
        let order = Order(
            serial: plan.serial, subject: try SubjectName.identity(plan.commonName), notBefore: plan.notBefore,
            notAfter: plan.notAfter, purpose: .device)
        return try issue(order, publicKey: publicKey)
    }

    func issue(_ order: Order, publicKey der: [UInt8]) throws -> [UInt8] {
        guard order.serial.bytes.count == 16 else { throw CertificateAuthorityError.tooLittleRandomness }
        guard let info = try? SubjectPublicKey(der: der), let key = try? Certificate.PublicKey(derEncoded: der) else {
            throw CertificateAuthorityError.publicKeyUnusable
        }
        let usage = order.purpose.keyUsage(isRSA: info.rsaKeyBits != nil)
        var extensions = try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(usage)
            SubjectKeyIdentifier(hash: key)
            AuthorityKeyIdentifier(keyIdentifier: keyIdentifier.keyIdentifier)
        }
        if order.purpose == .device {
            try extensions.append(ExtendedKeyUsage([.clientAuth]).makeCertificateExtension())
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: order.serial.forCertificate, publicKey: key,
            notValidBefore: order.notBefore, notValidAfter: order.notAfter, issuer: parsed.subject,
            subject: order.subject, signatureAlgorithm: .sha256WithRSAEncryption, extensions: extensions,
            issuerPrivateKey: signingKey)
        let issued = try certificate.derBytes()
        try Lint(authority: self, order: order, publicKey: der).check(issued)
        return issued
    }
}

/// What a certificate is to say besides its key.
struct Order {
    enum Purpose {
        case device, profileSigner

        /// RSA keys also receive keys; EC keys agree on them, which nothing here does.
        func keyUsage(isRSA: Bool) -> KeyUsage {
            KeyUsage(digitalSignature: true, keyEncipherment: self == .device && isRSA)
        }
    }

    let serial: CertificateSerial
    let subject: DistinguishedName
    let notBefore: Date
    let notAfter: Date
    let purpose: Purpose
}
