public import Administration
import AutomatedEnrollment
import Foundation
import Ports
import PushCertificates

/// [ダウンロード] on the token's page: the public key for Apple Business Manager.
///
/// The private key is sealed, on disk and read back before the public key leaves.
public struct RequestToken: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct File: Sendable, Equatable {
        public let name: String
        /// PEM.
        public let text: String
    }

    /// - Parameter new: adds a key pair even when one is pending.
    /// - Throws: ``TokenError/keyUnusable(request:)``.
    public func callAsFunction(new: Bool, by actor: Actor, in company: Company) async throws -> File {
        let now = installation.now
        let since = now.addingTimeInterval(-TimeInterval(TokenRequest.offeredDays) * 86_400)
        let waiting = try await installation.store.read(in: company.scope) { transaction in
            try transaction.pendingTokenRequest(in: company.scope).flatMap { $0.createdAt > since ? $0 : nil }
        }
        let request = if let waiting, !new { waiting } else { try await add(new: new, by: actor, in: company) }
        guard
            let stored = try await installation.store.read(
                in: company.scope, { try $0.tokenRequest(request.id, in: company.scope) })
        else { throw TokenError.keyUnusable(request: request.fingerprint.short) }
        _ = try privateKey(of: stored, in: company)
        try await installation.store.write(in: company.scope) { transaction in
            try transaction.append(Self.entry(.tokenRequestDownloaded, stored, by: actor, at: now), in: company.scope)
        }
        return File(
            name: "ADEPublicKey-\(stored.fingerprint.short).pem", text: TokenKeyPair.pem(stored.certificate))
    }

    /// - Throws: ``TokenError/keyUnusable(request:)`` unless the stored key opens and belongs to the certificate.
    func privateKey(of request: TokenRequest, in company: Company) throws -> Secret<[UInt8]> {
        let place = Self.place(of: request.id, in: company.scope)
        guard let key = try? installation.vault.open(request.sealedKey, at: place, under: company.wrappedKey),
            TokenKeyPair.belong(key, to: request.certificate)
        else { throw TokenError.keyUnusable(request: request.fingerprint.short) }
        return key
    }

    private func add(new: Bool, by actor: Actor, in company: Company) async throws -> TokenRequest {
        let now = installation.now
        let serial = installation.randomness.bytes(16)
        let pair = try await onOwnThread {
            try TokenKeyPair.make(commonName: "\(company.code) ADE", at: now, serialNumber: serial)
        }
        let id: TokenRequest.ID = installation.newIdentifier(at: now)
        let request = TokenRequest(
            id: id, createdAt: now, createdBy: actor.loginOrEmpty, certificate: pair.certificate,
            fingerprint: pair.fingerprint,
            sealedKey: try installation.vault.seal(
                pair.privateKey, at: Self.place(of: id, in: company.scope), under: company.wrappedKey),
            isPending: true)
        return try await installation.store.write(in: company.scope) { transaction in
            if !new, let earlier = try transaction.pendingTokenRequest(in: company.scope),
                now.timeIntervalSince(earlier.createdAt) < TimeInterval(TokenRequest.offeredDays) * 86_400
            {
                return earlier
            }
            try transaction.insert(request, in: company.scope)
            try transaction.append(Self.entry(.tokenRequestCreated, request, by: actor, at: now), in: company.scope)
            return request
        }
    }

    private static func entry(
        _ event: AuditEvent, _ request: TokenRequest, by actor: Actor, at now: Date
    ) -> AuditDraft {
        AuditDraft(
            event, by: actor, at: now, subject: request.fingerprint.short,
            after: [AuditField("fingerprint", request.fingerprint.description)])
    }

    static func place(of id: TokenRequest.ID, in scope: CompanyScope) -> SecretPlace {
        SecretPlace(scope, table: "token_requests", row: id.description, column: "sealed_key")
    }
}
