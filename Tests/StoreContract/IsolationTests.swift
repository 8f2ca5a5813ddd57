import Administration
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

    init(_ transaction: any Transaction, _ scope: CompanyScope, token: UInt8) throws {
        company = try transaction.company(scope)
        users =
            try [transaction.user(userID, in: scope), transaction.user(login: "yamada", in: scope)]
            + transaction.users(in: scope)
        audit =
            try transaction.auditEntries(in: scope, after: 0, limit: 1000)
            + transaction.auditEntries(in: scope, before: nil, limit: 1000)
            + transaction.notices(in: scope, before: nil, limit: 1000)
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
            try $0.enroll(.sample("e1", mark: company.name), in: company.scope)
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
                #expect(sight.session?.companyID == company.id && sight.link?.companyID == company.id)
            }
        }
    }
}
