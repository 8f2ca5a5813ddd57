import CryptoExtras
import Foundation
import Testing
import X509

@testable import PushCertificates

@Suite struct UploadPipelineTests {
    let pki: TestPKI
    let files: WrongFiles
    init() throws {
        pki = try TestPKI.shared()
        files = try WrongFiles.shared()
    }

    /// The verdict as text: the topic, or the refusal.
    private func verdict(
        _ bytes: [UInt8], _ context: UploadContext, checks: [UploadCheck] = UploadPipeline.checks
    ) async -> String {
        do throws(UploadRefusal) {
            return try await UploadPipeline.judge(bytes, in: context, checks: checks).topic.description
        } catch { return "\(error)" }
    }

    @Test func `every wrong file gets its own refusal`() async throws {
        let all = try files.all
        #expect(all.count >= 60)
        #expect(Set(all.map(\.name)).count == all.count)
        for file in all {
            let context = try await files.context(for: file)
            await #expect(throws: file.expected, Comment(rawValue: file.name)) {
                try await UploadPipeline.judge(file.bytes, in: context)
            }
        }
    }

    @Test func `no kind of refusal is without a file`() async throws {
        let kinds = try Set(files.all.map { Self.kind($0.expected) })
        let elsewhere: Set = ["authoritiesNotImported"]
        let expected: Set = [
            "empty", "tooLarge", "certificateRequest", "signedRequest", "vendorCertificate", "appleAuthority",
            "appPushCertificate", "pkcs12", "privateKey", "deviceEnrollmentToken", "zipArchive", "webPage", "utf16Text",
            "propertyList", "image", "severalCertificates", "certificateBundle", "damagedCertificate",
            "notACertificate",
            "keyNotRequestedHere", "sameTopicOtherKey", "notIssuedByApple", "appleIntermediateMissing", "topicMissing",
            "severalTopics", "topicNotForManagement", "expired", "notYetValid", "olderThanRegistered", "topicDiffers",
            "alreadyRegistered",
        ]
        #expect(kinds.union(elsewhere) == expected.union(elsewhere))
    }

    private static func kind(_ refusal: UploadRefusal) -> String { String("\(refusal)".prefix { $0 != "(" }) }

    @Test func `a check that is left out is missed by its own file`() async throws {
        let culprits = [
            "size": "one byte too many around a good certificate", "kind of file": "certificate and key",
            "exactly one leaf": "two leaves", "kind of certificate": "vendor certificate",
            "key of a retained request": "other key, nothing registered", "chain to Apple": "signed by a namesake",
            "exactly one topic": "two UIDs", "validity": "expired, nothing registered",
            "not older than the registered one": "last year's, still valid",
            "topic of the registered one": "other topic",
        ]
        #expect(Set(culprits.keys) == Set(UploadPipeline.checks.map(\.name)))
        let all = try files.all
        for check in UploadPipeline.checks {
            let file = try #require(all.first { $0.name == culprits[check.name] })
            let context = try await files.context(for: file)
            let others = UploadPipeline.checks.filter { $0.name != check.name }
            let without = await verdict(file.bytes, context, checks: others)
            #expect(without != "\(file.expected)", "without “\(check.name)”, \(file.name)")
            // All but the vendor certificate, whose key and UID still give it away, would be let in.
            if check.name != "kind of certificate" { #expect(without.hasPrefix("com.apple.mgmt."), "\(check.name)") }
        }
    }

    @Test func `a certificate in order is accepted in every form`() async throws {
        let der = files.renewed
        let pem = WrongFiles.pem(der)
        let chain = pem + WrongFiles.pem(pki.pushAuthority.derBytes()) + WrongFiles.pem(pki.root.derBytes())
        let header = "subject=/UID=\(pki.topic)\nissuer=/CN=Orchard\n"
        let forms: [(String, [UInt8])] = [
            ("DER", der), ("DER with a line break behind", der + [0x0d, 0x0a]),
            ("DER with zeros behind", der + [0, 0, 0]), ("PEM", Array(pem.utf8)),
            ("byte order mark", [0xef, 0xbb, 0xbf] + Array(pem.utf8)),
            ("CR LF", Array(pem.replacing("\n", with: "\r\n").utf8)),
            ("CR", Array(pem.replacing("\n", with: "\r").utf8)),
            ("no line break at the end", Array(pem.dropLast().utf8)),
            ("white space at the end", Array((pem + " \t\r\n\n\n").utf8)),
            ("white space in front", Array(("\n\n  " + pem).utf8)),
            ("text around", Array((header + pem + "that is all\n").utf8)),
            ("Japanese text around", Array(("証明書:\n" + pem).utf8)),
            ("Shift JIS around", [0x8f, 0xd8, 0x96, 0xbe, 0x8f, 0x91, 0x0a] + Array(pem.utf8)),
            ("indented", Array(pem.replacing("\n", with: "\n    ").utf8)),
            ("one line", Array(pem.replacing("\n", with: "").utf8)),
            ("lower-case label", Array(pem.replacing("CERTIFICATE", with: "certificate").utf8)),
            (
                "lower case throughout the markers",
                Array(
                    pem.replacing("BEGIN CERTIFICATE", with: "begin certificate").replacing(
                        "END CERTIFICATE", with: "end certificate"
                    ).utf8)
            ),
            ("TRUSTED CERTIFICATE", Array(WrongFiles.pem(der, "TRUSTED CERTIFICATE").utf8)),
            ("X509 CERTIFICATE", Array(WrongFiles.pem(der, "X509 CERTIFICATE").utf8)),
            (
                "TRUSTED CERTIFICATE with its trailer",
                Array(
                    WrongFiles.pem(
                        der + [0x30, 0x0c, 0x30, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 2], "TRUSTED CERTIFICATE"
                    ).utf8)
            ),
            ("the same twice", Array((pem + pem).utf8)), ("with its chain", Array(chain.utf8)),
            ("chain in DER", der + pki.pushAuthority.derBytes()),
            (
                "beside its request",
                Array(
                    (pem + WrongFiles.pem(try SignedRequestTests.request(key: pki.requestKey), "CERTIFICATE REQUEST"))
                        .utf8)
            ),
            ("dashes shared", Array((String(pem.dropLast()) + WrongFiles.pem(pki.pushAuthority.derBytes())).utf8)),
            ("base64 without markers", Array(WrongFiles.base64(der).utf8)),
            ("control-Z at the end", Array(pem.utf8) + [0x1a]),
            ("exactly the limit", Array(pem.utf8) + Array(repeating: 0x0a, count: 65_536 - pem.utf8.count)),
        ]
        let context = try pki.context(registered: await pki.registered(files.current))
        let expected = try ReadCertificate(der: der).parsed
        for (name, bytes) in forms {
            let result = try? await UploadPipeline.judge(bytes, in: context)
            #expect(result?.der == der, Comment(rawValue: name))
            #expect(result?.topic.description == pki.topic)
            #expect(result?.notAfter == expected.notValidAfter && result?.notBefore == expected.notValidBefore)
            #expect(result?.fingerprint == Fingerprint(of: der))
            #expect(result.map { context.requestedKeys.contains($0.publicKey) } == true)
        }
    }

    @Test func `unusual certificates that Apple could issue are accepted`() async throws {
        let context = try pki.context(registered: nil)
        let bare = try Certificate.Extensions {}
        let table: [(String, [UInt8])] = [
            ("UID as PrintableString", try pki.push(type: .printable)), ("UID as IA5String", try pki.push(type: .ia5)),
            ("no extensions at all", try pki.push(extensions: bare)),
            ("valid in nine minutes", try pki.push(from: 9.0 / 1440)),
            ("valid for one more second", try pki.push(to: 1.0 / 86_400)),
            ("signed with SHA-384", try pki.push(algorithm: .sha384WithRSAEncryption)),
            ("lies in CN", try pki.push(commonName: "Apple Push Services: \(pki.topic)")),
        ]
        for (name, bytes) in table {
            #expect(await verdict(bytes, context) == pki.topic, Comment(rawValue: name))
        }
    }

    @Test func `without roots nothing is believed, and that is what is said`() async throws {
        let context = UploadContext(
            requestedKeys: try pki.context(registered: nil).requestedKeys, registered: nil,
            anchors: TrustAnchors(roots: [], intermediates: pki.anchors.intermediates), now: pki.now)
        await #expect(throws: UploadRefusal.authoritiesNotImported) {
            try await UploadPipeline.judge(files.renewed, in: context)
        }
    }

    @Test func `an intermediate whose time is over asks for its successor`() async throws {
        let later = pki.now.addingTimeInterval(950 * 86_400)
        let context = UploadContext(
            requestedKeys: try pki.context(registered: nil).requestedKeys, registered: nil, anchors: pki.anchors,
            now: later)
        let refusal = UploadRefusal.appleIntermediateMissing(
            issuer: "Orchard Application Integration 2 Certification Authority")
        await #expect(throws: refusal) { try await UploadPipeline.judge(pki.push(to: 1000), in: context) }
    }

    @Test func `path length and anchors that are not roots are respected`() async throws {
        let middle = try TestPKI.issue(
            subject: TestPKI.authorityName("Orchard Middle CA"), key: pki.strangeKey.publicKey,
            issuer: pki.vendorAuthority.subject, by: pki.vendorAuthorityKey, from: -1, to: 100, at: pki.now,
            extensions: TestPKI.authorityExtensions(pki.strangeKey))
        let leaf = try pki.push(issuer: middle, by: pki.strangeKey)
        let anchors = TrustAnchors(
            roots: pki.anchors.roots, intermediates: pki.anchors.intermediates + [middle.derBytes()])
        let keys = try pki.context(registered: nil).requestedKeys
        let tooLong = UploadContext(requestedKeys: keys, registered: nil, anchors: anchors, now: pki.now)
        await #expect(throws: UploadRefusal.notIssuedByApple(issuer: "Orchard Middle CA")) {
            try await UploadPipeline.judge(leaf, in: tooLong)
        }
        let otherRoot = try TestPKI.issue(
            subject: pki.root.subject, key: pki.strangeKey.publicKey, issuer: pki.root.subject, by: pki.strangeKey,
            from: -10, to: 100, at: pki.now, extensions: TestPKI.authorityExtensions(pki.strangeKey))
        let elsewhere = UploadContext(
            requestedKeys: keys, registered: nil,
            anchors: TrustAnchors(roots: [otherRoot.derBytes()], intermediates: pki.anchors.intermediates), now: pki.now
        )
        await #expect(throws: UploadRefusal.self) { try await UploadPipeline.judge(files.renewed, in: elsewhere) }
    }

    @Test func `two thousand changed files never crash and never bring in another topic or key`() async throws {
        let context = try pki.context(registered: nil)
        let key = try #require(context.requestedKeys.first)
        let pem = Array(WrongFiles.pem(files.renewed).utf8)
        var generator = SeededGenerator(seed: 1)
        var accepted = 0
        for round in 0..<2_000 {
            let changed = Self.changed(round % 3 == 0 ? pem : files.renewed, &generator)
            guard let result = try? await UploadPipeline.judge(changed, in: context) else { continue }
            accepted += 1
            #expect(result.topic.description == pki.topic && result.publicKey == key)
            #expect(
                try ReadCertificate(der: result.der).parsed.tbsCertificateBytes
                    == ReadCertificate(der: files.renewed).parsed.tbsCertificateBytes)
        }
        // White space and letter case of PEM may change; nothing that Apple signed may.
        #expect(accepted < 200)
    }

    private static func changed(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0..<max(bytes.count, 1), using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2 where !bytes.isEmpty: bytes.remove(at: place)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: min(place, bytes.count))
            case 4: bytes.removeLast(Int.random(in: 0...min(bytes.count, 40), using: &generator))
            default:
                let length = Int.random(in: 0...min(60, bytes.count - min(place, bytes.count)), using: &generator)
                bytes.insert(
                    contentsOf: Array(bytes[min(place, bytes.count)...].prefix(length)), at: min(place, bytes.count))
            }
        }
        return bytes
    }

    @Test func `hostile files of full size are judged in a moment`() async throws {
        let context = try pki.context(registered: nil)
        let limit = UploadPipeline.sizeLimitBytes
        let hostile: [(String, [UInt8])] = [
            ("nesting", Array(nested(limit / 5).prefix(limit))), ("dashes", Array(repeating: 0x2d, count: limit)),
            ("BEGIN without end", Array(String(repeating: "-----BEGIN CERTIFICATE-----\n", count: limit / 28).utf8)),
            ("base64 letters", Array(repeating: 0x41, count: limit)),
            ("sequences", Array(repeating: 0x30, count: limit)),
            (
                "random",
                {
                    var generator = SeededGenerator(seed: 3);
                    return (0..<limit).map { _ in UInt8.random(in: 0...255, using: &generator) }
                }()
            ),
        ]
        let clock = ContinuousClock()
        for (name, bytes) in hostile {
            let time = await clock.measure { _ = await verdict(bytes, context) }
            #expect(time < .seconds(5), "\(name): \(time)")
        }
        let count = 20
        let time = await clock.measure { for _ in 0..<count { _ = await verdict(files.renewed, context) } }
        print("UploadPipeline.judge of a valid file: \(time / count) (debug build)")
    }
}
