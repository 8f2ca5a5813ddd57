import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import PushCertificates
import SQLStore
import Testing

private let invitationID = InvitationID(stored: "i1")
private let challengeID = ChallengeID(stored: "h1")
private let id = EnrollmentID(stored: "e1")

@Suite struct IdentityTests {
    /// A company with invitation `i1`, challenge `h1` and enrollment `e1`.
    private func fill(_ bench: Bench, _ code: String = "one", uses: Int = 3) async throws -> CompanyScope {
        let company = try Company.sample(code)
        try await bench.store.write { transaction in
            try transaction.insert(company)
            try transaction.insert(Invitation.sample("i1", mark: code, uses: uses), in: company.scope)
            try transaction.insert(Challenge.sample("h1"), in: company.scope)
            try transaction.enroll(.sample("e1", mark: code), in: company.scope)
        }
        return company.scope
    }

    @Test(arguments: Engine.all) func `an invitation is found by link and by code, and ends`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            var expected = Invitation.sample("i1", mark: "one")
            let (byLink, byCode, none) = try await bench.store.read { [expected] in
                (
                    try $0.invitation(tokenHash: expected.tokenHash),
                    try $0.invitation(codeHash: expected.codeHash, in: one), try $0.invitation(tokenHash: hash(1))
                )
            }
            #expect(byLink?.scope == one && byLink?.invitation == expected && byCode == expected && none == nil)
            await expectConflict {
                // The link names no company: a hash is taken everywhere.
                try await bench.store.write { try $0.insert(Invitation.sample("i1", mark: "one"), in: two) }
            }
            try await bench.store.write { try $0.revoke(invitationID, at: day(1), in: one) }
            expected.revokedAt = day(1)
            #expect(try await bench.store.read { try $0.invitation(invitationID, in: one) } == expected)
            await expectConflict { try await bench.store.write { try $0.revoke(invitationID, at: day(2), in: one) } }
            #expect(try await bench.store.write { try $0.takeUse(of: invitationID, at: day(2), in: one) } == false)
            #expect(try await bench.store.write { try $0.takeUse(of: invitationID, at: day(2), in: two) } == true)
            #expect(try await bench.store.write { try $0.takeUse(of: invitationID, at: day(7), in: two) } == false)
            #expect(try await bench.store.read { try $0.invitations(in: two, limit: 9) }.map(\.usesLeft) == [2])
        }
    }

    @Test(arguments: Engine.all) func `of many who take a use at once as many succeed as there are`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench, uses: 5)
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        try await bench.store.write { try $0.takeUse(of: invitationID, at: today, in: scope) }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 5)
            #expect(try await bench.store.read { try $0.invitation(invitationID, in: scope) }?.usesLeft == 0)
        }
    }

    @Test(arguments: Engine.all) func `of many who use a challenge at once one succeeds`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            let used = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        (try? await bench.store.write { try $0.useChallenge(challengeID, at: day(0.5), in: scope) })
                            == true
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(used == 1)
            let found = try await bench.store.read {
                try $0.challenge(hash: Challenge.sample("h1").hash, in: scope)
            }
            #expect(found?.usedAt == day(0.5))
        }
    }

    @Test(arguments: Engine.all) func `open challenges are those neither used nor over`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench)
            try await bench.store.write { transaction in
                try transaction.insert(Challenge.sample("h2", expiresAt: day(2)), in: scope)
                try transaction.insert(Challenge.sample("h3", .renew(id)), in: scope)
            }
            func open(at now: Date) async throws -> Int {
                try await bench.store.read { try $0.openChallengeCount(of: invitationID, at: now, in: scope) }
            }
            #expect(try await open(at: today) == 2)
            #expect(try await open(at: day(1)) == 1)
            _ = try await bench.store.write { try $0.useChallenge(ChallengeID(stored: "h2"), at: today, in: scope) }
            #expect(try await open(at: day(1)) == 0)
            let renewal = try await bench.store.read {
                try $0.challenge(hash: Challenge.sample("h3").hash, in: scope)
            }
            #expect(renewal == Challenge.sample("h3", .renew(id)))
            await expectConflict {
                try await bench.store.write { try $0.insert(Challenge.sample("h2"), in: scope) }
            }
        }
    }

    @Test(arguments: Engine.all) func `a certificate belongs to one company and one challenge`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            let planned = DeviceIdentity.sample("c1")
            try await bench.store.write { transaction in
                try transaction.insert(planned, in: one)
                // A retry plans again; only one gets a certificate.
                try transaction.insert(DeviceIdentity.sample("c2"), in: one)
                try transaction.insert(planned, in: two)
            }
            #expect(try await bench.store.read { try $0.issuedIdentity(for: challengeID, in: one) } == nil)
            let bound = planned.issued("x", as: .bound, for: id)
            let fingerprint = try #require(bound.fingerprint)
            try await bench.store.write { try $0.update(bound, in: one) }
            #expect(try await bench.store.read { try $0.issuedIdentity(for: challengeID, in: one) } == bound)
            #expect(try await bench.store.read { try $0.identity(fingerprint: fingerprint, in: one) } == bound)
            #expect(try await bench.store.read { try $0.identity(fingerprint: fingerprint, in: two) } == nil)
            await expectConflict { try await bench.store.write { try $0.update(bound, in: two) } }
            let second = DeviceIdentity.sample("c2").issued("y")
            await expectConflict { try await bench.store.write { try $0.update(second, in: one) } }
            let sameSerial = DeviceIdentity(
                id: IdentityID(stored: "c9"), serialNumber: planned.serialNumber, challengeID: challengeID,
                purpose: planned.purpose, transactionID: "", publicKey: planned.publicKey, createdAt: today,
                notBefore: today, notAfter: today)
            await expectConflict { try await bench.store.write { try $0.insert(sameSerial, in: one) } }
        }
    }

    @Test(arguments: Engine.all) func `two enrollments cannot share a certificate`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            var stolen = Enrollment.sample("e7", device: "d7")
            stolen.identity = Enrollment.sample("e1", mark: "one").identity
            let second = stolen
            await expectConflict { try await bench.store.write { try $0.enroll(second, in: two) } }
            await expectConflict { try await bench.store.write { try $0.enroll(second, in: one) } }
            try await bench.store.write {
                var first = Enrollment.sample("e1", mark: "one")
                first.state = .archived
                try $0.update(first, in: one)
                try $0.enroll(second, in: one)
            }
        }
    }

    @Test(arguments: Engine.all) func `ending identities are told soonest first, with their renewals`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            try await bench.store.write { transaction in
                var sooner = Enrollment.sample("e1", mark: "two")
                sooner.identityNotAfter = day(100)
                try transaction.update(sooner, in: two)
                var gone = Enrollment.sample("e3", device: "d3", mark: "two", state: .removed)
                gone.identityNotAfter = day(1)
                try transaction.enroll(gone, in: two)
                for error in ["", "no"] {
                    try transaction.noteIdentityRenewal(of: id, at: day(9), error: error, in: one)
                }
            }
            let renewal = IdentityRenewal(attempts: 2, lastAttemptAt: day(9), lastError: "no")
            let ending = try await bench.store.read {
                try $0.identitiesEnding(before: day(366), triedBefore: day(9), limit: 9)
            }
            #expect(
                ending == [
                    EndingIdentity(scope: two, enrollmentID: id, notAfter: day(100), renewal: nil),
                    EndingIdentity(scope: one, enrollmentID: id, notAfter: day(365), renewal: renewal),
                ])
            func count(before: Date, triedBefore: Date, limit: Int = 9) async throws -> Int {
                try await bench.store.read {
                    try $0.identitiesEnding(before: before, triedBefore: triedBefore, limit: limit).count
                }
            }
            #expect(try await count(before: day(365), triedBefore: day(9)) == 1)
            #expect(try await count(before: day(366), triedBefore: day(8)) == 1, "tried since")
            // The soonest has a renewal that it never fetches: the next one is told in its place.
            try await bench.store.write {
                try $0.insert(
                    QueuedCommand(
                        uuid: CommandUUID(stored: "r1"), enrollmentID: id, sequence: 1, requestType: "InstallProfile",
                        isDestructive: false, payload: [1], secret: .enrollmentProfile, queuedAt: day(9), queuedBy: "",
                        expiresAt: nil), in: two)
            }
            let next = try await bench.store.read {
                try $0.identitiesEnding(before: day(366), triedBefore: day(9), limit: 1)
            }
            #expect(next.map(\.scope) == [one])
            #expect(try await bench.store.read { try $0.identityRenewal(of: id, in: one) } == renewal)
            try await bench.store.write { try $0.endIdentityRenewal(of: id, in: one) }
            #expect(try await bench.store.read { try $0.identityRenewal(of: id, in: one) } == nil)
        }
    }

    @Test(arguments: Engine.all) func `the newest device authority counts`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            func authority(_ id: String, at instant: Date) -> StoredDeviceAuthority {
                StoredDeviceAuthority(
                    id: id, certificate: [1], sealedKey: [2], signerCertificate: [3], sealedSignerKey: [4],
                    notAfter: day(3650), createdAt: instant)
            }
            let (newer, older) = (authority("b", at: day(2)), authority("a", at: day(1)))
            try await bench.store.write {
                try $0.insert(newer, in: one)
                try $0.insert(older, in: one)
            }
            #expect(try await bench.store.read { try $0.deviceAuthority(in: one) } == newer)
            #expect(try await bench.store.read { try $0.deviceAuthority(in: two) } == nil)
        }
    }

    @Test(arguments: Engine.all) func `people and organisations are listed, and their devices counted`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try await fill(bench), try await fill(bench, "two"))
            let sales = Organization(id: OrganizationID(stored: "o1"), name: "営業部", createdAt: today)
            let person = Person(
                id: PersonID(stored: "p1"), name: "山田 太郎", reading: "ヤマダ", organizationID: sales.id, createdAt: today)
            let other = Person(id: PersonID(stored: "p2"), name: "Anne", organizationID: nil, createdAt: today)
            try await bench.store.write { transaction in
                try transaction.insert(sales, in: one)
                try transaction.insert(person, in: one)
                try transaction.insert(other, in: one)
                for (id, state) in [("e5", EnrollmentState.enrolled), ("e6", .authenticated), ("e7", .removed)] {
                    try transaction.enroll(
                        .sample(id, device: "d\(id)", state: state, person: person.id, organization: sales.id),
                        in: one)
                }
            }
            let (people, organizations, counts, found) = try await bench.store.read {
                (
                    try $0.people(in: one), try $0.organizations(in: one), try $0.deviceCounts(in: one),
                    try $0.person(person.id, in: one)
                )
            }
            #expect(people == [other, person] && organizations == [sales] && found == person)
            #expect(counts.people == [person.id: 2] && counts.organizations == [sales.id: 2])
            let none = try await bench.store.read { try $0.deviceCounts(in: two) }
            #expect(none.people.isEmpty && none.organizations.isEmpty)
            await expectConflict {
                try await bench.store.write {
                    try $0.insert(
                        Organization(id: OrganizationID(stored: "o2"), name: "営業部", createdAt: today), in: one)
                }
            }
            await expectConflict { try await bench.store.write { try $0.insert(person, in: two) } }
        }
    }
}
