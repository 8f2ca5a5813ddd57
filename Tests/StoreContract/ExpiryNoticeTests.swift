import Administration
import Foundation
import Notices
import Ports
import PushCertificates
import Testing

/// Steps of the ladder that were told, on both engines.
@Suite struct ExpiryNoticeTests {
    private func step(
        _ step: Int, of subject: String = "c1", _ kind: ExpiringKind = .pushCertificate, sequence: Int = 1
    ) -> ExpiryNotice {
        ExpiryNotice(
            kind: kind, subjectID: subject, step: step, expiresAt: day(60), toldAt: day(Double(-step)),
            sequence: sequence)
    }

    /// A company whose certificate ends after 364 days, and one that has none.
    private func fill(_ bench: Bench) async throws -> (one: CompanyScope, other: CompanyScope) {
        let (one, other) = (try Company.sample("one"), try Company.sample("other"))
        let request = PushRequest.sample("r1")
        try await bench.store.write {
            try $0.insert(one)
            try $0.insert(other)
            try $0.insert(request, in: one.scope)
            try $0.insert(RegisteredCertificate.sample("c1", of: request), in: one.scope)
        }
        return (one.scope, other.scope)
    }

    @Test(arguments: Engine.all) func `a step is told once, however many nodes tell it at once`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (scope, other) = try await fill(bench)
            let (store, told) = (bench.store, step(30))
            let winners = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask { (try? await store.write { try $0.insert(told, in: scope) }) != nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(winners == 1)
            await expectConflict { try await store.write { try $0.insert(told, in: scope) } }
            // Another step, another thing, another kind, another company: each its own.
            let more = [step(14, sequence: 2), step(30, of: "c2", sequence: 3), step(30, .adeToken, sequence: 4)]
            try await store.write { transaction in
                for one in more { try transaction.insert(one, in: scope) }
                try transaction.insert(told, in: other)
            }
            #expect(try await store.read { try $0.expiryNotices(in: scope) } == [told] + more)
            #expect(try await store.read { try $0.expiryNotices(in: other) } == [told])
        }
    }

    @Test(arguments: Engine.all) func `reach, confirmation, escalation and end are kept for the one step`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (scope, other) = try await fill(bench)
            let (thirty, fourteen) = (step(30), step(14, sequence: 2))
            var changed = fourteen
            (changed.hasReached, changed.acknowledgedBy, changed.isOver) = (true, "yamada", true)
            (changed.acknowledgedAt, changed.escalatedAt) = (day(1), day(2))
            let done = changed
            try await bench.store.write {
                try $0.insert(thirty, in: scope)
                try $0.insert(fourteen, in: scope)
                try $0.update(done, in: scope)
            }
            #expect(try await bench.store.read { try $0.expiryNotices(in: scope) } == [thirty, done])
            await expectConflict { try await bench.store.write { try $0.update(done, in: other) } }
            let unknown = step(7)
            await expectConflict { try await bench.store.write { try $0.update(unknown, in: scope) } }
        }
    }

    @Test(arguments: Engine.all) func `a step that was rolled back may be told, with its mail and its entry`(
        _ engine: Engine
    ) async throws {
        struct Refused: Error {}
        try await withBench(engine) { bench in
            let (scope, _) = try await fill(bench)
            let (told, mail) = (step(30), try Mail.sample("m1"))
            for isRefused in [true, false] {
                let tell: @Sendable (any Transaction) throws -> Void = { transaction in
                    try transaction.append(AuditDraft(.pushCertificateExpiring, by: .anonymous, at: today), in: scope)
                    try transaction.setMailed(from: 0, to: 1, in: scope)
                    try transaction.insert(told, in: scope)
                    #expect(try transaction.insert(mail, key: "k", due: today, in: scope))
                    try transaction.insertMailLink(hash: hash(1), path: "settings", at: today, in: scope)
                    if isRefused { throw Refused() }
                }
                if isRefused {
                    await #expect(throws: Refused.self) { try await bench.store.write(tell) }
                } else {
                    try await bench.store.write(tell)
                }
                let (steps, mails, link, entries) = try await bench.store.read { transaction in
                    (
                        try transaction.expiryNotices(in: scope), try transaction.mails(in: scope, limit: 9),
                        try transaction.mailLink(hash: hash(1))?.path, try transaction.logState(in: scope).length
                    )
                }
                #expect(steps == (isRefused ? [] : [told]) && mails == (isRefused ? [] : [mail]))
                #expect(link == (isRefused ? nil : "settings") && entries == (isRefused ? 0 : 1))
                #expect(try await bench.store.read { try $0.hasDueMails(at: today) } != isRefused)
            }
        }
    }

    @Test(arguments: Engine.all) func `a company is looked at when something ends within its ladder, or a step is open`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (scope, other) = try await fill(bench)
            func looked(at instant: Date) async throws -> Set<CompanyScope> {
                Set(try await bench.store.read { try $0.companiesWithExpiries(at: instant) })
            }
            #expect(try await looked(at: today) == [])
            #expect(try await looked(at: day(304)) == [scope], "60 days left")
            #expect(try await looked(at: day(500)) == [scope], "expired is not over")
            // A ladder of its own may begin a year before.
            try await bench.store.write { try $0.save(.standard, in: scope) }
            #expect(try await looked(at: today) == [scope])
            let told = step(30)
            var over = told
            over.isOver = true
            let ended = over
            try await bench.store.write { try $0.insert(told, in: other) }
            #expect(try await looked(at: today) == [scope, other])
            try await bench.store.write {
                try $0.update(ended, in: other)
                try $0.setState(.retired(at: today), of: .init(stored: "c1"), in: scope)
            }
            #expect(try await looked(at: day(304)) == [])
        }
    }
}

extension Mail {
    static func sample(_ id: String, to address: String = "a@example.jp", at instant: Date = today) throws -> Mail {
        Mail(
            id: MailID(stored: id), recipient: try MailAddress(address), subject: "件名 \(id)", text: "本文\r\n2 行目",
            createdAt: instant)
    }
}
