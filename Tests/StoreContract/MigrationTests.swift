import Foundation
import Ports
import Testing

@testable import SQLStore

@Suite struct MigrationTests {
    @Test(arguments: Engine.all) func `a database of a newer version is refused, with the remedy, and stays as it is`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            try await bench.store.write { try $0.setInstallationValue([7], for: .kind) }
            try await bench.run("INSERT INTO schema_migrations (number, name) VALUES (999, 'of the future')")
            try await bench.store.close()
            await #expect {
                _ = try await Bench(engine, in: bench.directory)
            } throws: { error in
                guard case StoreError.cannotOpen(let reason) = error else { return false }
                return reason.contains("999") && reason.contains("newer version") && reason.contains("backup")
            }
            let driver = try await engine.driver(bench.directory)
            let rows = try await driver.read { try $0.rows("SELECT value FROM installation_values", []) }
            #expect(try rows.map { try $0.bytes("value") } == [[7]])
            try await driver.close()
        }
    }

    @Test(arguments: Engine.all) func `a migration that fails leaves nothing, not even its first step`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let broken = Migration(
                number: 1000, name: "broken",
                steps: [.run("CREATE TABLE half_done (id BIGINT)"), .run("INSERT INTO no_such_table VALUES (1)")])
            await #expect {
                try await Migrator(bench.driver).run(Migration.all + [broken])
            } throws: { error in
                if case StoreError.cannotOpen = error { true } else { false }
            }
            await #expect(throws: StoreError.self) {
                try await bench.driver.read { _ = try $0.rows("SELECT * FROM half_done", []) }
            }
            // Repaired, it runs.
            let repaired = Migration(
                number: 1000, name: "repaired", steps: [.run("CREATE TABLE half_done (id BIGINT)")])
            try await Migrator(bench.driver).run(Migration.all + [repaired])
            #expect(try await bench.driver.read { try $0.rows("SELECT * FROM half_done", []).count } == 0)
        }
    }

    @Test(arguments: Engine.all) func `running the migrations again changes nothing`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            try await Migrator(bench.driver).run(Migration.all)
            let rows = try await bench.driver.read {
                try $0.rows("SELECT number FROM schema_migrations ORDER BY number", [])
            }
            #expect(try rows.map { try $0.integer("number") } == Migration.all.map(\.number))
        }
    }

    @Test func `migrations are numbered without gaps`() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }
}
