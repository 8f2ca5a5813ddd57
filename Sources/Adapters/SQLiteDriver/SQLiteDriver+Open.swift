import Dispatch
import Foundation
import GRDB
import Ports

extension SQLiteDriver {
    /// What a process opens the file for.
    public enum Use: Sendable {
        /// One command, possibly beside a running server: the file is taken as it is.
        case command
        /// Serving. A mark in the file says so until ``SQLiteDriver/close()``; where a server finds one, the last
        /// did not come to its end (power cut, kill), and the whole file is read before anybody is served. After a
        /// clean end the server does that afterwards: ``SQLiteDriver/confirmWhole()``.
        case server
    }

    /// Opens or creates the database file, and looks whether it is set as promised, and whole where that is in doubt.
    ///
    /// - Parameters:
    ///   - path: of the file; its directory exists. `-wal` and `-shm` files come to lie beside it. All three
    ///     are readable by the owner only (0600), also when they were not before.
    /// - Throws: `StoreError.cannotOpen` with the remedy.
    public static func open(path: String, for use: Use = .command) async throws -> SQLiteDriver {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { SQLiteDriver(try openPool(path: path, for: use), path: path, use: use) })
            }
        }
    }

    /// Reads the whole file, some 300 MB a second, beside other work.
    ///
    /// - Throws: `StoreError.cannotOpen` with the remedy when something in it is damaged.
    public func confirmWhole() async throws {
        let path = path
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            pool.asyncRead { database in
                continuation.resume(
                    with: Result {
                        do {
                            let database = try database.get()
                            try Self.assertWhole(database)
                            // The pages that were last read are not the ones that are asked for next.
                            try database.execute(sql: "PRAGMA shrink_memory")
                        } catch let error as DatabaseError {
                            throw Self.refusal(error, path: path)
                        }
                    })
            }
        }
    }

    /// `PRAGMA user_version` while a server has the file.
    private static let served = 1

    /// Lets go of the file and leaves the mark, as a process that is killed does.
    func leave() throws { try pool.close() }

    func takeMarkAway() throws {
        guard use == .server else { return }
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 0") }
    }

    private static func mark(_ database: Database) throws {
        if try Int.fetchOne(database, sql: "PRAGMA user_version") == served { try assertWhole(database) }
        try database.execute(sql: "PRAGMA user_version = \(served)")
    }

    private static func openPool(path: String, for use: Use) throws -> DatabasePool {
        try makePrivate(path)
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets synchronous=NORMAL after everything that the configuration can say; the writer's
            // connection lives as long as the pool, so once is enough.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // 16 MiB: pages that each write changes go into the file once for four times as many writes.
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
                try assertSettings(of: database)
                if use == .server { try mark(database) }
            }
            return pool
        } catch let error as DatabaseError {
            throw refusal(error, path: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "kizuna.sqlite"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            // Erased keys leave no trace in free pages.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    private static func assertSettings(of database: Database) throws {
        for (pragma, expected) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
            let found = try String.fetchOne(database, sql: "PRAGMA \(pragma)")
            guard found == expected else {
                throw StoreError.cannotOpen(
                    """
                    SQLite does not keep the setting \(pragma)=\(expected) (it says \(found ?? "nothing")), so \
                    what is stored would not be safe. The data directory may lie on a network file system: \
                    put it on a local disk.
                    """)
            }
        }
    }

    private static func assertWhole(_ database: Database) throws {
        let findings = try String.fetchAll(database, sql: "PRAGMA quick_check(5)")
        guard findings == ["ok"] else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: findings.joined(separator: "; "))
        }
    }

    private static func refusal(_ error: DatabaseError, path: String) -> StoreError {
        let message = error.message ?? "no message"
        return switch error.resultCode.primaryResultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            .cannotOpen(
                """
                The database \(path) is damaged (\(message)). Nothing was changed. Move the file and its \
                -wal and -shm files aside, keep them, and restore the last backup; look at the disk's health.
                """)
        default:
            .cannotOpen(
                """
                The database \(path) cannot be opened (\(message), SQLite \(error.extendedResultCode.rawValue)). \
                Check that the directory exists and belongs to the user who runs Kizuna, that the disk has \
                room, and that no other process holds the file.
                """)
        }
    }
}
