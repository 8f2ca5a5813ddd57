import Administration
import Enrollments
import Foundation
import Ports
import Testing

@testable import SQLStore

@Suite struct LogTests {
    private let first = EnrollmentID(stored: "e1")

    /// Ten instants, each with an entry of 管理ログ and one of 機器ログ; every third device event came in a day late.
    private func filled(_ bench: Bench) async throws -> Company {
        let company = try Company.sample("sample")
        let organization = Organization(id: OrganizationID(stored: "o1"), name: "営業部", createdAt: today)
        try await bench.store.write { transaction in
            try transaction.insert(company)
            try transaction.insert(organization, in: company.scope)
            try transaction.enroll(
                .sample("e1", mark: "a", organization: organization.id), in: company.scope)
            try transaction.enroll(
                .sample("e2", device: "d2", mark: "a", summary: .sample("会議室 iPad", serial: "DMP2")),
                in: company.scope)
            for number in 1...10 {
                let at = today.addingTimeInterval(Double(number))
                let device = number.isMultiple(of: 2) ? "d1" : "d2"
                try transaction.append(
                    AuditDraft(
                        number == 4 ? .wipeRequested : .lockRequested,
                        by: .user(UserID(stored: "u"), login: "Yamada"), at: at, subject: "対象 \(number)",
                        device: device, after: [AuditField("message", "ＯＫ100%")]), in: company.scope)
                try transaction.append(
                    DeviceEvent(
                        deviceID: DeviceID(stored: device),
                        enrollmentID: EnrollmentID(stored: device == "d1" ? "e1" : "e2"),
                        occurredAt: at, receivedAt: number.isMultiple(of: 3) ? at.addingTimeInterval(86_400) : nil,
                        kind: number == 6 ? .pushUnreachable : .commandAnswered,
                        fields: [.init("uuid", "UUID-\(number)")]), in: company.scope)
            }
        }
        return company
    }

    private func lines(
        _ bench: Bench, _ company: Company, _ query: LogQuery, limit: Int = 100, events: [AuditEvent] = [],
        notices: [AuditEvent] = []
    ) async throws -> [String] {
        let question = LogQuestion(query, timeZone: .gmt, eventsOfKeyword: events, noticeEvents: notices)
        return try await bench.store.read { try $0.logPage(question, limit: limit, in: company.scope) }.lines.map(
            Self.name)
    }

    private static func name(_ line: LogLine) -> String {
        switch line.source {
        case .management(let entry): "m\(entry.sequence)"
        case .device(_, let event): "d\(Int(event.occurredAt.timeIntervalSince(today)))"
        case .unreadable(let entry): "\(entry.log) \(entry.number) \(entry.event) \(entry.reason)"
        }
    }

    @Test(arguments: Engine.all) func `both logs are one, newest first, and pages neither repeat nor leave out`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try await filled(bench)
            let all = (1...10).reversed().flatMap { ["m\($0)", "d\($0)"] }
            #expect(try await lines(bench, company, LogQuery()) == all)
            for clock in LogQuery.Clock.allCases {
                let whole = try await lines(bench, company, LogQuery(clock: clock))
                for size in 1...7 {
                    var query = LogQuery(clock: clock)
                    var found: [String] = []
                    while true {
                        let question = LogQuestion(query, timeZone: .gmt)
                        let page = try await bench.store.read {
                            try $0.logPage(question, limit: size, in: company.scope)
                        }
                        found += page.lines.map(Self.name)
                        guard let next = page.next else { break }
                        query.cursor = LogPosition(next.text)
                    }
                    #expect(found == whole, "\(clock), \(size) a page")
                }
            }
            #expect(try await lines(bench, company, LogQuery(clock: .received)).prefix(3) == ["d9", "d6", "d3"])
        }
    }

    @Test(arguments: Engine.all) func `kind, device, organization and period narrow it`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let company = try await filled(bench)
            #expect(
                try await lines(bench, company, LogQuery(kind: .management)) == (1...10).reversed().map { "m\($0)" })
            #expect(try await lines(bench, company, LogQuery(kind: .device)) == (1...10).reversed().map { "d\($0)" })
            #expect(try await lines(bench, company, LogQuery(kind: .notices)) == ["d6", "m4"])
            #expect(
                try await lines(bench, company, LogQuery(kind: .notices), notices: [.lockRequested]).count == 11)
            let ofDevice = ["m10", "d10", "m8", "d8", "m6", "d6", "m4", "d4", "m2", "d2"]
            #expect(try await lines(bench, company, LogQuery(device: DeviceID(stored: "d1"))) == ofDevice)
            #expect(
                try await lines(bench, company, LogQuery(organization: OrganizationID(stored: "o1"))) == ofDevice)
            let formatter = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
            let (day, next) = (today.formatted(formatter), today.addingTimeInterval(86_400).formatted(formatter))
            #expect(try await lines(bench, company, LogQuery(from: LogDay(day), to: LogDay(day))).count == 20)
            #expect(try await lines(bench, company, LogQuery(from: LogDay(next))).isEmpty)
            #expect(
                try await lines(bench, company, LogQuery(kind: .device, clock: .received, from: LogDay(next)))
                    == ["d9", "d6", "d3"])
        }
    }

    @Test(arguments: Engine.all) func `a keyword finds words, logins, values, devices and names of events`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try await filled(bench)
            func hits(_ text: String, _ events: [AuditEvent] = []) async throws -> [String] {
                try await lines(bench, company, LogQuery(text: text), events: events)
            }
            #expect(try await hits("対象 7") == ["m7"])
            #expect(try await hits("ＹＡＭＡＤＡ").count == 10)
            #expect(try await hits("uuid-10") == ["d10"])
            #expect(try await hits("ok100%").count == 10)
            #expect(try await hits("0_%").isEmpty)
            #expect(try await hits("カイギシツ").isEmpty)
            #expect(try await hits("会議室").count == 10)
            #expect(try await hits("ワイプ", [.wipeRequested]) == ["m4"])
            #expect(try await hits("'; DROP TABLE audit_entries --").isEmpty)
        }
    }

    @Test(arguments: Engine.all) func `a keyword reaches only so far at a time, says so, and goes on from there`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try await filled(bench)
            var query = LogQuery(text: "対象 2")
            var found: [String] = []
            var pages = 0
            while true {
                let question = LogQuestion(query, timeZone: .gmt, keywordReach: 3)
                let page = try await bench.store.read { try $0.logPage(question, limit: 5, in: company.scope) }
                found += page.lines.map(Self.name)
                pages += 1
                #expect((page.next == nil) == (page.searchedBackTo == nil))
                guard let next = page.next else { break }
                query.cursor = next
            }
            #expect(found == ["m2"])
            #expect(pages == 3)
        }
    }

    @Test(arguments: Engine.all) func `another company's log is not seen`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            _ = try await filled(bench)
            let other = try Company.sample("other")
            try await bench.store.write { try $0.insert(other) }
            #expect(try await lines(bench, other, LogQuery()).isEmpty)
            #expect(try await lines(bench, other, LogQuery(device: DeviceID(stored: "d1"))).isEmpty)
        }
    }

    @Test(arguments: Engine.all) func `entries go only when they are dropped, and never change`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try await filled(bench)
            let scope = company.scope
            await #expect(throws: StoreError.self) { try await bench.run("DELETE FROM audit_entries") }
            await #expect(throws: StoreError.self) { try await bench.run("UPDATE audit_entries SET subject = ''") }
            let third = try #require(
                try await bench.store.read { try $0.auditEntries(in: scope, after: 2, limit: 1) }.first)
            try await bench.store.write { try $0.dropAuditEntries(through: KeptEntry(third), in: scope) }
            let state = try await bench.store.read { try $0.logState(in: scope) }
            #expect(state == LogState(length: 10, dropped: 3, droppedHash: third.hash, keptDays: 365))
            let left = try await bench.store.read {
                try $0.auditEntries(in: scope, after: 0, limit: 100).map { String($0.sequence) }.joined(separator: " ")
            }
            #expect(left == "4 5 6 7 8 9 10")
            let left2 = try await bench.store.read { try $0.auditEntries(in: scope, after: 0, limit: 100) }
            print("ITEM6", left2.count, left2.map(\.sequence))
            #expect(left2.map(\.sequence) == Array(4...10))
            await #expect(throws: StoreError.self) {
                try await bench.run("DELETE FROM audit_entries WHERE sequence = 4")
            }
            // Not once more, and no entry that is not there.
            await expectConflict {
                try await bench.store.write { try $0.dropAuditEntries(through: KeptEntry(third), in: scope) }
            }
            let gone = try await bench.store.write {
                try $0.dropDeviceEvents(before: today.addingTimeInterval(4), limit: 2, in: scope)
            }
            #expect(gone == 2)
        }
    }

    @Test(arguments: Engine.all) func `entries from before the filters are found, and stay under guard`(
        _ engine: Engine
    ) async throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let old = try await engine.driver(directory)
        try await Migrator(old).run([.firstSchema, .devices, .nodes])
        let zeros = SQLValue.bytes(AuditChain.beginning)
        try await old.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO audit_entries (
                    company_id, sequence, occurred_at, event, is_notice, actor_kind, actor_name, subject,
                    fields_before, fields_after, previous_hash, hash)
                VALUES ('installation', 1, $1, 'authorities-added', 0, 'operator', '', 'Apple ROOT', '[]', '[]', $2, $2)
                """, [.instant(today), zeros])
        }
        try await old.close()
        let found = try await Bench(engine, in: directory)
        let question = LogQuestion(LogQuery(text: "ＲＯＯＴ"), timeZone: .gmt)
        let page = try await found.store.read { try $0.logPage(question, limit: 5, in: .installation) }
        #expect(page.lines.map(Self.name) == ["m1"])
        await #expect(throws: StoreError.self) { try await found.run("UPDATE audit_entries SET subject = ''") }
        await #expect(throws: StoreError.self) { try await found.run("DELETE FROM audit_entries") }
        try? await found.store.close()
    }

    @Test(arguments: Engine.all) func `how far the log was sent, and notices with who has read them`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let company = try await filled(bench)
            let user = User.sample("u1", of: company)
            let state = LogExportState(
                cursor: LogExportCursor(sequence: 3, receivedAt: today, device: "d1", number: 2), sentAt: today,
                trouble: "a\0b", troubleSince: today)
            let all = Notice(
                id: NoticeID(stored: "n1"), companyID: nil, source: .serviceOperator, japanese: "停止", english: "Closed",
                createdAt: today, until: today.addingTimeInterval(60))
            try await bench.store.write { transaction in
                try transaction.insert(user, in: company.scope)
                try transaction.setExportState(state, in: company.scope)
                try transaction.insert(all)
                try transaction.setNoticesReadAt(today, by: user.id, in: company.scope)
                try transaction.setNoticesReadAt(today.addingTimeInterval(-9), by: user.id, in: company.scope)
            }
            try await bench.store.read { transaction in
                let read = try transaction.exportState(in: company.scope)
                #expect(read?.cursor == state.cursor && read?.trouble == "a\u{FFFD}b")
                #expect(try transaction.notices(for: company.scope, at: today) == [all])
                #expect(try transaction.notices(for: company.scope, at: today.addingTimeInterval(60)).isEmpty)
                #expect(try transaction.noticesReadAt(by: user.id, in: company.scope) == today)
                let late = try transaction.deviceEvents(
                    after: state.cursor, until: today.addingTimeInterval(90_000), limit: 100, in: company.scope)
                #expect(late.count == 10 && late.map(\.receivedAt) == late.map(\.receivedAt).sorted())
            }
        }
    }
}
