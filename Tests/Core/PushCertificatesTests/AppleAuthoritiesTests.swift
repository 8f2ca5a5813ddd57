import CryptoExtras
import Foundation
import Testing
import X509

@testable import PushCertificates

@Suite struct AppleAuthoritiesTests {
    let pki: TestPKI
    init() throws { pki = try TestPKI.shared() }

    private func accept(_ files: [[UInt8]], pinned: [Certificate] = []) async throws(VendorSigningProblem)
        -> TrustAnchors
    {
        try await AppleAuthorities.accept(
            files, root: Fingerprint(of: pki.root.derBytes()),
            intermediates: Set(pinned.map { Fingerprint(of: $0.derBytes()) }))
    }

    @Test func `every pinned fingerprint is 32 bytes and each is another`() {
        let pins = [AppleAuthorities.root] + AppleAuthorities.intermediates
        #expect(pins.allSatisfy { $0.fingerprint.bytes.count == 32 })
        #expect(Set(pins.map(\.fingerprint)).count == 8)
        #expect(pins.allSatisfy { $0.address.hasPrefix("https://www.apple.com/") && $0.address.hasSuffix(".cer") })
    }

    @Test func `files are sorted whatever their form and order`() async throws {
        let (root, push, vendor) = (pki.root.derBytes(), pki.pushAuthority.derBytes(), pki.vendorAuthority.derBytes())
        let all = TrustAnchors(roots: [root], intermediates: [push, vendor])
        #expect(try await accept([root, push, vendor]) == all)
        #expect(try await accept([push, vendor, root, push]) == all)
        let pem = [push, root, vendor].map(PEMText.certificate).joined()
        #expect(try await accept([Array(pem.utf8)]) == all)
        #expect(try await accept([Array(PEMText.certificate(push).utf8), vendor, root]) == all)
    }

    @Test func `an intermediate is known by its fingerprint, or by its chain to the root`() async throws {
        let foreign = try TestPKI.issue(
            subject: TestPKI.authorityName("Orchard CA - G3"), key: pki.strangeKey.publicKey,
            issuer: TestPKI.authorityName("Orchard Root CA - G3"), by: pki.strangeKey, from: -10, to: 10, at: pki.now,
            extensions: TestPKI.authorityExtensions(pki.strangeKey))
        let root = pki.root.derBytes()
        #expect(try await accept([root, foreign.derBytes()], pinned: [foreign]).intermediates == [foreign.derBytes()])
        await #expect(throws: VendorSigningProblem.notAppleAuthority(subject: "Orchard CA - G3")) {
            try await accept([root, foreign.derBytes()])
        }
    }

    @Test func `what is neither is refused`() async throws {
        let root = pki.root.derBytes()
        let forgedRoot = try TestPKI.issue(
            subject: pki.root.subject, key: pki.strangeKey.publicKey, issuer: pki.root.subject, by: pki.strangeKey,
            from: -10, to: 100, at: pki.now, extensions: TestPKI.authorityExtensions(pki.strangeKey)
        ).derBytes()
        let table: [(String, [[UInt8]], VendorSigningProblem)] = [
            ("nothing", [], .rootMissing), ("no root", [pki.pushAuthority.derBytes()], .rootMissing),
            ("a root with the same name", [forgedRoot], .rootMissing),
            ("that beside the real one", [root, forgedRoot], .notAppleAuthority(subject: "Orchard Root CA")),
            (
                "a certificate that is no authority", [root, pki.vendorAuthority.derBytes(), pki.vendor.derBytes()],
                .notAppleAuthority(subject: "MDM Vendor: Sample K.K.")
            ),
            ("no certificate", [root, Array("hello".utf8)], .unreadableCertificate),
            ("half a certificate", [root, Array(pki.pushAuthority.derBytes().dropLast(9))], .unreadableCertificate),
            ("a web page", [root, Array("<html></html>".utf8)], .unreadableCertificate),
        ]
        for (name, files, problem) in table {
            await #expect(throws: problem, Comment(rawValue: name)) { try await accept(files) }
        }
    }

    @Test func `Apple's own files are accepted, and nothing else of them is needed`() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../shared/reference/apple-certificates").standardizedFileURL
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let files = try names.filter { $0.hasSuffix(".cer") }.map {
            Array(try Data(contentsOf: folder.appending(path: $0)))
        }
        guard !files.isEmpty else {
            print("Apple's certificates are not beside this repository (\(folder.path)): not compared with the pins.")
            return
        }
        let anchors = try await AppleAuthorities.accept(files)
        #expect(anchors.roots.count == 1)
        #expect(anchors.intermediates.count == 7)
        #expect(
            Set(anchors.intermediates.map { Fingerprint(of: $0) })
                == Set(AppleAuthorities.intermediates.map(\.fingerprint)))

        // Below the pinned root without being pinned: G2 and the two G3/G6 hang below another root of Apple.
        let verifier = ChainVerifier(
            roots: try anchors.roots.map { try ReadCertificate(der: $0).parsed }, intermediates: [])
        var below: [String] = []
        for der in anchors.intermediates {
            let certificate = try ReadCertificate(der: der).parsed
            if await verifier.chain(of: certificate, intermediatesValidAt: nil) != nil {
                below.append(certificate.subject.text(of: .RDNAttributeType.organizationalUnitName) ?? "")
            }
        }
        #expect(below.sorted() == ["Apple Certification Authority", "G3", "G4", "G5"])

        // An administrator who uploads one of them is told what it is.
        let context = UploadContext(requestedKeys: [], registered: nil, anchors: anchors, now: pki.now)
        for der in anchors.roots + anchors.intermediates {
            let refusal = await #expect(throws: UploadRefusal.self) { try await UploadPipeline.judge(der, in: context) }
            guard case .appleAuthority(let subject)? = refusal else {
                Issue.record("\(String(describing: refusal))")
                continue
            }
            #expect(subject.hasPrefix("Apple "))
        }
    }
}
