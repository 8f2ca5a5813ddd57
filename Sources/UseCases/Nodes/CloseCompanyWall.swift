import Ports

/// Ends what the database's wall between companies still permits to versions that know nothing of it, as soon as none of
/// them serves (docs/decisions/0021).
public struct CloseCompanyWall: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// - Returns: true when it was ended just now.
    @discardableResult
    public func callAsFunction() async throws -> Bool {
        try await installation.store.closeCompanyWall(at: installation.now)
    }
}
