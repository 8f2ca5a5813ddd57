import Administration
import Crypto
import DeviceEndpoints
import Enrollments
import FileSecretVault
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import Logging
import NIOCore
import NIOHTTP1
import Ports
import PushCertificates
import SQLiteDriver
import ScryptPasswordHasher
import SwiftASN1
import Synchronization
import UseCases
import X509

@testable import SimulatedPushPortal

/// A device listener over a real store, in a company that may enroll.
struct DeviceBench: Sendable {
    let installation: Installation
    let store: BreakableStore
    let clock: SettableClock
    let company: Company
    let actor = Actor.user(UserID(stored: "u1"), login: "admin")

    static let topic = "com.apple.mgmt.External.11111111-1111-4111-8111-111111111111"
    private static let start = Date(timeIntervalSince1970: 1_795_230_000)  // 2026-11-21 03:00 UTC
    private static let sharedAuthority = Result { try LabAuthority(now: start) }

    init() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID().uuidString)").path
        let vault = FileSecretVault(masterKey: try MasterKey.create(at: path), instanceID: [1, 2, 3, 4])
        clock = SettableClock(Self.start)
        store = BreakableStore(try await TemporaryStore())
        installation = Installation(
            store: store, vault: vault, time: clock, randomness: SystemRandomness(),
            hasher: ScryptPasswordHasher(parameters: .cheap), deviceAddress: "https://mdm.example.jp")
        let wrapped = try vault.makeWrappedKey(for: .installation)
        try await store.write { try $0.setInstallationValue(wrapped, for: .wrappedKey) }
        company = try await CreateCompany(installation)(
            .init(code: "sample", name: "サンプル企業", language: .japanese, timeZone: "Asia/Tokyo", brand: "smsm"))
        try await registerPushCertificate(try Self.sharedAuthority.get())
    }

    private func registerPushCertificate(_ authority: LabAuthority) async throws {
        _ = try await ImportVendorCertificate(installation)(
            certificate: Array(authority.vendor.certificatePEM.utf8),
            privateKey: Secret(Array(authority.vendor.keyPEM.utf8)), appleFiles: [],
            labAnchors: TrustAnchors(
                roots: [try Self.der(authority.root.certificatePEM)],
                intermediates: [
                    try Self.der(authority.relations.certificatePEM),
                    try Self.der(authority.integration.certificatePEM),
                ]))
        let request = try await RequestPushCertificate(installation)(new: false, by: actor, in: company).request
        var serializer = DER.Serializer()
        try serializer.serialize(try CertificateSigningRequest(derEncoded: request.csr).publicKey)
        let issued = try authority.issuePushCertificate(
            topic: Self.topic, publicKeyDER: serializer.serializedBytes, now: clock.now)
        _ = try await RegisterPushCertificate(installation)(
            .init(
                file: Array(issued.pem.utf8), appleID: "push@sample.example", notes: "", version: nil,
                confirmsTopic: false), by: actor, in: company)
    }

    func invite(uses: Int = 1) async throws -> (invitation: Invitation, path: String) {
        let created = try await CreateInvitation(installation)(
            for: .newPerson(name: "山田太郎 \(UUID().uuidString.prefix(8))", reading: "", organization: nil), uses: uses,
            validSeconds: 86_400, by: actor, in: company)
        return (created.invitation, created.link.reveal().replacing("https://mdm.example.jp", with: ""))
    }

    /// A certificate as if the company's authority had issued it for an invitation: the store knows its hash.
    func issueIdentity() async throws -> TestIdentity {
        let (invitation, scope, now) = (try await invite().invitation, company.scope, clock.now)
        let identity = try TestIdentity(at: now)
        let name = UUID().uuidString
        try await store.write { transaction in
            let challenge = Challenge(
                id: ChallengeID(stored: name), hash: Array(Fingerprint(of: Array(name.utf8)).bytes),
                purpose: .enroll(invitation.id), createdAt: now, expiresAt: now.addingTimeInterval(3_600))
            try transaction.insert(challenge, in: scope)
            let row = DeviceIdentity(
                id: IdentityID(stored: name), serialNumber: name, challengeID: challenge.id, purpose: challenge.purpose,
                transactionID: name, publicKey: identity.fingerprint, createdAt: now, notBefore: now,
                notAfter: now.addingTimeInterval(365 * 86_400), der: identity.der, fingerprint: identity.fingerprint,
                state: .issued)
            try transaction.insert(row, in: scope)
        }
        return identity
    }

    /// With a peer of its own: requests come from 127.0.0.1. Over the wire the shortcut for empty polls stands before the
    /// router, as in the server.
    func test(
        _ configuration: DeviceConfiguration = .behindLoopback, on setup: TestingSetup = .live,
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let routes = DeviceRoutes(installation, configuration, logger: logger)
        let http = HTTPServerBuilder.http1(
            configuration: .init(additionalChannelHandlers: [ShortcutInstaller(routes.shortcut())]))
        try await Application(router: routes.router(), server: http, logger: logger).test(setup, body)
    }

    func refusals() async throws -> [AuditDraft] {
        try await installation.store.read { [company] in
            try $0.auditEntries(in: company.scope, before: nil, limit: 50).map(\.draft)
        }
        .filter { $0.event == .deviceIdentityRefused }
    }

    private static func der(_ pem: String) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(try Certificate(pemEncoded: pem))
        return serializer.serializedBytes
    }
}

extension DeviceConfiguration {
    static let behindLoopback = DeviceConfiguration(trusting: "127.0.0.0/8")

    init(trusting network: String, secret: String? = nil) {
        self.init(
            speaksTLS: false, trustedProxies: [AddressRange(network)].compactMap { $0 },
            certificateHeader: "client-cert", proxySecret: secret, version: "test", isLab: false)
    }
}

/// Puts the shortcut behind the decoder.
private final class ShortcutInstaller: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias InboundOut = NIOAny

    private let shortcut: PollShortcut

    init(_ shortcut: PollShortcut) { self.shortcut = shortcut }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(shortcut, position: .after(decoder))
        } catch {
            context.fireErrorCaught(error)
        }
    }
}
