public import Administration
import CryptoExtras
public import Foundation
import X509

/// The vendor certificate as given by the operator: certificate and key checked against each other, the
/// chain to a trusted root found, dates judged.
public struct VendorIdentity: Sendable {
    public let certificateDER: [UInt8]
    /// PKCS #8 DER.
    public let privateKey: Secret<[UInt8]>
    /// Leaf to root, DER; at least three.
    public let chain: [[UInt8]]
    public let subject: String
    public let serialNumber: String
    public let notBefore: Date
    public let notAfter: Date
    public let fingerprint: Fingerprint
    /// False when the extension 1.2.840.113635.100.4.12 is missing: a warning, not a refusal.
    public let hasVendorExtension: Bool

    /// Everything that Apple's portal will look at is looked at here first (P-23).
    ///
    /// - Parameters:
    ///   - certificate: PEM (anything around it) or DER. Of several certificates, the one that fits the key.
    ///   - privateKey: PEM (PKCS #1 or PKCS #8, not encrypted) or DER. RSA, 2048 to 4096 bits.
    ///   - anchors: the intermediate is chosen among them by issuer name and key identifier.
    public static func check(
        certificate: [UInt8], privateKey: Secret<[UInt8]>, anchors: TrustAnchors, now: Date
    ) async throws(VendorSigningProblem) -> VendorIdentity {
        let candidates = try VendorFiles.certificates(in: certificate)
        let key = try VendorFiles.privateKey(in: privateKey)
        let leaf = try VendorFiles.certificate(among: candidates, fitting: key)
        let parsed = leaf.parsed
        try parsed.checkVendorDates(at: now)
        let chain = try await VendorChain.find(for: parsed, anchors: anchors, now: now)
        return VendorIdentity(
            certificateDER: leaf.der, privateKey: Secret(Array(key.pkcs8DERRepresentation)),
            chain: chain.map { $0.derBytes() }, subject: parsed.subject.readable,
            serialNumber: parsed.readableSerialNumber, notBefore: parsed.notValidBefore,
            notAfter: parsed.notValidAfter, fingerprint: Fingerprint(of: leaf.der),
            hasVendorExtension: parsed.extensions[oid: .vendorSigningMark] != nil)
    }
}

extension Certificate {
    func checkVendorDates(at now: Date) throws(VendorSigningProblem) {
        guard now < notValidAfter else { throw .expired(at: notValidAfter) }
        guard now.addingTimeInterval(ClockSkew.toleratedSeconds) >= notValidBefore else {
            throw .notYetValid(from: notValidBefore)
        }
    }
}

/// The chain of a vendor certificate, or the most useful reason why there is none.
enum VendorChain {
    static func find(
        for leaf: Certificate, anchors: TrustAnchors, now: Date
    ) async throws(VendorSigningProblem) -> [Certificate] {
        let verifier = ChainVerifier(anchors)
        guard !verifier.roots.isEmpty else { throw .rootMissing }
        guard verifier.intermediates.contains(where: { $0.subject == leaf.issuer }) else {
            throw .intermediateMissing(issuer: leaf.issuer.readable)
        }
        if let chain = await verifier.chain(of: leaf, intermediatesValidAt: now), chain.count >= 3 { return chain }
        if let outdated = await verifier.chain(of: leaf, intermediatesValidAt: nil), outdated.count >= 3,
            let intermediate = outdated.dropFirst().dropLast().first(where: { now >= $0.notValidAfter })
        {
            throw .intermediateExpired(subject: intermediate.subject.readable, at: intermediate.notValidAfter)
        }
        throw .chainNotTrusted
    }
}
