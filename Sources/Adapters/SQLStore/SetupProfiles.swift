import Administration
import AutomatedEnrollment
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func currentProfile(in scope: CompanyScope) throws -> DefinedProfile? {
        try row("SELECT * FROM setup_profiles WHERE company_id = $1 AND is_current = 1", [scope.value])
            .map(DefinedProfile.init)
    }

    func definedProfile(addressHash: [UInt8]) throws -> (scope: CompanyScope, profile: DefinedProfile)? {
        try row("SELECT * FROM setup_profiles WHERE address_hash = $1", [.bytes(addressHash)]).map {
            (try $0.scope(), try DefinedProfile($0))
        }
    }

    func insert(_ profile: DefinedProfile, in scope: CompanyScope) throws {
        if profile.isCurrent {
            try execute(
                "UPDATE setup_profiles SET is_current = 0 WHERE company_id = $1 AND is_current = 1", [scope.value])
        }
        try execute(
            """
            INSERT INTO setup_profiles (
                company_id, id, apple_uuid, settings, address_hash, created_at, created_by, is_current)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                scope.value, profile.id.value, .text(profile.uuid), .text(profile.settings.stored),
                .bytes(profile.addressHash), .instant(profile.createdAt), .text(profile.createdBy),
                .flag(profile.isCurrent),
            ])
    }

    func insert(_ invitation: AutomatedInvitation, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO automated_invitations (company_id, invitation_id, serial_number, hardware_id, created_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                scope.value, invitation.invitationID.value, .text(invitation.serialNumber),
                .text(invitation.hardwareID), .instant(invitation.createdAt),
            ])
    }

    func automatedInvitation(_ id: InvitationID, in scope: CompanyScope) throws -> AutomatedInvitation? {
        try row(
            "SELECT * FROM automated_invitations WHERE company_id = $1 AND invitation_id = $2", [scope.value, id.value]
        ).map(AutomatedInvitation.init)
    }

    func automatedInvitation(
        serialNumber: String, hardwareID: String, in scope: CompanyScope
    ) throws -> AutomatedInvitation? {
        try row(
            """
            SELECT * FROM automated_invitations WHERE company_id = $1 AND serial_number = $2 AND hardware_id = $3
            ORDER BY created_at DESC, invitation_id DESC LIMIT 1
            """, [scope.value, .text(serialNumber), .text(hardwareID)]
        ).map(AutomatedInvitation.init)
    }

    func enrollmentsInSetup(since: Date, limit: Int) throws -> [(scope: CompanyScope, id: EnrollmentID)] {
        try rows(
            """
            SELECT company_id, id FROM enrollments
            WHERE awaits_configuration = 1 AND state = 'enrolled' AND token_updated_at <= $1
            ORDER BY token_updated_at LIMIT $2
            """, [.instant(since), .integer(max(0, limit))]
        ).map { (try $0.scope(), EnrollmentID(stored: try $0.text("id"))) }
    }
}

extension DefinedProfile {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: ID(stored: try row.text("id")), uuid: try row.text("apple_uuid"),
            settings: try row.value("settings") { SetupSettings(stored: $0) },
            addressHash: try row.bytes("address_hash"), createdAt: try row.instant("created_at"),
            createdBy: try row.text("created_by"), isCurrent: try row.flag("is_current"))
    }
}

extension AutomatedInvitation {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            invitationID: InvitationID(stored: try row.text("invitation_id")),
            serialNumber: try row.text("serial_number"), hardwareID: try row.text("hardware_id"),
            createdAt: try row.instant("created_at"))
    }
}
