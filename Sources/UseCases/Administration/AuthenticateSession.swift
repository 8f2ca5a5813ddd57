import Administration
import Foundation
import Ports

/// Turns a session cookie into the person behind it, asking the store at every request: a disabled person,
/// a changed role and an ended session count at once.
public struct AuthenticateSession: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Returns: nil when there is no such session, it has run out, or the person may not sign in any more.
    public func callAsFunction(token: String) async throws -> Principal? {
        let now = installation.now
        let hash = OneTimeToken.hash(of: token)
        let found = try await installation.store.read { transaction -> (Session, Principal)? in
            guard let session = try transaction.session(tokenHash: hash), session.isValid(at: now),
                let company = try transaction.company(CompanyScope(session.companyID)),
                let user = try transaction.user(session.userID, in: company.scope), !user.isDisabled
            else { return nil }
            return (session, Principal(company: company, user: user, tokenHash: hash, steppedUpAt: session.steppedUpAt))
        }
        guard let (session, principal) = found else { return nil }
        if abs(now.timeIntervalSince(session.lastSeenAt)) >= 60 {
            try await installation.store.write { try $0.touchSession(tokenHash: hash, at: now) }
        }
        return principal
    }
}
