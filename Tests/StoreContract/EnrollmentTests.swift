import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import PushCertificates
import SQLStore
import Testing

private let device = DeviceID(stored: "d1")
private let id = EnrollmentID(stored: "e1")

@Suite struct EnrollmentTests {
    /// A company with one enrolled device `d1`, enrollment `e1`.
    private func fill(_ bench: Bench, _ code: String = "one") async throws -> CompanyScope {
        let company = try Company.sample(code)
        try await bench.store.write {
            try $0.insert(company)
            try $0.enroll(.sample("e1", mark: code), in: company.scope)
        }
        return company.scope
    }

    @Test(arguments: Engine.all) func `an enrollment is read as written and as changed`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            var expected = Enrollment.sample("e1", mark: "one")
            #expect(try await bench.store.read { try $0.enrollment(id, in: scope) } == expected)
            #expect(try await bench.store.read { try $0.device(hardwareID: "UDID-d1", in: scope) } == device)
            expected.state = .authenticated
            expected.identity = .sample("renewed")
            expected.identityNotAfter = day(700)
            expected.topic = nil
            expected.summary = DeviceSummary()
            expected.enrolledAt = nil
            expected.tokenUpdatedAt = day(2)
            expected.awaitsConfiguration = true
            expected.endedAt = day(3)
            let changed = expected
            try await bench.store.write { try $0.update(changed, in: scope) }
            #expect(
                try await bench.store.read { try $0.currentEnrollment(of: device, in: scope) } == expected)
        }
    }

    @Test(arguments: Engine.all) func `a device has one generation that is not archived`(_ engine: Engine) async throws
    {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let second = Enrollment.sample("e2", generation: 2, mark: "one")
            await expectConflict { try await bench.store.write { try $0.insert(second, in: scope) } }
            try await bench.store.write {
                var first = Enrollment.sample("e1", mark: "one")
                first.state = .archived
                try $0.update(first, in: scope)
                try $0.insert(second, in: scope)
            }
            let (current, all, count) = try await bench.store.read { [device] in
                (
                    try $0.currentEnrollment(of: device, in: scope), try $0.enrollments(of: device, in: scope),
                    try $0.deviceCount(in: scope)
                )
            }
            #expect(current == second && all.map(\.generation) == [2, 1] && count == 1)
            let again = Enrollment.sample("e3", generation: 2, mark: "one", state: .archived)
            await expectConflict { try await bench.store.write { try $0.insert(again, in: scope) } }
            await expectConflict {
                try await bench.store.write { [device] in
                    try $0.insertDevice(device, hardwareID: "UDID-d1", at: today, in: scope)
                }
            }
        }
    }

    @Test(arguments: Engine.all) func `an enrollment changed after it was read in the same transaction is kept whole`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            // Each change alone, on what was read; then none; then one after another in one transaction.
            let changes: [@Sendable (inout Enrollment) -> Void] = [
                { $0.tokenUpdatedAt = day(9) }, { $0.awaitsConfiguration.toggle() }, { $0.topic = "other" },
                { $0.state = .authenticated }, { $0.enrolledAt = day(8) }, { $0.identityNotAfter = day(900) },
                { $0.summary.name = "別の名前" }, { $0.summary.isSupervised = nil }, { $0.endedAt = day(7) }, { _ in },
            ]
            for change in changes {
                let expected = try await bench.store.write { transaction -> Enrollment in
                    var enrollment = try #require(try transaction.enrollment(id, in: scope))
                    change(&enrollment)
                    try transaction.update(enrollment, in: scope)
                    return enrollment
                }
                #expect(try await bench.store.read { try $0.enrollment(id, in: scope) } == expected)
            }
            let expected = try await bench.store.write { transaction -> Enrollment in
                let first = try #require(try transaction.enrollment(id, in: scope))
                var enrollment = first
                enrollment.summary.name = "さらに別の名前"
                try transaction.update(enrollment, in: scope)
                try transaction.update(first, in: scope)
                enrollment.tokenUpdatedAt = day(10)
                try transaction.update(enrollment, in: scope)
                enrollment.awaitsConfiguration.toggle()
                try transaction.update(enrollment, in: scope)
                return enrollment
            }
            #expect(try await bench.store.read { try $0.enrollment(id, in: scope) } == expected)
        }
    }

    @Test(arguments: Engine.all) func `an enrollment read in one company is not changed in another`(_ engine: Engine)
        async throws
    {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            try await bench.store.write { transaction in
                var first = try #require(try transaction.enrollment(id, in: one))
                first.awaitsConfiguration.toggle()
                first.identity = .sample("third")
                try transaction.update(first, in: two)
            }
            #expect(
                try await bench.store.read { try $0.enrollment(id, in: one) }
                    == Enrollment.sample("e1", mark: "one"))
            #expect(try await bench.store.read { try $0.enrollment(id, in: two)?.identity } == .sample("third"))
        }
    }
}
