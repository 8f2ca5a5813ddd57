import Administration
import Foundation
import Ports
import PushCertificates
import SQLStore
import Testing

/// All that one company can see, for comparing before and after.
private struct Sight: Equatable {
    let company: Company?
    let users: [User]
    let audit: [AuditEntry]
    let notices: [AuditEntry]
    let details: PushDetails
    let requests: [PushRequest]
    let pending: PushRequest?
    let certificates: [RegisteredCertificate]
    let active: RegisteredCertificate?
    let devices: Int

    init(_ transaction: any Transaction, _ scope: CompanyScope) throws {
        company = try transaction.company(scope)
        users = try transaction.users(in: scope)
        audit = try transaction.auditEntries(in: scope, after: 0, limit: 1000)
        notices = try transaction.notices(in: scope, before: nil, limit: 1000)
        details = try transaction.pushDetails(in: scope)
        requests = try transaction.pushRequests(in: scope)
        pending = try transaction.pendingPushRequest(in: scope)
        certificates = try transaction.pushCertificates(in: scope)
        active = try transaction.activePushCertificate(in: scope)
        devices = try transaction.deviceCount(in: scope)
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
    Trespass("set state") { try $0.setState(.retired(at: today), of: certificateID, in: $1) },
]

@Suite struct IsolationTests {
    private let one = "one"

    /// The first company with a row of each kind; identifiers `u1`, `r1`, `c1`; session 1 and link 2.
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
            try $0.insert(RegisteredCertificate.sample("c1", of: request), in: company.scope)
            try $0.insert(
                RegisteredCertificate.sample("c0", of: request, state: .retired(at: today)), in: company.scope)
        }
        try await bench.run(
            "INSERT INTO enrollments (company_id, id, topic, created_at) VALUES ($1, 'd1', $2, 0)",
            [.text(company.id.description), .text(try PushTopic.sample("one").description)])
    }

    @Test(arguments: Engine.all, trespasses) fileprivate func `nothing done in another company changes this one`(
        _ engine: Engine, _ trespass: Trespass
    ) async throws {
        try await withBench(engine) { bench in
            let (one, empty, twin) = (try Company.sample("one"), try Company.sample("two"), try Company.sample("three"))
            try await fill(bench, one, token: 1)
            try await bench.store.write { try $0.insert(empty) }
            try await fill(bench, twin, token: 2)
            let before = try await bench.store.read { try Sight($0, one.scope) }
            // One that has nothing, and one that has rows with the same identifiers and logins.
            for other in [empty, twin] {
                try? await bench.store.write { try trespass.attempt($0, other.scope) }
            }
            #expect(try await bench.store.read { try Sight($0, one.scope) } == before)
            let kept = try await bench.store.read {
                (try $0.session(tokenHash: hash(1)), try $0.passwordLink(tokenHash: hash(1)))
            }
            #expect(kept.0 != nil && kept.1 != nil)
        }
    }

    @Test(arguments: Engine.all) func `a company without rows sees none of another's`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let (one, empty) = (try Company.sample("one"), try Company.sample("two"))
            try await fill(bench, one, token: 1)
            try await bench.store.write { try $0.insert(empty) }
            for scope in [empty.scope, .installation, CompanyScope(CompanyID(stored: "nobody"))] {
                try await bench.store.read {
                    let sight = try Sight($0, scope)
                    #expect(sight.users.isEmpty && sight.audit.isEmpty && sight.notices.isEmpty)
                    #expect(sight.details == PushDetails() && sight.requests.isEmpty && sight.pending == nil)
                    #expect(sight.certificates.isEmpty && sight.active == nil && sight.devices == 0)
                    #expect(try $0.user(userID, in: scope) == nil)
                    #expect(try $0.user(login: "yamada", in: scope) == nil)
                    #expect(try $0.pushRequest(requestID, in: scope) == nil)
                    #expect(try $0.pushCertificate(certificateID, in: scope) == nil)
                    #expect(try $0.deviceCount(topic: .sample("one"), in: scope) == 0)
                    #expect(try $0.auditEntries(in: scope, before: nil, limit: 10).isEmpty)
                }
            }
        }
    }

    @Test(arguments: Engine.all) func `rows with the same identifiers live in two companies`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let (one, two) = (try Company.sample("one"), try Company.sample("two"))
            try await fill(bench, one, token: 1)
            try await fill(bench, two, token: 2)
            for company in [one, two] {
                let sight = try await bench.store.read { try Sight($0, company.scope) }
                #expect(sight.company == company && sight.details.notes == company.name)
                #expect(sight.users == [.sample("yamada", of: company, id: "u1")])
                #expect(sight.audit.count == 1 && sight.requests.count == 1 && sight.certificates.count == 2)
            }
        }
    }
}
