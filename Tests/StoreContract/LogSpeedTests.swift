import Administration
import Enrollments
import Foundation
import Ports
import Testing

/// How long pages of a large log take; only with `KIZUNA_MEASURE=1`. Two logs of 100,000 lines over 400 devices, a
/// year long.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["KIZUNA_MEASURE"] != nil), .serialized)
struct LogSpeedTests {
    private static let lines = 100_000
    private static let devices = 400

    @Test(arguments: Engine.all) func `pages of two hundred thousand lines`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("one")
            try await fill(bench, company)
            let deep = LogPosition(
                milliseconds: Int64(today.timeIntervalSince1970 * 1000) - 300 * 86_400_000, device: nil, number: 1)
            let questions: [(String, LogQuery)] = [
                ("first page", LogQuery()), ("page after 300 days", LogQuery(cursor: deep)),
                ("management", LogQuery(kind: .management)), ("device", LogQuery(kind: .device)),
                ("notices", LogQuery(kind: .notices)), ("received", LogQuery(kind: .device, clock: .received)),
                ("period of a week", LogQuery(from: LogDay("2026-03-01"), to: LogDay("2026-03-07"))),
                ("one device", LogQuery(device: DeviceID(stored: "d7"))),
                ("organization of 4", LogQuery(organization: OrganizationID(stored: "o1"))),
                ("organization of none", LogQuery(organization: OrganizationID(stored: "o2"))),
                ("keyword, many hits", LogQuery(text: "device-12")),
                ("keyword, one hit", LogQuery(text: "uuid-77777x")),
                ("keyword, no hit", LogQuery(text: "certainly not there")),
            ]
            for (name, query) in questions {
                var times: [Duration] = []
                var count = 0
                for _ in 0..<7 {
                    let question = LogQuestion(query, timeZone: .gmt)
                    let begun = ContinuousClock.now
                    count = try await bench.store.read {
                        try $0.logPage(question, limit: 50, in: company.scope).lines.count
                    }
                    times.append(ContinuousClock.now - begun)
                }
                let sorted = times.sorted()
                print("\(engine.testDescription), \(name): \(count) lines, median \(sorted[3]), worst \(sorted[6])")
            }
        }
    }

    private func fill(_ bench: Bench, _ company: Company) async throws {
        let scope = company.scope
        try await bench.store.write { transaction in
            try transaction.insert(company)
            for name in ["o1", "o2"] {
                try transaction.insert(
                    Organization(id: OrganizationID(stored: name), name: name, createdAt: today), in: scope)
            }
            for number in 0..<Self.devices {
                try transaction.enroll(
                    .sample(
                        "e\(number)", device: "d\(number)", mark: "a",
                        organization: number < 4 ? OrganizationID(stored: "o1") : nil,
                        summary: .sample("device-\(number)", serial: "S\(number)")), in: scope)
            }
        }
        let step = 365.0 * 86_400 / Double(Self.lines)
        for start in stride(from: 0, to: Self.lines, by: 5_000) {
            let begun = ContinuousClock.now
            try await bench.store.write { transaction in
                for number in start..<(start + 5_000) {
                    let at = today.addingTimeInterval(Double(number - Self.lines) * step)
                    let device = number % Self.devices
                    try transaction.append(
                        AuditDraft(
                            number % 500 == 0 ? .wipeRequested : .syncRequested, by: .serviceOperator, at: at,
                            subject: "device-\(device)", device: "d\(device)"), in: scope)
                    try transaction.append(
                        DeviceEvent(
                            deviceID: DeviceID(stored: "d\(device)"), enrollmentID: EnrollmentID(stored: "e\(device)"),
                            occurredAt: at, kind: number % 700 == 0 ? .unreadableReport : .commandAnswered,
                            fields: [.init("uuid", "UUID-\(number)x"), .init("state", "acknowledged")]), in: scope)
                }
            }
            if start == Self.lines - 5_000 {
                print("\(engine(bench)): the last 10,000 lines written in \(ContinuousClock.now - begun)")
            }
        }
    }

    private func engine(_ bench: Bench) -> String { bench.engine.testDescription }
}
