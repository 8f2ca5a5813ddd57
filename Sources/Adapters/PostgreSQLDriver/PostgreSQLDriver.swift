import Foundation
public import Measurements
public import Ports
public import SQLStore
import Synchronization

/// PostgreSQL 15 and later under the statements of `SQLStore`, through libpq.
///
/// Writes take turns by ``PostgreSQLTurns``: what two of them do is as if one ran after the other. One that met another
/// all the same (40001, 40P01) is run again, some times; one whose COMMIT got no answer is looked up on a new connection
/// by the mark that it left (``WriteMarks``), never guessed.
public final class PostgreSQLDriver: SQLDriver {
    let threads: PostgreSQLThreads
    let address: String
    /// Of this process, so that it does not listen to itself.
    let node: String
    private let conflicts: Counter

    /// So often a transaction is run that meets others; they pass each other by then unless something is wrong.
    static let mostAttempts = 40
    /// So often a body is run whose connection breaks in the middle of it.
    static let mostBreaks = 4
    /// How long a lost COMMIT is asked after.
    static let doubtSeconds = 20.0

    /// - Parameters:
    ///   - address: `postgresql://user@host/database?sslmode=verify-full`, as libpq reads it.
    ///   - connections: at most so many transactions run at once, two of them reads.
    ///   - conflicts: counts transactions that met another and are run again.
    /// - Throws: `StoreError.cannotOpen`: not reachable, too old, or sorted otherwise than byte by byte.
    public static func open(
        _ address: String, connections: Int = 8, conflicts: Counter = Counter()
    ) async throws -> PostgreSQLDriver {
        let driver = PostgreSQLDriver(address, connections: max(2, connections), conflicts: conflicts)
        do {
            try await driver.check()
        } catch let StoreError.unavailable(reason) {
            try? await driver.close()
            throw StoreError.cannotOpen(
                "\(reason). Nothing was changed. Check that the server runs and the address in --database is right.")
        } catch {
            try? await driver.close()
            throw error
        }
        return driver
    }

    private init(_ address: String, connections: Int, conflicts: Counter) {
        self.address = address
        self.conflicts = conflicts
        node = UUID().uuidString
        let node = node
        threads = PostgreSQLThreads(count: connections, address: address) {
            Self.write($0, $1, node: node, conflicts: conflicts)
        }
    }

    private func check() async throws {
        let (version, order, encoding) = try await on { thread in
            let link = try thread.connected()
            return (
                try link.command("SHOW server_version_num").word(),
                try link.run("SELECT CASE WHEN 'B' < 'a' THEN 1 ELSE 0 END AS bytewise", []).word(),
                try link.command("SHOW server_encoding").word()
            )
        }
        guard let number = Int(version), number >= 150_000 else {
            throw StoreError.cannotOpen("This PostgreSQL is older than 15. Nothing was changed. Upgrade it first.")
        }
        guard order == "1", encoding == "UTF8" else {
            throw StoreError.cannotOpen(
                """
                This database does not sort text byte by byte, or is not in UTF-8. Nothing was changed. Make one \
                that does: createdb --template=template0 --locale=C --encoding=UTF8 NAME.
                """)
        }
        try await on { try WriteMarks.prepare($0.connected()) }
    }

    public func read<Value: Sendable>(
        _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let (node, conflicts) = (node, conflicts)
        return try await on { thread in
            try Self.repeating(counting: conflicts) { try Self.reading(thread, reach, node: node, body) }
        }
    }

    public func write<Value: Sendable>(
        _ turn: SQLTurn, _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await write(turn, reach, opening: nil, body)
    }

    public func write<Value: Sendable>(
        _ turn: SQLTurn, _ reach: SQLReach, opening: SQLOpening?,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let write = PostgreSQLWrite(turn: turn, reach: reach, opening: opening) { connection in
                let value = try body(connection)
                return { continuation.resume(returning: value) }
            } fail: {
                continuation.resume(throwing: $0)
            }
            if !threads.add(write) { write.fail(StoreError.unavailable("the store is closed")) }
        }
    }

    public func statements(for feature: SQLFeature) -> [SQL] {
        switch feature {
        // An entry of its indexes has 2,704 bytes at most.
        case .searchTextsTogether: []
        case .roomForChanges:
            [
                "ALTER TABLE enrollments SET (fillfactor = 80)", "ALTER TABLE wake_ups SET (fillfactor = 80)",
                "ALTER TABLE commands SET (fillfactor = 80)", "ALTER TABLE audit_logs SET (fillfactor = 50)",
            ]
        case .companyWall: CompanyWallStatements.wall
        case .openCompanyWall: CompanyWallStatements.open
        case .closedCompanyWall: CompanyWallStatements.closed
        case .appendOnlyAudit:
            [
                """
                CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $body$
                BEGIN RAISE EXCEPTION 'entries of the log are never changed or deleted'; END $body$
                """,
                """
                CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE OR DELETE ON audit_entries
                FOR EACH ROW EXECUTE FUNCTION audit_entries_stay()
                """,
            ]
        case .openAudit:
            ["DROP TRIGGER audit_entries_unchanged ON audit_entries"]
        case .retainedAudit:
            [
                """
                CREATE OR REPLACE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $body$
                BEGIN
                    IF TG_OP = 'DELETE' AND OLD.sequence
                        <= COALESCE((SELECT dropped FROM audit_logs WHERE company_id = OLD.company_id), 0)
                    THEN RETURN OLD; END IF;
                    RAISE EXCEPTION 'entries of the log are never changed, and only deleted when they are dropped';
                END $body$
                """,
                """
                CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE OR DELETE ON audit_entries
                FOR EACH ROW EXECUTE FUNCTION audit_entries_stay()
                """,
            ]
        }
    }

    public func companyWall() async throws -> CompanyWall {
        try await on { try CompanyWallStatements.state($0.connected()) }
    }

    public func close() async throws {
        closing.withLock { $0 = true }
        await threads.close()
    }

    let closing = Mutex(false)

    /// Runs on one of the store's threads; errors are told in the words of the port.
    private func on<Value: Sendable>(
        _ work: @escaping @Sendable (PostgreSQLThread) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = PostgreSQLJob { thread in
                continuation.resume(with: Result { try StoreError.translatingPostgreSQL { try work(thread) } })
            } fail: {
                continuation.resume(throwing: $0)
            }
            if !threads.add(job) { job.fail(StoreError.unavailable("the store is closed")) }
        }
    }
}

extension StoreError {
    static func translatingPostgreSQL<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as PostgreSQLError {
            switch error {
            case .refused(let error), .inDoubt(let error): throw error
            case .collided(let words):
                throw StoreError.unavailable("too many transactions met each other: \(words). Nothing was stored.")
            case .interrupted(let words):
                throw StoreError.unavailable(
                    "the connection to PostgreSQL broke again and again: \(words). Nothing was stored.")
            case .lost(let words): throw StoreError.unavailable("the connection to PostgreSQL was lost: \(words)")
            }
        }
    }
}
