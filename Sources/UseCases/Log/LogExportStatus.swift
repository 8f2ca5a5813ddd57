public import Administration
public import Ports

/// Whether and how far a company's log is sent outside.
public struct LogExportStatus: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Status: Sendable, Equatable {
        /// `host:port`
        public let receiver: String
        /// Nil before the first attempt.
        public let state: LogExportState?

        public init(receiver: String, state: LogExportState?) {
            self.receiver = receiver
            self.state = state
        }
    }

    /// - Returns: nil while it is sent nowhere.
    public func callAsFunction(in scope: CompanyScope) async throws -> Status? {
        try await installation.store.read(in: scope) { transaction in
            guard let receiver = try transaction.installationValue(.syslogReceiver) else { return nil }
            return Status(
                receiver: String(decoding: receiver, as: UTF8.self), state: try transaction.exportState(in: scope))
        }
    }

    /// Written down at the server's start; nil: none.
    public func note(receiver: String?) async throws {
        try await installation.store.write(in: .installation) { transaction in
            try transaction.setInstallationValue(receiver.map { Array($0.utf8) }, for: .syslogReceiver)
        }
    }
}
