import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates
import Testing

@testable import UseCases

@Suite struct FollowNewsTests {
    private let scope = CompanyScope(CompanyID(stored: "c1"))
    private let identity = Fingerprint(bytes: Array(repeating: 1, count: 32))

    private func enrollment(_ id: String) -> Enrollment {
        Enrollment(
            id: EnrollmentID(stored: id), deviceID: DeviceID(stored: "d1"), generation: 1, hardwareID: "UDID",
            isUserEnrollment: false, state: .enrolled, identity: identity, identityNotAfter: .distantFuture,
            topic: nil, invitationID: nil, personID: nil, organizationID: nil, summary: DeviceSummary(),
            authenticatedAt: .distantPast, enrolledAt: nil, tokenUpdatedAt: nil, lastContactAt: nil,
            awaitsConfiguration: false, endedAt: nil)
    }

    private func remembering(_ installation: Installation) -> EnrollmentID {
        let one = enrollment("e1")
        let memory = installation.devices
        memory.remember(one, in: scope, since: memory.epoch())
        memory.markIdle(one.id, ticket: memory.ticket(for: one.id))
        return one.id
    }

    @Test func `work of another node ends that nothing waits`() async throws {
        let bench = try await TestInstallation(importingVendor: false).installation
        let id = remembering(bench)
        #expect(bench.devices.isIdle(id) && bench.devices.known(identity) != nil)
        FollowNews(bench).take(.work(EnrollmentID(stored: "e2")))
        #expect(bench.devices.isIdle(id))
        FollowNews(bench).take(.work(id))
        #expect(!bench.devices.isIdle(id) && bench.devices.known(identity) != nil)
    }

    @Test(arguments: [StoreNews.enrollment(EnrollmentID(stored: "e1")), .everything, .resumed])
    func `what another node changed is read again`(_ news: StoreNews) async throws {
        let bench = try await TestInstallation(importingVendor: false).installation
        let id = remembering(bench)
        FollowNews(bench).take(news)
        #expect(bench.devices.known(identity) == nil && !bench.devices.isIdle(id))
    }

    @Test(arguments: [StoreNews.everything, .resumed])
    func `a late "nothing waits" of before is not believed, of an enrollment never heard of either`(
        _ news: StoreNews
    ) async throws {
        let bench = try await TestInstallation(importingVendor: false).installation
        let memory = bench.devices
        let id = EnrollmentID(stored: "e1")
        let ticket = memory.ticket(for: id)
        FollowNews(bench).take(news)
        memory.markIdle(id, ticket: ticket)
        #expect(!memory.isIdle(id))
        memory.markIdle(id, ticket: memory.ticket(for: id))
        #expect(memory.isIdle(id), "a new look counts")
    }

    @Test func `while the line is down nothing is believed, and afterwards what is new`() async throws {
        let bench = try await TestInstallation(importingVendor: false).installation
        FollowNews(bench).take(.lost)
        let id = remembering(bench)
        #expect(bench.devices.known(identity) == nil && !bench.devices.isIdle(id))
        FollowNews(bench).take(.resumed)
        #expect(bench.devices.known(identity) == nil, "it may have changed while nobody could tell")
        _ = remembering(bench)
        #expect(bench.devices.known(identity) != nil && bench.devices.isIdle(id))
    }

    @Test(arguments: [true, false])
    func `whoever stopped listening believes nothing any more`(_ isStopped: Bool) async throws {
        let base = try await TestInstallation(importingVendor: false).installation
        let (stream, told) = AsyncStream<StoreNews>.makeStream()
        let bench = Installation(
            store: ToldStore(store: base.store, stream: stream), vault: base.vault, time: base.time,
            randomness: base.randomness, hasher: base.hasher)
        let listening = Task { await FollowNews(bench)() }
        told.yield(.resumed)
        for _ in 0..<1_000_000 where bench.devices.known(identity) == nil {
            _ = remembering(bench)
            await Task.yield()
        }
        #expect(bench.devices.known(identity) != nil)
        if isStopped { listening.cancel() } else { told.finish() }
        await listening.value
        let id = remembering(bench)
        #expect(bench.devices.known(identity) == nil && !bench.devices.isIdle(id))
    }

    @Test(arguments: [StoreNews.everything, .resumed])
    func `an authority that another node renewed is read again`(_ news: StoreNews) async throws {
        let bench = try await TestInstallation(importingVendor: false)
        let authorities = DeviceAuthorities(bench.installation)
        _ = try await authorities.findOrMake(for: bench.company)
        let (scope, now) = (bench.company.scope, bench.clock.now)
        let memory = bench.installation.authorities
        let before = memory.authority(in: scope)
        let known = try #require(before.known)
        // As another node stores it.
        let stored = try await bench.installation.store.read { try $0.deviceAuthority(in: scope) }
        let first = try #require(stored)
        try await bench.installation.store.write {
            try $0.insert(
                StoredDeviceAuthority(
                    id: "later", certificate: first.certificate, sealedKey: first.sealedKey,
                    signerCertificate: first.signerCertificate, sealedSignerKey: first.sealedSignerKey,
                    notAfter: first.notAfter, createdAt: now.addingTimeInterval(1)), in: scope)
        }
        FollowNews(bench.installation).take(news)
        #expect(memory.authority(in: scope).known == nil)
        memory.remember(known, since: before.epoch)
        #expect(memory.authority(in: scope).known == nil, "what was read before is not remembered after it")
    }

    @Test func `what was read before it changed is not remembered after it`() async throws {
        let bench = try await TestInstallation(importingVendor: false).installation
        let memory = bench.devices
        let one = enrollment("e1")
        let epoch = memory.epoch()
        memory.forget(EnrollmentID(stored: "e2"))
        memory.remember(one, in: scope, since: epoch)
        #expect(memory.known(identity) != nil, "another's change is no reason")
        memory.forget(one.id)
        memory.remember(one, in: scope, since: epoch)
        #expect(memory.known(identity) == nil)
        let ticket = memory.ticket(for: one.id)
        memory.noteWork(for: one.id)
        memory.markIdle(one.id, ticket: ticket)
        #expect(!memory.isIdle(one.id))
    }

    @Test func `enrollments that ended do not fill the memory, and those that go on stay in it`() {
        let memory = DeviceMemory()
        let one = enrollment("e1")
        memory.remember(one, in: scope, since: memory.epoch())
        memory.markIdle(one.id, ticket: memory.ticket(for: one.id))
        for number in 0..<DeviceMemory.mostForgotten + 1_000 {
            let ended = EnrollmentID(stored: "ended-\(number)")
            memory.noteContact(DeviceMemory.Known(enrollment(ended.description), in: scope), at: Date())
            _ = memory.takeContacts()
            memory.noteWork(for: ended)
            memory.forget(ended)
        }
        // Of each: a contact, a tick, an expectation, a mark that it was forgotten.
        #expect(memory.size < 4 * 1_000 + 100, "\(memory.size)")
        #expect(memory.known(identity) != nil && memory.isIdle(one.id))
    }

    @Test func `what was read before the ended ones made room is not remembered after it`() {
        let memory = DeviceMemory()
        let one = enrollment("e1")
        let epoch = memory.epoch()
        let ticket = memory.ticket(for: one.id)
        memory.noteWork(for: one.id)
        memory.forget(one.id)
        for number in 0...DeviceMemory.mostForgotten { memory.forget(EnrollmentID(stored: "ended-\(number)")) }
        memory.remember(one, in: scope, since: epoch)
        memory.markIdle(one.id, ticket: ticket)
        #expect(memory.known(identity) == nil && !memory.isIdle(one.id))
    }
}

/// A store whose news a test tells.
private struct ToldStore: Store {
    let store: any Store
    let stream: AsyncStream<StoreNews>

    func read<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.read(reach, body)
    }
    func write<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.write(reach, body)
    }
    func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.write(about: enrollments, in: scope, body)
    }
    func note<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.note(reach, body)
    }
    func news() -> AsyncStream<StoreNews>? { stream }
    func close() async throws { try await store.close() }
}
