import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates
import SQLStore
import SQLiteDriver
import Synchronization
import Testing

@Suite struct MoveTests {
    /// Two companies with a certificate, 60 devices each and their log.
    private func fill(_ bench: Bench) async throws {
        for code in ["one", "two"] {
            let company = try Company.sample(code)
            let request = PushRequest.sample("r-\(code)")
            try await bench.store.write { transaction in
                let scope = company.scope
                try transaction.setInstallationValue([9, 9], for: .instanceID)
                try transaction.insert(company)
                try transaction.insert(request, in: scope)
                try transaction.insert(RegisteredCertificate.sample("c-\(code)", of: request), in: scope)
                for number in 0..<60 {
                    try transaction.enroll(
                        .sample("e\(number)-\(code)", device: "d\(number)", mark: "\(code)\(number)"), in: scope)
                    try transaction.append(AuditDraft(.loggedIn, by: .serviceOperator, at: today), in: scope)
                }
            }
        }
    }

    private func move(_ source: Bench, _ target: any SQLDriver) async throws -> [StoreMove.MovedRows] {
        try await StoreMove(from: source.driver, to: target)(at: day(0))
    }

    @Test(arguments: Engine.all) func `everything arrives, counted and compared`(_ engine: Engine) async throws {
        try await withBench(.sqlite) { source in
            try await fill(source)
            try await withBench(engine) { target in
                let moved = try await move(source, target.driver)
                let rows = Dictionary(uniqueKeysWithValues: moved.map { ($0.table, $0.rows) })
                #expect(rows["companies"] == 2 && rows["enrollments"] == 120 && rows["audit_entries"] == 120)
                #expect(Set(moved.map(\.hash)).count > 5)
                for code in ["one", "two"] {
                    let company = try Company.sample(code)
                    let there = try await target.store.read { transaction in
                        (
                            try transaction.company(code: company.code), try transaction.deviceCount(in: company.scope),
                            try transaction.installationValue(.moveUnfinished)
                        )
                    }
                    #expect(there.0 == company && there.1 == 60 && there.2 == nil)
                }
                #expect(try await source.store.read { try $0.installationValue(.movedAway) } == [1])
                await #expect(throws: StoreMoveError.targetIsNotEmpty) { try await move(source, target.driver) }
            }
        }
    }

    @Test(arguments: Engine.all) func `a move that was broken off goes on, and nothing is there twice`(
        _ engine: Engine
    ) async throws {
        try await withBench(.sqlite) { source in
            try await fill(source)
            try await withBench(engine) { target in
                for allowed in [1, 3, 5] {
                    let failing = FailingDriver(target.driver, after: allowed)
                    await #expect(throws: StoreError.self) { try await move(source, failing) }
                    #expect(try await target.store.read { try $0.installationValue(.moveUnfinished) } == [9, 9])
                    #expect(try await source.store.read { try $0.installationValue(.movedAway) } == nil)
                }
                let rows = try await move(source, target.driver).first { $0.table == "enrollments" }
                #expect(rows?.rows == 120)
            }
        }
    }

    @Test func `nothing is moved from under a server, from nowhere, or into another's`() async throws {
        try await withBench(.sqlite) { source in
            try await withBench(.sqlite) { target in
                await #expect(throws: StoreMoveError.sourceIsEmpty) { try await move(source, target.driver) }
                try await fill(source)
                try await source.store.write {
                    let taken = try $0.takeLease("node/a", for: "a", until: day(1), at: day(0))
                    #expect(taken)
                }
                await #expect(throws: StoreMoveError.sourceIsServing) { try await move(source, target.driver) }
                try await target.store.write { try $0.setInstallationValue([1], for: .moveUnfinished) }
                await #expect(throws: StoreMoveError.targetIsAnothers) {
                    try await StoreMove(from: source.driver, to: target.driver)(at: day(2))
                }
            }
        }
    }

    @Test func `what changed on the way is noticed`() async throws {
        try await withBench(.sqlite) { source in
            try await fill(source)
            try await withBench(.sqlite) { target in
                let failing = FailingDriver(target.driver, after: 4)
                await #expect(throws: StoreError.self) { try await move(source, failing) }
                try await target.run("UPDATE companies SET name = 'x' WHERE code = 'one'")
                await #expect(throws: StoreMoveError.differs(table: "companies", rows: 2, 2)) {
                    try await move(source, target.driver)
                }
                #expect(try await source.store.read { try $0.installationValue(.movedAway) } == nil)
            }
        }
    }
}

/// Fails each write after some that went well.
private final class FailingDriver: SQLDriver {
    private let driver: any SQLDriver
    private let left: Mutex<Int>

    init(_ driver: any SQLDriver, after count: Int) {
        self.driver = driver
        left = Mutex(count)
    }

    func read<Value: Sendable>(
        _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.read(reach, body)
    }

    func write<Value: Sendable>(
        _ turn: SQLTurn, _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let isAllowed = left.withLock { left in
            left -= 1
            return left >= 0
        }
        guard isAllowed else { throw StoreError.unavailable("the cable is out") }
        return try await driver.write(turn, reach, body)
    }

    func statements(for feature: SQLFeature) -> [SQL] { driver.statements(for: feature) }
    func close() async throws { try await driver.close() }
}
