public import Administration
import Ports

/// For how long a company keeps its log.
public struct KeepLog: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// Days; less would lose what an incident is looked for in, more than ten years is no log.
    public static let allowedDays = 30...3_650

    /// - Throws: ``AdministrationError/logDaysOutOfRange``.
    public func callAsFunction(days: Int, by actor: Actor, in scope: CompanyScope) async throws {
        guard Self.allowedDays.contains(days) else { throw AdministrationError.logDaysOutOfRange }
        let now = installation.now
        try await installation.store.write(in: scope) { transaction in
            let before = try transaction.logState(in: scope).keptDays
            guard before != days else { return }
            try transaction.setKeptDays(days, in: scope)
            try transaction.append(
                AuditDraft(
                    .logKeepingChanged, by: actor, at: now, before: [AuditField("days", String(before))],
                    after: [AuditField("days", String(days))]), in: scope)
        }
    }

    public func days(in scope: CompanyScope) async throws -> Int {
        try await installation.store.read(in: scope) { try $0.logState(in: scope).keptDays }
    }
}
