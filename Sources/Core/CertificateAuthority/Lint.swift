import CMS
import Foundation
import SwiftASN1
import X509

/// Reads what was signed and compares it with what was ordered, so that a fault in writing certificates ends here.
/// The signature is checked by another library than the one that made it.
struct Lint {
    let authority: LoadedAuthority
    let order: Order
    /// DER.
    let publicKey: [UInt8]

    /// - Throws: ``CertificateAuthorityError/lint(_:)``.
    func check(_ der: [UInt8]) throws(CertificateAuthorityError) {
        guard let read = try? Certificate(derEncoded: der), let outline = try? CertificateOutline(der: der) else {
            throw .lint("unreadable")
        }
        try require("serial", CertificateSerial(content: outline.serial) == order.serial)
        try require("issuer", read.issuer == authority.parsed.subject)
        try require("subject", read.subject == order.subject)
        try require("key", Array(outline.publicKeyInfo) == publicKey)
        try require("dates", read.notValidBefore == order.notBefore && read.notValidAfter == order.notAfter)
        if order.purpose == .device {
            let days = read.notValidAfter.timeIntervalSince(read.notValidBefore) / 86_400
            try require("validity", days > 0 && days <= Double(IdentityPlan.mostValidDays))
        }
        try require("authority's dates", read.notValidAfter <= authority.parsed.notValidAfter)
        try checkExtensions(read)
        try require("algorithm", read.signatureAlgorithm == .sha256WithRSAEncryption)
        try require("signature", (try? outline.isSigned(by: authority.certificate)) == true)
    }

    private func checkExtensions(_ read: Certificate) throws(CertificateAuthorityError) {
        let isRSA = (try? SubjectPublicKey(der: publicKey).rsaKeyBits) != nil
        let count = order.purpose == .device ? 5 : 4
        try require("extensions", read.extensions.count == count)
        try require("basicConstraints", (try? read.extensions.basicConstraints) == .notCertificateAuthority)
        try require("keyUsage", (try? read.extensions.keyUsage) == order.purpose.keyUsage(isRSA: isRSA))
        if order.purpose == .device {
            let wanted = try? ExtendedKeyUsage([.clientAuth])
            try require("extendedKeyUsage", wanted != nil && (try? read.extensions.extendedKeyUsage) == wanted)
        }
        let key = try? read.extensions.subjectKeyIdentifier
        try require("subjectKeyIdentifier", key == SubjectKeyIdentifier(hash: read.publicKey))
        let issuer = try? read.extensions.authorityKeyIdentifier
        try require("authorityKeyIdentifier", issuer?.keyIdentifier == authority.keyIdentifier.keyIdentifier)
    }

    private func require(_ point: String, _ holds: Bool) throws(CertificateAuthorityError) {
        guard holds else { throw .lint(point) }
    }
}
