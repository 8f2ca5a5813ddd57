public import Foundation

/// Why no request can be signed now: what Apple's portal would refuse is not offered (P-23).
public enum VendorSigningProblem: Error, Sendable, Equatable {
    case noVendorCertificate
    case unreadableCertificate
    case unreadableKey
    case keyDoesNotMatch
    /// The key must be RSA with 2048 bits or more.
    case keyNotSupported
    case expired(at: Date)
    case notYetValid(from: Date)
    /// No intermediate whose subject is the vendor certificate's issuer is known.
    case intermediateMissing(issuer: String)
    case rootMissing
    case chainNotTrusted
    case intermediateExpired(subject: String, at: Date)
    /// A signed request that failed our own reading of it; names the step.
    case selfCheckFailed(String)
    /// A file given as an Apple certificate is none that is pinned and does not chain to the pinned root.
    case notAppleAuthority(subject: String)
}
