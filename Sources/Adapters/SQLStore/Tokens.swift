import Administration
import AutomatedEnrollment
import Foundation
import Ports
import PushCertificates

extension SQLTransaction {
    func tokenDetails(in scope: CompanyScope) throws -> TokenDetails {
        guard let row = try row("SELECT * FROM token_details WHERE company_id = $1", [scope.value]) else {
            return TokenDetails()
        }
        return TokenDetails(
            version: try row.integer("version"), changedAt: try row.optionalInstant("changed_at"),
            changedBy: try row.text("changed_by"))
    }

    func save(_ details: TokenDetails, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO token_details (company_id, version, changed_at, changed_by) VALUES ($1, $2, $3, $4)
            ON CONFLICT (company_id) DO UPDATE SET
                version = excluded.version, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """,
            [scope.value, .integer(details.version), .instant(details.changedAt), .text(details.changedBy)])
    }

    func tokenRequests(in scope: CompanyScope) throws -> [TokenRequest] {
        try rows(
            "SELECT * FROM token_requests WHERE company_id = $1 ORDER BY created_at DESC, id DESC", [scope.value]
        ).map(TokenRequest.init)
    }

    func tokenRequest(_ id: TokenRequest.ID, in scope: CompanyScope) throws -> TokenRequest? {
        try row("SELECT * FROM token_requests WHERE company_id = $1 AND id = $2", [scope.value, id.value])
            .map(TokenRequest.init)
    }

    func pendingTokenRequest(in scope: CompanyScope) throws -> TokenRequest? {
        try row("SELECT * FROM token_requests WHERE company_id = $1 AND is_pending = 1", [scope.value])
            .map(TokenRequest.init)
    }

    func insert(_ request: TokenRequest, in scope: CompanyScope) throws {
        if request.isPending { try endPendingTokenRequest(in: scope) }
        try execute(
            """
            INSERT INTO token_requests (
                company_id, id, created_at, created_by, certificate, fingerprint, sealed_key, is_pending)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                scope.value, request.id.value, .instant(request.createdAt), .text(request.createdBy),
                .bytes(request.certificate), .bytes(request.fingerprint.bytes), .bytes(request.sealedKey),
                .flag(request.isPending),
            ])
    }

    func endPendingTokenRequest(in scope: CompanyScope) throws {
        try execute(
            "UPDATE token_requests SET is_pending = 0 WHERE company_id = $1 AND is_pending = 1", [scope.value])
    }

    func activeToken(in scope: CompanyScope) throws -> RegisteredToken? {
        try row("SELECT * FROM tokens WHERE company_id = $1 AND state = 'active'", [scope.value])
            .map(RegisteredToken.init)
    }

    func tokens(in scope: CompanyScope) throws -> [RegisteredToken] {
        try rows(
            "SELECT * FROM tokens WHERE company_id = $1 ORDER BY registered_at DESC, id DESC", [scope.value]
        ).map(RegisteredToken.init)
    }

    func insert(_ token: RegisteredToken, in scope: CompanyScope) throws {
        let state = StoredTokenState(token.state)
        try execute(
            """
            INSERT INTO tokens (
                company_id, id, request_id, consumer_key, fingerprint, sealed, expires_at, registered_at,
                registered_by, state, ended_at, ended_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                scope.value, token.id.value, token.requestID.value, .text(token.consumerKey),
                .bytes(token.fingerprint.bytes), token.sealed.map { .bytes($0) } ?? .null, .instant(token.expiresAt),
                .instant(token.registeredAt), .text(token.registeredBy), .text(state.name), .instant(state.endedAt),
                .text(state.endedBy),
            ])
    }

    func setState(_ state: RegisteredToken.State, of id: RegisteredToken.ID, in scope: CompanyScope) throws {
        let stored = StoredTokenState(state)
        try executeOnOne(
            "token",
            """
            UPDATE tokens SET state = $3, ended_at = $4, ended_by = $5,
                sealed = CASE WHEN $3 = 'active' THEN sealed ELSE NULL END
            WHERE company_id = $1 AND id = $2
            """, [scope.value, id.value, .text(stored.name), .instant(stored.endedAt), .text(stored.endedBy)])
    }
}

/// A state as its three columns.
private struct StoredTokenState {
    let name: String
    let endedAt: Date?
    let endedBy: String?

    init(_ state: RegisteredToken.State) {
        (name, endedAt, endedBy) =
            switch state {
            case .active: ("active", nil, nil)
            case .retired(let at): ("retired", at, nil)
            case .deleted(let at, let by): ("deleted", at, by)
            }
    }

    static func read(_ row: SQLRow) throws -> RegisteredToken.State {
        switch try row.text("state") {
        case "active": .active
        case "retired": .retired(at: try row.instant("ended_at"))
        case "deleted": .deleted(at: try row.instant("ended_at"), by: try row.text("ended_by"))
        case let unknown: throw StoreError.unreadable("token state “\(unknown)”")
        }
    }
}

extension TokenRequest {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: ID(stored: try row.text("id")), createdAt: try row.instant("created_at"),
            createdBy: try row.text("created_by"), certificate: try row.bytes("certificate"),
            fingerprint: Fingerprint(bytes: try row.bytes("fingerprint")), sealedKey: try row.bytes("sealed_key"),
            isPending: try row.flag("is_pending"))
    }
}

extension RegisteredToken {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: ID(stored: try row.text("id")), requestID: TokenRequest.ID(stored: try row.text("request_id")),
            consumerKey: try row.text("consumer_key"), fingerprint: Fingerprint(bytes: try row.bytes("fingerprint")),
            sealed: try row.optionalBytes("sealed"), expiresAt: try row.instant("expires_at"),
            registeredAt: try row.instant("registered_at"), registeredBy: try row.text("registered_by"),
            state: try StoredTokenState.read(row))
    }
}
