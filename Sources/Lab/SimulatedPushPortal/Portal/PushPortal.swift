import Foundation
import SimulatedClock

/// The simulated Apple Push Certificates Portal: accounts, sessions, rows; every change is on the disk before it is shown.
actor PushPortal {
    nonisolated let clock: LabClock
    /// Follows the rows: who revokes one here is refused by the push service from the next request on.
    nonisolated let revoked = RevokedCertificates()
    private(set) var authority: LabAuthority
    private(set) var state: PortalState
    /// The code that was "sent" last, whoever it was for.
    private(set) var newestCode: String?
    private var sessions: [String: PortalSession] = [:]
    private let directory: LabDirectory

    private static let mostSessions = 1000
    private static let mostAccounts = 1000

    init(directory: LabDirectory, clock: LabClock) throws {
        self.directory = directory
        self.clock = clock
        authority = try LabAuthority.takeUp(at: directory.authorityFile, now: clock.now)
        try directory.writeVendor(authority.vendor)
        if let kept = try DurableFile.read(json: PortalState.self, from: directory.portalFile) {
            state = kept
        } else {
            state = try FirstState.make(authority: authority, now: clock.now)
            try DurableFile.write(json: state, to: directory.portalFile)
        }
        revoked.follow(state)
    }

    // MARK: sessions

    /// The session behind a cookie, or nil when there is none any more.
    func session(_ token: String?) -> PortalSession? {
        guard let token, var session = sessions[token] else { return nil }
        let now = clock.now
        guard abs(now.timeIntervalSince(session.lastSeen)) <= PortalSession.longestPause else {
            sessions[token] = nil
            return nil
        }
        session.lastSeen = now
        sessions[token] = session
        return session
    }

    /// - Returns: the token to put into the cookie: a new one whenever the session begins or somebody signs in.
    func save(_ session: PortalSession, as token: String?, renewingToken: Bool = false) -> String {
        var session = session
        session.lastSeen = clock.now
        if let token, !renewingToken, sessions[token] != nil {
            sessions[token] = session
            return token
        }
        if let token { sessions[token] = nil }
        if sessions.count >= Self.mostSessions, let oldest = sessions.min(by: { $0.value.lastSeen < $1.value.lastSeen })
        {
            sessions[oldest.key] = nil
        }
        let fresh = RandomText.hexadecimal(bytes: 32)
        sessions[fresh] = session
        return fresh
    }

    var newSession: PortalSession { PortalSession(lastSeen: clock.now) }

    // MARK: signing in

    /// Any Apple ID exists: one that is seen for the first time gets the empty list.
    func account(_ id: String) -> PortalAccount { state.accounts[Self.key(id)] ?? PortalAccount() }

    func accepts(password: String, for id: String) -> Bool {
        guard let expected = account(id).password else { return !password.isEmpty }
        return password == expected
    }

    func sendCode(to id: String) -> String {
        let digits = account(id).codeMode == .four ? 4 : 6
        let code = RandomText.digits(digits)
        newestCode = code
        return code
    }

    // MARK: what the Lab's page and API change

    /// What is nil stays as it is; an account that is not there yet is made.
    func setUp(_ id: String, mode: CodeMode? = nil, phoneNumbers: [String]? = nil) throws {
        try change(id) { account in
            if let mode { account.codeMode = mode }
            if let phoneNumbers { account.phoneNumbers = phoneNumbers }
        }
    }

    var vendorCertificate: IssuedCertificate {
        get throws { try IssuedCertificate(try authority.vendor.certificate) }
    }

    func renewVendor() throws {
        var fresh = authority
        try fresh.replaceVendor(now: clock.now, keptAt: directory.authorityFile)
        authority = fresh
        try directory.writeVendor(fresh.vendor)
    }

    // MARK: certificates

    func judge(_ file: [UInt8]) throws -> SignedRequestJudge.Accepted {
        let root = try authority.root.certificate.der
        return try SignedRequestJudge(rootDER: root, now: clock.now).judge(file)
    }

    /// "Create a Certificate": a row with a new topic.
    func create(for id: String, request file: [UInt8], notes: String) throws -> PushRow {
        let accepted = try judge(file)
        let now = clock.now
        let topic = LabAuthority.newTopic()
        let certificate = try authority.issuePushCertificate(
            topic: topic, publicKeyDER: accepted.publicKeyDER, now: now)
        let row = PushRow(
            id: RandomText.hexadecimal(bytes: 8), topic: topic, vendor: accepted.vendor, notes: notes, createdAt: now,
            certificates: [certificate])
        try change(id) { $0.rows.append(row) }
        return row
    }

    /// "Renew": another certificate with the same topic, expired or not; nil when the account has no such row.
    func renew(_ rowID: String, of id: String, request file: [UInt8], notes: String?) throws -> PushRow? {
        guard let position = account(id).rows.firstIndex(where: { $0.id == rowID && $0.revokedAt == nil }) else {
            return nil
        }
        let accepted = try judge(file)
        var row = account(id).rows[position]
        let certificate = try authority.issuePushCertificate(
            topic: row.topic, publicKeyDER: accepted.publicKeyDER, now: clock.now)
        row.certificates.append(certificate)
        row.vendor = accepted.vendor
        if let notes { row.notes = notes }
        try change(id) { $0.rows[position] = row }
        return row
    }

    func revoke(_ rowID: String, of id: String) throws {
        guard let position = account(id).rows.firstIndex(where: { $0.id == rowID }) else { return }
        let now = clock.now
        try change(id) { $0.rows[position].revokedAt = $0.rows[position].revokedAt ?? now }
    }

    func row(_ rowID: String, of id: String) -> PushRow? {
        account(id).rows.first { $0.id == rowID }
    }

    // MARK: keeping

    private func change(_ id: String, _ body: (inout PortalAccount) -> Void) throws {
        var next = state
        guard next.accounts.count < Self.mostAccounts || next.accounts[Self.key(id)] != nil else {
            throw PortalLimit.tooManyAccounts
        }
        body(&next.accounts[Self.key(id), default: PortalAccount()])
        try DurableFile.write(json: next, to: directory.portalFile)
        state = next
        revoked.follow(next)
    }

    static func key(_ id: String) -> String { id.lowercased() }
}

enum PortalLimit: Error {
    case tooManyAccounts
}
