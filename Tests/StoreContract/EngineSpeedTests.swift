import Administration
import CommandQueue
import Enrollments
import Foundation
import Glibc
import Ports
import SQLStore
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
                    \(engine.testDescription), \(callers) callers, each second (and CPU of each): \(numbers) numbers given, \(tokens) \
                    tokens, \(cycles) commands ordered, fetched and answered, \(alone) writes alone, \(reads) reads
                    """)
            }
        }
    }

    /// The same statements on the same database, the wall between companies away and back in turns.
    @Test(.enabled(if: PostgreSQLNodes.isThere)) func `what the wall between companies costs`() async throws {
        try await withBench(.postgresql) { bench in
            let company = try Company.sample("one")
            let (store, scope) = (bench.store, company.scope)
            try await store.write { transaction in
                try transaction.insert(company)
                for number in 0..<64 {
                    try transaction.enroll(.sample("e\(number)", device: "d\(number)"), in: scope)
                }
            }
            for round in 0..<6 {
                let isWalled = !round.isMultiple(of: 2)
                try await bench.run(isWalled ? Self.wallBack : Self.wallAway)
                for callers in [1, 64] {
                    let reads = try await rate(callers) { id in
                        _ = try await store.read(in: scope) { try $0.enrollment(id, in: scope) }
                    }
                    let numbers = try await rate(callers) { id in
                        _ = try await store.write(about: [id], in: scope) {
                            try $0.nextCommandSequence(of: id, in: scope)
                        }
                    }
                    let tokens = try await rate(callers) { id in
                        try await store.write(about: [id], in: scope) { try $0.takeToken(of: id, in: scope) }
                    }
                    print(
                        """
                        wall \(isWalled ? "there" : "away "), \(callers) callers, each second (and CPU of each): \(reads) reads, \
                        \(numbers) numbers given, \(tokens) tokens
                        """)
                }
            }
        }
    }

    private static let wallAway: SQL = """
        DO $body$ DECLARE one TEXT; BEGIN
            FOR one IN SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity
            LOOP EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', one); END LOOP;
        END $body$
        """
    private static let wallBack: SQL = """
        DO $body$ DECLARE one TEXT; BEGIN
            FOR one IN SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
                AND relforcerowsecurity
            LOOP EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one); END LOOP;
        END $body$
        """

    /// Microseconds of CPU that this process and PostgreSQL's have used.
    private static func cpu() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let own =
            Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.reduce(own) { sum, name in
            guard let line = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                line.contains("(postgres)")
            else { return sum }
            let words = line.split(separator: " ")
            return sum + 10_000 * ((Double(words[13]) ?? 0) + (Double(words[14]) ?? 0))
        }
    }

    private func rate(_ callers: Int, _ work: @escaping @Sendable (EnrollmentID) async throws -> Void) async throws
        -> String
    {
        let start = Self.cpu()
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
        return "\(count / 2) (\(Int((Self.cpu() - start) / Double(max(1, count)))) µs)"
    }
}

/// The statements of the use cases, without their thinking.
extension Transaction {
    fileprivate func takeToken(of id: EnrollmentID, in scope: CompanyScope) throws {
        guard var enrollment = try enrollment(id, in: scope) else { return }
        enrollment.tokenUpdatedAt = Date()
        try update(enrollment, in: scope)
        try savePush([UInt8](repeating: 7, count: 200), of: id, in: scope)
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
