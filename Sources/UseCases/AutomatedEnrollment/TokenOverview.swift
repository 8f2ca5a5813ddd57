public import Administration
public import AutomatedEnrollment
import Ports

/// Everything the console tells about a company's token, from one read.
public struct TokenOverview: Sendable {
    public let details: TokenDetails
    public let active: RegisteredToken?
    /// Newest registration first, the active one included.
    public let history: [RegisteredToken]
    /// Newest first.
    public let requests: [TokenRequest]

    init(in scope: CompanyScope, from transaction: any Ports.Transaction) throws {
        details = try transaction.tokenDetails(in: scope)
        history = try transaction.tokens(in: scope)
        requests = try transaction.tokenRequests(in: scope)
        active = history.first { $0.state == .active }
    }
}

public struct ShowToken: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(in scope: CompanyScope) async throws -> TokenOverview {
        try await installation.store.read { try TokenOverview(in: scope, from: $0) }
    }
}
