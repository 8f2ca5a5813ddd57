import Administration
import Enrollments
import Foundation
import Ports
import Synchronization
import Testing

@testable import PostgreSQLDriver
@testable import SQLStore

private let add: SQL = "INSERT INTO leases (name, holder, until) VALUES ($1, $2, 0)"

/// Statements that are kept back and sent together.
@Suite(.enabled(if: PostgreSQLNodes.isThere)) struct PostgreSQLPipelineTests {
    private func names(_ node: PostgreSQLNodes.Node) async throws -> [String] {
        try await node.driver.read { connection in
            try connection.rows("SELECT name FROM leases ORDER BY name", []).map { try $0.text("name") }
        }
    }

    @Test(arguments: [false, true]) func `a kept-back statement that fails is told as a conflict, and nothing is kept`(
        asksAfterwards: Bool
    ) async throws {
        let node = try await PostgreSQLNodes().node()
        try await node.driver.write { try $0.later(add, [.text("x"), .text("h")], orElse: nil) }
        let seen = Mutex(0)
        await expectConflict {
            try await node.driver.write { connection in
                try connection.later(add, [.text("a"), .text("h")], orElse: nil)
                try connection.later(add, [.text("x"), .text("h")], orElse: nil)
                try connection.later(add, [.text("b"), .text("h")], orElse: nil)
                // A body that goes on as if nothing had happened.
                if asksAfterwards { _ = try? connection.rows("SELECT name FROM leases", []) }
                seen.withLock { $0 += 1 }
            }
        }
        #expect(seen.withLock { $0 } == 1)
        #expect(try await names(node) == ["x"])
        try await node.store.close()
    }

    @Test func `one that changes no row where it must is told in its own words before the COMMIT`() async throws {
        let node = try await PostgreSQLNodes().node()
        await #expect {
            try await node.driver.write { connection in
                try connection.later(add, [.text("a"), .text("h")], orElse: nil)
                try connection.later(
                    "UPDATE leases SET holder = $2 WHERE name = $1", [.text("missing"), .text("h")],
                    orElse: "there is no such lease")
                try connection.later(add, [.text("b"), .text("h")], orElse: nil)
            }
        } throws: { error in
            if case StoreError.conflict("there is no such lease") = error { true } else { false }
        }
        #expect(try await names(node).isEmpty)
        try await node.store.close()
    }

    @Test func `of writes that go together only the one whose kept-back statement fails is lost`() async throws {
        let node = try await PostgreSQLNodes().node(connections: 3)
        let outcomes = await withTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<90 {
                group.addTask {
                    let done: Void? = try? await node.driver.write(.beside(units: ["\(number)"])) { connection in
                        // Three of them want the same name.
                        try connection.later(add, [.text("n\(number % 30)"), .text("h")], orElse: nil)
                        try connection.later(
                            "UPDATE leases SET until = until + 1 WHERE name = $1", [.text("n\(number % 30)")],
                            orElse: "gone")
                    }
                    return (number, done != nil)
                }
            }
            return await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
        }
        #expect(outcomes.values.filter { $0 }.count == 30)
        let untils = try await node.driver.read { connection in
            try connection.rows("SELECT until FROM leases", []).map { try $0.integer("until") }
        }
        #expect(untils == [Int](repeating: 1, count: 30))
        try await node.store.close()
    }

    @Test func `what was kept back comes before what is asked, in its order`() async throws {
        let node = try await PostgreSQLNodes().node()
        let found = try await node.driver.write { connection -> [String] in
            try connection.later(add, [.text("a"), .text("0")], orElse: nil)
            for step in 1...600 {
                try connection.later(
                    "UPDATE leases SET holder = $1 WHERE holder = $2", [.text("\(step)"), .text("\(step - 1)")],
                    orElse: "out of order")
            }
            return try connection.rows("SELECT holder FROM leases", []).map { try $0.text("holder") }
        }
        #expect(found == ["600"])
        try await node.store.close()
    }

    @Test(.timeLimit(.minutes(1))) func `ten thousand large statements, and as much coming back, do not stand still`()
        async throws
    {
        let nodes = try await PostgreSQLNodes()
        let node = try await nodes.node()
        let large = String(repeating: "k", count: 1_024)
        try await node.driver.write { connection in
            for number in 0..<10_000 {
                try connection.later(
                    "INSERT INTO leases (name, holder, until) VALUES ($1, $2, 0) RETURNING name, holder, until",
                    [.text("\(number)"), .text(large)], orElse: nil)
            }
        }
        #expect(try await names(node).count == 10_000)
        // In one go: more than both sides' buffers hold.
        let link = try PostgreSQLLink(nodes.address())
        try link.begin("BEGIN ISOLATION LEVEL READ COMMITTED", .everyCompany)
        for number in 0..<10_000 {
            link.keep(
                PostgreSQLQuestion(
                    "SELECT name, holder, $2::text AS more FROM leases WHERE name = $1",
                    [
                        .text("\(number)"), .text(large),
                    ]))
        }
        #expect(try link.sendKept().last?.rows().count == 1)
        try link.commit()
        try await node.store.close()
    }

    @Test func `what is asked in advance is asked once for a group, and not for a second write about the same`()
        async throws
    {
        let node = try await PostgreSQLNodes().node(connections: 3)
        let company = try Company.sample("one")
        let scope = company.scope
        let ids = (0..<3).map { EnrollmentID(stored: "e\($0)") }
        try await node.store.write { transaction in
            try transaction.insert(company)
            for number in 0..<3 { try transaction.enroll(.sample("e\(number)", device: "d\(number)"), in: scope) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<90 {
                group.addTask {
                    try await node.store.write(about: [ids[number % 3]], in: scope) { transaction in
                        guard var enrollment = try transaction.enrollment(ids[number % 3], in: scope) else { return }
                        enrollment.summary.modelName += "x"
                        try transaction.update(enrollment, in: scope)
                    }
                }
            }
            try await group.waitForAll()
        }
        let names = try await node.store.read { transaction in
            try ids.map { try transaction.enrollment($0, in: scope)?.summary.modelName.filter { $0 == "x" }.count }
        }
        #expect(names == [30, 30, 30])
        try await node.store.close()
    }

    @Test func `a prepared statement whose preparation failed is prepared again`() async throws {
        let link = try PostgreSQLLink(try await PostgreSQLNodes().address())
        let later: SQL = "SELECT word FROM made_later"
        for _ in 0..<2 {
            try link.begin("BEGIN ISOLATION LEVEL READ COMMITTED", .everyCompany)
            #expect(throws: PostgreSQLError.self) { try link.run(later, []) }
            link.rollBack()
        }
        try link.command("CREATE TABLE made_later (word TEXT)")
        try link.begin("BEGIN ISOLATION LEVEL READ COMMITTED", .everyCompany)
        #expect(try link.run(later, []).rows().isEmpty)
        try link.commit()
    }
}

/// What was kept back goes with COMMIT, and the connection breaks there.
@Suite(.enabled(if: PostgreSQLNodes.isThere)) struct PostgreSQLPipelineBreakTests {
    private func run(
        _ fault: PostgreSQLRelay.Fault, _ body: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async throws -> (runs: Int, names: [String]) {
        let nodes = try await PostgreSQLNodes()
        let relay = try PostgreSQLRelay(to: try #require(nodes.socketFolder))
        defer { relay.close() }
        let node = try await nodes.node(through: relay.folder)
        let runs = Mutex(0)
        relay.arm(fault)
        try await node.driver.write { connection in
            runs.withLock { $0 += 1 }
            try body(connection)
        }
        #expect(!relay.isArmed)
        let names = try await node.driver.read { connection in
            try connection.rows("SELECT name FROM leases ORDER BY name", []).map { try $0.text("name") }
        }
        try await node.store.close()
        return (runs.withLock { $0 }, names)
    }

    private static let two: @Sendable (any SQLConnection) throws -> Void = { connection in
        for name in ["a", "b"] { try connection.later(add, [.text(name), .text("h")], orElse: nil) }
    }

    @Test func `what was kept back and a COMMIT that do not arrive are run again`() async throws {
        let (runs, names) = try await run(.beforeCommit, Self.two)
        #expect(runs == 2 && names == ["a", "b"])
    }

    @Test func `what was committed and not answered is not run again`() async throws {
        let (runs, names) = try await run(.afterCommit, Self.two)
        #expect(runs == 1 && names == ["a", "b"])
    }

    @Test func `a connection that ends among what was kept back is a retry, and an error when it ends again and again`()
        async throws
    {
        let nodes = try await PostgreSQLNodes()
        let node = try await nodes.node()
        let runs = Mutex(0)
        let ending: @Sendable (Int) -> (@Sendable (any SQLConnection) throws -> Void) = { breaks in
            { connection in
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                try connection.later(add, [.text("a"), .text("h")], orElse: nil)
                if run <= breaks {
                    try connection.later("SELECT pg_terminate_backend(pg_backend_pid()) AS ended", [], orElse: nil)
                }
                try connection.later(add, [.text("b"), .text("h")], orElse: nil)
            }
        }
        await #expect {
            try await node.driver.write(ending(100))
        } throws: { error in
            if case StoreError.unavailable = error { true } else { false }
        }
        let count = try await node.driver.read { try $0.rows("SELECT COUNT(*) AS count FROM leases", []) }
        #expect(try count.first?.integer("count") == 0)
        runs.withLock { $0 = 0 }
        try await node.driver.write(ending(2))
        #expect(runs.withLock { $0 } == 3)
        let kept = try await node.driver.read { try $0.rows("SELECT COUNT(*) AS count FROM leases", []) }
        #expect(try kept.first?.integer("count") == 2)
        try await node.store.close()
    }
}
