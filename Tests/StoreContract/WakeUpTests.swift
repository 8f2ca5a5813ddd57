import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import PushCertificates
import SQLStore
import Testing

private let id = EnrollmentID(stored: "e1")

@Suite struct WakeUpTests {
    /// A company with an active certificate of topic `one`, valid from day -1 to 364, and one device that can
    /// be woken.
    private func fill(_ bench: Bench, _ code: String = "one") async throws -> CompanyScope {
        let company = try Company.sample(code)
        let request = PushRequest.sample("r1")
        try await bench.store.write { transaction in
            let scope = company.scope
            try transaction.insert(company)
            try transaction.insert(request, in: scope)
            try transaction.insert(RegisteredCertificate.sample("c1", of: request), in: scope)
            try transaction.enroll(.sample("e1", mark: code), in: scope)
            try transaction.savePush([1, 2, 3], of: id, in: scope)
        }
        return company.scope
    }

    private func due(_ bench: Bench, at now: Date) async throws -> [DueWakeUp] {
        try await bench.store.read { try $0.dueWakeUps(at: now, limit: 100) }
    }

    private func facts(_ bench: Bench, _ scope: CompanyScope) async throws -> WakeUpFacts? {
        try await bench.store.read { try $0.wakeUp(of: id, in: scope) }
    }

    private func request(_ bench: Bench, at instant: Date, restarting: Bool, _ scope: CompanyScope) async throws {
        try await bench.store.write { try $0.requestWakeUp(of: id, at: instant, restarting: restarting, in: scope) }
    }

    private func result(
        _ wakeUp: DueWakeUp, at: Date, accepted: String? = nil, status: Int = 200, reason: String = "",
        nextDue: Date? = nil, isUnreachable: Bool = false
    ) -> WakeUpResult {
        WakeUpResult(
            wakeUp: wakeUp, at: at, acceptedAPNsID: accepted, status: status, reason: reason, nextDue: nextDue,
            isUnreachable: isUnreachable)
    }

    @Test(arguments: Engine.all) func `the earlier instant counts until it is cancelled`(_ engine: Engine) async throws
    {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            #expect(try await facts(bench, scope) == nil)
            try await request(bench, at: day(2), restarting: false, scope)
            #expect(try await facts(bench, scope)?.dueAt == day(2))
            try await request(bench, at: day(3), restarting: false, scope)
            #expect(try await facts(bench, scope)?.dueAt == day(2))
            try await request(bench, at: day(1), restarting: true, scope)
            #expect(try await bench.store.read { try $0.nextWakeUpDue() } == day(1))
            #expect(try await due(bench, at: day(0.9)).isEmpty)
            let found = try #require(try await due(bench, at: day(1)).first)
            #expect(found.scope == scope && found.sealedPush == [1, 2, 3] && found.topic.hasSuffix(".one"))
            #expect(found.deviceID == DeviceID(stored: "d1") && found.tokenUpdatedAt == today && found.request == 3)
            try await bench.store.write { try $0.cancelWakeUp(of: id, in: scope) }
            #expect(try await due(bench, at: day(9)).isEmpty)
            #expect(try await bench.store.read { try $0.nextWakeUpDue() } == nil)
            try await request(bench, at: day(5), restarting: false, scope)
            #expect(try await facts(bench, scope)?.dueAt == day(5))
        }
    }

    @Test(arguments: Engine.all) func `while a push is unanswered the next one waits half a minute`(_ engine: Engine)
        async throws
    {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let second = 1.0 / 86_400
            try await request(bench, at: day(1), restarting: true, scope)
            let wakeUp = try #require(try await due(bench, at: day(1)).first)
            let accepted = result(wakeUp, at: day(1), accepted: "a", nextDue: day(2))
            try await bench.store.write { try $0.recordWakeUps([accepted]) }
            try await request(bench, at: day(1 + 10 * second), restarting: true, scope)
            #expect(try await facts(bench, scope)?.dueAt == day(1).addingTimeInterval(30))
            try await request(bench, at: day(1 + 31 * second), restarting: true, scope)
            #expect(try await facts(bench, scope)?.dueAt == day(1).addingTimeInterval(30), "the earlier instant stays")
            // The device has called since: the next order rings at once.
            try await bench.store.write { transaction in
                try transaction.recordWakeUps([accepted])
                try transaction.noteContacts([Contact(scope: scope, enrollmentID: id, at: day(1 + 2 * second))])
            }
            try await request(bench, at: day(1 + 10 * second), restarting: true, scope)
            #expect(try await facts(bench, scope)?.dueAt == day(1 + 10 * second))
        }
    }

    @Test(arguments: Engine.all) func `what one node claimed is nobody's until the claim is over`(_ engine: Engine)
        async throws
    {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            try await request(bench, at: day(1), restarting: true, scope)
            let expected = try await due(bench, at: day(1))
            func claim(_ now: Double, _ until: Double) async throws -> [DueWakeUp] {
                try await bench.store.write {
                    try $0.claimWakeUps(at: day(now), limit: 100, until: day(until), sparing: [])
                }
            }
            try await bench.store.write { transaction in
                let spared = try transaction.claimWakeUps(
                    at: day(1), limit: 100, until: day(2), sparing: [CompanyScope(CompanyID(stored: "x")), scope])
                #expect(spared.isEmpty)
            }
            #expect(try await claim(0.9, 2).isEmpty)
            #expect(try await claim(1, 2) == expected)
            #expect(try await claim(1.5, 2.5).isEmpty)
            try await bench.store.write { try $0.prolongWakeUpClaims(in: scope, from: day(1.9), until: day(5)) }
            try await bench.store.write { try $0.prolongWakeUpClaims(in: scope, from: day(2), until: day(2.5)) }
            #expect(try await claim(2, 3).isEmpty, "it is still being sent")
            try await bench.store.write { try $0.prolongWakeUpClaims(in: scope, from: day(2.5), until: day(2)) }
            #expect(try await due(bench, at: day(1.5)).isEmpty)
            #expect(try await claim(2, 3) == expected, "the node that claimed it is gone")
            let wakeUp = try #require(expected.first)
            try await request(bench, at: day(2.1), restarting: false, scope)
            #expect(try await claim(2.2, 3).map(\.request) == [wakeUp.request + 1], "a new reason does not wait")
            let accepted = result(wakeUp, at: day(2.3), accepted: "a", nextDue: day(9))
            try await bench.store.write { try $0.recordWakeUps([accepted]) }
            #expect(try await facts(bench, scope)?.dueAt == day(3), "the older answer does not end the newer claim")
        }
    }

    @Test(arguments: Engine.all) func `only who can be woken is due; the others wait`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            try await request(bench, at: today, restarting: true, scope)
            #expect(try await due(bench, at: today).count == 1)
            // The certificate is valid from the day before, for 365 days.
            #expect(try await due(bench, at: day(363.9)).count == 1)
            #expect(try await due(bench, at: day(364)).isEmpty)
            var enrollment = Enrollment.sample("e1", mark: "one")
            for (state, topic) in [
                (EnrollmentState.authenticated, enrollment.topic), (.removed, enrollment.topic), (.enrolled, nil),
                (.enrolled, "com.apple.mgmt.External.two"),
            ] {
                enrollment.state = state
                enrollment.topic = topic
                let changed = enrollment
                try await bench.store.write { try $0.update(changed, in: scope) }
                #expect(try await due(bench, at: today).isEmpty)
                #expect(try await bench.store.read { try $0.nextWakeUpDue() } == nil)
            }
            try await bench.store.write { try $0.update(.sample("e1", mark: "one"), in: scope) }
            #expect(try await due(bench, at: today).count == 1)
            try await bench.store.write { try $0.setState(.retired(at: today), of: .init(stored: "c1"), in: scope) }
            #expect(try await due(bench, at: today).isEmpty)
        }
    }

    @Test(arguments: Engine.all) func `an accepted push marks the commands that were queued before it`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            try await request(bench, at: today, restarting: true, scope)
            try await bench.store.write { transaction in
                try transaction.insert(.sample("a", 1), in: scope)
                var pushed = QueuedCommand.sample("b", 2)
                pushed.pushedAt = day(-1)
                pushed.apnsID = "earlier"
                try transaction.insert(pushed, in: scope)
                try transaction.insert(.sample("c", 3, queuedAt: day(2)), in: scope)
            }
            let wakeUp = try #require(try await due(bench, at: day(1)).first)
            let accepted = result(wakeUp, at: day(1), accepted: "id-1", nextDue: day(3))
            try await bench.store.write { try $0.recordWakeUps([accepted]) }
            let pending = try await bench.store.read { try $0.pendingCommands(of: id, in: scope) }
            #expect(pending.map(\.apnsID) == ["id-1", "earlier", nil])
            #expect(pending.map(\.pushedAt) == [day(1), day(-1), nil])
            #expect(
                try await facts(bench, scope)
                    == WakeUpFacts(
                        dueAt: day(3), attempts: 1, acceptedAt: day(1), apnsID: "id-1", lastAttemptAt: day(1),
                        lastStatus: 200, lastReason: "", isUnreachable: false))
            let trouble = result(wakeUp, at: day(2), status: 0, reason: "no answer", nextDue: day(3))
            try await bench.store.write { try $0.recordWakeUps([trouble]) }
            #expect(try await self.facts(bench, scope)?.attempts == 1)
            let gone = result(
                wakeUp, at: day(4), status: 410, reason: "Unreg\0istered", nextDue: nil, isUnreachable: true)
            try await bench.store.write { try $0.recordWakeUps([gone]) }
            let facts = try await facts(bench, scope)
            #expect(facts?.isUnreachable == true && facts?.dueAt == nil && facts?.attempts == 2)
            #expect(facts?.acceptedAt == day(1) && facts?.lastReason == "Unreg\u{FFFD}istered")
            try await request(bench, at: day(5), restarting: true, scope)
            let restarted = try await self.facts(bench, scope)
            #expect(restarted?.isUnreachable == false && restarted?.attempts == 0 && restarted?.lastStatus == 0)
        }
    }

    @Test(arguments: Engine.all) func `a request that came meanwhile keeps its due instant`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            try await request(bench, at: today, restarting: true, scope)
            let wakeUp = try #require(try await due(bench, at: today).first)
            try await request(bench, at: today, restarting: true, scope)
            let late = result(wakeUp, at: day(1), status: 410, reason: "gone", nextDue: nil, isUnreachable: true)
            try await bench.store.write { try $0.recordWakeUps([late]) }
            #expect(try await facts(bench, scope)?.dueAt == today)
            #expect(try await facts(bench, scope)?.isUnreachable == false)
            let again = try #require(try await due(bench, at: today).first)
            try await bench.store.write { try $0.cancelWakeUp(of: id, in: scope) }
            let answer = result(again, at: day(1), status: 503, nextDue: day(2))
            try await bench.store.write { try $0.recordWakeUps([answer]) }
            #expect(try await facts(bench, scope)?.dueAt == nil)
        }
    }

    @Test(arguments: Engine.all) func `after a renewal those with work, or all, are rung`(_ engine: Engine) async throws
    {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            try await bench.store.write { transaction in
                try transaction.enroll(.sample("e2", device: "d2", mark: "one"), in: one)
                try transaction.enroll(.sample("e3", device: "d3", mark: "one", state: .removed), in: one)
                try transaction.insert(.sample("a", 1), in: one)
                try transaction.insert(.sample("a", 1), in: two)
            }
            let some = try await bench.store.write {
                try $0.requestWakeUps(at: day(1), everyEnrollment: false, in: one)
            }
            #expect(some == 1)
            #expect(try await facts(bench, one)?.dueAt == day(1))
            #expect(try await facts(bench, two) == nil)
            let all = try await bench.store.write { try $0.requestWakeUps(at: day(2), everyEnrollment: true, in: one) }
            #expect(all == 2)
            #expect(try await facts(bench, one)?.dueAt == day(1))
            let other = try await bench.store.read { try $0.wakeUp(of: EnrollmentID(stored: "e2"), in: one) }
            #expect(other?.dueAt == day(2))
        }
    }

    @Test(arguments: Engine.all) func `the newest probe of a company is kept`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            for outcome in ["trouble", "accepted"] {
                try await bench.store.write {
                    try $0.savePushProbe(
                        StoredPushProbe(fingerprint: "ab", at: day(1), outcome: outcome, detail: "400"), in: one)
                }
            }
            #expect(
                try await bench.store.read { try $0.pushProbe(in: one) }
                    == StoredPushProbe(fingerprint: "ab", at: day(1), outcome: "accepted", detail: "400"))
            #expect(try await bench.store.read { try $0.pushProbe(in: two) } == nil)
        }
    }
}
