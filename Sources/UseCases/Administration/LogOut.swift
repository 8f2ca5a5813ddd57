import Administration
import Ports

public struct LogOut: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(_ principal: Principal) async throws {
        let now = installation.now
        try await installation.store.write(in: principal.scope) { transaction in
            try transaction.deleteSession(tokenHash: principal.tokenHash)
            try transaction.append(
                AuditDraft(.loggedOut, by: principal.actor, at: now, subject: principal.user.login),
                in: principal.scope)
        }
    }
}
