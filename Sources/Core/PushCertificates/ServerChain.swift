public import Foundation
import SwiftASN1
@_spi(DisableValidityCheck) import X509

/// Judges the certificates that a TLS server shows, at an instant of our choosing: for Lab mode, where TLS itself
/// accepts every date (contract, "Lab mode"). A real installation leaves this to the TLS library.
public enum ServerChain {
    /// RFC 5280 path validation with all dates at `now`, the name by RFC 6125, and the purpose "TLS server" where
    /// the certificate names purposes.
    ///
    /// - Parameters:
    ///   - chain: DER, the server's own certificate first; the others are tried as intermediates.
    ///   - roots: DER; whom we trust.
    ///   - host: a DNS name, or an IP address as text.
    public static func isTrusted(_ chain: [[UInt8]], roots: [[UInt8]], host: String, at now: Date) async -> Bool {
        guard chain.count <= 10 else { return false }
        let shown = chain.compactMap { try? ReadCertificate(der: $0).parsed }
        let trusted = roots.compactMap { try? ReadCertificate(der: $0).parsed }
        guard let leaf = shown.first, shown.count == chain.count,
            shown.allSatisfy({ ($0.rsaKeyBits ?? 0) <= Certificate.largestRSAKeyBits })
        else { return false }
        let isAddress = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
        var verifier = Verifier(rootCertificates: CertificateStore(trusted)) {
            RFC5280Policy.withValidityCheckDisabled()
            Dates(now: now)
            ServerIdentityPolicy(serverHostname: isAddress ? nil : host, serverIP: isAddress ? host : nil)
            ServerPurpose()
        }
        let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore(shown.dropFirst()))
        guard case .validCertificate = result else { return false }
        return true
    }

    /// Whom a certificate names as its issuer, fit for a sentence; empty when it cannot be read.
    public static func issuer(of der: [UInt8]) -> String {
        do {
            return try ReadCertificate(der: der).parsed.issuer.readable
        } catch .unsupported(let issuer, _) {
            return issuer
        } catch {
            return ""
        }
    }
}

private struct Dates: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = []
    let now: Date

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        for certificate in chain where now < certificate.notValidBefore || now > certificate.notValidAfter {
            return .failsToMeetPolicy(reason: "outside its dates")
        }
        return .meetsPolicy
    }
}

private struct ServerPurpose: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.extendedKeyUsage]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        guard chain.leaf.extensions[oid: .X509ExtensionID.extendedKeyUsage] != nil else { return .meetsPolicy }
        guard let purposes = try? chain.leaf.extensions.extendedKeyUsage, purposes.contains(.serverAuth) else {
            return .failsToMeetPolicy(reason: "not for TLS servers")
        }
        return .meetsPolicy
    }
}
