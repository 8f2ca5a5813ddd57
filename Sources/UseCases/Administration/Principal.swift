public import Administration
public import Foundation

/// A signed-in person: who may act, and where. Only ``AuthenticateSession``, ``LogIn`` and ``StepUp`` make one.
public struct Principal: Sendable {
    public let company: Company
    public let user: User
    /// SHA-256 of the session token.
    public let tokenHash: [UInt8]
    /// When this person last gave the password in this session.
    public let steppedUpAt: Date

    init(company: Company, user: User, tokenHash: [UInt8], steppedUpAt: Date) {
        self.steppedUpAt = steppedUpAt
        self.company = company
        self.user = user
        self.tokenHash = tokenHash
    }

    public var scope: CompanyScope { company.scope }
    public var actor: Actor { .user(user.id, login: user.login) }
}
