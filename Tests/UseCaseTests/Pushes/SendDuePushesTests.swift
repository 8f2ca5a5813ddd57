import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates
import Synchronization
import Testing

@testable import UseCases

/// Answers as told and remembers what it was asked.
private final class RecordingSender: PushSender {
    struct Asked: Sendable {
        let token: [UInt8]
        let magic: String
        let certificate: Fingerprint
    }

    private let answer = Mutex<@Sendable (WakeUp) -> WakeOutcome>({ .accepted(apnsID: $0.apnsID) })
    private let log = Mutex<[[Asked]]>([])

    /// One entry for each call.
    var waves: [[Asked]] { log.withLock(\.self) }
    /// Of this topic nothing is answered, until the caller gives up.
    let stalled = Mutex<String?>(nil)

    func answers(_ new: @escaping @Sendable (WakeUp) -> WakeOutcome) { answer.withLock { $0 = new } }

    func wake(_ wakeUps: [WakeUp], as identity: PushIdentity) async -> [WakeOutcome] {
        log.withLock {
            $0.append(
                wakeUps.map {
                    Asked(
                        token: $0.token, magic: $0.pushMagic.reveal(), certificate: identity.certificate.fingerprint)
                })
        }
        if stalled.withLock({ $0 == identity.certificate.topic.description }) {
            let (silence, end) = AsyncStream<Void>.makeStream()
            for await _ in silence {}
            end.finish()
            return wakeUps.map { _ in .notSent(.connectionLost("given up")) }
        }
        let answer = answer.withLock(\.self)
        return wakeUps.map(answer)
    }
    func probe(_ identity: PushIdentity) async -> ProbeOutcome { .accepted }
    func wire(for topic: PushTopic) async -> WireFact? { nil }
}

@Suite struct SendDuePushesTests {
    private struct Scene {
        let test: TestInstallation
        let installation: Installation
        let sender = RecordingSender()
        let send: SendDuePushes
        var scope: CompanyScope { test.company.scope }

        init(devices: Int = 3) async throws {
            test = try await TestInstallation()
            installation = test.installation.serving(pushSender: sender, deviceAddress: nil)
            send = SendDuePushes(installation)
            try await test.register(topic: topicOne)
            for number in 0..<devices { try await add(number) }
        }

        func id(_ number: Int) -> EnrollmentID { EnrollmentID(stored: "e\(number)") }

        func add(_ number: Int, topic: String = topicOne, in other: CompanyScope? = nil) async throws {
            let (scope, now, id) = (other ?? scope, test.clock.now, id(number))
            let triple = PushTriple(
                token: [UInt8](repeating: UInt8(number), count: 32), pushMagic: "magic-\(number)", topic: topic)
            let sealed = try await EnrollmentSeal(installation, in: scope).push(triple, of: id)
            try await installation.store.write { transaction in
                let device = DeviceID(stored: "d\(number)")
                try transaction.insertDevice(device, hardwareID: "UDID-\(number)", at: now, in: scope)
                let enrollment = Enrollment(
                    id: id, deviceID: device, generation: 1, hardwareID: "UDID-\(number)",
                    isUserEnrollment: false, state: .enrolled,
                    identity: Fingerprint(bytes: [UInt8](repeating: UInt8(number), count: 32)),
                    identityNotAfter: now.addingTimeInterval(86_400), topic: topic, invitationID: nil,
                    personID: nil, organizationID: nil, summary: DeviceSummary(), authenticatedAt: now,
                    enrolledAt: now, tokenUpdatedAt: now)
                try transaction.insert(enrollment, in: scope)
                try transaction.update(enrollment, sealedPush: sealed, in: scope)
                try transaction.requestWakeUp(of: id, at: now, restarting: true, in: scope)
            }
        }

        func facts(_ number: Int) async throws -> WakeUpFacts? {
            let (scope, id) = (scope, id(number))
            return try await installation.store.read { try $0.wakeUp(of: id, in: scope) }
        }

        /// Seconds from now until the device is rung again.
        func wait(_ number: Int) async throws -> Double? {
            try await facts(number)?.dueAt?.timeIntervalSince(test.clock.now)
        }
    }

    @Test func `each device is rung once, with its own token and PushMagic, and again after five minutes`()
        async throws
    {
        let scene = try await Scene()
        let report = try await scene.send()
        #expect(report == .init(accepted: 3))
        let wave = try #require(scene.sender.waves.first)
        #expect(Set(wave.map(\.magic)) == ["magic-0", "magic-1", "magic-2"])
        for asked in wave { #expect(asked.magic == "magic-\(asked.token[0])") }
        try await #expect(scene.send() == .init(), "nothing is due")
        let wait = try #require(try await scene.wait(1))
        #expect((270...330).contains(wait))
        let facts = try #require(try await scene.facts(1))
        #expect(facts.lastStatus == 200 && facts.apnsID != nil && facts.attempts == 1)
    }

    @Test func `without network nothing is lost, the waits grow, and one wave follows`() async throws {
        let scene = try await Scene()
        scene.sender.answers { _ in .notSent(.unreachable("no route")) }
        let end = scene.test.clock.now + 3600
        while scene.test.clock.now < end {
            try await scene.send()
            scene.test.clock.advance(seconds: 1)
        }
        // An hour: about ten waits up to 5 minutes, then one in 2.5 minutes on average.
        #expect((8...80).contains(scene.sender.waves.count), "\(scene.sender.waves.count)")
        scene.sender.answers { .accepted(apnsID: $0.apnsID) }
        scene.test.clock.advance(seconds: 300)
        let before = scene.sender.waves.count
        #expect(try await scene.send().accepted == 3)
        #expect(scene.sender.waves.count == before + 1)
        let wait = try #require(try await scene.wait(0))
        #expect((270...330).contains(wait), "the hour does not count as rings that went unanswered")
    }

    @Test(arguments: [
        WakeOutcome.refused(status: 403, reason: "BadCertificate", since: nil, retryAfter: nil),
        .notSent(.certificateRejected("certificate_revoked")), .notSent(.untrustedPeer(issuer: "Interceptor")),
    ])
    func `what concerns the certificate stops it for five minutes, and a renewed one goes at once`(
        _ outcome: WakeOutcome
    ) async throws {
        let scene = try await Scene()
        scene.sender.answers { _ in outcome }
        try await scene.send()
        scene.test.clock.advance(seconds: 120)
        try await scene.installation.store.write {
            [scope = scene.scope, id = scene.id(0), now = scene.test.clock.now] in
            try $0.requestWakeUp(of: id, at: now, restarting: true, in: scope)
        }
        try await scene.send()
        #expect(scene.sender.waves.count == 1, "a new command does not ring while the certificate is refused")
        #expect(try await scene.wait(0) == 180)
        scene.sender.answers { .accepted(apnsID: $0.apnsID) }
        try await scene.test.register(topic: topicOne)
        try await scene.installation.store.write { [scope = scene.scope, now = scene.test.clock.now] in
            _ = try $0.requestWakeUps(at: now, everyEnrollment: true, in: scope)
        }
        #expect(try await scene.send().accepted == 3)
        #expect(Set(scene.sender.waves.flatMap(\.self).map(\.certificate)).count == 2)
    }

    @Test func `410 counts only after the last TokenUpdate, and never ends an enrollment`() async throws {
        let scene = try await Scene()
        let now = scene.test.clock.now
        scene.sender.answers { wakeUp in
            .refused(
                status: 410, reason: "Unregistered", since: now + (wakeUp.token.first == 0 ? 60 : -60),
                retryAfter: nil)
        }
        try await scene.send()
        let gone = try #require(try await scene.facts(0))
        #expect(gone.isUnreachable && gone.dueAt == nil)
        let old = try #require(try await scene.facts(1))
        #expect(!old.isUnreachable && old.dueAt != nil)
        let alive = try await scene.installation.store.read { [scope = scene.scope] in
            try $0.deviceCount(in: scope)
        }
        #expect(alive == 3)
    }

    @Test func `a 410 that stays older than the TokenUpdate is not asked for every second`() async throws {
        let scene = try await Scene(devices: 1)
        let long = scene.test.clock.now - 3_600
        scene.sender.answers { _ in .refused(status: 410, reason: "Unregistered", since: long, retryAfter: nil) }
        for _ in 0..<1_800 {
            try await scene.send()
            scene.test.clock.advance(seconds: 1)
        }
        #expect((4...60).contains(scene.sender.waves.count), "\(scene.sender.waves.count)")
        #expect(try await scene.facts(0)?.dueAt != nil)
    }

    @Test func `one device that APNs holds back waits alone`() async throws {
        let scene = try await Scene()
        scene.sender.answers {
            $0.token.first == 1
                ? .refused(status: 429, reason: "TooManyRequests", since: nil, retryAfter: 600)
                : .accepted(apnsID: $0.apnsID)
        }
        #expect(try await scene.send() == .init(accepted: 2, refused: 1))
        #expect(try await scene.wait(1) == 600)
    }

    /// A second company with a device, number 7.
    private func other(in scene: Scene) async throws -> CompanyScope {
        let other = try await TestInstallation.company("other", in: scene.installation)
        let file = try await scene.test.download(for: other)
        try await scene.test.upload(try scene.test.apple(file.request, topic: topicTwo), in: other)
        try await scene.add(7, topic: topicTwo, in: other.scope)
        return other.scope
    }

    @Test(.timeLimit(.minutes(1)))
    func `a company whose APNs never answers holds up no other, and is not asked a second time`() async throws {
        let scene = try await Scene()
        let other = try await other(in: scene)
        scene.sender.stalled.withLock { $0 = topicTwo }
        let first = try await scene.send.claim().waves
        #expect(Set(first.map(\.scope)) == [scene.scope, other])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for wave in first where wave.scope == other {
                group.addTask { try await scene.send.run(wave) }
            }
            for wave in first where wave.scope == scene.scope { #expect(try await scene.send.run(wave).accepted == 3) }
            for _ in 0..<3 {
                scene.test.clock.advance(seconds: 20)
                #expect(try await scene.send.claim().waves.isEmpty)
            }
            let now = scene.test.clock.now
            try await scene.installation.store.write { [scope = scene.scope, ids = (scene.id(0), scene.id(7))] in
                try $0.requestWakeUp(of: ids.0, at: now, restarting: true, in: scope)
                try $0.requestWakeUp(of: ids.1, at: now, restarting: true, in: other)
            }
            #expect(try await scene.send() == .init(accepted: 1), "the next pass does not wait for the stalled one")
            let left = try await scene.installation.store.read { try $0.dueWakeUps(at: now, limit: 9) }
            #expect(left.map(\.scope) == [other], "another node may try")
            group.cancelAll()
            try await group.waitForAll()
        }
        scene.sender.stalled.withLock { $0 = nil }
        scene.test.clock.advance(seconds: 400)
        #expect(try await scene.send().accepted >= 1, "its next wave may begin when the last has ended")
    }

    @Test(.timeLimit(.minutes(1))) func `a claim lasts as long as the wave, however slow its answers are`() async throws
    {
        let scene = try await Scene(devices: 1)
        scene.sender.stalled.withLock { $0 = topicOne }
        let wave = try #require(try await scene.send.claim().waves.first)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await scene.send.run(wave) }
            for _ in 0..<4 {
                scene.test.clock.advance(seconds: 20)
                let end = scene.test.clock.now.addingTimeInterval(SendDuePushes.claimSeconds)
                #expect(try await scene.send.claim().waves.isEmpty)
                #expect(try await scene.facts(0)?.dueAt == end)
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test func `a company whose key does not open does not hold up another`() async throws {
        let scene = try await Scene()
        let other = try await TestInstallation.company("other", in: scene.installation)
        let file = try await scene.test.download(for: other)
        try await scene.test.upload(try scene.test.apple(file.request, topic: topicTwo), in: other)
        try await scene.add(7, topic: topicTwo, in: other.scope)
        // A damaged key: the certificate of a request whose key never opened.
        try await scene.installation.store.write { [scope = other.scope] transaction in
            let active = try #require(try transaction.activePushCertificate(in: scope))
            let damaged = PushRequest(
                id: PushRequest.ID(stored: "damaged"), createdAt: active.registeredAt, createdBy: "",
                publicKey: Fingerprint(bytes: [UInt8](repeating: 9, count: 32)), csr: [], sealedKey: [1, 2, 3],
                isPending: false)
            try transaction.insert(damaged, in: scope)
            try transaction.setState(.retired(at: active.registeredAt), of: active.id, in: scope)
            try transaction.insert(
                RegisteredCertificate(
                    id: RegisteredCertificate.ID(stored: "c-damaged"), certificate: active.certificate,
                    requestID: damaged.id, registeredAt: active.registeredAt, registeredBy: "", state: .active),
                in: scope)
        }
        #expect(try await scene.send() == .init(accepted: 3, notSent: 1))
        let told = try await scene.installation.store.read { [id = scene.id(7)] in
            try $0.wakeUp(of: id, in: other.scope)
        }
        #expect(told?.lastReason == "the certificate's key does not open")
    }
}
