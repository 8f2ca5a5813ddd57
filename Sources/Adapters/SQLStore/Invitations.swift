import Administration
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func insert(_ invitation: Invitation, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO invitations (
                company_id, id, token_hash, code_hash, person_id, organization_id, uses_allowed, uses_left,
                created_at, created_by, expires_at, revoked_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                scope.value, invitation.id.value, .bytes(invitation.tokenHash), .bytes(invitation.codeHash),
                .text(invitation.personID?.description), .text(invitation.organizationID?.description),
                .integer(invitation.usesAllowed), .integer(invitation.usesLeft), .instant(invitation.createdAt),
                .text(invitation.createdBy), .instant(invitation.expiresAt), .instant(invitation.revokedAt),
            ])
    }

    func invitation(_ id: InvitationID, in scope: CompanyScope) throws -> Invitation? {
        try row("SELECT * FROM invitations WHERE company_id = $1 AND id = $2", [scope.value, id.value])
            .map(Invitation.init)
    }

    func invitation(tokenHash: [UInt8]) throws -> (scope: CompanyScope, invitation: Invitation)? {
        try row("SELECT * FROM invitations WHERE token_hash = $1", [.bytes(tokenHash)]).map {
            (try $0.scope(), try Invitation($0))
        }
    }

    func invitation(codeHash: [UInt8], in scope: CompanyScope) throws -> Invitation? {
        try row(
            "SELECT * FROM invitations WHERE company_id = $1 AND code_hash = $2", [scope.value, .bytes(codeHash)]
        ).map(Invitation.init)
    }

    func invitations(in scope: CompanyScope, limit: Int) throws -> [Invitation] {
        try rows(
            """
            SELECT * FROM invitations WHERE company_id = $1 AND NOT EXISTS (
                SELECT 1 FROM automated_invitations
                WHERE automated_invitations.company_id = invitations.company_id AND invitation_id = id)
            ORDER BY created_at DESC, id DESC LIMIT $2
            """,
            [scope.value, .integer(max(0, limit))]
        ).map(Invitation.init)
    }

    func takeUse(of id: InvitationID, at now: Date, in scope: CompanyScope) throws -> Bool {
        try changes(
            """
            UPDATE invitations SET uses_left = uses_left - 1
            WHERE company_id = $1 AND id = $2 AND uses_left > 0 AND revoked_at IS NULL AND expires_at > $3
            """, [scope.value, id.value, .instant(now)]) == 1
    }

    func revoke(_ id: InvitationID, at now: Date, in scope: CompanyScope) throws {
        try executeOnOne(
            "invitation that is not revoked",
            "UPDATE invitations SET revoked_at = $3 WHERE company_id = $1 AND id = $2 AND revoked_at IS NULL",
            [scope.value, id.value, .instant(now)])
    }

    func insert(_ challenge: Challenge, in scope: CompanyScope) throws {
        let purpose = StoredPurpose(challenge.purpose)
        try execute(
            """
            INSERT INTO challenges (
                company_id, id, hash, invitation_id, renews_enrollment_id, created_at, expires_at, used_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                scope.value, challenge.id.value, .bytes(challenge.hash), purpose.invitation, purpose.renewed,
                .instant(challenge.createdAt), .instant(challenge.expiresAt), .instant(challenge.usedAt),
            ])
    }

    func challenge(hash: [UInt8], in scope: CompanyScope) throws -> Challenge? {
        try row("SELECT * FROM challenges WHERE company_id = $1 AND hash = $2", [scope.value, .bytes(hash)])
            .map(Challenge.init)
    }

    func openChallengeCount(of invitation: InvitationID, at now: Date, in scope: CompanyScope) throws -> Int {
        try count(
            """
            SELECT COUNT(*) AS count FROM challenges
            WHERE company_id = $1 AND invitation_id = $2 AND expires_at > $3 AND used_at IS NULL
            """, [scope.value, invitation.value, .instant(now)])
    }

    func useChallenge(_ id: ChallengeID, at now: Date, in scope: CompanyScope) throws -> Bool {
        try changes(
            "UPDATE challenges SET used_at = $3 WHERE company_id = $1 AND id = $2 AND used_at IS NULL",
            [scope.value, id.value, .instant(now)]) == 1
    }
}

/// A purpose as its two columns, of which exactly one is filled.
struct StoredPurpose {
    let invitation: SQLValue
    let renewed: SQLValue

    init(_ purpose: Challenge.Purpose) {
        (invitation, renewed) =
            switch purpose {
            case .enroll(let id): (id.value, .null)
            case .renew(let id): (.null, id.value)
            }
    }

    static func read(_ row: SQLRow) throws -> Challenge.Purpose {
        if let id = try row.optionalText("invitation_id") { return .enroll(InvitationID(stored: id)) }
        return .renew(EnrollmentID(stored: try row.text("renews_enrollment_id")))
    }
}

extension SQLRow {
    /// Whose row it is, for the few statements that look across companies.
    func scope() throws -> CompanyScope { CompanyScope(CompanyID(stored: try text("company_id"))) }
}

extension Invitation {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: InvitationID(stored: try row.text("id")), tokenHash: try row.bytes("token_hash"),
            codeHash: try row.bytes("code_hash"),
            personID: try row.optionalText("person_id").map { PersonID(stored: $0) },
            organizationID: try row.optionalText("organization_id").map { OrganizationID(stored: $0) },
            usesAllowed: try row.integer("uses_allowed"), usesLeft: try row.integer("uses_left"),
            createdAt: try row.instant("created_at"), createdBy: try row.text("created_by"),
            expiresAt: try row.instant("expires_at"), revokedAt: try row.optionalInstant("revoked_at"))
    }
}

extension Challenge {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: ChallengeID(stored: try row.text("id")), hash: try row.bytes("hash"),
            purpose: try StoredPurpose.read(row), createdAt: try row.instant("created_at"),
            expiresAt: try row.instant("expires_at"), usedAt: try row.optionalInstant("used_at"))
    }
}
