public import Administration
import Ports

/// Follows the hash chain of a company's log from its first entry to its last.
public struct VerifyLog: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Result: Sendable, Equatable {
        public let entries: Int
        /// The first entry that does not follow from the one before it; nil when all are intact.
        public let firstBreak: Int?
    }

    public func callAsFunction(in scope: CompanyScope) async throws -> Result {
        try await installation.store.read { transaction in
            var last: AuditEntry?
            while true {
                let page = try transaction.auditEntries(in: scope, after: last?.sequence ?? 0, limit: 500)
                for entry in page {
                    guard AuditChain.append(entry.draft, after: last, in: scope) == entry else {
                        return Result(entries: entry.sequence, firstBreak: entry.sequence)
                    }
                    last = entry
                }
                if page.isEmpty { return Result(entries: last?.sequence ?? 0, firstBreak: nil) }
            }
        }
    }
}
