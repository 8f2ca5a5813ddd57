import Foundation
import Ports
import SQLStore
import Testing

@Suite struct LeaseTests {
    private func take(
        _ bench: Bench, _ name: String, _ holder: String, _ now: Double, _ until: Double
    ) async throws -> Bool {
        try await bench.store.write { try $0.takeLease(name, for: holder, until: day(until), at: day(now)) }
    }

    @Test(arguments: Engine.all) func `one holds a lease until it is over`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let first = try await take(bench, "upkeep", "one", 0, 1)
            #expect(first)
            #expect(try await !take(bench, "upkeep", "two", 0.5, 2))
            #expect(try await take(bench, "mail", "two", 0.5, 2), "each name is a lease of its own")
            #expect(try await take(bench, "upkeep", "one", 0.9, 3), "its holder prolongs it")
            #expect(try await !take(bench, "upkeep", "two", 2.9, 4))
            #expect(try await take(bench, "upkeep", "two", 3, 4))
            #expect(try await !take(bench, "upkeep", "one", 3.5, 5))
        }
    }

    @Test(arguments: Engine.all) func `what a clock that ran ahead took is nobody's when it is put back`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let ahead = try await take(bench, "upkeep", "one", 400, 401)
            #expect(ahead)
            #expect(try await take(bench, "upkeep", "two", 1, 1.001), "nobody holds one for a year")
            let minute = 1.0 / 1440
            #expect(try await !take(bench, "upkeep", "three", 1, 1.001 - 5 * minute), "clocks differ by minutes")
        }
    }

    @Test(arguments: Engine.all) func `of many that ask at once one gets it`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let store = bench.store
            let holders = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        try await store.write { try $0.takeLease("x", for: "\(number)", until: day(1), at: day(0)) }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(holders == 1)
        }
    }
}
