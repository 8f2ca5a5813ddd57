import Administration
import Enrollments
import Foundation
import Ports
import Synchronization
import Testing

@testable import PostgreSQLDriver
@testable import SQLStore

/// Who waits for whom when a node falls silent in the middle of a write.
@Suite(.enabled(if: PostgreSQLNodes.isThere)) struct PostgreSQLLaneTests {
    /// A node that takes the gate alone and says nothing any more.
    private func silentNode(_ nodes: PostgreSQLNodes) throws -> PostgreSQLLink {
        let link = try PostgreSQLLink(nodes.address())
        try link.command("BEGIN")
        let turn = PostgreSQLTurns.question(for: .alone, in: link.schema)
        _ = try link.run(turn.statement, turn.values)
        return link
    }

    @Test func `a node that is silent in a write holds up no read, and others' writes three seconds`() async throws {
        let nodes = try await PostgreSQLNodes()
        let node = try await nodes.node(connections: 4)
        let silent = try silentNode(nodes)
        let start = ContinuousClock.now
        let writes = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await node.store.write { try $0.setInstallationValue([1], for: .kind) } }
                }
                try await group.waitForAll()
            }
        }
        // All threads that may write wait for the gate by then; reads are answered all the same.
        var waiting = 0
        while waiting < 2, ContinuousClock.now - start < .seconds(2) {
            let rows = try await node.driver.read {
                try $0.rows(
                    """
                    SELECT COUNT(*) AS count FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
                        AND ((classid::bigint << 32) | objid::bigint) = $1
                    """, [.integer(Int(PostgreSQLTurns.key(nodes.schema, "gate")))])
            }
            waiting = try rows.first?.integer("count") ?? 0
        }
        #expect(waiting == 2)
        for _ in 0..<20 { _ = try await node.store.read { try $0.installationValue(.consoleURL) } }
        let untilRead = ContinuousClock.now - start
        #expect(untilRead < .seconds(2.5))
        try await writes.value
        #expect(ContinuousClock.now - start < .seconds(8))
        #expect(throws: PostgreSQLError.self) { try silent.command("COMMIT") }
        try await node.store.close()
    }

    @Test func `what has not begun in time is refused, and says so`() async throws {
        let began = DispatchSemaphore(value: 0)
        let threads = PostgreSQLThreads(count: 2, address: "", patience: .milliseconds(200)) { writes, _ in
            began.signal()
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.5)
            for write in writes { write.fail(StoreError.conflict("carried out")) }
        }
        @Sendable func outcome() async -> StoreError? {
            do {
                try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                    let write = PostgreSQLWrite(turn: .alone, reach: .everyCompany) { _ in
                        {}
                    } fail: {
                        continuation.resume(throwing: $0)
                    }
                    if !threads.add(write) { write.fail(StoreError.conflict("closed")) }
                }
                return nil
            } catch {
                return error as? StoreError
            }
        }
        async let first = outcome()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                began.wait()
                continuation.resume()
            }
        }
        async let second = outcome()
        guard case .conflict("carried out")? = await first else {
            Issue.record("the first write was not carried out")
            return
        }
        guard case .unavailable(let words)? = await second else {
            Issue.record("a write that waited too long was carried out")
            return
        }
        #expect(words.contains("not begun") && words.contains("Nothing was stored"))
        await threads.close()
    }

    @Test func `two writes that do not come to their end hold up no third`() async {
        let release = DispatchSemaphore(value: 0)
        let threads = PostgreSQLThreads(count: 8, address: "") { writes, _ in
            for write in writes {
                if write.reach == .company("slow") { _ = release.wait(timeout: .now() + 5) }
                write.fail(StoreError.conflict("carried out"))
            }
        }
        @Sendable func carriedOut(_ company: String) async {
            try? await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                _ = threads.add(
                    PostgreSQLWrite(turn: .beside(units: []), reach: .company(company)) { _ in
                        {}
                    } fail: {
                        continuation.resume(throwing: $0)
                    })
            }
        }
        let start = ContinuousClock.now
        async let one: Void = carriedOut("slow")
        async let two: Void = carriedOut("slow")
        await carriedOut("quick")
        await carriedOut("quick")
        #expect(ContinuousClock.now - start < .seconds(4))
        release.signal()
        release.signal()
        _ = await (one, two)
        await threads.close()
    }

    @Test func `a group goes through companies in one order, and takes no more locks than the table has room for`() {
        func write(_ company: String, _ units: [String]) -> PostgreSQLWrite {
            PostgreSQLWrite(turn: .beside(units: units), reach: .company(company)) { _ in
                {}
            } fail: { _ in
            }
        }
        let group = PostgreSQLGroup(writes: [
            write("b", ["1"]), write("a", ["2"]), write("b", ["3"]), write("a", ["4"]),
        ])
        let order = group.writes.map(\.turn)
        #expect(order == [["2"], ["4"], ["1"], ["3"]].map { .beside(units: $0) })

        var line = Line<PostgreSQLWrite>()
        for number in 0..<30 { line.append(write("a", (0..<50).map { "\(number)/\($0)" }), UInt64(number)) }
        let taken = PostgreSQLGroup.take(from: &line)
        #expect(taken.count == PostgreSQLGroup.mostUnits / 50)
        #expect(line.count == 28)
    }

    @Test func `a TokenUpdate of a device that is known writes no index`() async throws {
        let nodes = try await PostgreSQLNodes()
        let node = try await nodes.node()
        let company = try Company.sample("one")
        let scope = company.scope
        let enrollment = Enrollment.sample("e1", device: "d1")
        try await node.store.write {
            try $0.insert(company)
            try $0.enroll(enrollment, in: scope)
        }
        let counts = try await node.driver.write { connection in
            try SQLTransaction.run(
                { transaction in
                    var changed = enrollment
                    changed.tokenUpdatedAt = day(3)
                    try transaction.update(changed, sealedPush: [1, 2, 3], in: scope)
                }, on: connection, in: .company(scope))
            return try connection.rows(
                """
                SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables
                WHERE relname = 'enrollments' AND schemaname = current_schema()
                """, []
            ).map { [try $0.integer("n_tup_upd"), try $0.integer("n_tup_hot_upd")] }
        }
        #expect(counts == [[1, 1]])
        try await node.store.close()
    }

    @Test func `plans are made anew when they are due, and not before`() async throws {
        let nodes = try await PostgreSQLNodes()
        let node = try await nodes.node()
        /// Planned while only an index may be used, asked while only the table may.
        func usesOldPlan(_ link: PostgreSQLLink) throws -> Bool {
            let statement: SQL = "SELECT name FROM installation_values WHERE name = $1"
            try link.command("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off")
            for _ in 0..<2 { _ = try link.run(statement, [.text("x")]) }
            try link.command("SET enable_seqscan = on; SET enable_indexscan = off; SET enable_indexonlyscan = off")
            try link.command("SET enable_bitmapscan = off")
            try link.replanWhenDue()
            try link.command("BEGIN")
            _ = try link.run(statement, [.text("x")])
            let scans = try link.command(
                """
                SELECT seq_scan::text FROM pg_stat_xact_user_tables
                WHERE relname = 'installation_values' AND schemaname = current_schema()
                """
            ).word()
            try link.command("COMMIT")
            return scans == "0"
        }
        #expect(try !usesOldPlan(PostgreSQLLink(nodes.address(), planning: .zero)))
        #expect(try usesOldPlan(PostgreSQLLink(nodes.address(), planning: .seconds(600))))
        try await node.store.close()
    }
}
