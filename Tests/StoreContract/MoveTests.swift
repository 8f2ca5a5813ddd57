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
        try await StoreMove(from: source.driver, to: target)(by: { day(0) })
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
                    try await StoreMove(from: source.driver, to: target.driver)(by: { day(2) })
                }
            }
        }
    }

    @Test func `from its beginning to its end, or until it is given up, a move keeps servers away`() async throws {
        try await withBench(.sqlite) { source in
            func mark() async throws -> [UInt8]? {
                try await source.store.read { try $0.installationValue(.moveBegun) }
            }
            try await fill(source)
            try await withBench(.sqlite) { target in
                let failing = FailingDriver(target.driver, after: 2)
                await #expect(throws: StoreError.self) { try await move(source, failing) }
                #expect(try await mark() != nil)
                #expect(try await StoreMove.giveUp(source.driver))
                #expect(try await mark() == nil)
                #expect(try await !StoreMove.giveUp(source.driver), "there is none any more")
                _ = try await move(source, target.driver)
                #expect(try await mark() == nil)
                #expect(try await source.store.read { try $0.installationValue(.movedAway) } == [1])
                #expect(try await target.store.read { try $0.installationValue(.moveBegun) } == nil)
                #expect(try await !StoreMove.giveUp(source.driver), "a move that has ended is not taken back")
            }
        }
    }

    @Test(arguments: [true, false]) func `a server that served meanwhile is found at the end`(
        _ hasLeft: Bool
    ) async throws {
        try await withBench(.sqlite) { source in
            try await fill(source)
            try await withBench(.sqlite) { target in
                let visited = VisitedDriver(target.driver) {
                    try await source.store.write {
                        let taken = try $0.takeLease("node/a", for: "a", until: day(0.001), at: day(0))
                        #expect(taken)
                    }
                }
                await #expect(throws: StoreMoveError.sourceServedMeanwhile) {
                    try await StoreMove(from: source.driver, to: visited)(by: { day(0) })
                }
                #expect(try await source.store.read { try $0.installationValue(.movedAway) } == nil)
                #expect(try await target.store.read { try $0.installationValue(.moveUnfinished) } != nil)
                if hasLeft {
                    _ = try await StoreMove(from: source.driver, to: target.driver)(by: { day(1) })
                } else {
                    await #expect(throws: StoreMoveError.sourceIsServing) { try await move(source, target.driver) }
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
                #expect(
                    try await source.store.read { try $0.installationValue(.moveBegun) } == nil,
                    "the target has to be emptied first: the source may serve until then")
            }
        }
    }
}

/// Somebody comes at the second write.
private final class VisitedDriver: SQLDriver {
    private let driver: any SQLDriver
    private let visit: @Sendable () async throws -> Void
    private let count = Mutex(0)

    init(_ driver: any SQLDriver, _ visit: @escaping @Sendable () async throws -> Void) {
        self.driver = driver
        self.visit = visit
    }

    func read<Value: Sendable>(
        _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await driver.read(reach, body)
    }

    func write<Value: Sendable>(
        _ turn: SQLTurn, _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let isSecond = count.withLock { count in
            count += 1
            return count == 2
        }
        if isSecond { try await visit() }
        return try await driver.write(turn, reach, body)
    }

    func statements(for feature: SQLFeature) -> [SQL] { driver.statements(for: feature) }
    func close() async throws { try await driver.close() }
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
