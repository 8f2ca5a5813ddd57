import Administration
import Foundation
import Ports
import PostgreSQLDriver
import Testing

@testable import SQLStore

/// What PostgreSQL itself does for a statement that forgot its company, under a plain role.
@Suite(.enabled(if: PostgreSQLNodes.isThere)) struct CompanyWallTests {
    private func withCompanies(_ test: (Bench, Company, Company) async throws -> Void) async throws {
        try await withBench(.postgresql) { bench in
            let (one, two) = (try Company.sample("one"), try Company.sample("two"))
            try await bench.store.write { transaction in
                for company in [one, two] {
                    try transaction.insert(company)
                    try transaction.insert(.sample("yamada", of: company), in: company.scope)
                    try transaction.enroll(.sample("e1", mark: company.code.description), in: company.scope)
                }
            }
            try await test(bench, one, two)
        }
    }

    private func count(_ statement: SQL, _ reach: SQLReach, _ driver: any SQLDriver) async throws -> Int {
        try await driver.read(reach) { try $0.rows(statement, []).first?.integer("count") ?? 0 }
    }

    @Test func `a statement without a company sees its own rows alone, and changes no others`() async throws {
        try await withCompanies { bench, one, two in
            let driver = bench.driver
            for statement: SQL in [
                "SELECT COUNT(*) AS count FROM companies", "SELECT COUNT(*) AS count FROM users",
                "SELECT COUNT(*) AS count FROM enrollments", "SELECT COUNT(*) AS count FROM audit_logs",
            ] {
                #expect(try await count(statement, one.scope.reach, driver) == 1, "\(statement.text)")
                #expect(try await count(statement, .everyCompany, driver) >= 2, "\(statement.text)")
            }
            let changed = try await driver.write(.alone, one.scope.reach) { connection in
                try connection.execute("UPDATE users SET login = 'changed'", [])
                    + connection.execute("DELETE FROM identities", [])
            }
            #expect(changed == 1)
            let logins = try await bench.store.read { transaction in
                try [one, two].map { try transaction.users(in: $0.scope).map(\.login) }
            }
            #expect(logins == [["changed"], ["yamada"]])
        }
    }

    @Test func `a row for another company is refused, as a new one and as one that moves there`() async throws {
        try await withCompanies { bench, one, two in
            for statement: SQL in [
                """
                INSERT INTO organizations (company_id, id, name, created_at) VALUES ($1, 'o', 'o', 0)
                """,
                "UPDATE calendar_feeds SET company_id = $1",
            ] {
                try await bench.run(
                    """
                    INSERT INTO calendar_feeds (company_id, token_hash, created_at, created_by) VALUES ($1, $2, 0, '')
                    ON CONFLICT (company_id) DO NOTHING
                    """, [one.scope.value, .bytes([1])])
                await #expect {
                    try await bench.driver.write(.alone, one.scope.reach) {
                        _ = try $0.execute(statement, [two.scope.value])
                    }
                } throws: { "\($0)".contains("row-level security") }
            }
        }
    }

    @Test func `a transaction that says no company sees none and writes none, after others on its connection`()
        async throws
    {
        try await withCompanies { bench, one, _ in
            let turns: [(reach: SQLReach, rows: Int)] = [
                (.unsaid, 0), (one.scope.reach, 1), (.unsaid, 0), (.everyCompany, 2), (.unsaid, 0),
            ]
            for turn in turns {
                let users = try await count("SELECT COUNT(*) AS count FROM users", turn.reach, bench.driver)
                let companies = try await count("SELECT COUNT(*) AS count FROM companies", turn.reach, bench.driver)
                #expect(users == turn.rows && companies == turn.rows)
            }
            await #expect {
                try await bench.driver.write(.alone, .unsaid) { connection in
                    _ = try connection.execute(
                        "INSERT INTO audit_logs (company_id, length) VALUES ('somebody', 0)", [])
                }
            } throws: { "\($0)".contains("row-level security") }
        }
    }

    @Test func `writes of several companies that go together stay apart`() async throws {
        try await withCompanies { bench, one, two in
            let driver = bench.driver
            let changes = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<200 {
                    let scope = number.isMultiple(of: 2) ? one.scope : two.scope
                    group.addTask {
                        try await driver.write(.beside(units: ["\(number)"]), scope.reach) {
                            try $0.execute("UPDATE audit_logs SET length = length + 1", [])
                        }
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(changes == [1])
            let lengths = try await driver.read {
                try $0.rows("SELECT length FROM audit_logs WHERE company_id <> 'installation'", [])
                    .map { try $0.integer("length") }
            }
            #expect(lengths == [100, 100])
        }
    }

    @Test func `each table of companies has the wall, those of later migrations too`() async throws {
        try await withBench(.postgresql) { bench in
            let later = Migration(
                number: 1000, name: "later", steps: [.run("CREATE TABLE later (company_id TEXT NOT NULL, id TEXT)")])
            try await Migrator(bench.driver).run(Migration.all + [later])
            let open = try await bench.driver.read { connection in
                try connection.rows(
                    """
                    SELECT c.relname::text AS name FROM pg_class c
                    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                        AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
                            SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'company_wall'))
                    ORDER BY 1
                    """, []
                ).map { try $0.text("name") }
            }
            #expect(
                open == [
                    "installation_values", "leases", "login_failures", "schema_migrations", "trust_anchors",
                    "vendor_certificates", "write_marks",
                ])
            #expect(try await bench.store.companyWall() == .closed)
        }
    }

    @Test func `a superuser is named, for whom the wall does not hold`() async throws {
        let address = try #require(Engine.postgresqlAddress)
        let driver = try await PostgreSQLDriver.open(address.replacing("user=kizuna", with: "user=postgres"))
        #expect(try await driver.companyWall() == .passedByRole("postgres"))
        try await driver.close()
    }
}

/// What both engines do for a transaction of one company.
@Suite struct CompanyFenceTests {
    @Test(arguments: Engine.all) func `a transaction of one company cannot reach for another`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try Company.sample("one"), try Company.sample("two"))
            try await bench.store.write { transaction in
                try transaction.insert(one)
                try transaction.insert(two)
            }
            let store = bench.store
            #expect(try await store.read(in: one.scope) { try $0.company(one.scope)?.id } == one.id)
            await expectConflict { _ = try await store.read(in: one.scope) { try $0.users(in: two.scope) } }
            await expectConflict { _ = try await store.read(in: one.scope) { try $0.companies() } }
            await expectConflict {
                try await store.write(in: one.scope) { try $0.insert(.sample("yamada", of: two), in: two.scope) }
            }
            await expectConflict {
                try await store.note(in: one.scope) {
                    try $0.deleteDeliveries(deliveredBefore: today, givenUpBefore: today)
                }
            }
            #expect(try await store.read { try $0.users(in: two.scope).isEmpty })
            // What belongs to nobody is within every reach.
            try await store.write(in: one.scope) { try $0.setInstallationValue([7], for: .kind) }
        }
    }
}

extension CompanyScope {
    var reach: SQLReach { .company(companyID.description) }
}
