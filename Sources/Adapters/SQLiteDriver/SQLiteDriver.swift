import Dispatch
import GRDB
import Ports
public import SQLStore

public import struct SQLStore.SQL

/// SQLite through GRDB: one writing connection, several reading ones, each on a queue of its own.
///
/// WAL with `synchronous=FULL`: what a write acknowledged survives a power cut. Several processes may have
/// the same file open; a writer waits up to ten seconds for another process.
public struct SQLiteDriver: SQLDriver {
    let pool: DatabasePool
    let path: String
    let use: Use
    let groups = GroupCommit()

    init(_ pool: DatabasePool, path: String, use: Use) {
        self.pool = pool
        self.path = path
        self.use = use
    }

    public func read<Value: Sendable>(
        _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { database in
                continuation.resume(
                    with: Result {
                        try StoreError.translating { try body(SQLiteConnection(database: database.get())) }
                    })
            }
        }
    }

    /// One writes at a time in any case.
    public func write<Value: Sendable>(
        _ turn: SQLTurn, _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            groups.add(
                GroupCommit.Write(
                    run: { connection in
                        let value = try body(connection)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) }))
            pool.asyncWriteWithoutTransaction { [groups] in groups.commitNext(in: $0) }
        }
    }

    public func statements(for feature: SQLFeature) -> [SQL] {
        switch feature {
        case .searchTextsTogether:
            [
                """
                CREATE INDEX enrollments_by_search ON enrollments (company_id, search_text, id) WHERE is_current = 1
                """
            ]
        case .companyWall, .openCompanyWall, .closedCompanyWall, .roomForChanges: []
        case .appendOnlyAudit:
            [
                """
                CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'entries of the log are never changed'); END
                """,
                """
                CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'entries of the log are never deleted'); END
                """,
            ]
        case .openAudit:
            ["DROP TRIGGER audit_entries_unchanged", "DROP TRIGGER audit_entries_kept"]
        case .retainedAudit:
            [
                """
                CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'entries of the log are never changed'); END
                """,
                """
                CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
                WHEN OLD.sequence > COALESCE((SELECT dropped FROM audit_logs WHERE company_id = OLD.company_id), 0)
                BEGIN SELECT RAISE(ABORT, 'entries of the log are only deleted when they are dropped'); END
                """,
            ]
        }
    }

    public func close() async throws {
        let driver = self
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            // Closing waits for running bodies, so it must not block the cooperative pool.
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try StoreError.translating {
                            try driver.takeMarkAway()
                            try driver.leave()
                        }
                    })
            }
        }
    }
}
