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
}
