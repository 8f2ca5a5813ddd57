import CryptoExtras
import Foundation
import SimulatedClock
import SwiftASN1
import Testing
import X509

@testable import SimulatedPushPortal

@Suite struct `What the portal issues` {
    private func portal(in directory: String) throws -> PushPortal {
        let folder = try LabDirectory(path: directory)
        return try PushPortal(directory: folder, clock: LabClock(path: folder.clockFile))
    }

    private func request(for portal: PushPortal) async throws -> [UInt8] {
        try await RequestMaker(portal.authority, key: Shared.key.get()).file
    }

    @Test func `a renewal keeps the topic and takes the new key, and a creation has a topic of its own`() async throws {
        let portal = try portal(in: Shared.directory())
        let request = try await request(for: portal)
        let first = try await portal.create(for: "a@example.com", request: request, notes: "")
        let renewed = try #require(
            try await portal.renew(first.id, of: "A@example.com", request: request, notes: nil))
        #expect(renewed.topic == first.topic)
        #expect(renewed.certificates.count == 2)
        #expect(renewed.certificates.allSatisfy { $0.subject.contains("UID=\(first.topic)") })
        #expect(Set(renewed.certificates.map(\.serialNumber)).count == 2)
        let second = try await portal.create(for: "a@example.com", request: request, notes: "")
        #expect(second.topic != first.topic)
        #expect(await portal.account("a@example.com").rows.map(\.id) == [first.id, second.id])
    }

    @Test func `a certificate looks like Apple's`() async throws {
        let portal = try portal(in: Shared.directory())
        let row = try await portal.create(for: "a@example.com", request: try await request(for: portal), notes: "")
        let certificate = try Certificate(pemEncoded: try #require(row.certificates.first).pem)
        #expect(
            row.topic.wholeMatch(of: /com\.apple\.mgmt\.External\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)
        #expect(certificate.notValidAfter.timeIntervalSince(certificate.notValidBefore) == 365 * 86_400)
        #expect(certificate.signatureAlgorithm == .sha256WithRSAEncryption)
        #expect(certificate.issuer == (try await portal.authority.integration.certificate.subject))
        #expect(certificate.publicKey == Certificate.PublicKey(try Shared.key.get().publicKey))
        #expect(try certificate.extensions.basicConstraints == .notCertificateAuthority)
        #expect(try certificate.extensions.keyUsage == KeyUsage(digitalSignature: true))
        #expect(try certificate.extensions.extendedKeyUsage?.contains(.clientAuth) == true)
        let marker = certificate.extensions[oid: [1, 2, 840, 113_635, 100, 6, 3, 2]]
        #expect(marker.map { Array($0.value) } == [0x05, 0x00])
        #expect(certificate.serialNumber.bytes.count >= 16)
    }

    @Test func `an expired row can be renewed, a revoked one cannot`() async throws {
        let portal = try portal(in: Shared.directory())
        let main = await portal.state.mainAccount
        let rows = await portal.account(main).rows
        let now = portal.clock.now
        #expect(rows.map { $0.status(at: now) } == [.expired, .active])
        let expired = try #require(rows.first)
        let request = try await request(for: portal)
        let renewed = try #require(try await portal.renew(expired.id, of: main, request: request, notes: nil))
        #expect(renewed.status(at: now) == .active)
        #expect(renewed.topic == expired.topic)
        let serials = renewed.certificates.map(\.serialNumber)
        #expect(serials.count == 2 && !serials.contains { portal.revoked.contains(serial: $0) })
        try await portal.revoke(expired.id, of: main)
        // The push service, and the next start of the Lab, know it too.
        #expect(serials.allSatisfy { portal.revoked.contains(serial: "00" + $0.lowercased()) })
        #expect(!portal.revoked.contains(serial: rows.last?.certificates.last?.serialNumber ?? ""))
        #expect(try await portal.renew(expired.id, of: main, request: request, notes: nil) == nil)
        #expect(await portal.row(expired.id, of: main)?.status(at: now) == .revoked)
    }

    @Test func `only the account that created a row can renew it`() async throws {
        let portal = try portal(in: Shared.directory())
        let request = try await request(for: portal)
        let row = try await portal.create(for: "a@example.com", request: request, notes: "")
        #expect(try await portal.renew(row.id, of: "b@example.com", request: request, notes: nil) == nil)
    }

    @Test func `keys, rows and settings survive a restart, readable by their owner only`() async throws {
        let directory = try Shared.directory()
        let first = try portal(in: directory)
        try await first.setUp("a@example.com", mode: .four)
        let row = try await first.create(for: "a@example.com", request: try await request(for: first), notes: "備考")
        let second = try portal(in: directory)
        #expect(await second.account("a@example.com").codeMode == .four)
        #expect(await second.row(row.id, of: "a@example.com")?.certificates == row.certificates)
        #expect(await second.row(row.id, of: "a@example.com")?.notes == "備考")
        #expect(await second.authority.rootsPEM == first.authority.rootsPEM)
        for file in ["authority.json", "portal.json", "vendor-key.pem", "vendor-certificate.pem", "clock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + file)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
        }
    }

    @Test func `a new vendor certificate is good when the old one has expired`() async throws {
        let portal = try portal(in: Shared.directory())
        let old = try await request(for: portal)
        try portal.clock.advance(bySeconds: LabAuthority.firstVendorValidity + 86_400)
        await #expect(throws: PortalRefusal(rule: .signerExpired)) {
            try await portal.create(for: "a@example.com", request: old, notes: "")
        }
        try await portal.renewVendor()
        let fresh = try await request(for: portal)
        _ = try await portal.create(for: "a@example.com", request: fresh, notes: "")
    }
}

@Suite struct `Odd certificates` {
    private func issue(_ order: OddOrder) throws -> (odd: OddCertificate, certificate: Certificate) {
        let odd = try Shared.authority.get().issue(order, now: Shared.now)
        return (odd, try Certificate(pemEncoded: odd.certificatePem))
    }

    @Test func `one for somebody else's key keeps that key to them`() throws {
        let pem = try Shared.key.get().publicKey.pemRepresentation
        let (odd, certificate) = try issue(OddOrder(kind: .push, uids: ["com.apple.mgmt.External.x"], keyOf: pem))
        #expect(odd.keyPem == nil)
        #expect(certificate.publicKey == Certificate.PublicKey(try Shared.key.get().publicKey))
        #expect(odd.certificate.subject.hasSuffix("UID=com.apple.mgmt.External.x"))
    }

    @Test func `a forged one has the right issuer's name and not its signature`() throws {
        let (_, certificate) = try issue(OddOrder(kind: .push, signer: .forged))
        let integration = try Shared.authority.get().integration.certificate
        #expect(certificate.issuer == integration.subject)
        #expect(!integration.publicKey.isValidSignature(certificate.signature, for: certificate))
    }

    @Test func `dates, digest and names are those that were asked for`() throws {
        let order = OddOrder(
            kind: .appPush, uids: ["com.example.one", "com.example.two"], notBefore: "2020-01-01T00:00:00Z",
            notAfter: "2021-01-01T00:00:00Z", digest: .sha1)
        let (odd, certificate) = try issue(order)
        #expect(odd.certificate.notAfter == "2021-01-01T00:00:00Z")
        #expect(certificate.signatureAlgorithm == .sha1WithRSAEncryption)
        #expect(odd.certificate.subject.contains("UID=com.example.one"))
        #expect(odd.certificate.subject.contains("UID=com.example.two"))
        #expect(odd.certificate.subject.contains("CN=Apple Push Services"))
    }

    @Test func `one that signs itself needs a key of the Lab`() throws {
        #expect(throws: OddOrder.Mistake.self) {
            try issue(OddOrder(kind: .push, signer: .itself, keyOf: try Shared.key.get().publicKey.pemRepresentation))
        }
        let (_, certificate) = try issue(OddOrder(kind: .push, signer: .itself))
        #expect(certificate.publicKey.isValidSignature(certificate.signature, for: certificate))
    }
}
