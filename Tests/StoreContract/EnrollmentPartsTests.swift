import Administration
import Enrollments
import Foundation
import Ports
import Testing

@testable import SQLStore

private let device = DeviceID(stored: "d1")
private let id = EnrollmentID(stored: "e1")

@Suite struct EnrollmentPartsTests {
    private func fill(_ bench: Bench, _ code: String = "one") async throws -> CompanyScope {
        let company = try Company.sample(code)
        try await bench.store.write {
            try $0.insert(company)
            try $0.enroll(.sample("e1", mark: code), in: company.scope)
        }
        return company.scope
    }

    @Test(arguments: Engine.all) func `contacts only move forward, in their own company`(_ engine: Engine) async throws
    {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            func contact() async throws -> [Date?] {
                try await bench.store.read { transaction in
                    try [one, two].map { try transaction.enrollment(id, in: $0)?.lastContactAt }
                }
            }
            #expect(try await contact() == [nil, nil])
            try await bench.store.write {
                try $0.noteContacts([
                    Contact(scope: one, enrollmentID: id, at: day(2)),
                    Contact(scope: one, enrollmentID: id, at: day(1)),
                    Contact(scope: two, enrollmentID: EnrollmentID(stored: "none"), at: day(1)),
                ])
            }
            #expect(try await contact() == [day(2), nil])
            try await bench.store.write { try $0.update(.sample("e1", mark: "one"), in: one) }
            #expect(try await contact() == [day(2), nil])
        }
    }

    @Test(arguments: Engine.all) func `secrets and push are replaced and removed`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            try await bench.store.write { transaction in
                try transaction.savePush([1], of: id, in: one)
                try transaction.savePush([2], of: id, in: one)
                // Without one, whatever else changes, it stays.
                if var enrollment = try transaction.enrollment(id, in: one) {
                    enrollment.tokenUpdatedAt = day(4)
                    try transaction.update(enrollment, in: one)
                    enrollment.summary.name = "renamed"
                    try transaction.update(enrollment, in: one)
                }
                for kind in EnrollmentSecretKind.allCases {
                    for value: UInt8 in [3, 4] {
                        try transaction.saveSealedSecret([value], kind, of: id, at: today, in: one)
                    }
                }
                try transaction.saveSealedSecret(nil, .bootstrapToken, of: id, at: today, in: one)
            }
            let (push, secrets, others) = try await bench.store.read { transaction in
                (
                    try transaction.sealedPush(of: id, in: one),
                    try EnrollmentSecretKind.allCases.map { try transaction.sealedSecret($0, of: id, in: one) },
                    try [
                        transaction.sealedPush(of: id, in: two),
                        transaction.sealedSecret(.unlockToken, of: id, in: two),
                    ]
                )
            }
            #expect(push == [2] && secrets == [[4], nil] && others == [nil, nil])
            await expectConflict {
                try await bench.store.write { try $0.update(.sample("x"), sealedPush: [1], in: one) }
            }
        }
    }

    @Test(arguments: Engine.all) func `user channels are replaced by user`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            @Sendable func channel(_ user: String, _ byte: UInt8) -> StoredUserChannel {
                StoredUserChannel(
                    userID: user, shortName: "s", longName: "長い名前", topic: "t", sealedPush: [byte], updatedAt: day(1))
            }
            try await bench.store.write {
                for (user, byte) in [("b", UInt8(1)), ("a", 2), ("b", 3)] {
                    try $0.save(channel(user, byte), of: id, in: one)
                }
                try $0.save(channel("a", 9), of: id, in: two)
                try $0.deleteUserChannels(of: id, in: two)
            }
            let channels = try await bench.store.read { try $0.userChannels(of: id, in: one) }
            #expect(channels == [channel("a", 2), channel("b", 3)])
            #expect(try await bench.store.read { try $0.userChannels(of: id, in: two) }.isEmpty)
        }
    }

    @Test(arguments: Engine.all) func `a device's log is numbered and read newest first`(_ engine: Engine) async throws
    {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            @Sendable func event(_ kind: DeviceEvent.Kind) -> DeviceEvent {
                DeviceEvent(
                    deviceID: device, enrollmentID: id, occurredAt: day(1), kind: kind, actor: "yamada",
                    fields: [.init("name", "\"値\"\0")])
            }
            try await bench.store.write { transaction in
                for kind in DeviceEvent.Kind.allCases { try transaction.append(event(kind), in: one) }
                try transaction.append(event(.erased), in: two)
            }
            let (all, page, other) = try await bench.store.read {
                (
                    try $0.deviceEvents(of: device, before: nil, limit: 99, in: one),
                    try $0.deviceEvents(of: device, before: 4, limit: 2, in: one),
                    try $0.deviceEvents(of: device, before: nil, limit: 99, in: two)
                )
            }
            #expect(all.map(\.event.kind) == DeviceEvent.Kind.allCases.reversed())
            #expect(all.first?.event.fields == [.init("name", "\"値\"\u{FFFD}")] && all.first?.event.actor == "yamada")
            #expect(page.map(\.number) == [3, 2] && other.map(\.number) == [1])
        }
    }

    @Test(arguments: Engine.all) func `unreadable reports are counted, the newest twenty kept`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            #expect(try await bench.store.read { try $0.unreadableReportCount(of: id, in: scope) } == 0)
            try await bench.store.write { transaction in
                for number in 1...25 {
                    try transaction.keepUnreadableReport(
                        [UInt8(number)], because: "byte \0", of: id, at: today, in: scope)
                }
            }
            #expect(try await bench.store.read { try $0.unreadableReportCount(of: id, in: scope) } == 25)
            let kept = try await bench.driver.read {
                try $0.rows("SELECT MIN(number) AS first, COUNT(*) AS kept FROM unreadable_reports", [])
            }
            #expect(try kept.first?.integer("kept") == 20 && kept.first?.integer("first") == 6)
        }
    }

    @Test(arguments: Engine.all) func `a device's words with NUL are kept without it`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            var enrollment = Enrollment.sample("e1", mark: "one")
            enrollment.topic = "a\0b"
            enrollment.summary.name = "名\0前"
            let changed = enrollment
            try await bench.store.write { try $0.update(changed, in: scope) }
            let found = try await bench.store.read { try $0.enrollment(id, in: scope) }
            #expect(found?.topic == "a\u{FFFD}b" && found?.summary.name == "名\u{FFFD}前")
        }
    }

    @Test(arguments: Engine.all) func `a session remembers when the password was last given`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let user = User.sample("one", of: company)
            try await bench.store.write {
                try $0.insert(company)
                try $0.insert(user, in: company.scope)
                try $0.insert(Session.sample(1, of: user))
            }
            #expect(try await bench.store.read { try $0.session(tokenHash: hash(1)) }?.steppedUpAt == today)
            try await bench.store.write { try $0.stepUpSession(tokenHash: hash(1), at: day(0.1)) }
            #expect(try await bench.store.read { try $0.session(tokenHash: hash(1)) }?.steppedUpAt == day(0.1))
        }
    }
}
