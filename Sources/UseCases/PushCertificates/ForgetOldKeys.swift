import Administration
import Foundation
import Ports
import PushCertificates

/// Removes private keys of requests that nobody can need any more: older than 400 days, and not of a
/// certificate that is active, can be restored, or was retired within 400 days. Run daily by the server.
public struct ForgetOldKeys: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction() async throws {
        let now = installation.now
        let oldest = now.addingTimeInterval(-TimeInterval(PushRequest.retentionDays) * 86_400)
        try await installation.store.write { transaction in
            for company in try transaction.companies() {
                let count = try transaction.deletePushRequests(createdBefore: oldest, in: company.scope)
                guard count > 0 else { continue }
                try transaction.append(
                    AuditDraft(
                        .oldKeysForgotten, by: .serviceOperator, at: now, after: [AuditField("count", String(count))]),
                    in: company.scope)
            }
        }
    }
}
