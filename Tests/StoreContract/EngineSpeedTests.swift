import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import Testing

/// How fast the engines are beside each other; only with `KIZUNA_MEASURE=1`, and nothing is judged.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["KIZUNA_MEASURE"] != nil), .serialized)
struct EngineSpeedTests {
    @Test(arguments: Engine.all) func `what a second holds at 1, 8 and 64 callers`(
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
                let scope = company.scope
                let numbers = try await rate(callers) { id in
                    _ = try await store.write(about: [id], in: scope) { try $0.nextCommandSequence(of: id, in: scope) }
                }
                let tokens = try await rate(callers) { id in
                    try await store.write(about: [id], in: scope) { try $0.takeToken(of: id, in: scope) }
                }
                let cycles = try await rate(callers) { id in
                    let uuid = UUID().uuidString
                    try await store.write(about: [id], in: scope) { try $0.order(uuid, of: id, in: scope) }
                    try await store.write(about: [id], in: scope) { try $0.fetch(of: id, in: scope) }
                    try await store.write(about: [id], in: scope) { try $0.answer(uuid, of: id, in: scope) }
                }
                let alone = try await rate(callers) { id in
                    _ = try await store.write { try $0.nextCommandSequence(of: id, in: scope) }
                }
                let reads = try await rate(callers) { id in
                    _ = try await store.read { try $0.enrollment(id, in: scope) }
                }
                print(
                    """
                    \(engine.testDescription), \(callers) callers, each second: \(numbers) numbers given, \(tokens) \
                    tokens, \(cycles) commands ordered, fetched and answered, \(alone) writes alone, \(reads) reads
                    """)
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

/// The statements of the use cases, without their thinking.
extension Transaction {
    fileprivate func takeToken(of id: EnrollmentID, in scope: CompanyScope) throws {
        guard var enrollment = try enrollment(id, in: scope) else { return }
        enrollment.tokenUpdatedAt = Date()
        try update(enrollment, in: scope)
        try saveSealedPush([UInt8](repeating: 7, count: 200), of: id, in: scope)
        try note(.tokenUpdated, of: enrollment, in: scope)
        _ = try pendingCommandCount(of: id, in: scope)
    }

    fileprivate func order(_ uuid: String, of id: EnrollmentID, in scope: CompanyScope) throws {
        guard let enrollment = try enrollment(id, in: scope) else { return }
        try insert(.sample(uuid, try nextCommandSequence(of: id, in: scope), of: id), in: scope)
        try note(.commandQueued, of: enrollment, in: scope)
        try requestWakeUp(of: id, at: Date(), restarting: true, in: scope)
    }

    fileprivate func fetch(of id: EnrollmentID, in scope: CompanyScope) throws {
        guard let enrollment = try enrollment(id, in: scope) else { return }
        try endDeferrals(of: id, in: scope)
        guard var command = try nextCommand(of: id, at: Date(), in: scope) else { return }
        command.fetchedAt = Date()
        command.fetchCount += 1
        try update(command, in: scope)
        try note(.commandFetched, of: enrollment, in: scope)
    }

    fileprivate func answer(_ uuid: String, of id: EnrollmentID, in scope: CompanyScope) throws {
        guard let enrollment = try enrollment(id, in: scope),
            let command = try pendingCommand(CommandUUID(stored: uuid), of: id, in: scope)
        else { return }
        try finish(
            FinishedCommand(
                command: command, outcome: .acknowledged, endedAt: Date(), answer: [UInt8](repeating: 9, count: 800)),
            in: scope)
        try note(.commandAnswered, of: enrollment, in: scope)
        guard try nextCommand(of: id, at: Date(), in: scope) == nil else { return }
        _ = try pendingCommands(of: id, in: scope)
        try cancelWakeUp(of: id, in: scope)
    }

    private func note(_ kind: DeviceEvent.Kind, of enrollment: Enrollment, in scope: CompanyScope) throws {
        try append(
            DeviceEvent(
                deviceID: enrollment.deviceID, enrollmentID: enrollment.id, occurredAt: Date(), kind: kind,
                fields: [.init("topic", enrollment.topic ?? "")]), in: scope)
    }
}
