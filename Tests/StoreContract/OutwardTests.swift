import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates
import SQLStore
import Testing
import Webhooks

/// Figures, calendar addresses and webhooks, on both engines.
@Suite struct OutwardTests {
    private let hook = WebhookID(stored: "h1")

    private func webhook(_ id: String = "h1", _ format: WebhookFormat = .own, kinds: Set<String> = ["logged-in"])
        -> Webhook
    {
        Webhook(
            id: WebhookID(stored: id), url: "https://example.jp/", format: format, kinds: kinds, omitsPayload: false,
            isEnabled: true, sealedSecret: [1], createdAt: today, createdBy: "taro")
    }

    private func delivery(_ id: String, at instant: Date = today, due: Date? = today) -> WebhookDelivery {
        WebhookDelivery(
            id: id, webhookID: hook, kind: "mdm.Connect", createdAt: instant, auditSequence: nil, dueAt: due,
            sealedBody: [0, 1, 255])
    }

    private func fill(_ bench: Bench) async throws -> CompanyScope {
        let company = try Company.sample("one")
        try await bench.store.write { try $0.insert(company) }
        return company.scope
    }

    @Test(arguments: Engine.all) func `an entry of the log is written for those who ask for its kind`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let (mine, others) = (webhook(), webhook("h2", kinds: ["logged-out", "logged-in-twice"]))
            let messages = webhook("h3", .mdm, kinds: ["logged-in"])
            try await bench.store.write { transaction in
                for one in [mine, others, messages] { try transaction.insert(one, in: scope) }
                try transaction.append(AuditDraft(.loggedIn, by: .anonymous, at: today), in: scope)
            }
            let written = try await bench.store.read { try $0.deliveries(of: mine.id, limit: 9, in: scope) }
            #expect(written.map(\.auditSequence) == [1] && written.first?.dueAt == today)
            for id in [others.id, messages.id] {
                #expect(try await bench.store.read { try $0.deliveries(of: id, limit: 9, in: scope) }.isEmpty)
            }
            #expect(try await bench.store.read { try $0.webhooks(in: scope) }.first == mine.stored)
        }
    }

    @Test(arguments: Engine.all) func `a webhook is claimed by one node, and again when the claim is over`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let (made, first, second) = (webhook(), delivery("d1"), delivery("d2", at: today.addingTimeInterval(1)))
            let test = delivery("d3", due: nil)
            try await bench.store.write { transaction in
                try transaction.insert(made, in: scope)
                for one in [second, first, test] { try transaction.insert(one, in: scope) }
            }
            func claim(at now: Date) async throws -> Int {
                try await bench.store.write {
                    try $0.claimWebhooks(at: now, limit: 5, until: now.addingTimeInterval(30)).count
                }
            }
            #expect(try await bench.store.read { try $0.hasDueDeliveries(at: today) })
            #expect(try await claim(at: today) == 1)
            #expect(try await claim(at: today.addingTimeInterval(29)) == 0)
            #expect(try await claim(at: today.addingTimeInterval(30)) == 1)
            // A clock that was set back a year frees what is held in its future.
            #expect(try await claim(at: day(-365)) == 0)
            let due = try await bench.store.read { try $0.dueDelivery(of: hook, at: day(1), in: scope) }
            #expect(due == first)
            var done = try #require(due)
            done.state = .delivered
            done.dueAt = nil
            done.attempts = 1
            done.lastAttemptAt = today
            done.lastStatus = 200
            done.lastAnswer = "ok\u{0}"
            let recorded = done
            try await bench.store.write { try $0.record(recorded, heldUntil: day(2), failures: 3, in: scope) }
            let after = try await bench.store.read { try $0.webhook(hook, in: scope) }
            #expect(after?.failures == 3 && after?.heldUntil == day(2))
            #expect(try await bench.store.read { try $0.delivery("d1", in: scope) }?.lastAnswer == "ok\u{FFFD}")
            #expect(try await bench.store.read { try $0.dueDelivery(of: hook, at: day(1), in: scope) }?.id == "d2")
        }
    }

    @Test(arguments: Engine.all) func `nothing is stored for a webhook that is gone or off, and deletion takes all`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            var off = webhook()
            let (made, one) = (off, delivery("d1"))
            try await bench.store.write { transaction in
                try transaction.insert(one, in: scope)
                try transaction.insert(made, in: scope)
            }
            off.isEnabled = false
            let changed = off
            try await bench.store.write { transaction in
                try transaction.update(changed, in: scope)
                try transaction.insert(one, in: scope)
            }
            #expect(try await bench.store.read { try $0.deliveries(of: hook, limit: 9, in: scope) }.isEmpty)
            try await bench.store.write { transaction in
                try transaction.update(made, in: scope)
                try transaction.insert(one, in: scope)
                try transaction.deleteWebhook(hook, in: scope)
            }
            #expect(try await bench.store.read { try $0.delivery("d1", in: scope) } == nil)
        }
    }

    @Test(arguments: Engine.all) func `figures and expiries are those of the rows`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let (request, made, waiting) = (PushRequest.sample("r1"), webhook(), delivery("d1", at: day(-1)))
            let other = try Company.sample("two")
            try await bench.store.write { transaction in
                try transaction.insert(other)
                try transaction.insert(request, in: scope)
                try transaction.insert(RegisteredCertificate.sample("c1", of: request), in: scope)
                try transaction.enroll(.sample("e1", mark: "one"), in: scope)
                try transaction.requestWakeUp(
                    of: EnrollmentID(stored: "e1"), at: day(-2), restarting: false, in: scope)
                try transaction.insert(made, in: scope)
                try transaction.insert(waiting, in: scope)
            }
            let (figures, all, mine, others) = try await bench.store.read { transaction in
                (
                    try transaction.figures(at: today, companies: 10), try transaction.expiries(in: nil, limit: 10),
                    try transaction.expiries(in: scope, limit: 10), try transaction.expiries(in: other.scope, limit: 10)
                )
            }
            #expect(figures.companies == 2 && figures.companiesWithoutCertificate == 1)
            #expect(figures.devices.map(\.companyCode) == ["one"] && figures.devices.first?.count == 1)
            #expect(figures.waitingCommands == 0 && figures.oldestCommand == nil)
            #expect(figures.dueWakeUps == 1 && figures.oldestDueWakeUp == day(-2))
            #expect(figures.outboxes.first { $0.name == "webhook" }?.oldest == day(-1))
            #expect(all.map(\.kind) == [.pushCertificate] && mine == all && others.isEmpty)
            let bounded = try await bench.store.read { try $0.figures(at: today, companies: 0) }
            #expect(bounded.devices.map(\.companyCode) == [nil])
        }
    }

    @Test(arguments: Engine.all) func `a calendar's address is found by its hash alone, and replaced`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            for byte in [UInt8(1), 2] {
                let feed = CalendarFeed(tokenHash: hash(byte), createdAt: today, createdBy: "taro")
                try await bench.store.write { try $0.setCalendarFeed(feed, in: scope) }
                #expect(try await bench.store.read { try $0.calendarFeed(in: scope) } == feed)
            }
            #expect(try await bench.store.read { try $0.calendarScope(tokenHash: hash(1)) } == nil)
            #expect(try await bench.store.read { try $0.calendarScope(tokenHash: hash(2)) } == scope)
            try await bench.store.write { try $0.setCalendarFeed(nil, in: scope) }
            #expect(try await bench.store.read { try $0.calendarScope(tokenHash: hash(2)) } == nil)
        }
    }
}

extension Webhook {
    /// As it comes back: never held is the beginning of time.
    fileprivate var stored: Webhook {
        var stored = self
        stored.heldUntil = Date(timeIntervalSince1970: 0)
        return stored
    }
}
