import Administration
import AutomatedEnrollment
import Enrollments
import Foundation
import Notices
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
            let seen = try #require(try await bench.store.read { try $0.webhook(hook, in: scope) }).heldUntil
            try await bench.store.write { try $0.record(recorded, attemptsBefore: 0, in: scope) }
            let changed = try await bench.store.write { transaction in
                (
                    try transaction.holdWebhook(hook, from: day(-3), until: day(9), failures: 9, in: scope),
                    try transaction.holdWebhook(hook, from: seen, until: day(2), failures: 3, in: scope)
                )
            }
            #expect(changed == (false, true))
            let after = try await bench.store.read { try $0.webhook(hook, in: scope) }
            #expect(after?.failures == 3 && after?.heldUntil == day(2))
            #expect(try await bench.store.read { try $0.delivery("d1", in: scope) }?.lastAnswer == "ok\u{FFFD}")
            // A failure that was stored later by somebody who began earlier changes nothing.
            var late = recorded
            late.state = .waiting
            let tooLate = late
            try await bench.store.write { try $0.record(tooLate, attemptsBefore: 0, in: scope) }
            #expect(try await bench.store.read { try $0.delivery("d1", in: scope) }?.state == .delivered)
            #expect(try await bench.store.read { try $0.dueDelivery(of: hook, at: day(1), in: scope) }?.id == "d2")
        }
    }

    @Test(arguments: Engine.all) func `what waits is bounded in time, in rows and in bytes, of disabled ones too`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            var off = webhook()
            let other = webhook("h2")
            let made = off
            // d0 is the oldest; each has three bytes.
            let waiting = (0..<5).map { delivery("d\($0)", at: today.addingTimeInterval(Double($0))) }
            let old = delivery("old", at: day(-4))
            try await bench.store.write { transaction in
                try transaction.insert(made, in: scope)
                try transaction.insert(other, in: scope)
                for one in waiting + [old] { try transaction.insert(one, in: scope) }
            }
            off.isEnabled = false
            let disabled = off
            let given = try await bench.store.write { transaction in
                try transaction.update(disabled, in: scope)
                return try transaction.giveUpDeliveries(createdBefore: day(-3))
            }
            func states(_ ids: String...) async throws -> [WebhookDelivery.State?] {
                try await bench.store.read { transaction in
                    try ids.map { try transaction.delivery($0, in: scope)?.state }
                }
            }
            #expect(given == 1)
            #expect(try await states("old", "d0") == [.givenUp, .waiting])
            func keep(_ bound: DeliveryBound) async throws -> Int? {
                guard try await bench.store.read({ try $0.hasDeliveries(beyond: bound) }) else { return nil }
                return try await bench.store.write { try $0.keepDeliveries(within: bound) }
            }
            let bound = DeliveryBound(deliveries: 3, bytes: 100)
            #expect(try await keep(DeliveryBound(deliveries: 5, bytes: 100)) == nil)
            #expect(try await keep(bound) == 2)
            #expect(try await states("d0", "d1", "d2") == [.givenUp, .givenUp, .waiting])
            #expect(try await bench.store.read { try $0.deliveriesGivenUp(of: hook, for: bound, in: scope) } == 2)
            #expect(try await bench.store.read { try $0.dueDelivery(of: hook, at: day(1), in: scope) }?.id == "d2")
            // Seven bytes are two bodies, of what waits and of what was given up.
            #expect(try await keep(DeliveryBound(deliveries: 9, bytes: 7)) == 1)
            #expect(try await states("d2", "d3", "d4") == [.givenUp, .waiting, .waiting])
            #expect(try await states("old", "d0", "d1") == [nil, nil, .givenUp])
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

    @Test(arguments: Engine.all) func `everything that ends is told, and every outbox has its figures`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let request = PushRequest.sample("r1")
            let authority = StoredDeviceAuthority(
                id: "a", certificate: [1], sealedKey: [2], signerCertificate: [3], sealedSignerKey: [4],
                notAfter: day(3650), createdAt: today)
            let key = TokenRequest(
                id: .init(stored: "k"), createdAt: today, createdBy: "y", certificate: [0x30],
                fingerprint: Fingerprint(bytes: hash(1)), sealedKey: [9], isPending: false)
            let token = RegisteredToken(
                id: .init(stored: "t"), requestID: key.id, consumerKey: "CK_1",
                fingerprint: Fingerprint(bytes: hash(5)), sealed: [1], expiresAt: day(20), registeredAt: today,
                registeredBy: "y", state: .active)
            let mails = try ["m1", "m2"].map {
                Mail(
                    id: MailID(stored: $0), recipient: try MailAddress("a@example.jp"), subject: "s", text: "t",
                    createdAt: day(-1))
            }
            var failed = try #require(mails.last)
            failed.state = .failed
            let refused = failed
            let cursor = LogExportCursor(sequence: 1, receivedAt: day(-9), device: "", number: 0)
            try await bench.store.write { transaction in
                try transaction.insert(request, in: scope)
                try transaction.insert(RegisteredCertificate.sample("c1", of: request), in: scope)
                try transaction.insert(VendorCertificate.sample("vendor"))
                try transaction.insert(authority, in: scope)
                try transaction.insert(key, in: scope)
                try transaction.insert(token, in: scope)
                for mail in mails { _ = try transaction.insert(mail, key: mail.id.description, due: today, in: scope) }
                try transaction.update(refused, due: nil, in: scope)
                for days in [-5, -3, -2] {
                    try transaction.append(AuditDraft(.loggedIn, by: .anonymous, at: day(Double(days))), in: scope)
                }
                try transaction.setExportState(LogExportState(cursor: cursor), in: scope)
                try transaction.setInstallationValue(Array("logs:6514".utf8), for: .syslogReceiver)
            }
            let (expiries, outboxes) = try await bench.store.read {
                (try $0.expiries(in: scope, limit: 10), try $0.figures(at: today, companies: 10).outboxes)
            }
            #expect(Set(expiries.map(\.kind)) == Set(Expiry.Kind.allCases))
            let told = try #require(expiries.first { $0.kind == .adeToken })
            #expect(told.notAfter == day(20) && told.subject == "CK_1" && told.companyCode == "one")
            #expect(outboxes.map(\.name) == ["webhook", "mail", "log-export"])
            let (mail, log) = (outboxes.first { $0.name == "mail" }, outboxes.first { $0.name == "log-export" })
            #expect(mail?.waiting == 1 && mail?.oldest == day(-1) && mail?.givenUp == 1)
            #expect(log?.waiting == 2 && log?.oldest == day(-3))
            // Sent nowhere, nothing waits.
            try await bench.store.write { try $0.setInstallationValue(nil, for: .syslogReceiver) }
            let off = try await bench.store.read { try $0.figures(at: today, companies: 10).outboxes.last }
            #expect(off?.waiting == 0 && off?.oldest == nil)
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
