import Administration
import Enrollments
import Foundation
import Ports
import Synchronization
import Testing

@testable import UseCases

/// A store that can be made unable to write, or to answer at all.
private final class SickStore: Store {
    enum Health { case well, readOnly, gone }
    private let store: any Store
    let health = Mutex(Health.well)

    init(_ store: any Store) { self.store = store }

    func read<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        if health.withLock({ $0 == .gone }) { throw StoreError.unavailable("gone") }
        return try await store.read(reach, body)
    }
    func write<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try checkWrites()
        return try await store.write(reach, body)
    }
    func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try checkWrites()
        return try await store.write(about: enrollments, in: scope, body)
    }
    func note<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try checkWrites()
        return try await store.note(reach, body)
    }
    private func checkWrites() throws {
        if health.withLock({ $0 != .well }) { throw StoreError.unavailable("the disk is full") }
    }
    func close() async throws { try await store.close() }
}

@Suite struct NodeTests {
    private let base: Installation
    private let store: SickStore

    init() async throws {
        let made = try await EmptyInstallation().installation
        store = SickStore(made.store)
        base = Installation(
            store: store, vault: made.vault, time: made.time, randomness: made.randomness, hasher: made.hasher)
        try await store.write { try $0.setInstallationValue([9], for: .instanceID) }
    }

    private func isFree(_ lease: String) async throws -> Bool {
        let now = base.now
        return try await store.write { try $0.takeLease(lease, for: "somebody", until: now, at: now) }
    }

    @Test(arguments: [InstallationKey.moveBegun, .movedAway])
    func `a node that finds the mark of a move stops and writes nothing more`(_ mark: InstallationKey) async throws {
        let leases = NodeLeases(base, node: "a")
        let served = LeasedStore(store, leases)
        await #expect(throws: StoreError.self, "it has not said that it serves") {
            try await served.write { try $0.setInstallationValue([1], for: .consoleURL) }
        }
        try await leases.renew()
        #expect(try await !isFree("node/walled/a"))
        try await served.write { try $0.setInstallationValue([1], for: .consoleURL) }
        try await store.write { try $0.setInstallationValue([1], for: mark) }
        await #expect(throws: NodeLeases.Moved(hasEnded: mark == .movedAway)) { try await leases.renew() }
        #expect(!leases.serves)
        await #expect(throws: StoreError.self) {
            try await served.note { try $0.setInstallationValue([2], for: .consoleURL) }
        }
        await #expect(throws: StoreError.self) {
            try await served.write(about: [], in: CompanyScope(CompanyID(stored: "c"))) {
                try $0.setInstallationValue([2], for: .consoleURL)
            }
        }
        #expect(try await served.read { try $0.installationValue(.consoleURL) } == [1])
        let late = NodeLeases(base, node: "b")
        await #expect(throws: NodeLeases.Moved.self) { try await late.renew() }
        #expect(try await isFree("node/walled/b"), "no lease was taken")
    }

    @Test func `what a node did while it lost its lease is not kept`() async throws {
        let leases = NodeLeases(base, node: "a")
        let served = LeasedStore(store, leases)
        try await leases.renew()
        await #expect(throws: StoreError.self) {
            try await served.write { transaction in
                try transaction.setInstallationValue([3], for: .consoleURL)
                leases.end()
            }
        }
        #expect(try await served.read { try $0.installationValue(.consoleURL) } == nil)
        try await leases.leave()
        #expect(try await isFree("node/walled/a"), "nobody waits for it")
    }

    @Test func `who holds a duty is who works, and who hangs in a step loses it`() async throws {
        let a = NodeLeases(base, node: "a", longestStep: .zero)
        let b = NodeLeases(base, node: "b", longestStep: .zero)
        try await a.renew()
        try await b.renew()
        #expect(a.holds(.upkeep) && a.holds(.tokens) && !b.holds(.upkeep) && !b.holds(.tokens))
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let hanging = Task {
            await a.step(of: .upkeep) {
                beginning.finish()
                let (silence, end) = AsyncStream<Void>.makeStream()
                for await _ in silence {}
                end.finish()
            }
        }
        for await _ in begun {}
        try await a.renew()
        try await b.renew()
        #expect(b.holds(.upkeep) && !a.holds(.upkeep), "the others need not wait for it")
        #expect(a.holds(.tokens), "what it does not hang in it keeps")
        hanging.cancel()
        await hanging.value
        try await a.renew()
        #expect(!a.holds(.upkeep) && b.holds(.upkeep))
        try await b.leave()
        try await a.renew()
        #expect(a.holds(.upkeep) && !b.holds(.upkeep))
    }

    @Test func `ready is who can write and read, and is not stopping`() async throws {
        let leases = NodeLeases(base, node: "a")
        let readiness = Readiness(base, leases)
        let later = Readiness(base, leases, longest: .zero)
        #expect(readiness.verdict(reads: true) == .notWriting, "nothing was written yet")
        try await leases.renew()
        #expect(readiness.verdict(reads: try await readiness.reads()) == .ready)
        store.health.withLock { $0 = .readOnly }
        await #expect(throws: StoreError.self) { try await leases.renew() }
        #expect(later.verdict(reads: try await later.reads()) == .notWriting, "it still answers what is read")
        store.health.withLock { $0 = .gone }
        await #expect(throws: StoreError.self) { try await readiness.reads() }
        #expect(readiness.verdict(reads: false) == .notReading)
        readiness.stop()
        #expect(readiness.verdict(reads: true) == .stopping)
    }
}
