import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import PushCertificates
import SQLStore
import Testing

/// All that one company can see, by every function that reads, for comparing before and after.
private struct Sight: Equatable {
    var company: Company?
    var users: [User?] = []
    var audit: [AuditEntry] = []
    var details = PushDetails()
    var requests: [PushRequest?] = []
    var certificates: [RegisteredCertificate?] = []
    var devices: [Int] = []
    var session: Session?
    var link: PasswordLink?
    /// Devices, queue and all that belongs to them, as text.
    var rest: [String] = []

    init(_ transaction: any Transaction, _ scope: CompanyScope, token: UInt8) throws {
        company = try transaction.company(scope)
        users =
            try [transaction.user(userID, in: scope), transaction.user(login: "yamada", in: scope)]
            + transaction.users(in: scope)
        audit =
            try transaction.auditEntries(in: scope, after: 0, limit: 1000)
            + transaction.auditEntries(in: scope, before: nil, limit: 1000)
            + transaction.notices(in: scope, before: nil, limit: 1000).compactMap(\.entry)
        details = try transaction.pushDetails(in: scope)
        requests =
            try [transaction.pendingPushRequest(in: scope), transaction.pushRequest(requestID, in: scope)]
            + transaction.pushRequests(in: scope)
        certificates =
            try [
                transaction.activePushCertificate(in: scope), transaction.pushCertificate(certificateID, in: scope),
            ] + transaction.pushCertificates(in: scope)
        devices = try [
            transaction.deviceCount(in: scope), transaction.deviceCount(topic: .sample("one"), in: scope),
        ]
        session = try transaction.session(tokenHash: hash(token))
        link = try transaction.passwordLink(tokenHash: hash(token))
        rest = try Self.rest(transaction, scope)
    }

    /// By every function of the families around devices that reads in a company.
    private static func rest(_ transaction: any Transaction, _ scope: CompanyScope) throws -> [String] {
        let listed = DeviceListQuery()
        let parts: [[Any]] = try [
            [transaction.device(hardwareID: "UDID-d1", in: scope)].compactMap { $0 },
            [transaction.enrollment(enrollmentID, in: scope)].compactMap { $0 },
            [transaction.currentEnrollment(of: deviceID, in: scope)].compactMap { $0 },
            transaction.enrollments(of: deviceID, in: scope),
            [transaction.sealedPush(of: enrollmentID, in: scope)].compactMap { $0 },
            [transaction.sealedSecret(.unlockToken, of: enrollmentID, in: scope)].compactMap { $0 },
            transaction.userChannels(of: enrollmentID, in: scope),
            transaction.deviceEvents(of: deviceID, before: nil, limit: 9, in: scope),
            transaction.facts(of: enrollmentID, in: scope),
            [transaction.unreadableReportCount(of: enrollmentID, in: scope)].filter { $0 > 0 },
            [transaction.invitation(invitationID, in: scope), transaction.invitation(codeHash: codeHash, in: scope)]
                .compactMap { $0 },
            transaction.invitations(in: scope, limit: 9),
            [transaction.challenge(hash: Challenge.sample("h1").hash, in: scope)].compactMap { $0 },
            [transaction.deviceAuthority(in: scope)].compactMap { $0 },
            [transaction.issuedIdentity(for: challengeID, in: scope)].compactMap { $0 },
            [transaction.identityRenewal(of: enrollmentID, in: scope)].compactMap { $0 },
            transaction.people(in: scope), transaction.organizations(in: scope),
            transaction.pendingCommands(of: enrollmentID, in: scope),
            [transaction.nextCommand(of: enrollmentID, at: today, in: scope)].compactMap { $0 },
            transaction.commandHistory(of: enrollmentID, before: nil, limit: 9, in: scope),
            [transaction.finishedCommand(finishedUUID, of: enrollmentID, in: scope)].compactMap { $0 },
            [transaction.escrow(for: finishedUUID, in: scope)].compactMap { $0 },
            transaction.escrowedCommands(of: deviceID, in: scope),
            [transaction.wakeUp(of: enrollmentID, in: scope)].compactMap { $0 },
            [transaction.pushProbe(in: scope)].compactMap { $0 },
            transaction.deviceList(listed, at: today, limit: 9, in: scope).rows,
            [transaction.deviceListCounts(listed, at: today, in: scope).total].filter { $0 > 0 },
            [transaction.bulkOrder(bulkOrderID, in: scope)].compactMap { $0 },
            transaction.bulkOrders(limit: 9, in: scope),
            transaction.waitingTargets(of: bulkOrderID, behind: nil, limit: 9, in: scope),
            transaction.bulkTargets(of: bulkOrderID, step: nil, behind: nil, limit: 9, in: scope),
            transaction.bulkSteps(of: bulkOrderID, in: scope).map { $0 },
            [transaction.isWaiting(enrollmentID, of: bulkOrderID, in: scope)].filter { $0 },
        ]
        return parts.flatMap { $0.map { String(describing: $0) } }.filter { $0 != "nil" }
    }

    /// What a company sees that has nothing.
    init(empty company: Company?) {
        self.company = company
        users = [nil, nil]
        requests = [nil, nil]
        certificates = [nil, nil]
        devices = [0, 0]
    }
}

/// A function of the port called in the scope of another company, with identifiers of the first.
private struct Trespass: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let attempt: @Sendable (any Transaction, CompanyScope) throws -> Void

    init(_ name: String, _ attempt: @escaping @Sendable (any Transaction, CompanyScope) throws -> Void) {
        testDescription = name
        self.attempt = attempt
    }
}

private let requestID = PushRequest.ID(stored: "r1")
private let certificateID = RegisteredCertificate.ID(stored: "c1")
private let userID = UserID(stored: "u1")
private let deviceID = DeviceID(stored: "d1")
private let enrollmentID = EnrollmentID(stored: "e1")
private let invitationID = InvitationID(stored: "i1")
private let challengeID = ChallengeID(stored: "h1")
private let codeHash = Invitation.sample("i1").codeHash
private let pending = QueuedCommand.sample("a", 1)
private let pendingUUID = CommandUUID(stored: "a")
private let finishedUUID = CommandUUID(stored: "z")
private let bulkOrderID = BulkOrderID(stored: "b1")

extension WakeUpResult {
    fileprivate static func accepted(_ scope: CompanyScope) -> WakeUpResult {
        WakeUpResult(
            wakeUp: DueWakeUp(
                scope: scope, enrollmentID: enrollmentID, deviceID: deviceID, topic: "", sealedPush: [],
                tokenUpdatedAt: today, attempts: 0, request: 1), at: day(5), acceptedAPNsID: "x", status: 200,
            reason: "", nextDue: nil, isUnreachable: false)
    }
}

private let trespasses = [
    Trespass("update user") {
        let user = User(
            id: userID, companyID: $1.companyID, login: "yamada", role: .viewer, isDisabled: true, createdAt: today)
        try $0.update(user, in: $1)
    },
    Trespass("update user who says he is of the first") {
        let user = User(
            id: userID, companyID: CompanyID(stored: "id-of-one"), login: "x", role: .viewer, createdAt: today)
        try $0.update(user, in: $1)
    },
    Trespass("insert user who says he is of the first") {
        let user = User(
            id: UserID(stored: "u2"), companyID: CompanyID(stored: "id-of-one"), login: "x", role: .viewer,
            createdAt: today)
        try $0.insert(user, in: $1)
    },
    Trespass("delete password links") { try $0.deletePasswordLinks(of: userID, in: $1) },
    Trespass("delete sessions") { try $0.deleteSessions(of: userID, in: $1, keeping: nil) },
    Trespass("append to the log") {
        try $0.append(AuditDraft(.loggedIn, by: .anonymous, at: today), in: $1)
    },
    Trespass("save details") { try $0.save(PushDetails(notes: "changed", version: 9), in: $1) },
    Trespass("insert pending request") { try $0.insert(PushRequest.sample("r9", isPending: true), in: $1) },
    Trespass("attach signed request") { try $0.attach(signedRequest: "x", to: requestID, in: $1) },
    Trespass("end pending request") { try $0.endPendingPushRequest(in: $1) },
    Trespass("delete requests") { try $0.deletePushRequests(createdBefore: day(9999), in: $1) },
    Trespass("insert certificate for the first's request") {
        try $0.insert(RegisteredCertificate.sample("c9", of: .sample("r1")), in: $1)
    },
    Trespass("update enrollment") {
        var enrollment = Enrollment.sample("e1", mark: "other")
        enrollment.summary.name = "changed"
        try $0.update(enrollment, in: $1)
    },
    Trespass("insert enrollment") { try $0.insert(.sample("e9", generation: 9, mark: "other"), in: $1) },
    Trespass("note a contact") {
        try $0.noteContacts([Contact(scope: $1, enrollmentID: enrollmentID, at: day(5))])
    },
    Trespass("update with push") {
        try $0.update(.sample("e1", device: "d1"), sealedPush: [9], in: $1)
    },
    Trespass("save secret") { try $0.saveSealedSecret([9], .unlockToken, of: enrollmentID, at: today, in: $1) },
    Trespass("remove secret") { try $0.saveSealedSecret(nil, .unlockToken, of: enrollmentID, at: today, in: $1) },
    Trespass("delete user channels") { try $0.deleteUserChannels(of: enrollmentID, in: $1) },
    Trespass("save user channel") {
        try $0.save(
            StoredUserChannel(
                userID: "u", shortName: "x", longName: "x", topic: "x", sealedPush: [9], updatedAt: today),
            of: enrollmentID, in: $1)
    },
    Trespass("append to the device's log") {
        try $0.append(
            DeviceEvent(deviceID: deviceID, enrollmentID: enrollmentID, occurredAt: today, kind: .erased), in: $1)
    },
    Trespass("note facts") {
        try $0.noteFacts("DeviceInformation", answeredBy: "z", of: enrollmentID, at: day(5), in: $1)
    },
    Trespass("keep a report") {
        try $0.keepUnreadableReport([1], because: "x", of: enrollmentID, at: today, in: $1)
    },
    Trespass("take a use") { _ = try $0.takeUse(of: invitationID, at: today, in: $1) },
    Trespass("revoke") { try $0.revoke(invitationID, at: today, in: $1) },
    Trespass("use a challenge") { _ = try $0.useChallenge(challengeID, at: today, in: $1) },
    Trespass("update identity") { try $0.update(DeviceIdentity.sample("c1").issued("other"), in: $1) },
    Trespass("insert identity for the first's challenge") { try $0.insert(DeviceIdentity.sample("c9"), in: $1) },
    Trespass("note a renewal") {
        try $0.noteIdentityRenewal(of: enrollmentID, at: day(5), error: "x", in: $1)
    },
    Trespass("end a renewal") { try $0.endIdentityRenewal(of: enrollmentID, in: $1) },
    Trespass("take a sequence number, insert a command") {
        let number = try $0.nextCommandSequence(of: enrollmentID, in: $1)
        try $0.insert(QueuedCommand.sample("b", number), in: $1)
    },
    Trespass("insert a command") { try $0.insert(QueuedCommand.sample("b", 7), in: $1) },
    Trespass("update a command") {
        var command = pending
        command.fetchCount = 9
        try $0.update(command, in: $1)
    },
    Trespass("end deferrals") { try $0.endDeferrals(of: enrollmentID, in: $1) },
    Trespass("finish a command") {
        try $0.finish(FinishedCommand(command: pending, outcome: .cancelled, endedAt: today), in: $1)
    },
    Trespass("save escrow") { try $0.saveEscrow([9], for: pendingUUID, of: enrollmentID, at: today, in: $1) },
    Trespass("request a wake-up") {
        try $0.requestWakeUp(of: enrollmentID, at: day(-5), restarting: true, in: $1)
    },
    Trespass("request all wake-ups") { _ = try $0.requestWakeUps(at: day(-5), everyEnrollment: true, in: $1) },
    Trespass("cancel a wake-up") { try $0.cancelWakeUp(of: enrollmentID, in: $1) },
    Trespass("record a wake-up") { try $0.recordWakeUps([.accepted($1)]) },
    Trespass("save a probe") {
        try $0.savePushProbe(StoredPushProbe(fingerprint: "x", at: day(5), outcome: "x", detail: ""), in: $1)
    },
    Trespass("freeze devices for an order") {
        _ = try $0.freezeTargets(of: bulkOrderID, DeviceListQuery(), at: today, in: $1)
    },
    Trespass("insert an order") { try $0.insert(BulkOrder.sample("b1", count: 9), in: $1) },
    Trespass("hand out an order's command") { try $0.handOut(pendingUUID, to: enrollmentID, of: bulkOrderID, in: $1) },
    Trespass("skip a device of an order") { try $0.skip(enrollmentID, for: .otherTopic, of: bulkOrderID, in: $1) },
    Trespass("end an order") { try $0.endHandingOut(of: bulkOrderID, at: today, in: $1) },
    Trespass("set state") { try $0.setState(.retired(at: today), of: certificateID, in: $1) },
]

extension Transaction {
    /// A row of each kind around device `d1`.
    fileprivate func fillDevice(_ mark: String, in scope: CompanyScope) throws {
        try enroll(.sample("e1", mark: mark), in: scope)
        try savePush([1], of: enrollmentID, in: scope)
        try saveSealedSecret([2], .unlockToken, of: enrollmentID, at: today, in: scope)
        try save(
            StoredUserChannel(
                userID: "u", shortName: mark, longName: "", topic: "", sealedPush: [3], updatedAt: today),
            of: enrollmentID, in: scope)
        try append(
            DeviceEvent(deviceID: deviceID, enrollmentID: enrollmentID, occurredAt: today, kind: .enrolled), in: scope)
        try keepUnreadableReport([4], because: mark, of: enrollmentID, at: today, in: scope)
        try insert(Invitation.sample("i1", mark: mark), in: scope)
        try insert(Challenge.sample("h1"), in: scope)
        try insert(
            StoredDeviceAuthority(
                id: "a1", certificate: Array(mark.utf8), sealedKey: [1], signerCertificate: [2], sealedSignerKey: [3],
                notAfter: today, createdAt: today), in: scope)
        try insert(DeviceIdentity.sample("c1").issued(mark, as: .bound, for: enrollmentID), in: scope)
        try noteIdentityRenewal(of: enrollmentID, at: today, error: mark, in: scope)
        try insert(Organization(id: OrganizationID(stored: "o1"), name: "営業部", createdAt: today), in: scope)
        try insert(
            Person(
                id: PersonID(stored: "p1"), name: mark, organizationID: OrganizationID(stored: "o1"), createdAt: today),
            in: scope)
        var deferred = pending
        deferred.isDeferred = true
        try insert(deferred, in: scope)
        let finished = QueuedCommand.sample("z", 2)
        try insert(finished, in: scope)
        try saveEscrow([5], for: finishedUUID, of: enrollmentID, at: today, in: scope)
        try finish(
            FinishedCommand(command: finished, outcome: .acknowledged, endedAt: today, answer: [6]), in: scope)
        try noteFacts("DeviceInformation", answeredBy: "z", of: enrollmentID, at: today, in: scope)
        try requestWakeUp(of: enrollmentID, at: today, restarting: true, in: scope)
        _ = try freezeTargets(of: bulkOrderID, DeviceListQuery(), at: today, in: scope)
        try insert(BulkOrder.sample("b1"), in: scope)
        try savePushProbe(
            StoredPushProbe(fingerprint: mark, at: today, outcome: "accepted", detail: ""), in: scope)
    }
}

@Suite struct IsolationTests {
    /// A company with rows of each kind, among them `u1`, `r1` (pending), `c1` (active).
    private func fill(_ bench: Bench, _ company: Company, token: UInt8) async throws {
        let user = User.sample("yamada", of: company, id: "u1")
        let request = PushRequest.sample("r1", isPending: true)
        try await bench.store.write {
            try $0.insert(company)
            try $0.insert(user, in: company.scope)
            try $0.insert(Session.sample(token, of: user))
            try $0.insert(PasswordLink.sample(token, of: user))
            try $0.append(AuditDraft(.pushCertificateDeleted, by: .anonymous, at: today), in: company.scope)
            try $0.save(PushDetails(notes: company.name, version: 1), in: company.scope)
            try $0.insert(request, in: company.scope)
            try $0.insert(PushRequest.sample("r0"), in: company.scope)
            try $0.insert(RegisteredCertificate.sample("c1", of: request), in: company.scope)
            try $0.insert(
                RegisteredCertificate.sample("c0", of: request, state: .retired(at: today)), in: company.scope)
        }
        try await bench.store.write {
            try $0.fillDevice(company.name, in: company.scope)
        }
    }

    @Test(arguments: Engine.all, trespasses) fileprivate func `nothing done in another company changes this one`(
        _ engine: Engine, _ trespass: Trespass
    ) async throws {
        // The other company has nothing, or has rows with the same identifiers and logins.
        for isTwin in [false, true] {
            try await withBench(engine) { bench in
                let (one, other) = (try Company.sample("one"), try Company.sample("two"))
                try await fill(bench, one, token: 1)
                let before = try await bench.store.read { try Sight($0, one.scope, token: 1) }
                if isTwin {
                    try await fill(bench, other, token: 2)
                } else {
                    try await bench.store.write { try $0.insert(other) }
                }
                try? await bench.store.write { try trespass.attempt($0, other.scope) }
                #expect(try await bench.store.read { try Sight($0, one.scope, token: 1) } == before)
            }
        }
    }

    @Test(arguments: Engine.all) func `a company without rows sees none of another's`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, empty) = (try Company.sample("one"), try Company.sample("two"))
            try await fill(bench, one, token: 1)
            try await bench.store.write { try $0.insert(empty) }
            for scope in [empty.scope, .installation, CompanyScope(CompanyID(stored: "nobody"))] {
                let sight = try await bench.store.read { try Sight($0, scope, token: 9) }
                #expect(sight == Sight(empty: scope == empty.scope ? empty : nil))
            }
        }
    }

    @Test(arguments: Engine.all) func `rows with the same identifiers live in two companies`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let companies = [try Company.sample("one"), try Company.sample("two")]
            for (index, company) in companies.enumerated() {
                try await fill(bench, company, token: UInt8(index))
            }
            for (index, company) in companies.enumerated() {
                let sight = try await bench.store.read { try Sight($0, company.scope, token: UInt8(index)) }
                #expect(sight.company == company && sight.details.notes == company.name)
                #expect(sight.users == [User?](repeating: .sample("yamada", of: company, id: "u1"), count: 3))
                #expect(sight.audit.count == 3 && sight.requests.count == 4 && sight.certificates.count == 4)
                #expect(sight.devices == [1, 1])
                #expect(sight.rest.count == 34)
                #expect(sight.session?.companyID == company.id && sight.link?.companyID == company.id)
            }
        }
    }
}
