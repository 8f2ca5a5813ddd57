public import Administration
import Foundation
import Ports
public import PushCertificates

/// Signs requests with the installation's vendor certificate, when there is one that Apple would accept.
public struct VendorSigning: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// The vendor identity, judged anew: chain, dates, key.
    public func identity() async throws -> VendorIdentity {
        let (vendor, anchors, wrappedKey) = try await installation.store.read(in: .installation) {
            (try $0.vendorCertificate(), try $0.trustAnchors(), try $0.installationValue(.wrappedKey))
        }
        guard let vendor, let wrappedKey else { throw VendorSigningProblem.noVendorCertificate }
        let key = try installation.vault.open(
            vendor.sealedKey, at: Self.place(of: vendor.fingerprint), under: wrappedKey)
        return try await VendorIdentity.check(
            certificate: vendor.der, privateKey: key, anchors: anchors, now: installation.now)
    }

    /// As it was imported, whether or not it still serves.
    public func stored() async throws -> VendorCertificate? {
        try await installation.store.read(in: .installation) { try $0.vendorCertificate() }
    }

    /// What stands against offering a request now; nil when nothing does.
    public func problem() async throws -> VendorSigningProblem? {
        do {
            _ = try await identity()
            return nil
        } catch let problem as VendorSigningProblem {
            return problem
        }
    }

    static func place(of fingerprint: Fingerprint) -> SecretPlace {
        SecretPlace(.installation, table: "vendor_certificates", row: fingerprint.description, column: "sealed_key")
    }
}

/// Takes a vendor certificate with its key into the installation, after every check that Apple will make.
public struct ImportVendorCertificate: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Imported: Sendable {
        public let vendor: VendorCertificate
        /// False: Apple's extension is missing; the certificate may be of another kind.
        public let hasVendorExtension: Bool
    }

    /// - Parameters:
    ///   - certificate: PEM or DER.
    ///   - appleFiles: Apple's root and intermediates as files, when they are not yet in the store.
    ///   - labAnchors: instead of Apple's, in a Lab installation only.
    public func callAsFunction(
        certificate: [UInt8], privateKey: Secret<[UInt8]>, appleFiles: [[UInt8]], labAnchors: TrustAnchors?
    ) async throws -> Imported {
        let now = installation.now
        let offered: TrustAnchors =
            if let labAnchors { labAnchors } else if appleFiles.isEmpty {
                TrustAnchors(roots: [], intermediates: [])
            } else { try await AppleAuthorities.accept(appleFiles) }
        let stored = try await installation.store.read(in: .installation) { try $0.trustAnchors() }
        let anchors = TrustAnchors(
            roots: stored.roots + offered.roots, intermediates: stored.intermediates + offered.intermediates)
        let identity = try await VendorIdentity.check(
            certificate: certificate, privateKey: privateKey, anchors: anchors, now: now)
        guard
            let wrappedKey = try await installation.store.read(
                in: .installation, { try $0.installationValue(.wrappedKey) })
        else {
            throw SecretVaultError.doesNotOpen
        }
        let vendor = VendorCertificate(
            der: identity.certificateDER, subject: identity.subject, serialNumber: identity.serialNumber,
            notBefore: identity.notBefore, notAfter: identity.notAfter, fingerprint: identity.fingerprint,
            sealedKey: try installation.vault.seal(
                identity.privateKey, at: VendorSigning.place(of: identity.fingerprint), under: wrappedKey),
            importedAt: now)
        try await installation.store.write(in: .installation) { transaction in
            let previous = try transaction.vendorCertificate()
            try transaction.add(offered)
            try transaction.insert(vendor)
            try transaction.append(
                AuditDraft(
                    .vendorCertificateImported, by: .serviceOperator, at: now, subject: vendor.subject,
                    before: previous?.auditFields ?? [], after: vendor.auditFields), in: .installation)
        }
        return Imported(vendor: vendor, hasVendorExtension: identity.hasVendorExtension)
    }

    /// Adds Apple's authorities alone, for an installation whose vendor key stays outside.
    public func addAuthorities(appleFiles: [[UInt8]]) async throws -> TrustAnchors {
        let now = installation.now
        let anchors = try await AppleAuthorities.accept(appleFiles)
        try await installation.store.write(in: .installation) { transaction in
            try transaction.add(anchors)
            try transaction.append(
                AuditDraft(
                    .authoritiesAdded, by: .serviceOperator, at: now,
                    after: (anchors.roots + anchors.intermediates).map {
                        AuditField("fingerprint", Fingerprint(of: $0).description)
                    }), in: .installation)
        }
        return anchors
    }
}
