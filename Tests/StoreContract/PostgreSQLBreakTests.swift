import Administration
import Foundation
import Ports
import PostgreSQLDriver
import Synchronization
import Testing

@testable import SQLStore

/// What becomes of a transaction whose connection breaks.
@Suite(.enabled(if: PostgreSQLNodes.isThere)) struct PostgreSQLBreakTests {
    /// A table of its own, and how often the body ran.
    private func runs(_ node: PostgreSQLNodes.Node, _ breaking: @escaping @Sendable (Int) -> Bool) async throws -> Int {
        let runs = Mutex(0)
        let value = try await node.driver.write { connection in
            let run = runs.withLock { runs in
                runs += 1
                return runs
            }
            _ = try connection.execute(
                "INSERT INTO leases (name, holder, until) SELECT 'x' || COUNT(*), 'h', 0 FROM leases", [])
            if breaking(run) { _ = try connection.rows("SELECT pg_terminate_backend(pg_backend_pid()) AS ended", []) }
            return run
        }
        #expect(value == runs.withLock { $0 })
        return value
    }

    private func stored(_ node: PostgreSQLNodes.Node) async throws -> Int64? {
        let rows = try await node.driver.read { try $0.rows("SELECT COUNT(*) AS count FROM leases", []) }
        return try rows.first.map { Int64(try $0.integer("count")) }
    }

    @Test func `a body whose connection is ended is run again and stored once; a read too`() async throws {
        let nodes = try await PostgreSQLNodes()
        let node = try await nodes.node()
        #expect(try await runs(node) { $0 <= 2 } == 3)
        #expect(try await stored(node) == 1)
        let reads = Mutex(0)
        let found = try await node.driver.read { connection in
            let run = reads.withLock { reads in
                reads += 1
                return reads
            }
            if run == 1 { _ = try connection.rows("SELECT pg_terminate_backend(pg_backend_pid()) AS ended", []) }
            return run
        }
        #expect(found == 2)
        try await node.store.close()
    }

    @Test func `a body that always loses its connection is told, and keeps nothing`() async throws {
        let nodes = try await PostgreSQLNodes()
        let node = try await nodes.node()
        await #expect {
            _ = try await runs(node) { _ in true }
        } throws: { error in
            if case StoreError.unavailable(let words) = error { words.contains("Nothing was stored") } else { false }
        }
        #expect(try await stored(node) == 0)
        try await node.store.close()
    }

    @Test func `connections that died while nobody used them are made anew unnoticed`() async throws {
        let nodes = try await PostgreSQLNodes()
        let (node, other) = (try await nodes.node(connections: 4, name: nodes.schema), try await nodes.node())
        for round in 1...3 {
            // All four connections are open.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 { group.addTask { _ = try await node.store.read { try $0.companies() } } }
                try await group.waitForAll()
            }
            #expect(try await other.endConnections(named: nodes.schema) >= 1)
            _ = try await node.store.read { try $0.companies() }
            #expect(try await runs(node) { _ in false } == 1)
            #expect(try await stored(node) == Int64(round))
        }
        try await node.store.close()
        try await other.store.close()
    }

    @Test func `a COMMIT whose answer is lost is looked up: stored once, the body ran once`() async throws {
        let (nodes, relay) = try await relayed()
        defer { relay.close() }
        let node = try await nodes.node(through: relay.folder)
        relay.arm(.afterCommit)
        #expect(try await runs(node) { _ in false } == 1)
        #expect(!relay.isArmed)
        #expect(try await stored(node) == 1)
        try await node.store.close()
    }

    @Test func `a COMMIT that did not arrive is looked up: the body is run again and stored once`() async throws {
        let (nodes, relay) = try await relayed()
        defer { relay.close() }
        let node = try await nodes.node(through: relay.folder)
        relay.arm(.beforeCommit)
        #expect(try await runs(node) { _ in false } == 2)
        #expect(!relay.isArmed)
        #expect(try await stored(node) == 1)
        try await node.store.close()
    }

    @Test func `a statement whose table a newer version changed is prepared anew`() async throws {
        let nodes = try await PostgreSQLNodes()
        let (node, newer) = (try await nodes.node(), try await nodes.node())
        let read: @Sendable () async throws -> Int = {
            try await node.driver.read { try $0.rows("SELECT * FROM leases", []).count }
        }
        for _ in 0..<8 { #expect(try await read() == 0) }
        _ = try await newer.driver.write { try $0.execute("ALTER TABLE leases ADD COLUMN more BIGINT", []) }
        for _ in 0..<8 { #expect(try await read() == 0) }
        for node in [node, newer] { try await node.store.close() }
    }

    private func relayed() async throws -> (PostgreSQLNodes, PostgreSQLRelay) {
        let nodes = try await PostgreSQLNodes()
        return (nodes, try PostgreSQLRelay(to: try #require(nodes.socketFolder)))
    }
}
