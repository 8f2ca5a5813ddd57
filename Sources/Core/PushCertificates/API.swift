// TEMPORARY: signatures that the rest of the tree is written against. The owner of this module replaces each
// `fatalError` by an implementation in a file of its own, and removes this file.
public import Administration
public import Foundation

/// A fresh RSA-2048 key pair and the PKCS #10 request made with it.
public struct PushKeyPair: Sendable {
    /// PKCS #8 DER.
    public let privateKey: Secret<[UInt8]>
    public let publicKey: Fingerprint
    public let csr: [UInt8]

    /// - Parameter commonName: readable, e.g. "sample Push"; Apple replaces the subject anyway.
    public static func make(commonName: String, countryCode: String) throws -> PushKeyPair { fatalError() }
}

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

    /// - Parameters:
    ///   - certificate: PEM or DER.
    ///   - privateKey: PEM (PKCS #1 or PKCS #8) or DER.
    public static func check(
        certificate: [UInt8], privateKey: Secret<[UInt8]>, anchors: TrustAnchors, now: Date
    ) async throws(VendorSigningProblem) -> VendorIdentity { fatalError() }

    /// The file for Apple: base64 (one line) of the XML property list with the three strings
    /// (reference/push-certificate.md §2), read back and verified before it is returned.
    public func signedRequest(for csr: [UInt8], now: Date) async throws(VendorSigningProblem) -> String { fatalError() }
}

/// Reads a signed request that was made elsewhere, as Apple would: base64 of an XML property list, three
/// strings, chain to a trusted root, dates, SHA-256 signature over the DER request, RSA 2048.
public enum SignedRequestReader {
    /// - Returns: the fingerprint of the request's public key.
    public static func verify(_ file: [UInt8], anchors: TrustAnchors, now: Date) async throws(VendorSigningProblem)
        -> Fingerprint
    { fatalError() }
}

/// What the pipeline compares an uploaded file with.
public struct UploadContext: Sendable {
    /// Public keys of every retained request of this company.
    public let requestedKeys: Set<Fingerprint>
    /// The registered certificate, nil when none is.
    public let registered: PushCertificate?
    public let anchors: TrustAnchors
    public let now: Date

    public init(requestedKeys: Set<Fingerprint>, registered: PushCertificate?, anchors: TrustAnchors, now: Date) {
        self.requestedKeys = requestedKeys
        self.registered = registered
        self.anchors = anchors
        self.now = now
    }
}

/// The checks that an uploaded file passes, in this order; the first that fails names the refusal.
public enum UploadPipeline {
    public static let sizeLimitBytes = 64 * 1024

    public static func judge(_ file: [UInt8], in context: UploadContext) async throws(UploadRefusal) -> PushCertificate
    {
        fatalError()
    }
}

/// Apple's authorities, known by the SHA-256 of their DER.
public enum AppleAuthorities {
    /// Sorts files that the operator gives (PEM or DER, several in one PEM allowed) into root and
    /// intermediates: the root only by pinned fingerprint, intermediates by fingerprint or by a verified chain
    /// to that root.
    public static func accept(_ files: [[UInt8]]) async throws(VendorSigningProblem) -> TrustAnchors { fatalError() }
}

extension PushKeyPair {
    /// - Parameter privateKey: PKCS #8 DER.
    public static func publicKey(ofPrivateKey privateKey: Secret<[UInt8]>) throws -> Fingerprint { fatalError() }
}
