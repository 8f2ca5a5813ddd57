import Foundation
import Ports

/// Brings a database from the schema it has to the one that this version knows.
struct Migrator {
    private let driver: any SQLDriver

    init(_ driver: any SQLDriver) { self.driver = driver }

    /// - Parameter migrations: ascending.
    func run(_ migrations: [Migration]) async throws {
        let known = migrations.last?.number ?? 0
        let (applied, oldest) = try await driver.write { (try Self.applied($0), try Self.oldest($0)) }
        let present = applied.max() ?? 0
        guard present <= known || known >= oldest else {
            throw StoreError.cannotOpen(
                """
                The database has schema \(present) and is for versions of Kizuna that know schema \(oldest) or later; \
                this one knows schemas up to \(known). A newer version brought the database there, and nothing was \
                changed now. Start that version on this machine too, or restore a backup made before the upgrade.
                """)
        }
        for migration in migrations where !applied.contains(migration.number) { try await apply(migration) }
        // Nobody uses an empty database.
        if applied.isEmpty, known >= Migration.companyWall.number { _ = try await closeCompanyWall(at: nil) }
    }

    /// No version before ``Migration/companyWall`` may start any more, and a transaction that says no company sees none.
    ///
    /// - Parameter now: nil when no other version can be serving.
    /// - Returns: false while a node of such a version serves. Its lease has the name `node/…`, later ones `node/…/…`.
    func closeCompanyWall(at now: Date?) async throws -> Bool {
        let driver = driver
        let ending = driver.statements(for: .closedCompanyWall)
        guard !ending.isEmpty else { return false }
        return try await driver.write { connection in
            if let now {
                let old = try connection.rows(
                    "SELECT name FROM leases WHERE until > $1 AND name LIKE 'node/%' AND name NOT LIKE 'node/%/%'",
                    [.instant(now)])
                guard old.isEmpty else { return false }
            }
            for statement in ending { _ = try connection.execute(statement, []) }
            let number = SQLValue.integer(Migration.companyWall.number)
            return try connection.execute(
                "UPDATE schema_migrations SET oldest = $1 WHERE number = $1 AND oldest < $1", [number]) == 1
        }
    }

    private func apply(_ migration: Migration) async throws {
        let driver = driver
        do {
            try await driver.write { connection in
                // Another process may have been faster.
                guard try !Self.applied(connection).contains(migration.number) else { return }
                for step in migration.steps {
                    let statements =
                        switch step {
                        case .run(let statement): [statement]
                        case .feature(let feature): driver.statements(for: feature)
                        }
                    for statement in statements { _ = try connection.execute(statement, []) }
                }
                if migration.number > Migration.companyWall.number {
                    for statement in driver.statements(for: .companyWall) { _ = try connection.execute(statement, []) }
                }
                _ = try connection.execute(
                    "INSERT INTO schema_migrations (number, name) VALUES ($1, $2)",
                    [.integer(migration.number), .text(migration.name)])
                guard migration.number >= Migration.versions.number else { return }
                _ = try connection.execute(
                    "UPDATE schema_migrations SET oldest = $2 WHERE number = $1",
                    [.integer(migration.number), .integer(migration.oldest)])
            }
        } catch let error as StoreError {
            throw StoreError.cannotOpen(
                """
                Bringing the database to schema \(migration.number) (\(migration.name)) failed: \
                \(error.reason). The database is as it was before. Free space on the disk if it is full; \
                otherwise start the version that wrote it, and report this message.
                """)
        }
    }

    /// A version must know this schema to use the database; one that knows a later one than the database has may too.
    private static func oldest(_ connection: any SQLConnection) throws -> Int {
        let applied = try applied(connection)
        let present = applied.max() ?? 0
        guard applied.contains(Migration.versions.number) else { return present }
        let rows = try connection.rows(
            "SELECT MAX(COALESCE(oldest, number)) AS oldest FROM schema_migrations", [])
        return try rows.first?.integer("oldest") ?? present
    }

    /// 0 for an empty database.
    private static func applied(_ connection: any SQLConnection) throws -> Set<Int> {
        _ = try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number BIGINT NOT NULL PRIMARY KEY,
                name TEXT NOT NULL)
            """, [])
        let rows = try connection.rows("SELECT number FROM schema_migrations", [])
        return Set(try rows.map { try $0.integer("number") })
    }
}

extension StoreError {
    var reason: String {
        switch self {
        case .cannotOpen(let reason), .conflict(let reason), .unavailable(let reason), .unreadable(let reason):
            reason
        }
    }
}
