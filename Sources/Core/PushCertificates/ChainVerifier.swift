import Foundation
import SwiftASN1
@_spi(DisableValidityCheck) import X509

/// Builds the chain from a certificate to a root that we know by identity.
///
/// Issuers are found by name and key identifier and confirmed by signature; nothing of a file that is being
/// judged is trusted. The root's own signature (Apple's is SHA-1) is never looked at: the root is trusted
/// because it is, byte for byte, one of the anchors.
struct ChainVerifier: Sendable {
    let roots: [Certificate]
    let intermediates: [Certificate]

    /// Certificates with RSA keys beyond ``Certificate/largestRSAKeyBits`` are left out before anything is computed
    /// with them.
    init(roots: [Certificate], intermediates: [Certificate]) {
        func isSensible(_ certificate: Certificate) -> Bool {
            certificate.rsaKeyBits.map { $0 <= Certificate.largestRSAKeyBits } ?? true
        }
        self.roots = roots.filter(isSensible)
        self.intermediates = intermediates.filter(isSensible)
    }

    /// Anchors that cannot be read are left out.
    init(_ anchors: TrustAnchors) {
        func parse(_ files: [[UInt8]]) -> [Certificate] { files.compactMap { try? ReadCertificate(der: $0).parsed } }
        self.init(roots: parse(anchors.roots), intermediates: parse(anchors.intermediates))
    }

    func knows(issuer: DistinguishedName) -> Bool {
        intermediates.contains { $0.subject == issuer } || roots.contains { $0.subject == issuer }
    }

    /// - Parameter now: the instant at which every intermediate must be valid; nil when dates do not matter. The
    ///   leaf's own dates are left to the caller, who has words for them.
    /// - Returns: leaf to root; nil when no chain meets the policy.
    func chain(of leaf: Certificate, intermediatesValidAt now: Date?) async -> [Certificate]? {
        let all = [leaf] + intermediates + roots
        var verifier = Verifier(rootCertificates: CertificateStore(roots)) { ChainPolicy(judging: all, now: now) }
        let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore(intermediates))
        guard case .validCertificate(let chain) = result else { return nil }
        return Array(chain)
    }
}

/// RFC 5280 (version, basic constraints, path length, name constraints), and beyond it: issuers may sign
/// certificates, nothing below the root is signed with SHA-1.
private struct ChainPolicy: VerifierPolicy {
    /// Understood here, or without consequence for the question whether Apple issued this: what a leaf may be used
    /// for is the caller's business, and Apple's private extensions say nothing about chains.
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier]
    private let now: Date?
    private let standard = RFC5280Policy.withValidityCheckDisabled()

    init(judging certificates: [Certificate], now: Date?) {
        let certificatePolicies: ASN1ObjectIdentifier = [2, 5, 29, 32]
        let apples = Set(certificates.flatMap { $0.extensions.map(\.oid) }).filter(\.isApples)
        verifyingCriticalExtensions =
            standard.verifyingCriticalExtensions + [.X509ExtensionID.extendedKeyUsage, certificatePolicies] + apples
        self.now = now
    }

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        guard chain.count >= 2 else { return .failsToMeetPolicy(reason: "the root itself") }
        for certificate in chain.dropLast() where certificate.signatureAlgorithm == .sha1WithRSAEncryption {
            return .failsToMeetPolicy(reason: "signed with SHA-1")
        }
        for issuer in chain.dropFirst() where issuer.extensions[oid: .X509ExtensionID.keyUsage] != nil {
            guard (try? issuer.extensions.keyUsage)?.keyCertSign == true else {
                return .failsToMeetPolicy(reason: "issuer may not sign certificates")
            }
        }
        if let now {
            for issuer in chain.dropFirst().dropLast() where now < issuer.notValidBefore || now >= issuer.notValidAfter
            {
                return .failsToMeetPolicy(reason: "intermediate outside its dates")
            }
        }
        return standard.chainMeetsPolicyRequirements(chain: chain)
    }
}
