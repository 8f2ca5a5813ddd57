import Administration
import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import Testing
import X509

@testable import PushCertificates

@Suite struct VendorIdentityTests {
    let pki: TestPKI
    init() throws { pki = try TestPKI.shared() }

    private func check(
        certificate: [UInt8]? = nil, key: [UInt8]? = nil, anchors: TrustAnchors? = nil, now: Date? = nil
    ) async throws(VendorSigningProblem) -> VendorIdentity {
        try await VendorIdentity.check(
            certificate: certificate ?? pki.vendor.derBytes(),
            privateKey: Secret(key ?? Array(pki.vendorKey.derRepresentation)), anchors: anchors ?? pki.anchors,
            now: now ?? pki.now)
    }

    private func vendor(
        key: _RSA.Signing.PublicKey? = nil, issuer: Certificate? = nil, by issuerKey: _RSA.Signing.PrivateKey? = nil,
        to: Double = 265, marks: Bool = true
    ) throws -> [UInt8] {
        let authority = issuerKey ?? pki.vendorAuthorityKey
        return try TestPKI.issue(
            subject: pki.vendor.subject, key: key ?? pki.vendorKey.publicKey,
            issuer: (issuer ?? pki.vendorAuthority).subject, by: authority, from: -100, to: to, at: pki.now,
            extensions: TestPKI.leafExtensions(
                authority: authority, marks: marks ? [[1, 2, 840, 113_635, 100, 4, 12]] : [])
        ).derBytes()
    }

    @Test func `a vendor certificate with its key is read with its chain to the root`() async throws {
        let identity = try await check()
        #expect(identity.chain == [pki.vendor, pki.vendorAuthority, pki.root].map { $0.derBytes() })
        #expect(identity.subject == "MDM Vendor: Sample K.K.")
        #expect(identity.notAfter == pki.vendor.notValidAfter)
        #expect(identity.fingerprint == Fingerprint(of: pki.vendor.derBytes()))
        #expect(identity.hasVendorExtension)
        #expect(identity.serialNumber.split(separator: ":").allSatisfy { $0.count == 2 })
        #expect(identity.privateKey.reveal() == Array(pki.vendorKey.pkcs8DERRepresentation))
    }

    @Test func `certificate and key are read in every form in which operators have them`() async throws {
        let der = pki.vendor.derBytes()
        let pem = PEMText.certificate(der)
        let certificates: [(String, [UInt8])] = [
            ("DER", der), ("PEM", Array(pem.utf8)),
            ("PEM with byte order mark and CR LF", [0xef, 0xbb, 0xbf] + pem.replacing("\n", with: "\r\n").utf8),
            ("PEM with text around", Array("Bag Attributes\n    friendlyName: MDM\n\(pem)\nend".utf8)),
            ("one line", Array(pem.replacing("\n", with: " ").utf8)),
            ("with its authority", Array((PEMText.certificate(pki.vendorAuthority.derBytes()) + pem).utf8)),
            ("with the key", Array((pem + pki.vendorKey.pkcs8PEMRepresentation).utf8)),
        ]
        for (name, bytes) in certificates {
            await #expect(throws: Never.self, Comment(rawValue: name)) { try await check(certificate: bytes) }
        }
        let pkcs8 = pki.vendorKey.pkcs8PEMRepresentation
        let keys: [(String, [UInt8])] = [
            ("PKCS #1 DER", Array(pki.vendorKey.derRepresentation)),
            ("PKCS #8 DER", Array(pki.vendorKey.pkcs8DERRepresentation)),
            ("PKCS #1 PEM", Array(pki.vendorKey.pemRepresentation.utf8)), ("PKCS #8 PEM", Array(pkcs8.utf8)),
            ("CR LF, byte order mark", [0xef, 0xbb, 0xbf] + pkcs8.replacing("\n", with: "\r\n").utf8),
            ("text around", Array("Key Attributes: <No Attributes>\n\(pkcs8)\n".utf8)),
            ("behind the certificate", Array((pem + pkcs8).utf8)),
        ]
        for (name, bytes) in keys {
            await #expect(throws: Never.self, Comment(rawValue: name)) { try await check(key: bytes) }
        }
    }

    @Test func `a certificate without the vendor mark is accepted and says so`() async throws {
        #expect(try await !check(certificate: vendor(marks: false)).hasVendorExtension)
    }

    @Test func `of two authorities with one name the one with the key is chosen`() async throws {
        let twin = try TestPKI.issue(
            subject: pki.vendorAuthority.subject, key: pki.strangeKey.publicKey, issuer: pki.root.subject,
            by: pki.rootKey, from: -10, to: 2000, at: pki.now, extensions: TestPKI.authorityExtensions(pki.strangeKey))
        for intermediates in [[twin, pki.vendorAuthority], [pki.vendorAuthority, twin]] {
            let anchors = TrustAnchors(
                roots: [pki.root.derBytes()], intermediates: intermediates.map { $0.derBytes() })
            #expect(try await check(anchors: anchors).chain.dropFirst().first == pki.vendorAuthority.derBytes())
        }
        let other = try vendor(issuer: twin, by: pki.strangeKey)
        let anchors = TrustAnchors(
            roots: [pki.root.derBytes()], intermediates: [pki.vendorAuthority, twin].map { $0.derBytes() })
        #expect(try await check(certificate: other, anchors: anchors).chain.dropFirst().first == twin.derBytes())
    }

    @Test func `two intermediates in a row are found`() async throws {
        let middle = try TestPKI.issue(
            subject: TestPKI.authorityName("Orchard Middle CA"), key: pki.strangeKey.publicKey,
            issuer: pki.pushAuthority.subject, by: pki.pushAuthorityKey, from: -10, to: 300, at: pki.now,
            extensions: TestPKI.authorityExtensions(pki.strangeKey, pathLength: 0))
        let leaf = try vendor(issuer: middle, by: pki.strangeKey)
        let anchors = TrustAnchors(
            roots: pki.anchors.roots, intermediates: pki.anchors.intermediates + [middle.derBytes()])
        #expect(try await check(certificate: leaf, anchors: anchors).chain.count == 4)
    }

    @Test func `what Apple would refuse is named before it is offered`() async throws {
        let (pki, vendorDER) = (pki, pki.vendor.derBytes())
        func anchors(_ intermediates: [Certificate], roots: [Certificate]? = nil) -> TrustAnchors {
            TrustAnchors(
                roots: (roots ?? [pki.root]).map { $0.derBytes() }, intermediates: intermediates.map { $0.derBytes() })
        }
        func authority(
            key: _RSA.Signing.PrivateKey? = nil, by: _RSA.Signing.PrivateKey? = nil, to: Double = 1000,
            extensions: Certificate.Extensions? = nil,
            algorithm: Certificate.SignatureAlgorithm = .sha256WithRSAEncryption
        ) throws -> Certificate {
            try TestPKI.issue(
                subject: pki.vendorAuthority.subject, key: (key ?? pki.vendorAuthorityKey).publicKey,
                issuer: pki.root.subject, by: by ?? pki.rootKey, from: -2000, to: to, at: pki.now,
                extensions: extensions ?? TestPKI.authorityExtensions(pki.vendorAuthorityKey), algorithm: algorithm)
        }
        let wwdr = "Orchard Worldwide Developer Relations CA"
        let lapsed = try authority(to: -5)
        let forgedRoot = try TestPKI.issue(
            subject: pki.root.subject, key: pki.strangeKey.publicKey, issuer: pki.root.subject, by: pki.strangeKey,
            from: -10, to: 100, at: pki.now, extensions: TestPKI.authorityExtensions(pki.strangeKey))
        let small = try Array(_RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1024)).pkcs8PEMRepresentation.utf8)
        let elliptic = P256.Signing.PrivateKey()
        let table: [(String, [UInt8], [UInt8]?, TrustAnchors, VendorSigningProblem)] = [
            ("no certificate", Array("hello".utf8), nil, pki.anchors, .unreadableCertificate),
            ("empty certificate", [], nil, pki.anchors, .unreadableCertificate),
            ("half a certificate", Array(vendorDER.prefix(400)), nil, pki.anchors, .unreadableCertificate),
            ("too large", vendorDER + Array(repeating: 0x20, count: 70_000), nil, pki.anchors, .unreadableCertificate),
            ("no key", vendorDER, Array("hello".utf8), pki.anchors, .unreadableKey),
            ("empty key", vendorDER, [], pki.anchors, .unreadableKey),
            ("half a key", vendorDER, Array(pki.vendorKey.derRepresentation.prefix(300)), pki.anchors, .unreadableKey),
            ("certificate as key", vendorDER, vendorDER, pki.anchors, .unreadableKey),
            (
                "encrypted key", vendorDER,
                Array("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAQID\n-----END ENCRYPTED PRIVATE KEY-----".utf8),
                pki.anchors, .unreadableKey
            ),
            (
                "EC key, SEC 1", vendorDER,
                Array("-----BEGIN EC PRIVATE KEY-----\nAQID\n-----END EC PRIVATE KEY-----".utf8), pki.anchors,
                .keyNotSupported
            ),
            ("EC key, PKCS #8", vendorDER, Array(elliptic.pemRepresentation.utf8), pki.anchors, .keyNotSupported),
            ("RSA 1024", vendorDER, small, pki.anchors, .keyNotSupported),
            ("other key", vendorDER, Array(pki.strangeKey.derRepresentation), pki.anchors, .keyDoesNotMatch),
            ("expired", try vendor(to: -3), nil, pki.anchors, .expired(at: pki.now.addingTimeInterval(-3 * 86_400))),
            ("no root", vendorDER, nil, TrustAnchors(roots: [], intermediates: []), .rootMissing),
            ("no intermediate", vendorDER, nil, anchors([]), .intermediateMissing(issuer: wwdr)),
            (
                "only another intermediate", vendorDER, nil, anchors([pki.pushAuthority]),
                .intermediateMissing(issuer: wwdr)
            ),
            (
                "lapsed intermediate", vendorDER, nil, anchors([lapsed]),
                .intermediateExpired(subject: wwdr, at: lapsed.notValidAfter)
            ),
            (
                "intermediate with another key", vendorDER, nil, anchors([try authority(key: pki.strangeKey)]),
                .chainNotTrusted
            ),
            (
                "intermediate not by the root", vendorDER, nil, anchors([try authority(by: pki.strangeKey)]),
                .chainNotTrusted
            ),
            (
                "intermediate signed with SHA-1", vendorDER, nil,
                anchors([try authority(algorithm: .sha1WithRSAEncryption)]), .chainNotTrusted
            ),
            (
                "intermediate that may not sign", vendorDER, nil,
                anchors([try authority(extensions: TestPKI.authorityExtensions(pki.vendorAuthorityKey, maySign: false))]
                ), .chainNotTrusted
            ),
            (
                "intermediate that is no authority", vendorDER, nil,
                anchors([try authority(extensions: TestPKI.leafExtensions(authority: pki.rootKey))]), .chainNotTrusted
            ),
            ("forged root", vendorDER, nil, anchors([pki.vendorAuthority], roots: [forgedRoot]), .chainNotTrusted),
        ]
        for (name, certificate, key, anchors, problem) in table {
            await #expect(throws: problem, Comment(rawValue: name)) {
                try await check(certificate: certificate, key: key, anchors: anchors)
            }
        }
    }

    @Test func `dates go by the instant given, with ten minutes for a clock that is late`() async throws {
        let (from, to) = (pki.vendor.notValidBefore, pki.vendor.notValidAfter)
        await #expect(throws: VendorSigningProblem.expired(at: to)) { try await check(now: to) }
        await #expect(throws: Never.self) { try await check(now: to.addingTimeInterval(-1)) }
        await #expect(throws: VendorSigningProblem.notYetValid(from: from)) {
            try await check(now: from.addingTimeInterval(-601))
        }
        await #expect(throws: Never.self) { try await check(now: from.addingTimeInterval(-600)) }
    }
}
