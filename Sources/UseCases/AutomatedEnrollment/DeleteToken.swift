public import Administration
import AutomatedEnrollment
import Ports

/// Forgets the registered token. Devices that are enrolled stay; new ones are not told of any more.
public struct DeleteToken: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Parameter version: what the dialog showed.
    public func callAsFunction(version: Int, by actor: Actor, in company: Company) async throws {
        let now = installation.now
        let scope = company.scope
        try await installation.store.write(in: scope) { transaction in
            var details = try transaction.tokenDetails(in: scope)
            guard details.version == version else { throw details.conflict }
            guard let active = try transaction.activeToken(in: scope) else { throw TokenError.noTokenRegistered }
            try transaction.setState(.deleted(at: now, by: actor.loginOrEmpty), of: active.id, in: scope)
            try transaction.endPendingTokenRequest(in: scope)
            try transaction.forgetTokenDevices(in: scope)
            details.stampChange(by: actor, at: now)
            try transaction.save(details, in: scope)
            try transaction.append(
                AuditDraft(
                    .tokenDeleted, by: actor, at: now, subject: active.consumerKey, before: active.auditFields),
                in: scope)
        }
    }
}
