import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import PostgreSQLDriver
import Testing

@testable import SQLStore

/// Versions side by side on one database, with a next migration that is made up.
@Suite struct RollingUpgradeTests {
    private static let number = (Migration.all.last?.number ?? 0) + 1

    /// Adds, and takes nothing away: the version before goes on.
    private static let next = Migration(
        number: number, name: "made up", oldest: number - 1,
        steps: [
            .run("ALTER TABLE commands ADD COLUMN made_up BIGINT NOT NULL DEFAULT 7"),
            .run("ALTER TABLE enrollments ADD COLUMN made_up TEXT"),
            .run("CREATE TABLE made_up (id BIGINT NOT NULL PRIMARY KEY)"),
            .run("CREATE INDEX commands_made_up ON commands (company_id, made_up)"),
        ])

    /// Another node, or process, on the same database.
    private func opened(_ engine: Engine, _ bench: Bench, _ migrations: [Migration]) async throws -> SQLStore {
        try await SQLStore.open(try await engine.driver(bench.directory), knowing: migrations)
    }

    @Test(arguments: Engine.all) func `the version before and the next one serve devices side by side`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (old, company) = (bench.store, try Company.sample("one"))
            let scope = company.scope
            try await old.write { try $0.insert(company) }
            try await converse(old, old, "before", in: scope)
            let new = try await opened(engine, bench, Migration.all + [Self.next])
            // Enrolled by one, ordered by the other, fetched by the one, answered to the other.
            try await converse(old, new, "old-new", in: scope)
            try await converse(new, old, "new-old", in: scope)
            try await converse(old, old, "old-old", in: scope)
            // A node of the version before is started anew in the middle.
            let again = try await opened(engine, bench, Migration.all)
            try await converse(again, new, "again-new", in: scope)
            let count = try await new.read { try $0.deviceCount(in: scope) }
            #expect(count == 5)
            for store in [new, again] { try await store.close() }
        }
    }

    /// A whole life: enrollment, a command, its result.
    private func converse(
        _ one: any Store, _ other: any Store, _ name: String, in scope: CompanyScope
    ) async throws {
        let (id, device) = (EnrollmentID(stored: "e-\(name)"), DeviceID(stored: "d-\(name)"))
        let uuid = CommandUUID(stored: "c-\(name)")
        try await one.write { try $0.enroll(.sample("e-\(name)", device: "d-\(name)", mark: name), in: scope) }
        try await other.write(about: [id], in: scope) { transaction in
            _ = try transaction.enrollment(id, in: scope)
            try transaction.savePush([1], of: id, in: scope)
            let sequence = try transaction.nextCommandSequence(of: id, in: scope)
            try transaction.insert(.sample("c-\(name)", sequence, of: id), in: scope)
            try transaction.requestWakeUp(of: id, at: today, restarting: true, in: scope)
        }
        let fetched = try await one.write(about: [id], in: scope) { transaction -> CommandUUID? in
            guard var command = try transaction.nextCommand(of: id, at: today, in: scope) else { return nil }
            command.fetchedAt = today
            try transaction.update(command, in: scope)
            return command.uuid
        }
        #expect(fetched == uuid)
        try await other.write(about: [id], in: scope) { transaction in
            let pending = try transaction.pendingCommand(uuid, of: id, in: scope)
            let command = try #require(pending)
            #expect(command.fetchedAt == today)
            try transaction.finish(
                FinishedCommand(command: command, outcome: .acknowledged, endedAt: today, answer: [6]), in: scope)
            try transaction.noteFacts(
                "DeviceInformation", answeredBy: uuid.description, of: id, at: today, in: scope)
        }
        for store in [one, other] {
            let seen = try await store.read { transaction in
                (
                    try transaction.finishedCommand(uuid, of: id, in: scope)?.answer,
                    try transaction.pendingCommandCount(of: id, in: scope),
                    try transaction.currentEnrollment(of: device, in: scope)?.id
                )
            }
            #expect(seen == ([6], 0, id))
        }
    }

    @Test(arguments: Engine.all) func `behind the mark a version is refused, at it and above it starts`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let contract = Migration(
                number: Self.number + 1, name: "takes away", oldest: Self.number, steps: [.run("DROP TABLE made_up")])
            let new = try await opened(engine, bench, Migration.all + [Self.next, contract])
            await #expect {
                _ = try await opened(engine, bench, Migration.all)
            } throws: { error in
                guard case StoreError.cannotOpen(let words) = error else { return false }
                return words.contains("schema \(Self.number + 1)") && words.contains("schema \(Self.number) or later")
                    && words.contains("Start that version")
            }
            let middle = try await opened(engine, bench, Migration.all + [Self.next])
            _ = try await middle.read { try $0.companies() }
            for store in [new, middle] { try await store.close() }
        }
    }

    @Test(arguments: Engine.all) func `a move with a version that does not know the schema whole is refused`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            try await withBench(.sqlite) { target in
                let new = try await opened(engine, bench, Migration.all + [Self.next])
                await #expect(throws: StoreError.self) {
                    _ = try await StoreMove(from: bench.driver, to: target.driver)(by: { today })
                }
                try await new.close()
            }
        }
    }

    @Test(.enabled(if: PostgreSQLNodes.isThere))
    func `a version before the wall between companies goes on until its last node has ended`() async throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let before = Array(Migration.all.prefix { $0.number < Migration.companyWall.number })
        func opened(_ migrations: [Migration], says: Bool) async throws -> SQLStore {
            let driver = try await Engine.postgresql.driver(directory)
            return try await SQLStore.open(says ? driver : SilentDriver(driver), knowing: migrations)
        }
        let (old, company) = (try await opened(before, says: false), try Company.sample("one"))
        let other = try Company.sample("two")
        let scope = company.scope
        try await old.write { transaction in
            for company in [company, other] { try transaction.insert(company) }
            _ = try transaction.takeLease("node/a", for: "a", until: day(1), at: day(0))
        }
        let new = try await opened(Migration.all, says: true)
        #expect(try await new.companyWall() == .open)
        #expect(try await !new.closeCompanyWall(at: day(0)))
        try await converse(old, new, "old-new", in: scope)
        try await converse(new, old, "new-old", in: scope)
        try await converse(old, old, "old-old", in: other.scope)
        // Those that know the wall are within it already.
        let driver = try await Engine.postgresql.driver(directory)
        let seen = try await driver.read(scope.reach) { try $0.rows("SELECT id FROM companies", []).count }
        #expect(seen == 1)
        // Started again in the middle, and ended at last.
        let again = try await opened(before, says: false)
        try await converse(again, new, "again-new", in: scope)
        _ = try await new.note { try $0.takeLease("node/walled/b", for: "b", until: day(9), at: day(0)) }
        #expect(try await new.closeCompanyWall(at: day(2)))
        #expect(try await new.companyWall() == .closed)
        #expect(try await !new.closeCompanyWall(at: day(2)))
        #expect(try await old.read { try $0.companies() }.isEmpty)
        try await converse(new, new, "new-new", in: scope)
        await #expect {
            _ = try await opened(before, says: false)
        } throws: { "\($0)".contains("schema 10 or later") }
        for store in [old, new, again] { try await store.close() }
        try await driver.close()
    }

    @Test(.enabled(if: PostgreSQLNodes.isThere)) func `nodes that find an empty database together all come up`()
        async throws
    {
        for _ in 0..<3 {
            let nodes = try await PostgreSQLNodes()
            let started = try await withThrowingTaskGroup(of: PostgreSQLNodes.Node.self) { group in
                for _ in 0..<4 { group.addTask { try await nodes.node() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let numbers = try await started[0].driver.read {
                try $0.rows("SELECT number FROM schema_migrations ORDER BY number", []).map { try $0.integer("number") }
            }
            #expect(numbers == Migration.all.map(\.number))
            for node in started { try await node.store.close() }
        }
    }
}

/// As versions before ``Migration/companyWall``: says no company.
private struct SilentDriver: SQLDriver {
    private let driver: any SQLDriver
    init(_ driver: any SQLDriver) { self.driver = driver }

    func read<Value: Sendable>(
        _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.read(.unsaid, body)
    }

    func write<Value: Sendable>(
        _ turn: SQLTurn, _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.write(turn, .unsaid, body)
    }

    func statements(for feature: SQLFeature) -> [SQL] { driver.statements(for: feature) }
    func close() async throws { try await driver.close() }
}
