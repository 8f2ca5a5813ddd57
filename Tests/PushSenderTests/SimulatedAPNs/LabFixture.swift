import Crypto
import CryptoExtras
import Foundation
import SimulatedAPNs
import SimulatedClock
import SwiftASN1
import X509

/// A push service with authorities of the test's own, and a clock in a directory that goes with it.
final class LabFixture: Sendable {
    let directory: String
    let clock: LabClock
    let service: SimulatedAPNs
    let identity: APNsServerIdentity
    let authority: TestAuthority
    let revoked: RevokedSerials
    let port: Int

    /// Stopped when `body` is through.
    static func run(_ body: (LabFixture) async throws -> Void) async throws {
        let fixture = try await LabFixture()
        do {
            try await body(fixture)
        } catch {
            await fixture.end()
            throw error
        }
        await fixture.end()
    }

    private init() async throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "lab-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        clock = try LabClock(path: directory + "/clock")
        authority = try TestAuthority()
        identity = try APNsServerIdentity.make()
        let revoked = RevokedSerials()
        self.revoked = revoked
        service = try SimulatedAPNs(
            clock: clock, trust: authority.trust(), identity: identity, isRevoked: { revoked.contains($0.serial) })
        port = try await service.start(port: 0)
    }

    private func end() async {
        await service.stop()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Writes a text where a foreign program finds it.
    func file(_ name: String, _ text: String) throws -> String {
        let path = directory + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}

final class RevokedSerials: Sendable {
    private let serials = LockedBox<Set<String>>([])
    func contains(_ serial: String) -> Bool { serials.value.contains(serial) }
    func insert(_ serial: String) { serials.change { $0.insert(serial) } }
}

/// A value that tests share with callbacks.
final class LockedBox<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value
    init(_ value: Value) { stored = value }
    var value: Value { lock.withLock { stored } }
    func change(_ body: (inout Value) -> Void) { lock.withLock { body(&stored) } }
}

/// Root, Application Integration and push certificates as Apple would make them.
struct TestAuthority {
    let root: Signer
    let integration: Signer
    /// Another child of the same root, which may not issue push certificates.
    let relations: Signer

    struct Signer {
        let certificate: Certificate
        let key: P256.Signing.PrivateKey
    }

    /// A client certificate with its key, PEM and DER.
    struct Client {
        let certificatePEM: String
        let keyPEM: String
        let serial: String
        let topic: String
    }

    private static let firstDay = Date(timeIntervalSince1970: 1_451_606_400)
    private static let lastDay = Date(timeIntervalSince1970: 3_029_529_600)

    init() throws {
        root = try Self.authority("Test Root", under: nil)
        integration = try Self.authority("Test Application Integration 2", under: root)
        relations = try Self.authority("Test Worldwide Developer Relations", under: root)
    }

    func trust() throws -> AppleTrust {
        try AppleTrust(
            rootsPEM: root.certificate.serializeAsPEM().pemString,
            intermediatesPEM: integration.certificate.serializeAsPEM().pemString)
    }

    func client(
        topic: String = "com.apple.mgmt.External.\(UUID().uuidString.lowercased())", signer: Signer? = nil,
        notBefore: Date = Date() - 86_400, notAfter: Date = Date() + 364 * 86_400, isMarked: Bool = true
    ) throws -> Client {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let signer = signer ?? integration
        var extensions = try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([.clientAuth])
        }
        if isMarked {
            let null: [UInt8] = [0x05, 0x00]
            try extensions.append(
                Certificate.Extension(oid: [1, 2, 840, 113_635, 100, 6, 3, 2], critical: false, value: null[...]))
        }
        let subject = DistinguishedName([
            RelativeDistinguishedName([
                .init(type: [0, 9, 2342, 19_200_300, 100, 1, 1], utf8String: topic)
            ]),
            RelativeDistinguishedName([.init(type: [2, 5, 4, 3], utf8String: "APSP:test")]),
        ])
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: notBefore, notValidAfter: notAfter, issuer: signer.certificate.subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions, issuerPrivateKey: .init(signer.key))
        let serial = certificate.serialNumber.bytes.map { String(format: "%02X", $0) }.joined()
        return Client(
            certificatePEM: try certificate.serializeAsPEM().pemString + "\n",
            keyPEM: key.pkcs8PEMRepresentation + "\n", serial: serial, topic: topic)
    }

    private static func authority(_ name: String, under issuer: Signer?) throws -> Signer {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: firstDay, notValidAfter: lastDay, issuer: issuer?.certificate.subject ?? subject,
            subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: issuer == nil ? 1 : 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            }, issuerPrivateKey: .init(issuer?.key ?? key))
        return Signer(certificate: certificate, key: key)
    }
}
