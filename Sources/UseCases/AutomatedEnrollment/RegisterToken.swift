public import Administration
import AutomatedEnrollment
import Foundation
import Ports

/// [保存] on the token's page: a token file from Apple Business Manager, all or nothing.
///
/// The file is judged first, against a state read before; the decision is then one transaction that begins by
/// comparing the version (P-21).
public struct RegisterToken: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public enum Outcome: String, Sendable, Equatable {
        /// トークンを登録しました。
        case registered
        /// トークンを変更しました。
        case changed
    }

    /// - Parameters:
    ///   - file: nil when none was chosen.
    ///   - version: what the form showed; nil takes whatever is there.
    /// - Throws: ``TokenRefusal`` for the file, ``TokenError`` for the rest.
    public func callAsFunction(
        _ file: [UInt8]?, version: Int?, by actor: Actor, in company: Company
    ) async throws -> Outcome {
        let scope = company.scope
        let (details, requests, active) = try await installation.store.read(in: scope) {
            (try $0.tokenDetails(in: scope), try $0.tokenRequests(in: scope), try $0.activeToken(in: scope))
        }
        guard (version ?? details.version) == details.version else { throw details.conflict }
        guard let file else { throw TokenError.noFile }
        let registration: RegisteredToken
        do {
            registration = try judge(file, requests, active, by: actor, in: company)
        } catch let refusal as TokenRefusal {
            try await note(refusal, active, by: actor, in: company)
            throw refusal
        }
        return try await activate(registration, version: details.version, by: actor, in: scope)
    }

    private func judge(
        _ file: [UInt8], _ requests: [TokenRequest], _ active: RegisteredToken?, by actor: Actor, in company: Company
    ) throws -> RegisteredToken {
        let now = installation.now
        let message = try TokenFile(file, requests: requests)
        let request = try message.request(among: requests)
        let key = try RequestToken(installation).privateKey(of: request, in: company)
        let token = try message.token(for: request, privateKey: key)
        try token.check(against: active, at: now)
        let id: RegisteredToken.ID = installation.newIdentifier(at: now)
        let sealed = try installation.vault.seal(
            token.sealable, at: RegisteredToken.place(of: id, in: company.scope), under: company.wrappedKey)
        return RegisteredToken(
            id: id, requestID: request.id, consumerKey: token.consumerKey, fingerprint: token.fingerprint,
            sealed: sealed, expiresAt: token.expiresAt, registeredAt: now, registeredBy: actor.loginOrEmpty,
            state: .active)
    }

    private func note(
        _ refusal: TokenRefusal, _ active: RegisteredToken?, by actor: Actor, in company: Company
    ) async throws {
        let now = installation.now
        try await installation.store.write(in: company.scope) { transaction in
            try transaction.append(
                AuditDraft(
                    .tokenRefused, by: actor, at: now, subject: active?.consumerKey ?? "",
                    after: [AuditField("reason", refusal.caseName)]), in: company.scope)
        }
    }

    private func activate(
        _ registration: RegisteredToken, version: Int, by actor: Actor, in scope: CompanyScope
    ) async throws -> Outcome {
        let now = registration.registeredAt
        return try await installation.store.write(in: scope) { transaction in
            var details = try transaction.tokenDetails(in: scope)
            guard details.version == version else { throw details.conflict }
            let previous = try transaction.activeToken(in: scope)
            if let previous { try transaction.setState(.retired(at: now), of: previous.id, in: scope) }
            try transaction.insert(registration, in: scope)
            // Devices are fetched with it at once: that also proves it.
            var record = try transaction.fetchRecord(in: scope) ?? FetchRecord(dueAt: now)
            record.dueAt = now
            record.problem = ""
            try transaction.save(record, in: scope)
            details.stampChange(by: actor, at: now)
            try transaction.save(details, in: scope)
            try transaction.append(
                AuditDraft(
                    previous == nil ? .tokenRegistered : .tokenChanged, by: actor, at: now,
                    subject: registration.consumerKey, before: previous?.auditFields ?? [],
                    after: registration.auditFields), in: scope)
            return previous == nil ? .registered : .changed
        }
    }
}
