import Administration
import CryptoExtras
import Foundation
import SwiftASN1
import X509

@testable import PushCertificates

/// An authority shaped like Apple's, made once for a run: a root that signs itself with SHA-1, an intermediate that
/// issues push certificates, one that issues vendor certificates, and certificates below them.
struct TestPKI: Sendable {
    static func shared() throws -> TestPKI { try result.get() }
    private static let result = Result { try TestPKI() }

    /// RSA 4608: larger than anything that is computed with here.
    static func hugeKey() throws -> _RSA.Signing.PrivateKey { try hugeKeyResult.get() }
    private static let hugeKeyResult = Result { try _RSA.Signing.PrivateKey(keySize: .init(bitCount: 4608)) }

    /// 2026-11-21 03:00 UTC.
    let now = Date(timeIntervalSince1970: 1_795_230_000)
    let topic = "com.apple.mgmt.External.5f2d7c1e-0b6a-4c39-9f3e-1a2b3c4d5e6f"
    let otherTopic = "com.apple.mgmt.External.00000000-1111-4222-8333-444444444444"

    let rootKey: _RSA.Signing.PrivateKey
    let pushAuthorityKey: _RSA.Signing.PrivateKey
    let vendorAuthorityKey: _RSA.Signing.PrivateKey
    let vendorKey: _RSA.Signing.PrivateKey
    /// The key of our own request.
    let requestKey: _RSA.Signing.PrivateKey
    /// A key that nobody here asked Apple to certify.
    let strangeKey: _RSA.Signing.PrivateKey

    let root: Certificate
    let pushAuthority: Certificate
    let vendorAuthority: Certificate
    let vendor: Certificate

    private init() throws {
        func key() throws -> _RSA.Signing.PrivateKey { try _RSA.Signing.PrivateKey(keySize: .bits2048) }
        rootKey = try key()
        pushAuthorityKey = try key()
        vendorAuthorityKey = try key()
        vendorKey = try key()
        requestKey = try key()
        strangeKey = try key()
        let rootName = try Self.authorityName("Orchard Root CA")
        root = try Self.issue(
            subject: rootName, key: rootKey.publicKey, issuer: rootName, by: rootKey, from: -7000, to: 3000, at: now,
            extensions: Self.authorityExtensions(rootKey), algorithm: .sha1WithRSAEncryption)
        pushAuthority = try Self.issue(
            subject: try Self.authorityName("Orchard Application Integration 2 Certification Authority"),
            key: pushAuthorityKey.publicKey, issuer: rootName, by: rootKey, from: -3000, to: 900, at: now,
            extensions: Self.authorityExtensions(pushAuthorityKey))
        vendorAuthority = try Self.issue(
            subject: try Self.authorityName("Orchard Worldwide Developer Relations CA"),
            key: vendorAuthorityKey.publicKey, issuer: rootName, by: rootKey, from: -2000, to: 1000, at: now,
            extensions: Self.authorityExtensions(vendorAuthorityKey, pathLength: 0))
        vendor = try Self.issue(
            subject: try DistinguishedName {
                CommonName("MDM Vendor: Sample K.K.")
                OrganizationName("Sample K.K.")
                CountryName("JP")
            }, key: vendorKey.publicKey, issuer: vendorAuthority.subject, by: vendorAuthorityKey, from: -100, to: 265,
            at: now,
            extensions: Self.leafExtensions(authority: vendorAuthorityKey, marks: [[1, 2, 840, 113_635, 100, 4, 12]]))
    }

    var anchors: TrustAnchors {
        TrustAnchors(
            roots: [root.derBytes()], intermediates: [pushAuthority.derBytes(), vendorAuthority.derBytes()])
    }

    func identity() async throws -> VendorIdentity {
        try await VendorIdentity.check(
            certificate: vendor.derBytes(), privateKey: Secret(Array(vendorKey.derRepresentation)), anchors: anchors,
            now: now)
    }
}

// MARK: certificates

extension TestPKI {
    static func authorityName(_ commonName: String) throws -> DistinguishedName {
        try DistinguishedName {
            CommonName(commonName)
            OrganizationalUnitName("Orchard Certification Authority")
            OrganizationName("Orchard Inc.")
            CountryName("US")
        }
    }

    static func keyIdentifier(_ key: _RSA.Signing.PublicKey) -> ArraySlice<UInt8> {
        Fingerprint(of: key.derRepresentation).bytes.prefix(20)
    }

    static func authorityExtensions(
        _ key: _RSA.Signing.PrivateKey, pathLength: Int? = nil, maySign: Bool = true
    ) throws -> Certificate.Extensions {
        try Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: pathLength))
            Critical(KeyUsage(digitalSignature: !maySign, keyCertSign: maySign, cRLSign: maySign))
            SubjectKeyIdentifier(keyIdentifier: keyIdentifier(key.publicKey))
        }
    }

    /// - Parameter marks: private extensions, critical as some of Apple's are, with the value NULL.
    static func leafExtensions(
        authority: _RSA.Signing.PrivateKey, marks: [ASN1ObjectIdentifier] = []
    ) throws -> Certificate.Extensions {
        var extensions = try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            Critical(try ExtendedKeyUsage([.clientAuth]))
            AuthorityKeyIdentifier(keyIdentifier: keyIdentifier(authority.publicKey))
        }
        for mark in marks { try extensions.append(Certificate.Extension(oid: mark, critical: true, value: [5, 0])) }
        return extensions
    }

    /// - Parameters:
    ///   - from: days after `now`; negative is past.
    ///   - to: days after `now`.
    static func issue(
        subject: DistinguishedName, key: _RSA.Signing.PublicKey, issuer: DistinguishedName,
        by issuerKey: _RSA.Signing.PrivateKey, from: Double, to: Double, at now: Date,
        extensions: Certificate.Extensions, algorithm: Certificate.SignatureAlgorithm = .sha256WithRSAEncryption
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key),
            notValidBefore: now.addingTimeInterval(from * 86_400), notValidAfter: now.addingTimeInterval(to * 86_400),
            issuer: issuer, subject: subject, signatureAlgorithm: algorithm, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(issuerKey))
    }

    enum UIDType { case utf8, printable, ia5, octets }

    static func pushSubject(
        uids: [String], commonName: String = "APSP:5f2d7c1e", type: UIDType = .utf8
    ) throws -> DistinguishedName {
        var attributes: [RelativeDistinguishedName.Attribute] = []
        for uid in uids {
            switch type {
            case .utf8: attributes.append(.init(type: .userID, utf8String: uid))
            case .printable: attributes.append(try .init(type: .userID, printableString: uid))
            case .ia5: attributes.append(try .init(type: .userID, ia5String: uid))
            case .octets:
                let value = ASN1OctetString(contentBytes: Array(uid.utf8)[...])
                attributes.append(.init(type: .userID, value: try ASN1Any(erasing: value)))
            }
        }
        attributes.append(.init(type: .RDNAttributeType.commonName, utf8String: commonName))
        attributes.append(try .init(type: .RDNAttributeType.countryName, printableString: "JP"))
        return try DistinguishedName(attributes)
    }

    /// A push certificate as Apple would issue it, unless told otherwise.
    func push(
        uids: [String]? = nil, commonName: String = "APSP:5f2d7c1e", type: UIDType = .utf8,
        key: _RSA.Signing.PrivateKey? = nil, issuer: Certificate? = nil, by issuerKey: _RSA.Signing.PrivateKey? = nil,
        from: Double = -1, to: Double = 364, extensions: Certificate.Extensions? = nil,
        algorithm: Certificate.SignatureAlgorithm = .sha256WithRSAEncryption
    ) throws -> [UInt8] {
        let subject = try Self.pushSubject(uids: uids ?? [topic], commonName: commonName, type: type)
        return try Self.issue(
            subject: subject, key: (key ?? requestKey).publicKey, issuer: (issuer ?? pushAuthority).subject,
            by: issuerKey ?? pushAuthorityKey, from: from, to: to, at: now,
            extensions: extensions
                ?? Self.leafExtensions(
                    authority: pushAuthorityKey, marks: [[1, 2, 840, 113_635, 100, 6, 3, 2]]),
            algorithm: algorithm
        ).derBytes()
    }

    /// A certificate read back, for the place of the registered one.
    func registered(_ der: [UInt8]) async throws -> PushCertificate {
        try await UploadPipeline.judge(der, in: context(registered: nil), checks: [])
    }

    func context(registered: PushCertificate?) throws -> UploadContext {
        UploadContext(
            requestedKeys: [try Fingerprint(of: Certificate.PublicKey(requestKey.publicKey))], registered: registered,
            anchors: anchors, now: now)
    }
}

/// A generator that gives the same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
