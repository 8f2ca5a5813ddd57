import Administration
import Foundation
import Ports

/// Removes what is older than a company keeps its log. The chain stays verifiable: an entry tells which was the last
/// one removed, with its hash, and the store keeps both as the new beginning. Run by the server every hour.
public struct ShortenLog: Sendable {
    private let installation: Installation
    /// So many entries or events go in one transaction.
    private let batch: Int

    public init(_ installation: Installation, batch: Int = 2_000) {
        self.installation = installation
        self.batch = batch
    }

    public func callAsFunction() async throws {
        let scopes = try await installation.store.read { try $0.companies().map(\.scope) } + [.installation]
        for scope in scopes {
            while try await removeEntries(in: scope) { try Task.checkCancellation() }
            while try await removeDeviceEvents(in: scope) { try Task.checkCancellation() }
        }
    }

    /// - Returns: whether there may be more.
    private func removeEntries(in scope: CompanyScope) async throws -> Bool {
        let (now, batch) = (installation.now, batch)
        return try await installation.store.write { transaction in
            let state = try transaction.logState(in: scope)
            let oldest = now.addingTimeInterval(-TimeInterval(state.keptDays) * 86_400)
            let page = try transaction.keptEntries(in: scope, after: state.dropped, limit: batch)
            let old = page.prefix { $0.occurredAt < oldest }
            // An entry that tells of a removal goes with a later one: alone it is no reason for another.
            guard let last = old.last, old.contains(where: { $0.entry?.draft.event != .logShortened }) else {
                return false
            }
            try transaction.append(
                AuditDraft(
                    .logShortened, by: .serviceOperator, at: now,
                    after: [
                        AuditField("count", String(old.count)), AuditField("through", String(last.sequence)),
                        AuditField("hash", last.hash.hexadecimal),
                    ]), in: scope)
            try transaction.dropAuditEntries(through: last, in: scope)
            return old.count == batch
        }
    }

    private func removeDeviceEvents(in scope: CompanyScope) async throws -> Bool {
        let (now, batch) = (installation.now, batch)
        return try await installation.store.write { transaction in
            let kept = try transaction.logState(in: scope).keptDays
            let oldest = now.addingTimeInterval(-TimeInterval(kept) * 86_400)
            return try transaction.dropDeviceEvents(before: oldest, limit: batch, in: scope) == batch
        }
    }
}
