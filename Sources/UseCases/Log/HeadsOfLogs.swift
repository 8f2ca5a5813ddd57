import Administration
import Ports

/// Number and hash of the last entry of every company's log, to be noted where nobody who changes the database
/// reaches.
public struct HeadsOfLogs: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Head: Sendable, Equatable {
        /// The company's code; `installation` for the installation's own log.
        public let company: String
        /// `17:9f3a…`, what ``VerifyLog/Anchor`` reads.
        public let anchor: String
    }

    public func callAsFunction() async throws -> [Head] {
        try await installation.store.read { transaction in
            let logs = try transaction.companies().map { ($0.code.description, $0.scope) }
            return try (logs + [("installation", .installation)]).compactMap { name, scope in
                guard let last = try transaction.keptEntries(in: scope, before: nil, limit: 1).first else {
                    return nil
                }
                return Head(company: name, anchor: "\(last.sequence):\(last.hash.hexadecimal)")
            }
        }
    }
}
