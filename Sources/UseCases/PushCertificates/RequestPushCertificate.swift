public import Administration
import Foundation
import Ports
public import PushCertificates

/// [ダウンロード]: the vendor-signed request that a person takes to Apple's portal.
///
/// The key is on disk, sealed, and has been read back before anything leaves (P-01). Asking again gives the
/// pending request again; a new one is added to the ledger, none is replaced (P-02).
public struct RequestPushCertificate: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct File: Sendable, Equatable {
        public let name: String
        /// ASCII: base64 of an XML property list, or a PEM request.
        public let text: String
        public let request: PushRequest
    }

    /// - Parameter new: adds a request even when one is pending.
    /// - Throws: ``VendorSigningProblem`` when Apple would refuse what we could offer.
    public func callAsFunction(new: Bool, by actor: Actor, in company: Company) async throws -> File {
        let signing = VendorSigning(installation)
        let waiting = new ? nil : try await pending(in: company.scope)
        if let waiting, let file = waiting.signedElsewhere {
            let anchors = try await installation.store.read(in: .installation) { try $0.trustAnchors() }
            _ = try await SignedRequestReader.verify(Array(file.utf8), anchors: anchors, now: installation.now)
            return try await deliver(file, of: waiting, by: actor, in: company)
        }
        let identity = try await signing.identity()
        let request = if let waiting { waiting } else { try await add(new: new, by: actor, in: company) }
        try await readBack(request.id, in: company)
        let text = try await identity.signedRequest(for: request.csr, now: installation.now)
        return try await deliver(text, of: request, by: actor, in: company)
    }

    /// The bare request for a vendor key that stays outside (`kizuna vendor sign`), as PEM.
    public func unsigned(new: Bool, by actor: Actor, in company: Company) async throws -> File {
        let waiting = new ? nil : try await pending(in: company.scope)
        let request = if let waiting { waiting } else { try await add(new: new, by: actor, in: company) }
        try await readBack(request.id, in: company)
        let body = Data(request.csr).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        let pem = "-----BEGIN CERTIFICATE REQUEST-----\n\(body)\n-----END CERTIFICATE REQUEST-----\n"
        try await log(.pushRequestDownloaded, request, by: actor, in: company)
        return File(name: "PushCertificateRequest-\(request.publicKey.short).csr", text: pem, request: request)
    }

    /// Takes back a request that was signed elsewhere, so that [ダウンロード] offers it.
    public func attach(signedRequest file: [UInt8], by actor: Actor, in company: Company) async throws -> PushRequest {
        let now = installation.now
        let anchors = try await installation.store.read(in: .installation) { try $0.trustAnchors() }
        let key = try await SignedRequestReader.verify(file, anchors: anchors, now: now)
        let text = String(decoding: file, as: UTF8.self)
        return try await installation.store.write(in: company.scope) { transaction in
            guard var request = try transaction.pushRequests(in: company.scope).first(where: { $0.publicKey == key })
            else { throw PushCertificateError.signedRequestNotOurs }
            try transaction.attach(signedRequest: text, to: request.id, in: company.scope)
            request.signedElsewhere = text
            try transaction.append(
                AuditDraft(
                    .pushRequestAttached, by: actor, at: now, subject: request.publicKey.short,
                    after: [AuditField("key-fingerprint", request.publicKey.description)]), in: company.scope)
            return request
        }
    }

    /// A request is offered again for a year; then its key would not be kept long enough for its answer.
    private func pending(in scope: CompanyScope) async throws -> PushRequest? {
        let since = installation.now.addingTimeInterval(-TimeInterval(PushRequest.offeredDays) * 86_400)
        return try await installation.store.read(in: scope) { transaction in
            try transaction.pendingPushRequest(in: scope).flatMap { $0.createdAt > since ? $0 : nil }
        }
    }

    private func add(new: Bool, by actor: Actor, in company: Company) async throws -> PushRequest {
        let now = installation.now
        let pair = try await onOwnThread {
            try PushKeyPair.make(commonName: "\(company.code) push", countryCode: "JP")
        }
        let id: PushRequest.ID = installation.newIdentifier(at: now)
        let request = PushRequest(
            id: id, createdAt: now, createdBy: actor.loginOrEmpty, publicKey: pair.publicKey, csr: pair.csr,
            sealedKey: try installation.vault.seal(
                pair.privateKey, at: Self.place(of: id, in: company.scope), under: company.wrappedKey),
            isPending: true)
        return try await installation.store.write(in: company.scope) { transaction in
            if !new, let earlier = try transaction.pendingPushRequest(in: company.scope),
                now.timeIntervalSince(earlier.createdAt) < TimeInterval(PushRequest.offeredDays) * 86_400
            {
                return earlier
            }
            try transaction.insert(request, in: company.scope)
            try transaction.append(
                AuditDraft(
                    .pushRequestCreated, by: actor, at: now, subject: request.publicKey.short,
                    after: [AuditField("key-fingerprint", request.publicKey.description)]), in: company.scope)
            return request
        }
    }

    /// The stored key opens and is the request's own.
    private func readBack(_ id: PushRequest.ID, in company: Company) async throws {
        guard
            let stored = try await installation.store.read(
                in: company.scope, { try $0.pushRequest(id, in: company.scope) })
        else {
            throw PushCertificateError.noPendingRequest
        }
        try PushKeyCheck(installation).check(stored, in: company)
    }

    private func deliver(_ text: String, of request: PushRequest, by actor: Actor, in company: Company) async throws
        -> File
    {
        try await log(.pushRequestDownloaded, request, by: actor, in: company)
        return File(name: "PushCertificateRequest-\(request.publicKey.short).scsr", text: text, request: request)
    }

    private func log(_ event: AuditEvent, _ request: PushRequest, by actor: Actor, in company: Company) async throws {
        let now = installation.now
        try await installation.store.write(in: company.scope) { transaction in
            try transaction.append(
                AuditDraft(
                    event, by: actor, at: now, subject: request.publicKey.short,
                    after: [AuditField("key-fingerprint", request.publicKey.description)]), in: company.scope)
        }
    }

    static func place(of id: PushRequest.ID, in scope: CompanyScope) -> SecretPlace {
        SecretPlace(scope, table: "push_requests", row: id.description, column: "sealed_key")
    }
}
