public import Administration
import Ports

/// The few counts that dashboard and usage page show.
public struct CompanyFacts: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Facts: Sendable, Equatable {
        public let users: Int
        public let administrators: Int
        public let devices: Int
        /// False until somebody has said at set-up that the master key's sheet is in a safe place.
        public let isRecoverySheetConfirmed: Bool
    }

    public func callAsFunction(in scope: CompanyScope) async throws -> Facts {
        try await installation.store.read(in: scope) { transaction in
            let users = try transaction.users(in: scope).filter { !$0.isDisabled }
            return Facts(
                users: users.count,
                administrators: users.filter { $0.role == .administrator && $0.passwordHash != nil }.count,
                devices: try transaction.deviceCount(in: scope),
                isRecoverySheetConfirmed: try transaction.installationValue(.recoverySheetConfirmed) != nil)
        }
    }
}
