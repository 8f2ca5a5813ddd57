import Administration
import Foundation
public import Ports

/// Sends what was logged since the last time to a receiver outside. Each log is its own outbox: the cursor moves only
/// after the lines went out, so that nothing is lost over restarts, and something may arrive twice.
public struct SendLog: Sendable {
    private let installation: Installation
    private let receiver: any LogReceiver
    private let node: String

    /// A transaction that began before a line was read may end so much later; until then the line waits, so that
    /// the cursor never passes a line that is not there yet. Entries of 管理ログ are numbered without gaps and
    /// wait for nothing.
    static let settlingSeconds: Double = 30
    private static let leaseSeconds: Double = 20
    private static let batch = 500

    /// - Parameter node: of several nodes one at a time sends.
    public init(_ installation: Installation, to receiver: any LogReceiver, node: String) {
        self.installation = installation
        self.receiver = receiver
        self.node = node
    }

    /// - Returns: how many lines went out.
    /// - Throws: ``LogReceiverError`` after it was written down for the console.
    @discardableResult
    public func callAsFunction() async throws -> Int {
        let now = installation.now
        let node = node
        let isMine = try await installation.store.write(in: .installation) {
            try $0.takeLease(
                "syslog", for: node, until: now.addingTimeInterval(Self.leaseSeconds), at: now)
        }
        guard isMine else { return 0 }
        let logs = try await installation.store.read {
            try $0.companies().map { ($0.code.description, $0.scope) }
        }
        var count = 0
        for (name, scope) in logs + [("installation", .installation)] {
            count += try await send(name, scope, until: now.addingTimeInterval(-Self.settlingSeconds))
        }
        return count
    }

    /// So that another node, or this one's next process, need not wait.
    public func leave() async throws {
        let (now, node) = (installation.now, node)
        _ = try await installation.store.write(in: .installation) {
            try $0.takeLease("syslog", for: node, until: now, at: now)
        }
    }

    private func send(_ name: String, _ scope: CompanyScope, until: Date) async throws -> Int {
        let known = try await installation.store.read(in: scope) { try $0.exportState(in: scope) }
        let state =
            known
            ?? LogExportState(
                cursor: LogExportCursor(
                    sequence: 0, receivedAt: Date(timeIntervalSince1970: 0), device: "", number: 0))
        let batch = try await installation.store.read(in: scope) { transaction in
            try LogBatch.next(
                after: state.cursor, until: until, limit: Self.batch, of: name, in: scope, transaction)
        }
        // So that the console shows the receiver's state also where there is nothing to send.
        guard !batch.records.isEmpty else {
            if known == nil {
                try await installation.store.write(in: scope) { try $0.setExportState(state, in: scope) }
            }
            return 0
        }
        do {
            try await receiver.send(batch.records)
        } catch let error as LogReceiverError {
            try await note(error, state, in: scope)
            throw error
        }
        let sent = LogExportState(cursor: batch.cursor, sentAt: installation.now)
        try await installation.store.write(in: scope) { try $0.setExportState(sent, in: scope) }
        return batch.records.count
    }

    private func note(_ error: LogReceiverError, _ state: LogExportState, in scope: CompanyScope) async throws {
        guard state.trouble != error.reason else { return }
        var state = state
        state.trouble = error.reason
        state.troubleSince = state.troubleSince ?? installation.now
        let noted = state
        try await installation.store.write(in: scope) { try $0.setExportState(noted, in: scope) }
    }
}
