public import Administration
public import Enrollments
import Foundation
import Ports

/// The invitations of a company: list and revoke.
public struct ManageInvitations: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Row: Sendable {
        public let invitation: Invitation
        /// Name of the user, else of the organisation.
        public let inviteeName: String
        public let standing: Invitation.Standing
    }

    public func list(limit: Int = 200, in scope: CompanyScope) async throws -> [Row] {
        let now = installation.now
        return try await installation.store.read(in: scope) { transaction in
            let people = Dictionary(
                try transaction.people(in: scope).map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one })
            let organizations = Dictionary(
                try transaction.organizations(in: scope).map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one })
            return try transaction.invitations(in: scope, limit: limit).map { invitation in
                Row(
                    invitation: invitation,
                    inviteeName: invitation.personID.flatMap { people[$0] }
                        ?? invitation.organizationID.flatMap { organizations[$0] } ?? "",
                    standing: invitation.standing(at: now))
            }
        }
    }

    /// Devices that enrolled with it stay.
    public func revoke(_ id: InvitationID, by actor: Actor, in scope: CompanyScope) async throws {
        let now = installation.now
        try await installation.store.write(in: scope) { transaction in
            guard let invitation = try transaction.invitation(id, in: scope) else {
                throw EnrollmentError.noSuchInvitation
            }
            guard invitation.revokedAt == nil else { return }
            try transaction.revoke(id, at: now, in: scope)
            let name =
                try invitation.personID.flatMap { try transaction.person($0, in: scope)?.name }
                ?? invitation.organizationID.flatMap { try transaction.organization($0, in: scope)?.name } ?? ""
            try transaction.append(AuditDraft(.invitationRevoked, by: actor, at: now, subject: name), in: scope)
        }
    }
}
