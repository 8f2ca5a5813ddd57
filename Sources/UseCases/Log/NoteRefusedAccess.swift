public import Administration
import Ports

/// Leaves a line in ログ when somebody tried what the own role does not permit.
public struct NoteRefusedAccess: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(_ permission: Permission, by principal: Principal) async throws {
        let now = installation.now
        try await installation.store.write(in: principal.scope) { transaction in
            try transaction.append(
                AuditDraft(.accessRefused, by: principal.actor, at: now, subject: permission.rawValue),
                in: principal.scope)
        }
    }
}
