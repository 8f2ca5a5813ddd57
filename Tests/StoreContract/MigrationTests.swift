import Administration
import Enrollments
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

    @Test(arguments: Engine.all) func `a database of the first schema keeps every row`(_ engine: Engine) async throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let old = try await engine.driver(directory)
        try await Migrator(old).run([.firstSchema])
        let company = try Company.sample("old")
        let session: [SQLValue] = [.bytes(hash(1)), company.scope.value, .text("id-of-one"), .instant(today)]
        try await old.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO companies (id, code, name, language, time_zone, brand, wrapped_key, created_at)
                VALUES ($1, 'old', '株式会社 old', 'ja', 'Asia/Tokyo', 'office-marugoto', $2, $3)
                """, [company.scope.value, .bytes([1, 2, 3]), .instant(today)])
            _ = try connection.execute(
                "INSERT INTO audit_logs (company_id, length) VALUES ($1, 0)", [company.scope.value])
            _ = try connection.execute(
                """
                INSERT INTO users (company_id, id, login, role, is_disabled, created_at)
                VALUES ($1, 'id-of-one', 'one', 'administrator', 0, $2)
                """, [company.scope.value, .instant(today)])
            _ = try connection.execute(
                """
                INSERT INTO sessions (token_hash, company_id, user_id, created_at, last_seen_at)
                VALUES ($1, $2, $3, $4, $4)
                """, session)
        }
        try await old.close()
        let bench = try await Bench(engine, in: directory)
        let (user, found) = try await bench.store.read {
            (try $0.user(login: "one", in: company.scope), try $0.session(tokenHash: hash(1)))
        }
        let expected = User.sample("one", of: company)
        #expect(user?.id == expected.id && found == Session.sample(1, of: expected))
        #expect(found?.steppedUpAt == today)
        try await bench.store.write { try $0.enroll(.sample("e1"), in: company.scope) }
        #expect(try await bench.store.read { try $0.deviceCount(in: company.scope) } == 1)
        try await bench.store.close()
    }

    @Test func `migrations are numbered without gaps`() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }
}
