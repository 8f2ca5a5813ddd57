import Administration
import CommandQueue
import Enrollments
import Foundation
import MDMProtocol
import Ports
import PushCertificates
import SQLStore
import SQLiteDriver
import Testing

@testable import UseCases

@Suite struct BulkSyncTests {
    /// A company with a certificate of topic one and some managed devices.
    private struct Scene {
        let test: TestInstallation
        var scope: CompanyScope { test.company.scope }
        var installation: Installation { test.installation }

        init(devices: Int = 3, hasCertificate: Bool = true) async throws {
            test = try await TestInstallation()
            if hasCertificate { try await test.register(topic: topicOne) }
            for number in 0..<devices { try await add(number) }
        }

        func id(_ number: Int) -> EnrollmentID { EnrollmentID(stored: String(format: "e%03d", number)) }

        func add(
            _ number: Int, topic: String = topicOne, state: EnrollmentState = .enrolled, in other: CompanyScope? = nil
        ) async throws {
            let (scope, now, id) = (other ?? scope, test.clock.now, id(number))
            try await installation.store.write { transaction in
                let device = DeviceID(stored: "d\(number)")
                try transaction.insertDevice(device, hardwareID: "UDID-\(number)", at: now, in: scope)
                try transaction.insert(
                    Enrollment(
                        id: id, deviceID: device, generation: 1, hardwareID: "UDID-\(number)",
                        isUserEnrollment: false, state: state,
                        identity: Fingerprint(bytes: Array("\(scope.companyID) \(number)".utf8.suffix(32))),
                        identityNotAfter: now.addingTimeInterval(86_400), topic: topic, invitationID: nil,
                        personID: nil, organizationID: nil,
                        summary: DeviceSummary(
                            name: "iPhone \(number)", platform: "iPhone", osVersion: "18.1", isSupervised: true),
                        authenticatedAt: now, enrolledAt: now, tokenUpdatedAt: now), in: scope)
            }
        }

        func order(_ query: DeviceListQuery = DeviceListQuery(), in other: CompanyScope? = nil) async throws
            -> BulkOrderID?
        {
            try await OrderBulkSync(installation)(query, by: test.actor, in: other ?? scope)
        }

        func handOutAll() async throws {
            var place = HandOutBulkOrders.Place()
            while try await HandOutBulkOrders(installation).turn(&place).hasProgressed {}
            // Another turn finds that nothing is left.
            _ = try await HandOutBulkOrders(installation).turn(&place)
        }

        func queue(_ number: Int, in other: CompanyScope? = nil) async throws -> [QueuedCommand] {
            let (scope, id) = (other ?? scope, id(number))
            return try await installation.store.read { try $0.pendingCommands(of: id, in: scope) }
        }

        /// A statement below the store.
        func damage(_ statement: SQL) async throws {
            let driver = try await SQLiteDriver.open(path: test.directory.appending(path: "test.sqlite").path)
            _ = try await driver.write { try $0.execute(statement, []) }
            try await driver.close()
        }

        func steps(_ id: BulkOrderID) async throws -> [BulkStep: Int] {
            try await ShowBulkOrder(installation)(id, step: nil, behind: nil, in: scope)?.steps ?? [:]
        }
    }

    @Test func `every managed device is asked once, and rung`() async throws {
        let scene = try await Scene(devices: 150)
        try await scene.add(900, state: .removed)
        try await scene.add(901, state: .authenticated)
        try await scene.add(902, topic: topicTwo)
        let preview = try await OrderBulkSync(scene.installation).preview(DeviceListQuery(), in: scene.scope)
        #expect(preview.targetCount == 151 && preview.unmanagedCount == 2 && preview.obstacle == nil)
        let id = try #require(try await scene.order())
        // Acknowledged; not a single command is in a queue yet.
        #expect(try await scene.queue(0).isEmpty)
        #expect(try await scene.steps(id) == [.preparing: 151])
        try await scene.handOutAll()
        #expect(try await scene.steps(id) == [.waiting: 150, .skipped: 1])
        for number in [0, 63, 64, 149] {
            let queue = try await scene.queue(number)
            #expect(queue.count == 5 && queue.allSatisfy { $0.queuedBy == "admin" })
            let wakeUp = try await scene.installation.store.read { [scope = scene.scope, id = scene.id(number)] in
                try $0.wakeUp(of: id, in: scope)
            }
            #expect(wakeUp?.dueAt == scene.test.clock.now)
            #expect(scene.installation.devices.expectsWork(for: scene.id(number)))
        }
        for number in [900, 901, 902] { try await #expect(scene.queue(number).isEmpty) }
        let skipped = try await ShowBulkOrder(scene.installation)(id, step: .skipped, behind: nil, in: scene.scope)
        #expect(skipped?.targets.map(\.obstacle) == [.otherTopic])
        #expect(try await scene.test.events().filter { $0 == .syncRequested }.count == 1)
        let shown = try await ShowBulkOrder(scene.installation)(id, step: nil, behind: nil, in: scene.scope)
        #expect(shown?.order.handedOutAt != nil && shown?.targets.count == 50 && shown?.next == scene.id(49))
    }

    @Test func `what waits already is not asked again, and counts as the device's question`() async throws {
        let scene = try await Scene(devices: 1)
        try await SynchronizeDevice(scene.installation)(scene.id(0), by: scene.test.actor, in: scene.scope)
        let before = try await scene.queue(0)
        let id = try #require(try await scene.order())
        try await scene.handOutAll()
        #expect(try await scene.queue(0) == before && before.count == 5)
        #expect(try await scene.steps(id) == [.waiting: 1])
    }

    @Test func `a server that ends in the middle goes on where it stood`() async throws {
        let scene = try await Scene(devices: 100)
        let id = try #require(try await scene.order())
        var place = HandOutBulkOrders.Place()
        _ = try await HandOutBulkOrders(scene.installation).turn(&place)
        #expect(try await scene.steps(id) == [.waiting: HandOutBulkOrders.portion, .preparing: 36])
        let before = try await scene.queue(0)
        try await scene.handOutAll()
        #expect(try await scene.steps(id) == [.waiting: 100])
        #expect(try await scene.queue(0) == before)
    }

    @Test func `two nodes that both believe it is their turn ask each device once`() async throws {
        let scene = try await Scene(devices: 200)
        let id = try #require(try await scene.order())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 { group.addTask { try await scene.handOutAll() } }
            try await group.waitForAll()
        }
        #expect(try await scene.steps(id) == [.waiting: 200])
        for number in [0, 1, 63, 64, 127, 199] { try await #expect(scene.queue(number).count == 5) }
    }

    @Test func `a small order does not wait for a large one of another company`() async throws {
        let scene = try await Scene(devices: 300)
        let other = try await TestInstallation.company("other", in: scene.installation)
        let file = try await scene.test.download(for: other)
        try await scene.test.upload(try scene.test.apple(file.request, topic: topicTwo), in: other)
        try await scene.add(1, topic: topicTwo, in: other.scope)
        _ = try await scene.order()
        _ = try await scene.order(in: other.scope)
        var place = HandOutBulkOrders.Place()
        _ = try await HandOutBulkOrders(scene.installation).turn(&place)
        #expect(try await scene.queue(1, in: other.scope).count == 5)
        #expect(try await scene.queue(299).isEmpty)
    }

    @Test func `what left between order and turn is told, not asked`() async throws {
        let scene = try await Scene(devices: 2)
        let id = try #require(try await scene.order())
        try await scene.installation.store.write { [scope = scene.scope, id = scene.id(0)] transaction in
            guard var enrollment = try transaction.enrollment(id, in: scope) else { return }
            enrollment.state = .removed
            try transaction.update(enrollment, in: scope)
        }
        try await scene.handOutAll()
        let shown = try await ShowBulkOrder(scene.installation)(id, step: .skipped, behind: nil, in: scene.scope)
        #expect(shown?.targets.map(\.obstacle) == [.notManaged])
        #expect(try await scene.queue(0).isEmpty)
    }

    @Test func `without a valid certificate, or without a device, nothing is ordered`() async throws {
        let scene = try await Scene(hasCertificate: false)
        await #expect(throws: EnrollmentError.obstacle(.noCertificate)) { try await scene.order() }
        try await scene.test.register(topic: topicOne)
        #expect(try await scene.order(DeviceListQuery(text: "nobody")) == nil)
        scene.test.clock.advance(days: 400)
        let preview = try await OrderBulkSync(scene.installation).preview(DeviceListQuery(), in: scene.scope)
        #expect(preview.obstacle != nil && preview.targetCount == 3 && preview.undeliverableCount == 3)
        await #expect(throws: EnrollmentError.self) { try await scene.order() }
        let orders = try await scene.installation.store.read { [scope = scene.scope] in
            try $0.bulkOrders(limit: 9, in: scope)
        }
        #expect(orders.isEmpty && preview.recent.isEmpty)
        #expect(try await !scene.test.events().contains(.syncRequested))
    }

    @Test func `a form sent twice orders once, and a company has five open orders at most`() async throws {
        let scene = try await Scene()
        let first = try await scene.order()
        #expect(try await scene.order() == first)
        for name in ["iPhone 0", "iPhone 1", "iPhone 2", "iPhone"] {
            #expect(try await scene.order(DeviceListQuery(text: name)) != nil)
        }
        await #expect(throws: EnrollmentError.ordersWaiting(limit: 5)) {
            try await scene.order(DeviceListQuery(family: .iPhone))
        }
        try await scene.handOutAll()
        let orders = try await scene.installation.store.read { [scope = scene.scope] in
            try $0.bulkOrders(limit: 99, in: scope)
        }
        #expect(orders.count == 5 && orders.allSatisfy { $0.handedOutAt != nil })
        #expect(try await scene.order() != first)
    }

    @Test func `while the certificate is away an order stands, and goes on`() async throws {
        let scene = try await Scene(devices: 100)
        let id = try #require(try await scene.order())
        var place = HandOutBulkOrders.Place()
        _ = try await HandOutBulkOrders(scene.installation).turn(&place)
        try await scene.test.delete()
        #expect(try await !HandOutBulkOrders(scene.installation).turn(&place).hasProgressed)
        #expect(try await scene.steps(id) == [.waiting: 64, .preparing: 36])
        let shown = try await ShowBulkOrder(scene.installation)(id, step: nil, behind: nil, in: scene.scope)
        #expect(shown?.obstacle == .certificateDeleted)
        try await scene.test.restore()
        try await scene.handOutAll()
        #expect(try await scene.steps(id) == [.waiting: 100])
    }

    @Test func `done is said when the last question of this order is answered, not an older one`() async throws {
        let scene = try await Scene(devices: 1)
        try await SynchronizeDevice(scene.installation)(scene.id(0), by: scene.test.actor, in: scene.scope)
        func answer(_ requestType: String) async throws {
            let (scope, now, id) = (scene.scope, scene.test.clock.now, scene.id(0))
            try await scene.installation.store.write { transaction in
                for command in try transaction.pendingCommands(of: id, in: scope)
                where command.requestType == requestType {
                    try transaction.finish(
                        FinishedCommand(command: command, outcome: .acknowledged, endedAt: now), in: scope)
                }
            }
        }
        for kind in ["DeviceInformation", "SecurityInfo", "ProfileList", "CertificateList"] { try await answer(kind) }
        let id = try #require(try await scene.order())
        try await scene.handOutAll()
        try await answer("InstalledApplicationList")
        #expect(try await scene.steps(id) == [.waiting: 1])
        try await answer("CertificateList")
        #expect(try await scene.steps(id) == [.completed: 1])
    }

    @Test func `a question that the device put off is not asked again`() async throws {
        let scene = try await Scene(devices: 1)
        try await SynchronizeDevice(scene.installation)(scene.id(0), by: scene.test.actor, in: scene.scope)
        try await scene.installation.store.write {
            [scope = scene.scope, now = scene.test.clock.now, id = scene.id(0)] in
            for var command in try $0.pendingCommands(of: id, in: scope) {
                command.fetchedAt = now
                command.lastNotNowAt = now
                command.notNowCount = 1
                try $0.update(command, in: scope)
            }
        }
        let id = try #require(try await scene.order())
        try await scene.handOutAll()
        #expect(try await scene.queue(0).count == 5)
        #expect(try await scene.steps(id) == [.notNow: 1])
    }

    @Test func `a device that knows none of the questions is told as such`() async throws {
        let scene = try await Scene(devices: 1)
        try await scene.installation.store.write { [scope = scene.scope, id = scene.id(0)] transaction in
            guard var enrollment = try transaction.enrollment(id, in: scope) else { return }
            enrollment.summary.platform = "other"
            try transaction.update(enrollment, in: scope)
        }
        let id = try #require(try await scene.order())
        try await scene.handOutAll()
        let shown = try await ShowBulkOrder(scene.installation)(id, step: .skipped, behind: nil, in: scene.scope)
        #expect(shown?.targets.map(\.obstacle) == [.notAvailable])
    }

    @Test func `one device that cannot be read keeps no other from being asked`() async throws {
        let scene = try await Scene(devices: 100)
        let id = try #require(try await scene.order())
        try await scene.damage("UPDATE enrollments SET state = 'of a newer version' WHERE id = 'e003'")
        var place = HandOutBulkOrders.Place()
        let turns = HandOutBulkOrders(scene.installation)
        let first = try await turns.turn(&place)
        #expect(first.hasProgressed && first.troubles.map(\.target) == [scene.id(3)])
        #expect(try await turns.turn(&place).hasProgressed)
        for number in [4, 99] { try await #expect(scene.queue(number).count == 5) }
        try await scene.damage("UPDATE enrollments SET state = 'enrolled' WHERE id = 'e003'")
        try await scene.handOutAll()
        #expect(try await scene.steps(id) == [.waiting: 100])
    }

    @Test func `orders are forgotten after ninety days, the log is not`() async throws {
        let scene = try await Scene(devices: 1)
        let id = try #require(try await scene.order())
        try await scene.handOutAll()
        scene.test.clock.advance(days: Double(ForgetBulkOrders.keptDays) - 1)
        try await ForgetBulkOrders(scene.installation)()
        #expect(try await scene.steps(id).count == 1)
        scene.test.clock.advance(days: 2)
        try await ForgetBulkOrders(scene.installation)()
        #expect(try await scene.steps(id).isEmpty)
        #expect(try await scene.test.events().contains(.syncRequested))
    }
}
