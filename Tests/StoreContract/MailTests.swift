import Administration
import Foundation
import Notices
import Ports
import SQLStore
import Testing

/// The outbox, on both engines.
@Suite struct MailTests {
    private func mail(_ id: String, to address: String = "taro@example.jp") throws -> Mail {
        Mail(
            id: MailID(stored: id), recipient: try MailAddress(address), subject: "件名", text: "本文\n", createdAt: today)
    }

    private func fill(_ bench: Bench, _ mails: [Mail]) async throws -> CompanyScope {
        let company = try Company.sample("one")
        try await bench.store.write { transaction in
            try transaction.insert(company)
            for mail in mails {
                #expect(try transaction.insert(mail, key: "k/\(mail.id)", due: today, in: company.scope))
            }
        }
        return company.scope
    }

    private func claim(_ bench: Bench, at now: Date, limit: Int = 20) async throws -> [String] {
        try await bench.store.write {
            try $0.claimMails(at: now, limit: limit, until: now.addingTimeInterval(180)).map(\.mail.id.description)
        }
    }

    @Test(arguments: Engine.all) func `a mail is claimed once, and again when the claim is over`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench, ["m1", "m2", "m3"].map { try mail($0) })
            #expect(try await claim(bench, at: today, limit: 2).count == 2)
            #expect(try await claim(bench, at: today).count == 1)
            #expect(try await claim(bench, at: today.addingTimeInterval(179)).isEmpty)
            #expect(try await claim(bench, at: today.addingTimeInterval(180)) == ["m1", "m2", "m3"])
            #expect(try await bench.store.read { try $0.mails(in: scope, limit: 9).count } == 3)
        }
    }

    @Test(arguments: Engine.all) func `a mail under a key that was used is not written`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench, [mail("m1")])
            let again = try mail("m2")
            #expect(try await bench.store.write { try !$0.insert(again, key: "k/m1", due: today, in: scope) })
            #expect(try await claim(bench, at: today) == ["m1"])
        }
    }

    @Test(arguments: Engine.all) func `what was taken or given up is not due`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            var taken = try mail("m1")
            let scope = try await fill(bench, [taken])
            taken.state = .accepted
            taken.attempts = 1
            taken.lastAttemptAt = today
            taken.lastAnswer = "250 2.0.0 Ok\u{0}"
            let done = taken
            try await bench.store.write { try $0.update(done, due: nil, in: scope) }
            #expect(try await bench.store.read { try !$0.hasDueMails(at: day(9)) })
            #expect(try await claim(bench, at: day(9)).isEmpty)
            let kept = try await bench.store.read { try $0.mail(done.id, in: scope) }
            #expect(kept?.state == .accepted && kept?.lastAnswer.hasPrefix("250 2.0.0 Ok") == true)
        }
    }
}
