import Administration
import Enrollments
import Foundation
import Ports
import Testing

@testable import SQLStore

/// Entries of a newer version, and damaged ones, among readable neighbours.
@Suite struct UnreadableEntryTests {
    /// Entries 1 … 5 of 管理ログ and events 1 … 3 of one device: 2 and 4 of the log and event 2 cannot be read.
    private func fill(_ bench: Bench) async throws -> CompanyScope {
        let company = try Company.sample("one")
        let scope = company.scope
        try await bench.store.write { transaction in
            try transaction.insert(company)
            try transaction.enroll(.sample("e1", mark: "a"), in: scope)
            try transaction.append(AuditDraft(.loggedIn, by: .anonymous, at: today, subject: "1"), in: scope)
        }
        try await plant(bench, 2, "of-the-future", "[]", in: scope)
        try await append(bench, 3, in: scope)
        try await plant(bench, 4, "logged-in", "not what it was", in: scope)
        try await append(bench, 5, in: scope)
        for number in 1...3 {
            try await bench.run(
                """
                INSERT INTO device_events (
                    company_id, device_id, number, enrollment_id, occurred_at, kind, actor, fields, received_at)
                VALUES ($1, 'd1', $2, 'e1', $3, $4, '', '[]', $3)
                """,
                [
                    scope.value, .integer(number), .instant(today.addingTimeInterval(Double(number) + 0.5)),
                    .text(number == 2 ? "beamed" : "enrolled"),
                ])
        }
        return scope
    }

    private func append(_ bench: Bench, _ number: Int, in scope: CompanyScope) async throws {
        try await bench.store.write {
            try $0.append(
                AuditDraft(
                    .loggedIn, by: .anonymous, at: today.addingTimeInterval(Double(number)), subject: "\(number)",
                    device: "d1"), in: scope)
        }
    }

    /// As a newer version would have written it, the chain kept.
    private func plant(_ bench: Bench, _ number: Int, _ event: String, _ fields: String, in scope: CompanyScope)
        async throws
    {
        let at = today.addingTimeInterval(Double(number))
        let previous = try #require(
            try await bench.store.read { try $0.keptEntries(in: scope, before: nil, limit: 1) }.first)
        let hashed = HashedEntry(
            event: event, by: .anonymous, at: at, subject: "s", device: "d1", before: [], after: [])
        try await bench.run(
            """
            INSERT INTO audit_entries (
                company_id, sequence, occurred_at, event, is_notice, actor_kind, actor_name, subject, fields_before,
                fields_after, previous_hash, hash, device_id)
            VALUES ($1, $2, $3, $4, 1, 'anonymous', '', 's', '[]', $5, $6, $7, 'd1')
            """,
            [
                scope.value, .integer(number), .instant(at), .text(event), .text(fields), .bytes(previous.hash),
                .bytes(hashed.hash(sequence: number, previousHash: previous.hash, scope: scope)),
            ])
        try await bench.run("UPDATE audit_logs SET length = $2 WHERE company_id = $1", [scope.value, .integer(number)])
    }

    private func name(_ line: LogLine) -> String {
        switch line.source {
        case .management(let entry): "m\(entry.sequence)"
        case .device(let number, _): "d\(number)"
        case .unreadable(let entry): "\(entry.log)\(entry.number):\(entry.event):\(entry.reason.rawValue)"
        }
    }

    private let all = [
        "m5", "management4:logged-in:damaged", "d3", "m3", "device2:beamed:unknown-event",
        "management2:of-the-future:unknown-event", "d1", "m1",
    ]

    @Test(arguments: Engine.all) func `the log shows them in their places, whatever the page and the filter`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            func lines(_ query: LogQuery, limit: Int = 100) async throws -> [String] {
                var (query, found) = (query, [String]())
                repeat {
                    let question = LogQuestion(query, timeZone: .gmt)
                    let page = try await bench.store.read { try $0.logPage(question, limit: limit, in: scope) }
                    found += page.lines.map(name)
                    query.cursor = page.next
                } while query.cursor != nil && found.count < 20
                return found
            }
            for limit in [1, 2, 3, 100] { #expect(try await lines(LogQuery(), limit: limit) == all, "\(limit)") }
            #expect(try await lines(LogQuery(device: DeviceID(stored: "d1"))) == all.filter { $0 != "m1" })
            #expect(try await lines(LogQuery(kind: .device)) == ["d3", "device2:beamed:unknown-event", "d1"])
            let notices = try await lines(LogQuery(kind: .notices))
            #expect(notices == all.filter { $0.hasPrefix("management") })
            let page = try await bench.store.read {
                try $0.logPage(LogQuestion(LogQuery(), timeZone: .gmt), limit: 9, in: scope)
            }
            let line = try #require(page.lines.first { name($0).hasPrefix("management2") })
            #expect(line.occurredAt == today.addingTimeInterval(2) && line.deviceID == DeviceID(stored: "d1"))
            #expect(line.deviceName != nil)
        }
    }

    @Test(arguments: Engine.all) func `who reads entries passes them, and who appends follows them`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let kept = try await bench.store.read { try $0.keptEntries(in: scope, after: 0, limit: 9) }
            #expect(kept.map(\.sequence) == [1, 2, 3, 4, 5] && kept.map { $0.entry?.sequence } == [1, nil, 3, nil, 5])
            let readable = try await bench.store.read { try $0.auditEntries(in: scope, before: nil, limit: 9) }
            #expect(readable.map(\.sequence) == [5, 3, 1])
            let notices = try await bench.store.read { try $0.notices(in: scope, before: nil, limit: 9) }
            #expect(notices.map(\.sequence) == [4, 2])
            // Each follows the one before it, read or not.
            var hash = AuditChain.beginning
            for entry in kept {
                if let readable = entry.entry { #expect(readable.previousHash == hash) }
                hash = entry.hash
            }
            let events = try await bench.store.read {
                try $0.deviceEvents(of: DeviceID(stored: "d1"), before: nil, limit: 9, in: scope)
            }
            #expect(events.map(\.number) == [3, 1])
            let cursor = LogExportCursor(sequence: 0, receivedAt: today, device: "", number: 0)
            let sent = try await bench.store.read {
                try $0.deviceEvents(after: cursor, until: day(1), limit: 9, in: scope)
            }
            #expect(sent.map(name) == ["d1", "device2:beamed:unknown-event", "d3"])
            // What was dropped through an entry that cannot be read is dropped.
            try await bench.store.write { try $0.dropAuditEntries(through: kept[3], in: scope) }
            #expect(try await bench.store.read { try $0.keptEntries(in: scope, after: 0, limit: 9) } == [kept[4]])
        }
    }
}
