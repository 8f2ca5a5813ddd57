import Administration
import Crypto
import Enrollments
import FileSecretVault
import Foundation
import Ports
import PushCertificates
import SQLiteDriver
import ScryptPasswordHasher
import SwiftASN1
import Synchronization
import UseCases
import X509

@testable import SimulatedPushPortal

/// A clock that a test sets.
final class SettableClock: TimeSource {
    private let instant: Mutex<Date>
    init(_ start: Date) { instant = Mutex(start) }
    var now: Date { instant.withLock { $0 } }
    func advance(days: Double) { instant.withLock { $0 += days * 86_400 } }
    func advance(seconds: Double) { instant.withLock { $0 += seconds } }
}

/// A whole installation over a real SQLite file, with the Lab's authorities in Apple's place.
struct TestInstallation: Sendable {
    let installation: Installation
    let clock: SettableClock
    let authority: LabAuthority
    let company: Company
    /// Of `test.sqlite`.
    let directory: URL
    let actor = Actor.user(UserID(stored: "u1"), login: "admin")

    private static let start = Date(timeIntervalSince1970: 1_795_230_000)  // 2026-11-21 03:00 UTC
    private static let sharedAuthority = Result { try LabAuthority(now: start) }

    init(importingVendor: Bool = true) async throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("kizuna-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        clock = SettableClock(Self.start)
        authority = try Self.sharedAuthority.get()
        let vault = FileSecretVault(
            masterKey: try MasterKey.create(at: directory.appendingPathComponent("master.key").path),
            instanceID: [1, 2, 3, 4])
        let store = try await SQLiteStore.open(path: directory.appendingPathComponent("test.sqlite").path)
        installation = Installation(
            store: store, vault: vault, time: clock, randomness: SystemRandomness(),
            hasher: ScryptPasswordHasher(parameters: .cheap))
        let wrapped = try vault.makeWrappedKey(for: .installation)
        try await store.write { try $0.setInstallationValue(wrapped, for: .wrappedKey) }
        company = try await Self.company("sample", in: installation)
        if importingVendor { try await importVendor(authority) }
    }

    static func company(_ code: String, in installation: Installation) async throws -> Company {
        try await CreateCompany(installation)(
            .init(code: code, name: "サンプル企業", language: .japanese, timeZone: "Asia/Tokyo", brand: "smsm"))
    }

    func importVendor(_ authority: LabAuthority) async throws {
        _ = try await ImportVendorCertificate(installation)(
            certificate: Array(authority.vendor.certificatePEM.utf8),
            privateKey: Secret(Array(authority.vendor.keyPEM.utf8)), appleFiles: [],
            labAnchors: TrustAnchors(
                roots: [try authority.root.der()],
                intermediates: [try authority.relations.der(), try authority.integration.der()]))
    }

    // MARK: what people do

    func download(new: Bool = false, for other: Company? = nil) async throws -> RequestPushCertificate.File {
        try await RequestPushCertificate(installation)(new: new, by: actor, in: other ?? company)
    }

    /// What Apple's portal would give for a request.
    func apple(_ request: PushRequest, topic: String) throws -> [UInt8] {
        let csr = try CertificateSigningRequest(derEncoded: request.csr)
        var serializer = DER.Serializer()
        try serializer.serialize(csr.publicKey)
        let issued = try authority.issuePushCertificate(
            topic: topic, publicKeyDER: serializer.serializedBytes, now: clock.now)
        return Array(issued.pem.utf8)
    }

    @discardableResult
    func upload(
        _ file: [UInt8]?, appleID: String = "push@sample.example", notes: String = "備考", version: Int? = nil,
        confirmsTopic: Bool = false, in other: Company? = nil
    ) async throws -> RegisterPushCertificate.Outcome {
        try await RegisterPushCertificate(installation)(
            .init(file: file, appleID: appleID, notes: notes, version: version, confirmsTopic: confirmsTopic),
            by: actor, in: other ?? company)
    }

    func overview() async throws -> PushOverview {
        try await ShowPushCertificate(installation)(in: company.scope)
    }

    func delete() async throws {
        let version = try await overview().details.version
        try await DeletePushCertificate(installation)(version: version, by: actor, in: company)
    }

    func restore() async throws {
        let version = try await overview().details.version
        try await RestorePushCertificate(installation)(version: version, by: actor, in: company)
    }

    /// Download, portal, upload.
    @discardableResult
    func register(topic: String) async throws -> PushRequest {
        let request = try await download().request
        try await upload(try apple(request, topic: topic))
        return request
    }

    /// As if a device had enrolled.
    func addDevice(topic: String) async throws {
        let (scope, now) = (company.scope, clock.now)
        try await installation.store.write { transaction in
            let device = DeviceID(stored: "d1")
            try transaction.insertDevice(device, hardwareID: "UDID-1", at: now, in: scope)
            try transaction.insert(
                Enrollment(
                    id: EnrollmentID(stored: "e1"), deviceID: device, generation: 1, hardwareID: "UDID-1",
                    isUserEnrollment: false, state: .enrolled,
                    identity: Fingerprint(bytes: [UInt8](repeating: 7, count: 32)),
                    identityNotAfter: now.addingTimeInterval(86_400), topic: topic, invitationID: nil, personID: nil,
                    organizationID: nil, summary: DeviceSummary(), authenticatedAt: now), in: scope)
        }
    }

    func events() async throws -> [AuditEvent] {
        try await installation.store.read { [company] in
            try $0.auditEntries(in: company.scope, after: 0, limit: 50).map(\.draft.event)
        }
    }
}

extension KeyedCertificate {
    func der() throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(try Certificate(pemEncoded: certificatePEM))
        return serializer.serializedBytes
    }
}

let topicOne = "com.apple.mgmt.External.11111111-1111-4111-8111-111111111111"
let topicTwo = "com.apple.mgmt.External.22222222-2222-4222-8222-222222222222"
