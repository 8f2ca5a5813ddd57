import Administration
import Enrollments
import Foundation
import Ports
import SQLStore
import SQLiteDriver
import Testing

@testable import UseCases

/// A log with an entry of a newer version, or a damaged one, in its middle.
@Suite struct UnreadableLogTests {
    /// - Returns: the number of the entry that cannot be read; two readable ones follow it.
    private func plant(_ event: String, fields: String = "[]", _ test: TestInstallation) async throws -> Int {
        let (scope, now) = (test.company.scope, test.clock.now)
        let previous = try #require(
            try await test.installation.store.read { try $0.keptEntries(in: scope, before: nil, limit: 1) }.first)
        let number = previous.sequence + 1
        let hashed = HashedEntry(
            event: event, by: .anonymous, at: now, subject: "s", device: nil, before: [], after: [])
        let driver = try await SQLiteDriver.open(path: test.directory.appending(path: "test.sqlite").path)
        let company = SQLValue.text(scope.companyID.description)
        let milliseconds = Int64((now.timeIntervalSince1970 * 1000).rounded())
        _ = try await driver.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO audit_entries (
                    company_id, sequence, occurred_at, event, is_notice, actor_kind, actor_name, subject,
                    fields_before, fields_after, previous_hash, hash)
                VALUES ($1, $2, $3, $4, 1, 'anonymous', '', 's', '[]', $5, $6, $7)
                """,
                [
                    company, .integer(Int64(number)), .integer(milliseconds), .text(event), .text(fields),
                    .bytes(previous.hash),
                    .bytes(hashed.hash(sequence: number, previousHash: previous.hash, scope: scope)),
                ])
            return try connection.execute(
                "UPDATE audit_logs SET length = $2 WHERE company_id = $1", [company, .integer(Int64(number))])
        }
        try await driver.close()
        try await test.installation.store.write { transaction in
            for subject in ["after", "last"] {
                try transaction.append(AuditDraft(.loggedIn, by: .anonymous, at: now, subject: subject), in: scope)
            }
        }
        return number
    }

    @Test func `verification names what a newer version wrote, and follows the chain behind it`() async throws {
        let test = try await TestInstallation()
        let number = try await plant("of-the-future", test)
        let result = try await VerifyLog(test.installation)(in: test.company.scope)
        #expect(result.finding == nil && result.unreadable == [number] && result.last == number + 2)
        let heads = try await HeadsOfLogs(test.installation)()
        #expect(heads.contains { $0.anchor.hasPrefix("\(number + 2):") })
    }

    @Test func `verification finds a damaged entry, whose kind may be known`() async throws {
        let test = try await TestInstallation()
        let number = try await plant("logged-in", fields: "{", test)
        let result = try await VerifyLog(test.installation)(in: test.company.scope)
        #expect(result.finding == .changed(number) && result.last == number - 1)
        let other = try await TestInstallation()
        // Its kind is unknown, and it does not say any more what was hashed.
        let changed = try await plant("of-the-future", fields: "[[\"a\",\"b\"]]", other)
        #expect(try await VerifyLog(other.installation)(in: other.company.scope).finding == .changed(changed))
    }

    @Test func `it is exported with its word and its reason, and what follows it is, too`() async throws {
        for (event, fields, reason) in [("of-the-future", "[]", "unknown-event"), ("logged-in", "{", "damaged")] {
            let test = try await TestInstallation()
            let number = try await plant(event, fields: fields, test)
            var records: [LogRecord] = []
            for try await record in ExportLog(test.installation).records(
                since: nil, of: "sample", in: test.company.scope)
            {
                records.append(record)
            }
            #expect(records.map(\.number) == Array(1...(number + 2)))
            let record = try #require(records.first { $0.number == number })
            #expect(record.jsonLine.contains("\"event\":\"\(event)\",\"notice\":true"))
            #expect(record.jsonLine.contains("\"after\":{\"unreadable\":\"\(reason)\"}") && record.hash.count == 64)
            #expect(record.csvLine.contains("\"unreadable: \(reason)\""))
            let receiver = FakeReceiver()
            let send = SendLog(test.installation, to: receiver, node: "n1")
            while try await send() > 0 {}
            #expect(await receiver.numbers("sample") == Array(1...(number + 2)))
        }
    }

    @Test func `it stops neither mails nor お知らせ nor the end of the year`() async throws {
        let test = try await TestInstallation()
        let scope = test.company.scope
        let number = try await plant("logged-in", fields: "{", test)
        try await MailNewEntries(test.installation)()
        #expect(try await test.installation.store.read { try $0.companiesWithNewEntries(limit: 9) }.isEmpty)
        let user = User(
            id: UserID(stored: "u9"), companyID: test.company.id, login: "reader", role: .viewer,
            createdAt: test.clock.now)
        try await test.installation.store.write { try $0.insert(user, in: scope) }
        let reader = Principal(company: test.company, user: user, tokenHash: [], steppedUpAt: test.clock.now)
        _ = try await ReadNotices(test.installation)(limit: 1, for: reader)
        test.clock.advance(days: 400)
        // So that it is the last of those that go.
        try await ShortenLog(test.installation, batch: number)()
        let state = try await test.installation.store.read { try $0.logState(in: scope) }
        #expect(state.dropped == number + 2)
        #expect(try await VerifyLog(test.installation)(in: scope).finding == nil)
    }
}
