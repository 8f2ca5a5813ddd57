import Administration
import Foundation
import Ports

extension SQLTransaction {
    func session(tokenHash: [UInt8]) throws -> Session? {
        try row("SELECT * FROM sessions WHERE token_hash = $1", [.bytes(tokenHash)]).map(Session.init)
    }

    func insert(_ session: Session) throws {
        try execute(
            """
            INSERT INTO sessions (token_hash, company_id, user_id, created_at, last_seen_at, stepped_up_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .bytes(session.tokenHash), .text(session.companyID.description), session.userID.value,
                .instant(session.createdAt), .instant(session.lastSeenAt), .instant(session.steppedUpAt),
            ])
    }

    func touchSession(tokenHash: [UInt8], at now: Date) throws {
        try execute(
            "UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1", [.bytes(tokenHash), .instant(now)])
    }

    func stepUpSession(tokenHash: [UInt8], at now: Date) throws {
        try execute(
            "UPDATE sessions SET stepped_up_at = $2 WHERE token_hash = $1", [.bytes(tokenHash), .instant(now)])
    }

    func deleteSession(tokenHash: [UInt8]) throws {
        try execute("DELETE FROM sessions WHERE token_hash = $1", [.bytes(tokenHash)])
    }

    func deleteSessions(of user: UserID, in scope: CompanyScope, keeping tokenHash: [UInt8]?) throws {
        // A hash is 32 bytes, so the empty one keeps nothing.
        try execute(
            "DELETE FROM sessions WHERE company_id = $1 AND user_id = $2 AND token_hash <> $3",
            [scope.value, user.value, .bytes(tokenHash ?? [])])
    }

    func deleteSessions(createdBefore: Date) throws {
        try execute("DELETE FROM sessions WHERE created_at < $1", [.instant(createdBefore)])
    }

    func loginFailures(key: [UInt8], since: Date) throws -> Int {
        try count(
            "SELECT COUNT(*) AS count FROM login_failures WHERE counted_for = $1 AND failed_at >= $2",
            [.bytes(key), .instant(since)])
    }

    func recordLoginFailure(key: [UInt8], at now: Date) throws {
        try execute(
            "INSERT INTO login_failures (counted_for, failed_at) VALUES ($1, $2)", [.bytes(key), .instant(now)])
    }

    func takeBackLoginFailure(key: [UInt8], at instant: Date) throws {
        // Rows have no number, and what an engine calls a row's place is its own: all of the instant go, the others come back.
        let count = try changes(
            "DELETE FROM login_failures WHERE counted_for = $1 AND failed_at = $2", [.bytes(key), .instant(instant)])
        for _ in 1..<max(1, count) { try recordLoginFailure(key: key, at: instant) }
    }

    func clearLoginFailures(key: [UInt8]) throws {
        try execute("DELETE FROM login_failures WHERE counted_for = $1", [.bytes(key)])
    }

    func deleteLoginFailures(before: Date) throws {
        try execute("DELETE FROM login_failures WHERE failed_at < $1", [.instant(before)])
    }
}

extension Session {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            tokenHash: try row.bytes("token_hash"),
            companyID: CompanyID(stored: try row.text("company_id")),
            userID: UserID(stored: try row.text("user_id")),
            createdAt: try row.instant("created_at"),
            lastSeenAt: try row.instant("last_seen_at"),
            steppedUpAt: try row.optionalInstant("stepped_up_at"))
    }
}
