import Administration
import Foundation
import Notices
import Ports
import SQLStore
import Testing

/// Rules, settings and how far the log was told, on both engines.
@Suite struct NoticeRuleTests {
    private func rule(_ id: String, _ name: String = "期限") throws -> NoticeRule {
        NoticeRule(
            id: NoticeRuleID(stored: id), name: name, events: [.pushCertificateExpiring, .loggedIn],
            roles: [.administrator, .viewer], users: [UserID(stored: "u1"), UserID(stored: "u2")],
            addresses: [try MailAddress("z@example.jp"), try MailAddress("a@example.jp")], language: .english,
            createdAt: today)
    }

    private func fill(_ bench: Bench) async throws -> (one: CompanyScope, other: CompanyScope) {
        let (one, other) = (try Company.sample("one"), try Company.sample("other"))
        try await bench.store.write {
            try $0.insert(one)
            try $0.insert(other)
        }
        return (one.scope, other.scope)
    }

    @Test(arguments: Engine.all) func `a rule comes back as it was stored, in its own company alone`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (scope, other) = try await fill(bench)
            let full = try rule("r2", "い")
            let bare = NoticeRule(
                id: NoticeRuleID(stored: "r1"), name: "あ", events: [.loggedOut], addresses: full.addresses,
                isEnabled: false, createdAt: day(1))
            try await bench.store.write {
                try $0.insert(full, in: scope)
                try $0.insert(bare, in: scope)
            }
            #expect(try await bench.store.read { try $0.noticeRules(in: scope) } == [bare, full], "by name")
            #expect(try await bench.store.read { try $0.noticeRules(in: other) }.isEmpty)
            // The same identifier in another company is another rule.
            try await bench.store.write { try $0.insert(full, in: other) }
            await expectConflict { try await bench.store.write { try $0.insert(full, in: scope) } }
            try await bench.store.write { try $0.deleteNoticeRule(full.id, in: scope) }
            #expect(try await bench.store.read { try $0.noticeRules(in: scope) } == [bare])
            #expect(try await bench.store.read { try $0.noticeRules(in: other) } == [full])
            await expectConflict { try await bench.store.write { try $0.deleteNoticeRule(full.id, in: scope) } }
        }
    }

    @Test(arguments: Engine.all) func `of two who change one rule the second is told, and changes nothing`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (scope, other) = try await fill(bench)
            let old = try rule("r1")
            try await bench.store.write { try $0.insert(old, in: scope) }
            var mine = old
            (mine.name, mine.events, mine.isEnabled, mine.language) = ("mine", [.mailFailed], false, nil)
            (mine.roles, mine.users, mine.addresses) = ([], [UserID(stored: "u3")], [])
            var theirs = old
            theirs.name = "theirs"
            let (first, second) = (mine, theirs)
            try await bench.store.write { try $0.update(first, in: scope) }
            await expectConflict { try await bench.store.write { try $0.update(second, in: scope) } }
            await expectConflict { try await bench.store.write { try $0.update(first, in: other) } }
            mine.version = 2
            #expect(try await bench.store.read { try $0.noticeRules(in: scope) } == [mine])
        }
    }

    @Test(arguments: Engine.all) func `an event of a newer version hides nothing else of a rule`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (scope, _) = try await fill(bench)
            let stored = try rule("r1")
            try await bench.store.write { try $0.insert(stored, in: scope) }
            try await bench.run("UPDATE notice_rules SET events = 'logged-in of-the-future push-certificate-expiring'")
            #expect(try await bench.store.read { try $0.noticeRules(in: scope) } == [stored])
        }
    }

    @Test(arguments: Engine.all) func `settings are the standard until stored, and each change has its version`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (scope, other) = try await fill(bench)
            #expect(try await bench.store.read { try $0.noticeSettings(in: scope) } == .standard)
            var mine = NoticeSettings(
                ladder: try NoticeLadder(days: [90, 5], isDailyAfterExpiry: false),
                secondContacts: [try MailAddress("z@example.jp"), try MailAddress("a@example.jp")],
                hoursUntilEscalation: 1, silenceDays: nil, version: 0)
            let first = mine
            try await bench.store.write { try $0.save(first, in: scope) }
            await expectConflict { try await bench.store.write { try $0.save(.standard, in: scope) } }
            mine.version = 1
            #expect(try await bench.store.read { try $0.noticeSettings(in: scope) } == mine)
            #expect(try await bench.store.read { try $0.noticeSettings(in: other) } == .standard)
            (mine.silenceDays, mine.secondContacts) = (30, [])
            let second = mine
            try await bench.store.write { try $0.save(second, in: scope) }
            await expectConflict { try await bench.store.write { try $0.save(second, in: scope) } }
            mine.version = 2
            #expect(try await bench.store.read { try $0.noticeSettings(in: scope) } == mine)
        }
    }

    @Test(arguments: Engine.all) func `the log is told on from where it was told to, by one of many`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (scope, other) = try await fill(bench)
            func waiting() async throws -> [CompanyScope: Int] {
                let found = try await bench.store.read { try $0.companiesWithNewEntries(limit: 9) }
                return Dictionary(uniqueKeysWithValues: found.map { ($0.scope, $0.mailed) })
            }
            #expect(try await waiting() == [:])
            try await bench.store.write { transaction in
                for _ in 0..<3 { try transaction.append(AuditDraft(.loggedIn, by: .anonymous, at: today), in: scope) }
                try transaction.append(AuditDraft(.loggedIn, by: .anonymous, at: today), in: other)
            }
            #expect(try await waiting() == [scope: 0, other: 0])
            #expect(try await bench.store.read { try $0.companiesWithNewEntries(limit: 1) }.count == 1)
            let store = bench.store
            let winners = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        (try? await store.write { try $0.setMailed(from: 0, to: 2, in: scope) }) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(winners == 1)
            #expect(try await waiting() == [scope: 2, other: 0])
            await expectConflict { try await store.write { try $0.setMailed(from: 0, to: 3, in: scope) } }
            try await store.write { try $0.setMailed(from: 2, to: 3, in: scope) }
            #expect(try await waiting() == [other: 0])
        }
    }
}
