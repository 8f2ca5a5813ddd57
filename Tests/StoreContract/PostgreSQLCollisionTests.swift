import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates
import Synchronization
import Testing

private let id = EnrollmentID(stored: "e1")

@Suite(.enabled(if: PostgreSQLNodes.isThere)) struct PostgreSQLCollisionTests {
    @Test func `many that change one row at once all succeed, and every number is given once`() async throws {
        let nodes = try await PostgreSQLNodes()
        let (a, b) = (try await nodes.node(connections: 6), try await nodes.node(connections: 6))
        let company = try Company.sample("one")
        let scope = company.scope
        try await a.store.write {
            try $0.insert(company)
            try $0.enroll(.sample("e1"), in: scope)
            try $0.setInstallationValue([0, 0], for: .kind)
        }
        let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<120 {
                let store = number % 2 == 0 ? a.store : b.store
                group.addTask {
                    try await store.write { transaction in
                        // Read, thought over, written: nothing of it is one statement.
                        let old = try transaction.installationValue(.kind) ?? []
                        let sum = old.reduce(0) { $0 << 8 | Int($1) } + 1
                        try transaction.setInstallationValue([UInt8(sum >> 8), UInt8(sum & 0xFF)], for: .kind)
                        return try transaction.nextCommandSequence(of: id, in: scope)
                    }
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(numbers.sorted() == Array(1...120))
        #expect(try await a.store.read { try $0.installationValue(.kind) } == [0, 120])
        try await a.store.close()
        try await b.store.close()
    }

    @Test func `entries about a device's old and its new enrollment at once are all kept`() async throws {
        let nodes = try await PostgreSQLNodes()
        let (a, b) = (try await nodes.node(connections: 6), try await nodes.node(connections: 6))
        let company = try Company.sample("one")
        let scope = company.scope
        try await a.store.write {
            try $0.insert(company)
            try $0.enroll(.sample("e1", device: "d1", state: .archived), in: scope)
            try $0.insert(.sample("e2", device: "d1", generation: 2), in: scope)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<120 {
                let (store, id) = (number % 2 == 0 ? a.store : b.store, EnrollmentID(stored: "e\(number % 2 + 1)"))
                group.addTask {
                    try await store.write(about: [id], in: scope) {
                        try $0.append(
                            DeviceEvent(
                                deviceID: DeviceID(stored: "d1"), enrollmentID: id, occurredAt: today,
                                kind: .tokenUpdated), in: scope)
                    }
                }
            }
            try await group.waitForAll()
        }
        let numbers = try await a.store.read {
            try $0.deviceEvents(of: DeviceID(stored: "d1"), before: nil, limit: 200, in: scope).map(\.number)
        }
        #expect(numbers.sorted() == Array(1...120))
        try await a.store.close()
        try await b.store.close()
    }

    @Test(arguments: [false, true]) func `a body that met another is run again, even if it hides its error`(
        hides: Bool
    ) async throws {
        struct Hidden: Error {}
        let nodes = try await PostgreSQLNodes()
        let (a, b) = (try await nodes.node(), try await nodes.node())
        try await a.store.write { try $0.setInstallationValue([0], for: .kind) }
        let runs = Mutex(0)
        let (first, second) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        // Each changes a row and then the other's: PostgreSQL ends one of them.
        let meet:
            @Sendable (InstallationKey, InstallationKey, DispatchSemaphore, DispatchSemaphore) ->
                @Sendable (
                    any Transaction
                ) throws -> Void = { own, others, mine, theirs in
                    { transaction in
                        runs.withLock { $0 += 1 }
                        try transaction.setInstallationValue([1], for: own)
                        // What is read needs what was written before.
                        _ = try transaction.installationValue(own)
                        mine.signal()
                        _ = theirs.wait(timeout: .now() + 1)
                        do {
                            try transaction.setInstallationValue([2], for: others)
                            _ = try transaction.installationValue(others)
                        } catch {
                            throw hides ? Hidden() : error
                        }
                    }
                }
        async let one: Void = a.store.note(meet(.kind, .consoleURL, first, second))
        async let other: Void = b.store.note(meet(.consoleURL, .kind, second, first))
        _ = try await (one, other)
        #expect(runs.withLock { $0 } >= 3)
        #expect(try await b.store.read { try $0.installationValue(.kind) } != nil)
        try await a.store.close()
        try await b.store.close()
    }

    @Test func `two nodes claim every wake-up once`() async throws {
        let nodes = try await PostgreSQLNodes()
        let (a, b) = (try await nodes.node(connections: 4), try await nodes.node(connections: 4))
        let company = try Company.sample("one")
        let (scope, request) = (company.scope, PushRequest.sample("r1"))
        try await a.store.write { transaction in
            try transaction.insert(company)
            try transaction.insert(request, in: scope)
            try transaction.insert(RegisteredCertificate.sample("c1", of: request), in: scope)
            for number in 0..<200 {
                let id = EnrollmentID(stored: "e\(number)")
                try transaction.enroll(.sample("e\(number)", device: "d\(number)"), in: scope)
                try transaction.savePush([1], of: id, in: scope)
                try transaction.requestWakeUp(of: id, at: today, restarting: true, in: scope)
            }
        }
        let claimed = try await withThrowingTaskGroup(of: [EnrollmentID].self) { group in
            for worker in 0..<6 {
                let store = worker % 2 == 0 ? a.store : b.store
                group.addTask {
                    var (mine, emptyHanded) = ([EnrollmentID](), 0)
                    while emptyHanded < 3 {
                        // As the product claims: beside each other, at the same instant at every node.
                        let some = try await store.note {
                            try $0.claimWakeUps(at: day(1), limit: 7, until: day(2), sparing: [])
                        }
                        emptyHanded = some.isEmpty ? emptyHanded + 1 : 0
                        mine += some.map(\.enrollmentID)
                    }
                    return mine
                }
            }
            return try await group.reduce(into: [EnrollmentID]()) { $0 += $1 }
        }
        #expect(claimed.count == 200 && Set(claimed).count == 200)
        #expect(try await a.store.read { try $0.dueWakeUps(at: day(1), limit: 500) }.isEmpty)
        try await a.store.close()
        try await b.store.close()
    }
}
