import Foundation
import Measurements
import Ports
import PostgreSQLDriver
import SQLStore
import SQLiteDriver

/// Where the database is: a file in the data directory, or a PostgreSQL server.
enum DatabaseAddress: Sendable, Equatable {
    case sqlite(path: String)
    /// May hold a password: never shown.
    case postgresql(String)

    static func isPostgreSQL(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }

    /// - Parameter database: as `--database` says; nil for SQLite.
    init(data directory: URL, database: String?) {
        if let database, !database.isEmpty {
            self = .postgresql(database)
        } else {
            self = .sqlite(path: directory.appendingPathComponent("kizuna.sqlite").path)
        }
    }

    /// False when a SQLite file is not there yet; whether a PostgreSQL database is empty shows when it is opened.
    var exists: Bool {
        switch self {
        case .sqlite(let path): FileManager.default.fileExists(atPath: path)
        case .postgresql: true
        }
    }

    func driver(conflicts: Counter = Counter()) async throws -> any SQLDriver {
        switch self {
        case .sqlite(let path): try await SQLiteDriver.open(path: path)
        case .postgresql(let address): try await PostgreSQLDriver.open(address, conflicts: conflicts)
        }
    }

    /// Counted and timed for `/metrics`.
    func store(_ telemetry: StoreTelemetry) async throws -> any Store {
        MeasuredStore(try await SQLStore.open(try await driver(conflicts: telemetry.conflicts)), telemetry)
    }
}
