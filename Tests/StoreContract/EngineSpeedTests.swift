import Administration
import Enrollments
import Foundation
import Ports
import Testing

/// How fast the engines are beside each other; only with `KIZUNA_MEASURE=1`, and nothing is judged.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["KIZUNA_MEASURE"] != nil), .serialized)
struct EngineSpeedTests {
    @Test(arguments: Engine.all) func `writes and reads a second at 1, 8 and 64 callers`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("one")
            let store = bench.store
            try await store.write { transaction in
                try transaction.insert(company)
                for number in 0..<64 {
                    try transaction.enroll(.sample("e\(number)", device: "d\(number)"), in: company.scope)
                }
            }
            for callers in [1, 8, 64] {
                let writes = try await rate(callers) { id in
                    _ = try await store.write { try $0.nextCommandSequence(of: id, in: company.scope) }
                }
                let reads = try await rate(callers) { id in
                    _ = try await store.read { try $0.enrollment(id, in: company.scope) }
                }
                print("\(engine), \(callers) callers: \(writes) writes/s, \(reads) reads/s")
            }
        }
    }

    private func rate(_ callers: Int, _ work: @escaping @Sendable (EnrollmentID) async throws -> Void) async throws
        -> Int
    {
        let end = ContinuousClock.now + .seconds(2)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var count = 0
                    while ContinuousClock.now < end {
                        try await work(EnrollmentID(stored: "e\(caller)"))
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return count / 2
    }
}
