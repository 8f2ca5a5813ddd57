import Administration
import Foundation
import Ports
import SQLStore
import Testing

@Suite struct AuditTests {
    private func draft(_ event: AuditEvent = .loggedIn, _ subject: String = "") -> AuditDraft {
        AuditDraft(event, by: .serviceOperator, at: today, subject: subject)
    }

    private func all(_ bench: Bench, _ scope: CompanyScope) async throws -> [AuditEntry] {
        try await bench.store.read { try $0.auditEntries(in: scope, after: 0, limit: 10_000) }
    }

    @Test(arguments: Engine.all) func `an entry is read as written, its fields in order`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try Company.sample("sample")
            let written = AuditDraft(
                .pushCertificateChanged, by: .user(UserID(stored: "u1"), login: "山田 太郎"),
                at: Date(timeIntervalSince1970: 1_700_000_000.999), subject: "件名\n\"/\\\u{7}🗝",
                before: [AuditField("z", "1"), AuditField("a", ""), AuditField("z", "1")],
                after: [AuditField("é", "e\u{301}")])
            try await bench.store.write {
                try $0.insert(company)
                try $0.append(written, in: company.scope)
            }
            let entries = try await all(bench, company.scope)
            #expect(entries.map(\.draft) == [written])
            #expect(entries.first?.previousHash == AuditChain.beginning)
            #expect(AuditChain.firstBreak(in: entries, of: company.scope) == nil)
        }
    }

    @Test(arguments: Engine.all) func `an instant between two milliseconds does not break the chain`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            for offset in [0.0004, 0.0006, 0.9996, -0.0006] {
                let between = AuditDraft(
                    .loggedIn, by: .anonymous, at: Date(timeIntervalSince1970: 1_700_000_000 + offset))
                try await bench.store.write { try $0.append(between, in: .installation) }
            }
            #expect(AuditChain.firstBreak(in: try await all(bench, .installation), of: .installation) == nil)
        }
    }

    @Test(arguments: Engine.all) func `what nobody can type does not keep an entry out of the log`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let hostile = AuditDraft(
                .loginFailed, by: .anonymous, at: today, subject: "a\0b",
                after: [AuditField("login", "\0' OR 1=1 --\u{202E}")])
            try await bench.store.write { try $0.append(hostile, in: .installation) }
            let entries = try await all(bench, .installation)
            #expect(entries.first?.draft.subject == "a\u{FFFD}b")
            #expect(entries.first?.draft.after.first?.value == "\u{FFFD}' OR 1=1 --\u{202E}")
            #expect(AuditChain.firstBreak(in: entries, of: .installation) == nil)
        }
    }

    @Test(arguments: Engine.all) func `pages go backwards from the newest, or forwards`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            try await bench.store.write { transaction in
                for number in 1...7 {
                    let event: AuditEvent = number % 3 == 0 ? .pushCertificateDeleted : .loggedIn
                    try transaction.append(draft(event, "\(number)"), in: .installation)
                }
            }
            let pages = try await bench.store.read {
                [
                    try $0.auditEntries(in: .installation, before: nil, limit: 3),
                    try $0.auditEntries(in: .installation, before: 5, limit: 3),
                    try $0.auditEntries(in: .installation, before: 1, limit: 3),
                    try $0.auditEntries(in: .installation, after: 4, limit: 2),
                    try $0.notices(in: .installation, before: nil, limit: 5).compactMap(\.entry),
                    try $0.notices(in: .installation, before: 6, limit: 5).compactMap(\.entry),
                    try $0.auditEntries(in: .installation, before: nil, limit: 0),
                    try $0.auditEntries(in: .installation, before: nil, limit: -1),
                ].map { $0.map(\.sequence) }
            }
            #expect(pages == [[7, 6, 5], [4, 3, 2], [], [5, 6], [6, 3], [3], [], []])
        }
    }

    @Test(arguments: Engine.all) func `fifty writers at once leave no gap and no break`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try Company.sample("one"), try Company.sample("two"))
            try await bench.store.write {
                try $0.insert(one)
                try $0.insert(two)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...50 {
                    group.addTask {
                        for step in 1...4 {
                            let scope = writer % 2 == 0 ? one.scope : two.scope
                            try await bench.store.write {
                                try $0.append(draft(.loggedIn, "\(writer).\(step)"), in: scope)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            for scope in [one.scope, two.scope] {
                let entries = try await all(bench, scope)
                #expect(entries.map(\.sequence) == Array(1...100))
                #expect(AuditChain.firstBreak(in: entries, of: scope) == nil)
                #expect(Set(entries.map(\.draft.subject)).count == 100)
            }
        }
    }

    @Test(arguments: Engine.all) func `a write that fails gives its number back`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            struct Refused: Error {}
            try await bench.store.write { try $0.append(draft(.loggedIn, "first"), in: .installation) }
            await #expect(throws: Refused.self) {
                try await bench.store.write {
                    try $0.append(draft(.loggedIn, "lost"), in: .installation)
                    throw Refused()
                }
            }
            try await bench.store.write { try $0.append(draft(.loggedIn, "second"), in: .installation) }
            let entries = try await all(bench, .installation)
            #expect(entries.map(\.draft.subject) == ["first", "second"])
            #expect(AuditChain.firstBreak(in: entries, of: .installation) == nil)
        }
    }

    @Test(arguments: Engine.all) func `entries are neither changed nor deleted`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            try await bench.store.write { try $0.append(draft(), in: .installation) }
            await expectConflict { try await bench.run("UPDATE audit_entries SET subject = 'x'") }
            await expectConflict { try await bench.run("DELETE FROM audit_entries") }
            #expect(try await all(bench, .installation).count == 1)
        }
    }

    @Test(arguments: Engine.all) func `nothing is appended to a log whose end is missing`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            try await bench.store.write { try $0.append(draft(), in: .installation) }
            // As if the last entry had been cut off: the log is longer than its entries.
            try await bench.run("UPDATE audit_logs SET length = 2")
            await #expect {
                try await bench.store.write { try $0.append(draft(), in: .installation) }
            } throws: { error in
                if case StoreError.unreadable = error { true } else { false }
            }
        }
    }

    @Test(arguments: Engine.all) func `no company, no log`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let stranger = CompanyScope(CompanyID(stored: "nobody"))
            await expectConflict { try await bench.store.write { try $0.append(draft(), in: stranger) } }
        }
    }
}
