public import Administration
import Ports

/// Looks companies up for the service operator and for the login page; never for a signed-in person,
/// whose company is that of the session.
public struct FindCompany: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Returns: nil for a code that is malformed or unknown.
    public func callAsFunction(code text: String) async throws -> Company? {
        guard let code = try? CompanyCode(text) else { return nil }
        return try await installation.store.read { try $0.company(code: code) }
    }

    public func all() async throws -> [Company] {
        try await installation.store.read { try $0.companies() }
    }
}
