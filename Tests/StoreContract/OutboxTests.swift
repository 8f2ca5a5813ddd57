import Administration
import Enrollments
import Foundation
import Notices
import Ports
import Testing

/// The outbox of mails on both engines: once each, whoever sends.
@Suite struct OutboxTests {
    private func fill(_ bench: Bench, _ ids: [String] = []) async throws -> CompanyScope {
        let company = try Company.sample("one")
        let mails = try ids.map { try Mail.sample($0) }
        try await bench.store.write { transaction in
            try transaction.insert(company)
            for mail in mails {
                #expect(try transaction.insert(mail, key: mail.id.description, due: today, in: company.scope))
            }
        }
        return company.scope
    }

    private func claim(_ store: any Store, at now: Date, limit: Int = 99, for seconds: Double = 180) async throws
        -> [String]
    {
        try await store.write {
            try $0.claimMails(at: now, limit: limit, until: now.addingTimeInterval(seconds)).map(\.mail.id.description)
        }
    }

    @Test(arguments: Engine.all) func `one notice makes one mail to one address`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let other = try Company.sample("other")
            let mails = try (0..<8).map { try Mail.sample("m\($0)") }
            let store = bench.store
            try await store.write { try $0.insert(other) }
            let made = try await withThrowingTaskGroup(of: Bool.self) { group in
                for mail in mails {
                    group.addTask { try await store.write { try $0.insert(mail, key: "k", due: today, in: scope) } }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(made == 1)
            let (again, elsewhere) = (try Mail.sample("m8"), try Mail.sample("m9"))
            #expect(try await store.write { try $0.insert(again, key: "k2", due: today, in: scope) })
            #expect(try await store.write { try $0.insert(elsewhere, key: "k", due: today, in: other.scope) })
            #expect(try await store.read { try $0.mails(in: scope, limit: 9) }.count == 2)
            #expect(try await store.read { try $0.mails(in: other.scope, limit: 9) } == [elsewhere])
            #expect(try await store.read { try $0.mail(elsewhere.id, in: scope) } == nil)
        }
    }

    @Test(arguments: Engine.all, [true, false]) func `workers that claim at once get each mail once`(
        _ engine: Engine, _ areAlone: Bool
    ) async throws {
        try await withBench(engine) { bench in
            let ids = (0..<120).map { "m\($0)" }
            _ = try await fill(bench, ids)
            let store = bench.store
            let claimed = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        var mine: [String] = []
                        while true {
                            let body: @Sendable (any Transaction) throws -> [String] = {
                                try $0.claimMails(at: today, limit: 7, until: day(1)).map(\.mail.id.description)
                            }
                            let some = areAlone ? try await store.write(body) : try await store.note(body)
                            guard !some.isEmpty else { return mine }
                            #expect(some.count <= 7)
                            mine += some
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 120 && Set(claimed) == Set(ids))
        }
    }

    @Test(arguments: Engine.all) func `what a worker left behind is another's when its lease is over, not before`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench, ["m1", "m2"])
            let store = bench.store
            #expect(try await !store.read { try $0.hasDueMails(at: today.addingTimeInterval(-0.001)) })
            #expect(try await claim(store, at: today.addingTimeInterval(-0.001)).isEmpty, "not due yet")
            #expect(try await claim(store, at: today) == ["m1", "m2"])
            #expect(try await claim(store, at: today.addingTimeInterval(179.9)).isEmpty)
            // m1 was sent; the worker died before m2.
            var sent = try #require(try await store.read { try $0.mail(MailID(stored: "m1"), in: scope) })
            (sent.state, sent.attempts, sent.lastAttemptAt, sent.lastAnswer) = (.accepted, 1, today, "250 Ok\u{0}")
            let accepted = sent
            try await store.write { try $0.update(accepted, due: nil, in: scope) }
            #expect(try await store.read { try $0.hasDueMails(at: today.addingTimeInterval(180)) })
            #expect(try await claim(store, at: today.addingTimeInterval(180)) == ["m2"])
            #expect(try await claim(store, at: today.addingTimeInterval(180)).isEmpty)
            // Put off by the mail server: due again at its time alone.
            var later = try #require(try await store.read { try $0.mail(MailID(stored: "m2"), in: scope) })
            (later.attempts, later.lastAnswer) = (1, "421 later")
            let postponed = later
            try await store.write { try $0.update(postponed, due: day(1), in: scope) }
            #expect(try await claim(store, at: day(0.99)).isEmpty)
            #expect(try await claim(store, at: day(1)) == ["m2"])
            sent.lastAnswer = "250 Ok\u{FFFD}"
            #expect(try await store.read { try $0.mails(in: scope, limit: 9) } == [later, sent], "newest first")
            #expect(try await store.read { try $0.mails(in: scope, limit: 1) } == [later])
        }
    }

    @Test(arguments: Engine.all) func `a claim that was rolled back is no claim, and the oldest due are claimed first`(
        _ engine: Engine
    ) async throws {
        struct Refused: Error {}
        try await withBench(engine) { bench in
            let scope = try await fill(bench, ["m5"])
            let (early, late) = (try Mail.sample("m9"), try Mail.sample("m1"))
            try await bench.store.write {
                _ = try $0.insert(late, key: "late", due: today.addingTimeInterval(1), in: scope)
                _ = try $0.insert(early, key: "early", due: day(-1), in: scope)
            }
            await #expect(throws: Refused.self) {
                try await bench.store.write {
                    #expect(try $0.claimMails(at: day(1), limit: 9, until: day(2)).count == 3)
                    throw Refused()
                }
            }
            #expect(try await claim(bench.store, at: day(1), limit: 2) == ["m5", "m9"])
            #expect(try await claim(bench.store, at: day(1), limit: 0).isEmpty)
            #expect(try await claim(bench.store, at: day(1)) == ["m1"])
        }
    }

    @Test(arguments: Engine.all) func `old mails and links are forgotten, but none that is still to be sent`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let (old, waiting, new) = (
                try Mail.sample("old", at: day(-2)), try Mail.sample("waiting", at: day(-2)), try Mail.sample("new")
            )
            try await bench.store.write { transaction in
                for mail in [old, waiting, new] {
                    _ = try transaction.insert(mail, key: "\(mail.id)", due: today, in: scope)
                }
                for mail in [old, new] { try transaction.update(mail, due: nil, in: scope) }
                try transaction.insertMailLink(hash: hash(1), path: "old", at: day(-2), in: scope)
                try transaction.insertMailLink(hash: hash(2), path: "devices/d1?x=1", at: today, in: scope)
                try transaction.deleteMails(createdBefore: day(-1))
            }
            #expect(try await bench.store.read { try $0.mails(in: scope, limit: 9) } == [new, waiting])
            #expect(try await bench.store.read { try $0.mailLink(hash: hash(1)) } == nil)
            let link = try await bench.store.read { try $0.mailLink(hash: hash(2)) }
            #expect(link?.scope == scope && link?.path == "devices/d1?x=1")
            await expectConflict { try await bench.store.write { try $0.update(old, due: nil, in: scope) } }
        }
    }

    @Test(.enabled(if: PostgreSQLNodes.isThere))
    func `a node that is in the middle of claiming keeps no other node waiting`() async throws {
        let nodes = try await PostgreSQLNodes()
        let (a, b) = (try await nodes.node(), try await nodes.node())
        let company = try Company.sample("one")
        let mails = try (0..<10).map { try Mail.sample("m\($0)") }
        try await a.store.write { transaction in
            try transaction.insert(company)
            for mail in mails { _ = try transaction.insert(mail, key: "\(mail.id)", due: today, in: company.scope) }
        }
        let (hasClaimed, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let first = a.store.note { transaction in
            let mine = try transaction.claimMails(at: today, limit: 4, until: day(1)).map(\.mail.id.description)
            hasClaimed.signal()
            _ = mayEnd.wait(timeout: .now() + 5)
            return mine
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                hasClaimed.wait()
                continuation.resume()
            }
        }
        let began = ContinuousClock.now
        let second = try await b.store.note {
            try $0.claimMails(at: today, limit: 99, until: day(1)).map(\.mail.id.description)
        }
        let lasted = ContinuousClock.now - began
        mayEnd.signal()
        let all = try await first + second
        #expect(second.count == 6 && Set(all) == Set(mails.map(\.id.description)) && all.count == 10)
        #expect(lasted < .seconds(3))
        try await a.store.close()
        try await b.store.close()
    }

    @Test(arguments: Engine.all) func `a silence is noted once, and a new one after the device was heard of`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            try await bench.store.write { transaction in
                for (number, state) in [
                    EnrollmentState.enrolled, .enrolled, .authenticated, .removed, .enrolled,
                ].enumerated() {
                    try transaction.enroll(
                        .sample("e\(number)", device: "d\(number)", mark: "s", state: state), in: scope)
                }
                try transaction.noteContacts([.init(scope: scope, enrollmentID: .init(stored: "e1"), at: day(3))])
                try transaction.noteContacts([.init(scope: scope, enrollmentID: .init(stored: "e4"), at: day(9))])
            }
            func note(_ before: Date, at now: Date, limit: Int = 9) async throws -> [String] {
                let has = try await bench.store.read { try $0.hasSilentDevices(before: before, in: scope) }
                let noted = try await bench.store.write {
                    try $0.noteSilentDevices(before: before, at: now, limit: limit, in: scope)
                }
                #expect(has == !noted.isEmpty)
                return noted.map(\.enrollmentID)
            }
            #expect(try await note(today, at: day(7)).isEmpty)
            #expect(try await note(day(4), at: day(11), limit: 1) == ["e0"], "the longest silence first")
            #expect(try await note(day(4), at: day(11)) == ["e1"])
            #expect(try await note(day(4), at: day(12)).isEmpty)
            try await bench.store.write {
                try $0.noteContacts([.init(scope: scope, enrollmentID: .init(stored: "e0"), at: day(20))])
            }
            #expect(try await note(day(15), at: day(21)) == ["e4"])
            #expect(try await note(day(21), at: day(28)) == ["e0"])
        }
    }
}
