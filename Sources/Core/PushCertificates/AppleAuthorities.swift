import X509

/// Apple's authorities, known by the SHA-256 of their DER.
///
/// The certificates themselves are not part of the product: an installation fetches them from Apple's addresses
/// or gets them from its operator, and believes only what is pinned here or chains to the pinned root.
public enum AppleAuthorities {
    /// One certificate that Apple publishes at apple.com/certificateauthority.
    public struct Pinned: Sendable, Equatable {
        /// The common name; WWDR intermediates share theirs and differ in the generation.
        public let name: String
        public let address: String
        /// SHA-256 of the DER.
        public let fingerprint: Fingerprint
    }

    /// "Apple Root CA", valid to 2035-02-09; its SHA-1 self-signature is not looked at.
    public static let root = pinned(
        "Apple Root CA", "appleca/AppleIncRootCertificate.cer",
        "b0b1730ecbc7ff4505142c49f1295e6eda6bcaed7e2c68c5be91b5a11001f024")

    /// Issuers of push certificates (AAI) and vendor certificates (WWDR), as of 2026.
    public static let intermediates: [Pinned] = [
        pinned(
            "Apple Application Integration 2 Certification Authority", "certificateauthority/AppleAAI2CA.cer",
            "d3496f4b73cd67aab9f2fcb1d5aa41f8dc457769c455c792b70ddb19e92023d6"),
        pinned(
            "Apple Application Integration CA - G3", "certificateauthority/AppleAAICAG3.cer",
            "a64b099dbd73ebb036b4204e1675e8aa821637d09b84980899104ad59d664a3b"),
        pinned(
            "Apple Worldwide Developer Relations CA - G2", "certificateauthority/AppleWWDRCAG2.cer",
            "9ed4b3b88c6a339cf1387895bda9ca6ea31a6b5ce9edf7511845923b0c8ac94c"),
        pinned(
            "Apple Worldwide Developer Relations Certification Authority (G3)",
            "certificateauthority/AppleWWDRCAG3.cer",
            "dcf21878c77f4198e4b4614f03d696d89c66c66008d4244e1b99161aac91601f"),
        pinned(
            "Apple Worldwide Developer Relations Certification Authority (G4)",
            "certificateauthority/AppleWWDRCAG4.cer",
            "ea4757885538dd8cb59ff4556f676087d83c85e70902c122e42c0808b5bce14c"),
        pinned(
            "Apple Worldwide Developer Relations Certification Authority (G5)",
            "certificateauthority/AppleWWDRCAG5.cer",
            "53fd008278e5a595fe1e908ae9c5e5675f26243264a5a6438c023e3ce2870760"),
        pinned(
            "Apple Worldwide Developer Relations Certification Authority (G6)",
            "certificateauthority/AppleWWDRCAG6.cer",
            "bdd4ed6e74691f0c2bfd01be0296197af1379e0418e2d300efa9c3bef642ca30"),
    ]

    /// Sorts files that the operator gives (PEM or DER, several in one PEM allowed) into root and
    /// intermediates: the root only by pinned fingerprint, intermediates by fingerprint or by a verified chain
    /// to that root. Dates are judged when a chain is used, not here.
    ///
    /// - Throws: ``VendorSigningProblem/unreadableCertificate``, ``VendorSigningProblem/rootMissing`` when the root is
    ///   in none of the files, ``VendorSigningProblem/notAppleAuthority(subject:)`` for anything else.
    public static func accept(_ files: [[UInt8]]) async throws(VendorSigningProblem) -> TrustAnchors {
        try await accept(files, root: root.fingerprint, intermediates: Set(intermediates.map(\.fingerprint)))
    }

    /// The same with other pins, for tests.
    static func accept(
        _ files: [[UInt8]], root pinnedRoot: Fingerprint, intermediates pinned: Set<Fingerprint>
    ) async throws(VendorSigningProblem) -> TrustAnchors {
        var roots: [ReadCertificate] = []
        var known: [ReadCertificate] = []
        var unknown: [ReadCertificate] = []
        var given: [ReadCertificate] = []
        for file in files { given += try certificates(in: file) }
        for certificate in given {
            let fingerprint = Fingerprint(of: certificate.der)
            if fingerprint == pinnedRoot {
                roots = [certificate]
            } else if pinned.contains(fingerprint) {
                known.append(certificate)
            } else {
                unknown.append(certificate)
            }
        }
        guard !roots.isEmpty else { throw .rootMissing }
        let verifier = ChainVerifier(roots: roots.map(\.parsed), intermediates: (known + unknown).map(\.parsed))
        for certificate in unknown {
            guard certificate.parsed.isAuthority,
                await verifier.chain(of: certificate.parsed, intermediatesValidAt: nil) != nil
            else { throw .notAppleAuthority(subject: certificate.parsed.subject.readable) }
        }
        var seen: Set<[UInt8]> = []
        let intermediates = (known + unknown).map(\.der).filter { seen.insert($0).inserted }
        return TrustAnchors(roots: roots.map(\.der), intermediates: intermediates)
    }

    static func isPinned(_ fingerprint: Fingerprint) -> Bool {
        fingerprint == root.fingerprint || intermediates.contains { $0.fingerprint == fingerprint }
    }

    private static func certificates(in file: [UInt8]) throws(VendorSigningProblem) -> [ReadCertificate] {
        guard file.count <= VendorFiles.sizeLimitBytes else { throw .unreadableCertificate }
        let contents = FileContents(of: file)
        guard contents.refusal == nil, !contents.certificates.isEmpty else { throw .unreadableCertificate }
        return contents.certificates
    }

    private static func pinned(_ name: String, _ path: String, _ digits: StaticString) -> Pinned {
        // The digits stand above; a test reads every one of them back.
        let fingerprint = Fingerprint(hexadecimal: "\(digits)") ?? Fingerprint(bytes: [])
        return Pinned(name: name, address: "https://www.apple.com/\(path)", fingerprint: fingerprint)
    }
}
