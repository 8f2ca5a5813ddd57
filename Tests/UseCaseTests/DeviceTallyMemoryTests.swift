import Administration
import Enrollments
import Foundation
import Ports
import Synchronization
import Testing

@testable import UseCases

private final class Counted: Sendable {
    let number = Mutex(0)
}

@Suite struct DeviceTallyMemoryTests {
    private let key = DeviceTallyMemory.Key(
        scope: CompanyScope(CompanyID(stored: "0123456789abcdef0123456789abcdef")), text: "", user: nil, silenceDays: 7)

    private func tally(_ total: Int) -> DeviceTally {
        DeviceTally(total: total, groups: [.init(facets: DeviceFacets(rawValue: 1), organization: nil, count: total)])
    }

    @Test func `a large fleet is counted once for all who look`() async throws {
        let memory = DeviceTallyMemory()
        let counted = Counted()
        let totals = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await memory.known(key) {
                        counted.number.withLock { $0 += 1 }
                        for _ in 0..<1000 { await Task.yield() }
                        return (tally(DeviceTallyMemory.exactBelow), Date())
                    }.tally.total
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(totals == Array(repeating: DeviceTallyMemory.exactBelow, count: 20))
        #expect(counted.number.withLock { $0 } == 1)
        #expect(memory.isLarge(key.scope))
    }

    @Test func `a small fleet is never kept`() async throws {
        let memory = DeviceTallyMemory()
        memory.keep(tally(DeviceTallyMemory.exactBelow), at: Date(), as: key)
        #expect(memory.isLarge(key.scope))
        memory.keep(tally(DeviceTallyMemory.exactBelow - 1), at: Date(), as: key)
        #expect(!memory.isLarge(key.scope))
        let counted = try await memory.known(key) { (tally(3), Date()) }
        #expect(counted.tally.total == 3)
    }

    @Test func `a count that failed is tried again`() async throws {
        let memory = DeviceTallyMemory()
        await #expect(throws: CancellationError.self) {
            _ = try await memory.known(key) { throw CancellationError() }
        }
        let counted = try await memory.known(key) { (tally(9_000), Date()) }
        #expect(counted.tally.total == 9_000)
    }
}
