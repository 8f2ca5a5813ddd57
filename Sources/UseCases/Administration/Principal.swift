public import Administration

/// A signed-in person: who may act, and where. Only ``AuthenticateSession`` and ``LogIn`` make one.
public struct Principal: Sendable {
    public let company: Company
    public let user: User
    /// SHA-256 of the session token.
    public let tokenHash: [UInt8]

    init(company: Company, user: User, tokenHash: [UInt8]) {
        self.company = company
        self.user = user
        self.tokenHash = tokenHash
    }

    public var scope: CompanyScope { company.scope }
    public var actor: Actor { .user(user.id, login: user.login) }
}
