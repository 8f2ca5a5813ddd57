import CMS
public import Foundation
public import PushCertificates
import SwiftASN1
import X509

/// What is written down about a certificate.
public struct CertificateProperties: Sendable, Equatable {
    public let serial: CertificateSerial
    public let commonName: String?
    public let notBefore: Date
    public let notAfter: Date
    /// SHA-256 of the SubjectPublicKeyInfo as it stands in the certificate.
    public let publicKey: Fingerprint
    /// SHA-256 of the DER.
    public let fingerprint: Fingerprint

    /// - Throws: ``CertificateAuthorityError/unreadable``, also for keys that are not accepted.
    public init(der: [UInt8]) throws(CertificateAuthorityError) {
        guard let outline = try? CertificateOutline(der: der), let read = try? Certificate(derEncoded: der) else {
            throw .unreadable
        }
        serial = CertificateSerial(content: outline.serial)
        commonName = read.subject.flatMap { $0 }.last { $0.type == .RDNAttributeType.commonName }
            .flatMap { String($0.value) }
        notBefore = read.notValidBefore
        notAfter = read.notValidAfter
        publicKey = Fingerprint(of: outline.publicKeyInfo)
        fingerprint = Fingerprint(of: der)
    }
}
