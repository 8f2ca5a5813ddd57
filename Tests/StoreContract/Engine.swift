import Foundation
import Ports
import PostgreSQLDriver
import SQLStore
import SQLiteDriver
import Testing

/// The database engines that keep the contract. A further one is a further line in ``all``.
struct Engine: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let driver: @Sendable (_ directory: URL) async throws -> any SQLDriver

    static let sqlite = Engine(testDescription: "SQLite") {
        try await SQLiteDriver.open(path: $0.appending(path: "kizuna.sqlite").path)
    }

    /// A schema of its own for each directory, in the database of `KIZUNA_TEST_POSTGRES` (scripts/postgresql-for-tests).
    static let postgresql = Engine(testDescription: "PostgreSQL") { directory in
        let address = try #require(Engine.postgresqlAddress)
        let schema = directory.lastPathComponent.replacing("-", with: "_").lowercased()
        let maker = try await PostgreSQLDriver.open(address, connections: 2)
        _ = try await maker.write(.beside(units: [])) { try $0.rows("SELECT make_schema($1)", [.text(schema)]) }
        try await maker.close()
        return try await PostgreSQLDriver.open(
            "\(address)&options=-csearch_path%3D\(schema)",
            connections: ProcessInfo.processInfo.environment["KIZUNA_MEASURE"] == nil ? 2 : 8)
    }

    static let postgresqlAddress = ProcessInfo.processInfo.environment["KIZUNA_TEST_POSTGRES"]

    static let all = postgresqlAddress == nil ? [sqlite] : [sqlite, postgresql]
}

@Suite struct EngineTests {
    @Test func `PostgreSQL takes part in the contract`() {
        #expect(
            Engine.all.count == 2,
            "KIZUNA_TEST_POSTGRES is not set; by hand: export KIZUNA_TEST_POSTGRES=$(scripts/postgresql-for-tests start)"
        )
    }
}

/// A fresh database of an engine, and the driver below the store for what the port cannot say.
final class Bench: Sendable {
    let engine: Engine
    let directory: URL
    let driver: any SQLDriver
    let store: any Store

    init(_ engine: Engine, in directory: URL? = nil) async throws {
        self.engine = engine
        self.directory = try directory ?? makeDirectory()
        driver = try await engine.driver(self.directory)
        store = try await SQLStore.open(driver)
    }

    /// Closes and opens the same database again.
    func reopened() async throws -> Bench {
        try await store.close()
        return try await Bench(engine, in: directory)
    }

    /// Runs one statement below the port.
    func run(_ statement: SQL, _ values: [SQLValue] = []) async throws {
        _ = try await driver.write { try $0.execute(statement, values) }
    }
}

func makeDirectory() throws -> URL {
    let directory = FileManager.default.temporaryDirectory.appending(path: "kizuna-contract-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory
}

/// Runs the test with a fresh database and removes it afterwards.
func withBench(_ engine: Engine, _ test: (Bench) async throws -> Void) async throws {
    let bench = try await Bench(engine)
    defer { try? FileManager.default.removeItem(at: bench.directory) }
    try await test(bench)
    try? await bench.store.close()
}

/// Expects `StoreError.conflict`.
func expectConflict(
    sourceLocation: SourceLocation = #_sourceLocation, _ work: () async throws -> Void
) async {
    await #expect(sourceLocation: sourceLocation) {
        try await work()
    } throws: { error in
        if case StoreError.conflict = error { true } else { false }
    }
}
