public import Administration
import Ports

/// The people of one company, by login.
public struct ListUsers: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(in scope: CompanyScope) async throws -> [User] {
        try await installation.store.read(in: scope) { try $0.users(in: scope) }
    }
}
