import Administration
import CommandQueue
import Enrollments
import Foundation
import Notices
import Ports
import PushCertificates
import SQLStore
import Testing

/// Thirty-six devices of a company in every state there is, with a valid certificate of topic `one`.
func fillList(_ bench: Bench, _ code: String) async throws -> CompanyScope {
    let company = try Company.sample(code)
    let request = PushRequest.sample("r1")
    try await bench.store.write { transaction in
        let scope = company.scope
        try transaction.insert(company)
        try transaction.insert(request, in: scope)
        try transaction.insert(RegisteredCertificate.sample("c1", of: request), in: scope)
        let organizations = [("o1", "営業部"), ("o2", "総務部")]
        for (id, name) in organizations {
            try transaction.insert(
                Organization(id: OrganizationID(stored: id), name: name, createdAt: today), in: scope)
        }
        for (id, name, reading) in [("p1", "山田 太郎", "ヤマダ タロウ"), ("p2", "Anne Smith", "")] {
            try transaction.insert(
                Person(
                    id: PersonID(stored: id), name: name, reading: reading, organizationID: nil, createdAt: today),
                in: scope)
        }
        for number in 0..<36 { try transaction.addListed(number, code, in: scope) }
    }
    return company.scope
}

extension Transaction {
    fileprivate func addListed(_ number: Int, _ code: String, in scope: CompanyScope) throws {
        let states: [EnrollmentState] = [.enrolled, .enrolled, .enrolled, .authenticated, .removed, .erased, .enrolled]
        let id = EnrollmentID(stored: "e\(number)")
        var enrollment = Enrollment.sample(
            id.description, device: "d\(number)", mark: code, state: states[number % 7],
            topic: [nil, "com.apple.mgmt.External.one", "com.apple.mgmt.External.two"][number % 3],
            person: [nil, PersonID(stored: "p1"), PersonID(stored: "p2")][number % 3],
            organization: [nil, OrganizationID(stored: "o1"), OrganizationID(stored: "o2")][number / 3 % 3])
        enrollment.summary = DeviceSummary(
            name: number % 5 == 0 ? "" : ["デバイス", "iPad_50%", "ｱｲﾌｫﾝ", "MacBook"][number % 4] + " \(number % 9)",
            serialNumber: "SER\(100 - number)", platform: ["iPhone", "iPad", "mac", "other"][number % 4],
            osVersion: ["17.9", "17.10.1", "", "9.0"][number / 4 % 4],
            isSupervised: [true, false, nil][number % 3],
            phoneNumber: ["090-1234-567\(number % 10)", "+81 80 1111 2222", ""][number % 3])
        enrollment.lastContactAt = [nil, day(-0.5), day(-3), day(-30)][number / 2 % 4]
        try enroll(enrollment, in: scope)
        // Authenticated 40 days before `listedAt`, so that those without contact are silent.
        if number % 2 == 0 { try savePush([1], of: id, in: scope) }
        for sequence in 0..<(number % 3) {
            var command = QueuedCommand.sample("\(number)-\(sequence)", sequence + 1, of: id)
            command.notNowCount = number % 4 == 0 ? 1 : 0
            try insert(command, in: scope)
        }
    }
}

/// Every single condition.
private let conditions: [DeviceListQuery] =
    DeviceListQuery.State.allCases.map { DeviceListQuery(state: $0) }
    + DeviceListQuery.Family.allCases.map { DeviceListQuery(family: $0) }
    + DeviceListQuery.TopicMatch.allCases.map { DeviceListQuery(topic: $0) }
    + DeviceListQuery.LastContact.allCases.map { DeviceListQuery(lastContact: $0) }
    + DeviceListQuery.Supervision.allCases.map { DeviceListQuery(supervision: $0) }
    + [
        DeviceListQuery(), DeviceListQuery(organization: OrganizationID(stored: "o1")),
        DeviceListQuery(user: PersonID(stored: "p1")), DeviceListQuery(text: "でばいす"),
        DeviceListQuery(text: "やまだ", state: .managed, topic: .matching),
        DeviceListQuery(state: .silent, lastContact: .older, organization: OrganizationID(stored: "o2")),
    ]

@Suite struct DeviceListTests {
    private func all(_ bench: Bench, _ query: DeviceListQuery, _ scope: CompanyScope, at now: Date = today)
        async throws -> [DeviceListRow]
    {
        try await bench.store.read { try $0.deviceList(query, at: now, limit: 1000, in: scope).rows }
    }

    @Test(arguments: Engine.all) func `every chip counts what it would show`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fillList(bench, "one")
            for now in [today, day(9)] {
                let everything = try await all(bench, DeviceListQuery(), scope, at: now)
                #expect(everything.count == 36)
                for query in conditions {
                    let rows = try await all(bench, query, scope, at: now)
                    let counts = try await bench.store.read { try $0.deviceListCounts(query, at: now, in: scope) }
                    #expect(counts.matching == rows.count && counts.total == 36, "\(query.items)")
                    if let state = query.state { #expect(rows.allSatisfy { $0.facets.isIn(state) }) }
                    for state in DeviceListQuery.State.allCases {
                        let chip = try await all(bench, query.with { $0.state = state }, scope, at: now)
                        #expect(counts.states[state, default: 0] == chip.count, "\(query.items) \(state)")
                        if query == DeviceListQuery() {
                            #expect(chip == everything.filter { $0.facets.isIn(state) }, "\(state)")
                        }
                    }
                    for family in DeviceListQuery.Family.allCases {
                        let chip = try await all(bench, query.with { $0.family = family }, scope, at: now)
                        #expect(counts.families[family, default: 0] == chip.count, "\(query.items) \(family)")
                    }
                    for topic in DeviceListQuery.TopicMatch.allCases {
                        let chip = try await all(bench, query.with { $0.topic = topic }, scope, at: now)
                        #expect(counts.topics[topic, default: 0] == chip.count, "\(query.items) \(topic)")
                    }
                    for contact in DeviceListQuery.LastContact.allCases {
                        let chip = try await all(bench, query.with { $0.lastContact = contact }, scope, at: now)
                        #expect(counts.contacts[contact, default: 0] == chip.count, "\(query.items) \(contact)")
                    }
                    for value in DeviceListQuery.Supervision.allCases {
                        let chip = try await all(bench, query.with { $0.supervision = value }, scope, at: now)
                        #expect(counts.supervision[value, default: 0] == chip.count, "\(query.items) \(value)")
                    }
                    for id in ["o1", "o2"].map(OrganizationID.init(stored:)) {
                        let chip = try await all(bench, query.with { $0.organization = id }, scope, at: now)
                        #expect(counts.organizations[id, default: 0] == chip.count, "\(query.items) \(id)")
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.all, DeviceListQuery.SortColumn.allCases)
    func `pages forward and back are the whole list in order`(
        _ engine: Engine, _ column: DeviceListQuery.SortColumn
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fillList(bench, "one")
            var lists: [[DeviceListRow]] = []
            for direction in DeviceListQuery.Direction.allCases {
                let query = DeviceListQuery(sort: column, direction: direction)
                let whole = try await all(bench, query, scope)
                lists.append(whole)
                var cursor: String?
                var pages: [DeviceListPage] = []
                repeat {
                    let from = cursor
                    let page = try await bench.store.read { transaction in
                        var next = query
                        next.cursor = from
                        return try transaction.deviceList(next, at: today, limit: 5, in: scope)
                    }
                    pages.append(page)
                    cursor = page.nextCursor
                } while cursor != nil && pages.count < 20
                #expect(pages.flatMap(\.rows) == whole && pages.count == 8)
                #expect(pages.first?.previousCursor == nil && pages.last?.nextCursor == nil)
                for index in pages.indices.dropFirst().reversed() {
                    let back = pages[index].previousCursor
                    let page = try await bench.store.read { transaction in
                        var previous = query
                        previous.cursor = back
                        return try transaction.deviceList(previous, at: today, limit: 5, in: scope)
                    }
                    #expect(page.rows == pages[index - 1].rows)
                    #expect((page.previousCursor == nil) == (index == 1) && page.nextCursor != nil)
                }
            }
            #expect(lists.first == lists.last?.reversed())
            let rows = try #require(lists.first)
            switch column {
            case .serial: #expect(rows.map(\.summary.serialNumber) == rows.map(\.summary.serialNumber).sorted())
            case .lastContact:
                #expect(
                    rows.map { $0.lastContactAt ?? .distantPast }
                        == rows.map { $0.lastContactAt ?? .distantPast }.sorted())
            case .state:
                let ranks: [DeviceListQuery.State] = [
                    .undeliverable, .silent, .notNow, .commandsWaiting, .enrolling, .managed, .released, .wiped,
                ]
                let found = rows.compactMap { ranks.firstIndex(of: $0.state) }
                #expect(found == found.sorted() && found.count == 36)
            case .os:
                let versions = rows.filter { $0.summary.platform == "mac" }.map(\.summary.osVersion)
                #expect(versions == ["", "", "9.0", "9.0", "17.9", "17.9", "17.9", "17.10.1", "17.10.1"])
            case .topic:
                let found = rows.compactMap { DeviceListQuery.TopicMatch.allCases.firstIndex(of: $0.topicMatch) }
                #expect(found == found.sorted())
            case .name, .user, .organization: break
            }
        }
    }

    @Test(
        arguments: Engine.all,
        [
            ("デバイス", 7), ("でばいす", 7), ("ﾃﾞﾊﾞｲｽ", 7), ("アイフォン", 7), ("ＩＰＡＤ", 7), ("ipad_50%", 7), ("i%d", 0),
            ("pad_5", 7), ("pad-5", 0), ("やまだたろう", 12), ("山田太郎", 12), ("営業", 12), ("ser100", 1), ("090 1234", 12),
            ("０９０－１２３４", 12), ("080-1111-2222", 12), ("+81 80-1111", 12), ("080(1111)", 12), ("anne", 12),
            ("\\", 0), ("'; DROP TABLE enrollments; --", 0), ("none\0", 0), ("  ", 36),
        ])
    func `search does not mind width, case, kana, blanks and hyphens`(
        _ engine: Engine, _ search: (text: String, count: Int)
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fillList(bench, "one")
            let rows = try await all(bench, DeviceListQuery(text: search.text), scope)
            #expect(rows.count == search.count)
        }
    }

    @Test(arguments: Engine.all) func `a cursor from elsewhere shows the first page`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fillList(bench, "one")
            let first = try await bench.store.read {
                try $0.deviceList(DeviceListQuery(), at: today, limit: 5, in: scope)
            }
            let foreign = try await bench.store.read {
                try $0.deviceList(DeviceListQuery(sort: .state), at: today, limit: 5, in: scope).nextCursor
            }
            for cursor in [
                "", "x", "a.name-asc..", "a.name-asc.!!.e1", "a.name-asc.AA.", "a.contact-asc.1.e1", foreign,
            ] {
                let page = try await bench.store.read {
                    try $0.deviceList(DeviceListQuery(cursor: cursor), at: today, limit: 5, in: scope)
                }
                #expect(page == first, "\(cursor ?? "nil")")
            }
        }
    }

    @Test(arguments: Engine.all) func `without a valid certificate nothing can be delivered`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fillList(bench, "one")
            let enrolled = try await all(bench, DeviceListQuery(state: .managed), scope).count
            let unreached = try await all(bench, DeviceListQuery(state: .undeliverable), scope)
            // 1 has the certificate's topic but no token, 2 another topic, 16 both token and topic.
            let found = ["e1", "e2", "e16"].map { id in unreached.contains { $0.enrollmentID.description == id } }
            #expect(found == [true, true, false])
            // The sample's certificate ends after 364 days.
            #expect(try await all(bench, DeviceListQuery(state: .undeliverable), scope, at: day(365)).count == enrolled)
            #expect(try await all(bench, DeviceListQuery(topic: .matching), scope, at: day(365)).count == 12)
            try await bench.store.write { try $0.setState(.retired(at: today), of: .init(stored: "c1"), in: scope) }
            #expect(try await all(bench, DeviceListQuery(state: .undeliverable), scope).count == enrolled)
            #expect(try await all(bench, DeviceListQuery(topic: .matching), scope).isEmpty)
            #expect(try await all(bench, DeviceListQuery(topic: .other), scope).count == 24)
        }
    }

    @Test(arguments: Engine.all) func `silent is what the company's own setting says, and what 無通信検知 notes`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (scope, other) = (try await fillList(bench, "one"), try await fillList(bench, "two"))
            // Enrolled 40 days ago, heard of 39.5, 3.25, 3 and 2.75 days before the look.
            let look = day(40)
            try await bench.store.write { transaction in
                for scope in [scope, other] {
                    for number in 0..<36 {
                        let contact = [0.5, 36.75, 37, 37.25][number % 4]
                        try transaction.noteContacts([
                            Contact(scope: scope, enrollmentID: EnrollmentID(stored: "e\(number)"), at: day(contact))
                        ])
                    }
                }
            }
            let enrolled = try await all(bench, DeviceListQuery(state: .managed), scope, at: look)
            var expected: [Int: Int] = [:]
            for (days, latest) in [(3, 36.99), (1, 39), (7, 33), (39, 1), (40, 0)] {
                expected[days] = enrolled.filter { ($0.lastContactAt ?? today) < day(latest) }.count
            }
            #expect(Set(expected.values).count == 4)
            for (days, count) in expected {
                var settings = try await bench.store.read { try $0.noticeSettings(in: scope) }
                settings.silenceDays = days
                let (saved, before) = (settings, try #require(settings.silentBefore(look)))
                try await bench.store.write { try $0.save(saved, in: scope) }
                let rows = try await all(bench, DeviceListQuery(state: .silent), scope, at: look)
                #expect(rows.count == count, "\(days) days")
                #expect(rows.allSatisfy { $0.facets.isSilent && $0.lastContactAt.map { $0 < before } ?? true })
                let counts = try await bench.store.read {
                    try $0.deviceListCounts(DeviceListQuery(), at: look, in: scope)
                }
                #expect(counts.states[.silent, default: 0] == count)
                // Rolled back, so that each number of days notes them anew.
                struct Enough: Error { let noted: Int }
                do {
                    try await bench.store.write {
                        throw Enough(
                            noted: try $0.noteSilentDevices(before: before, at: look, limit: 99, in: scope).count)
                    }
                } catch let enough as Enough {
                    #expect(enough.noted == count)
                }
                let theirs = try await all(bench, DeviceListQuery(state: .silent), other, at: look)
                #expect(theirs.count == expected[7], "the other company kept its 7 days")
            }
            var settings = try await bench.store.read { try $0.noticeSettings(in: scope) }
            settings.silenceDays = nil
            let saved = settings
            try await bench.store.write { try $0.save(saved, in: scope) }
            #expect(try await all(bench, DeviceListQuery(state: .silent), scope, at: look).isEmpty)
            #expect(try await all(bench, DeviceListQuery(sort: .state), scope, at: look).count == 36)
        }
    }

    @Test(arguments: Engine.all) func `two companies see their own devices`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fillList(bench, "one"), try await fillList(bench, "two"))
            try await bench.store.write { transaction in
                for command in try transaction.pendingCommands(of: EnrollmentID(stored: "e2"), in: one) {
                    try transaction.finish(
                        FinishedCommand(command: command, outcome: .cancelled, endedAt: today), in: one)
                }
            }
            for query in [DeviceListQuery(), DeviceListQuery(state: .commandsWaiting)] {
                let (ones, twos) = (try await all(bench, query, one), try await all(bench, query, two))
                #expect(twos.count - ones.count == (query.state == nil ? 0 : 1))
            }
        }
    }
}
