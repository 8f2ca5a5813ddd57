import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import SQLStore
import Testing

private let orderID = BulkOrderID(stored: "b1")

extension BulkOrder {
    static func sample(
        _ id: String, _ query: DeviceListQuery = DeviceListQuery(), orderedAt: Date = today, count: Int = 1,
        handedOutAt: Date? = nil
    ) -> BulkOrder {
        BulkOrder(
            id: BulkOrderID(stored: id), orderedAt: orderedAt, orderedBy: "yamada", query: query, targetCount: count,
            handedOutAt: handedOutAt)
    }
}

@Suite struct BulkOrderTests {
    /// Devices `e0` to `e9` of company `one`, all frozen in order `b1`.
    private func fill(_ bench: Bench) async throws -> CompanyScope {
        let company = try Company.sample("one")
        let count = try await bench.store.write { transaction in
            let scope = company.scope
            try transaction.insert(company)
            for number in 0..<10 { try transaction.enroll(.sample("e\(number)", device: "d\(number)"), in: scope) }
            let count = try transaction.freezeTargets(of: orderID, DeviceListQuery(), at: today, in: scope)
            try transaction.insert(.sample("b1", count: count), in: scope)
            return count
        }
        #expect(count == 10)
        return company.scope
    }

    private func waiting(_ bench: Bench, behind last: String? = nil, limit: Int = 99, in scope: CompanyScope)
        async throws -> [String]
    {
        try await bench.store.read {
            try $0.waitingTargets(
                of: orderID, behind: last.map { EnrollmentID(stored: $0) }, limit: limit, in: scope
            ).map(\.description)
        }
    }

    @Test(arguments: Engine.all) func `the frozen set is what the list shows, as far as it is managed`(
        _ engine: Engine
    ) async throws {
        let states: [DeviceListQuery.State?] = DeviceListQuery.State.allCases + [nil]
        let queries =
            states.map { DeviceListQuery(state: $0) } + DeviceListQuery.TopicMatch.allCases.map { .init(topic: $0) }
            + DeviceListQuery.LastContact.allCases.map { .init(lastContact: $0) }
            + [
                .init(text: "でばいす"), .init(text: "やまだ", state: .managed, family: .iPhone), .init(text: "nothing"),
                .init(supervision: .unknown, organization: OrganizationID(stored: "o1")),
                .init(user: PersonID(stored: "p1")),
            ]
        try await withBench(engine) { bench in
            let scope = try await fillList(bench, "one")
            _ = try await fillList(bench, "two")
            var found = 0
            for (number, query) in queries.enumerated() {
                let id = BulkOrderID(stored: "b\(number)")
                let (count, shown, tally, frozen) = try await bench.store.write { transaction in
                    let count = try transaction.freezeTargets(of: id, query, at: day(9), in: scope)
                    return (
                        count,
                        try transaction.deviceList(query, at: day(9), limit: 1000, in: scope).rows
                            .filter { $0.facets.state == .enrolled }.map(\.enrollmentID.description),
                        try transaction.deviceTally(query, at: day(9), in: scope).count(query) {
                            $0.state == .enrolled
                        },
                        try transaction.waitingTargets(of: id, behind: nil, limit: 1000, in: scope).map(\.description)
                    )
                }
                #expect(count == shown.count && count == tally, "\(query.items)")
                #expect(frozen == shown.sorted(), "\(query.items)")
                found += count
            }
            #expect(found > 100)
        }
    }

    @Test(arguments: Engine.all) func `an order comes back with its conditions`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let query = DeviceListQuery(text: "\"営業\" <&>", state: .silent, user: PersonID(stored: "p1"))
            let later = BulkOrder.sample("b2", query, orderedAt: day(1), count: 7)
            try await bench.store.write { try $0.insert(later, in: scope) }
            let (one, none, all) = try await bench.store.read { transaction in
                (
                    try transaction.bulkOrder(later.id, in: scope),
                    try transaction.bulkOrder(BulkOrderID(stored: "x"), in: scope),
                    try transaction.bulkOrders(limit: 9, in: scope).map(\.id.description)
                )
            }
            #expect(one == later && none == nil && all == ["b2", "b1"])
        }
    }

    @Test(arguments: Engine.all) func `each device is handed its commands once, and the order ends with the last`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            #expect(try await waiting(bench, limit: 3, in: scope) == ["e0", "e1", "e2"])
            #expect(try await waiting(bench, behind: "e7", in: scope) == ["e8", "e9"])
            let first = EnrollmentID(stored: "e0")
            try await bench.store.write(about: [first], in: scope) { transaction in
                #expect(try transaction.isWaiting(first, of: orderID, in: scope))
                try transaction.handOut(CommandUUID(stored: "u0"), to: first, of: orderID, in: scope)
                #expect(try !transaction.isWaiting(first, of: orderID, in: scope))
            }
            await expectConflict {
                try await bench.store.write {
                    try $0.handOut(CommandUUID(stored: "u9"), to: first, of: orderID, in: scope)
                }
            }
            // A decision about one device reaches no other's place in the order.
            await expectConflict {
                try await bench.store.write(about: [first], in: scope) {
                    try $0.skip(EnrollmentID(stored: "e5"), for: .otherTopic, of: orderID, in: scope)
                }
            }
            let open = try await bench.store.write { transaction in
                try transaction.skip(first, for: .notManaged, of: orderID, in: scope)
                try transaction.endHandingOut(of: orderID, at: day(1), in: scope)
                return try transaction.openBulkOrders().map(\.id)
            }
            #expect(open == [orderID])
            let (ended, steps) = try await bench.store.write { transaction in
                for number in 1..<10 {
                    try transaction.skip(
                        EnrollmentID(stored: "e\(number)"), for: .otherTopic, of: orderID, in: scope)
                }
                try transaction.endHandingOut(of: orderID, at: day(2), in: scope)
                try transaction.endHandingOut(of: orderID, at: day(3), in: scope)
                #expect(try transaction.openBulkOrders().isEmpty)
                return (
                    try transaction.bulkOrder(orderID, in: scope)?.handedOutAt,
                    try transaction.bulkSteps(of: orderID, in: scope)
                )
            }
            // Its command is neither pending nor finished: nothing more is known of it.
            #expect(ended == day(2) && steps == [.ended: 1, .skipped: 9])
        }
    }

    @Test(arguments: Engine.all) func `each company's oldest open order is its turn`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let companies = try ["one", "two"].map { try Company.sample($0) }
            try await bench.store.write { transaction in
                for company in companies {
                    try transaction.insert(company)
                    for (id, at) in [("b3", 1.0), ("b1", 1.0), ("b0", 2.0)] {
                        try transaction.insert(
                            .sample(id, DeviceListQuery(text: id), orderedAt: day(at)), in: company.scope)
                    }
                }
                try transaction.insert(.sample("a0", orderedAt: day(0), handedOutAt: day(1)), in: companies[1].scope)
            }
            let (turns, own) = try await bench.store.read { transaction in
                (
                    try transaction.openBulkOrders().map { "\($0.scope.companyID) \($0.id)" },
                    try transaction.openBulkOrders(in: companies[1].scope).map(\.id.description)
                )
            }
            #expect(turns.sorted() == companies.map { "\($0.id) b1" }.sorted() && own == ["b1", "b3", "b0"])
        }
    }

    @Test(arguments: Engine.all) func `the same conditions are ordered once while they are being handed out`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try Company.sample("one"), try Company.sample("two"))
            try await bench.store.write { transaction in
                for company in [one, two] { try transaction.insert(company) }
                try transaction.insert(BulkOrder.sample("b1"), in: one.scope)
                try transaction.insert(BulkOrder.sample("b1"), in: two.scope)
                try transaction.insert(.sample("b2", DeviceListQuery(text: "x")), in: one.scope)
            }
            await expectConflict {
                try await bench.store.note(in: one.scope) {
                    _ = try $0.freezeTargets(of: BulkOrderID(stored: "b3"), DeviceListQuery(), at: today, in: one.scope)
                    try $0.insert(BulkOrder.sample("b3"), in: one.scope)
                }
            }
            let left = try await bench.store.write { transaction in
                let left = try transaction.bulkTargets(
                    of: BulkOrderID(stored: "b3"), step: nil, behind: nil, limit: 9, in: one.scope)
                try transaction.endHandingOut(of: orderID, at: day(1), in: one.scope)
                try transaction.insert(BulkOrder.sample("b4"), in: one.scope)
                return left
            }
            #expect(left.isEmpty)
        }
    }

    /// With many of them PostgreSQL would read all for each device.
    @Test(arguments: Engine.all) func `freezing reads no queue unless the conditions ask for it`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fillList(bench, "one")
            try await bench.run("ALTER TABLE commands RENAME TO elsewhere")
            let count = try await bench.store.write {
                try $0.freezeTargets(
                    of: orderID, DeviceListQuery(state: .managed, family: .iPhone, topic: .matching), at: today,
                    in: scope)
            }
            #expect(count > 0)
        }
    }

    @Test(arguments: Engine.all) func `every step is what was observed of the device's command`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            try await bench.store.write { transaction in
                try transaction.skip(EnrollmentID(stored: "e1"), for: .otherTopic, of: orderID, in: scope)
                for number in 2..<10 {
                    let id = EnrollmentID(stored: "e\(number)")
                    var command = QueuedCommand.sample("u\(number)", 1, of: id)
                    if number >= 3 { command.pushedAt = day(1) }
                    if number >= 4 { (command.fetchedAt, command.fetchCount) = (day(2), 1) }
                    if number == 5 || number == 6 { (command.notNowCount, command.lastNotNowAt) = (1, day(3)) }
                    if number == 6 { command.fetchedAt = day(4) }
                    try transaction.insert(command, in: scope)
                    try transaction.handOut(command.uuid, to: id, of: orderID, in: scope)
                    let ends: [Int: FinishedCommand.Outcome] = [7: .acknowledged, 8: .error, 9: .superseded]
                    guard let outcome = ends[number] else { continue }
                    try transaction.finish(
                        FinishedCommand(command: command, outcome: outcome, endedAt: day(5)), in: scope)
                }
            }
            let (targets, steps) = try await bench.store.read {
                (
                    try $0.bulkTargets(of: orderID, step: nil, behind: nil, limit: 99, in: scope),
                    try $0.bulkSteps(of: orderID, in: scope)
                )
            }
            let expected: [BulkStep] = [
                .preparing, .skipped, .waiting, .accepted, .fetched, .notNow, .fetched, .completed, .failed, .ended,
            ]
            #expect(targets.map(\.step) == expected)
            #expect(
                targets.map(\.since)
                    == [nil, nil, today, day(1), day(2), day(3), day(4), day(5), day(5), day(5)])
            #expect(targets.map(\.obstacle) == [nil, .otherTopic] + Array(repeating: nil, count: 8))
            #expect(steps == Dictionary(expected.map { ($0, 1) }, uniquingKeysWith: +))
            #expect(targets.first?.deviceID.description == "d0" && targets.first?.serialNumber == "F2LXK9Q0N72J")
            let fetched = try await bench.store.read { transaction in
                try [nil, EnrollmentID(stored: "e4")].map {
                    try transaction.bulkTargets(of: orderID, step: .fetched, behind: $0, limit: 99, in: scope)
                        .map(\.enrollmentID.description)
                }
            }
            #expect(fetched == [["e4", "e6"], ["e6"]])
        }
    }

    @Test(arguments: Engine.all) func `only old orders that were handed out are forgotten, one at a time`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let other = BulkOrder(
                id: BulkOrderID(stored: "b2"), orderedAt: day(1), orderedBy: "", query: DeviceListQuery(),
                targetCount: 10, handedOutAt: day(1))
            let forgotten = try await bench.store.write { transaction in
                _ = try transaction.freezeTargets(of: other.id, DeviceListQuery(), at: today, in: scope)
                try transaction.insert(other, in: scope)
                return try [day(1), day(2), day(2)].map { try transaction.forgetOneBulkOrder(before: $0) }
            }
            #expect(forgotten == [false, true, false])
            let left = try await bench.store.read { transaction in
                (
                    try transaction.bulkOrders(limit: 9, in: scope).map(\.id),
                    try transaction.bulkTargets(of: other.id, step: nil, behind: nil, limit: 9, in: scope).count
                )
            }
            #expect(left.0 == [orderID] && left.1 == 0)
            #expect(try await waiting(bench, in: scope).count == 10)
        }
    }
}
