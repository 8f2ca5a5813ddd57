public import Administration
public import Enrollments
public import Foundation
import Ports

/// Makes the right to enroll a number of devices: a link, its QR code, and a 認証コード for whoever types.
public struct CreateInvitation: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// For whom: one that exists, or one that is made with the invitation.
    public enum Invitee: Sendable {
        case person(PersonID)
        case newPerson(name: String, reading: String, organization: OrganizationID?)
        case organization(OrganizationID)
        case newOrganization(name: String)
    }

    public struct Created: Sendable {
        public let invitation: Invitation
        public let inviteeName: String
        /// Shown once: `…/enroll/{token}`.
        public let link: Secret<String>
        /// Shown once; grouped for typing.
        public let code: Secret<String>
    }

    /// - Parameters:
    ///   - uses: 1 to ``Invitation/mostUses``.
    ///   - validSeconds: at most 30 days.
    /// - Throws: ``EnrollmentError``; when no profile could be handed out now, ``EnrollmentError/obstacle(_:)`` or
    ///   ``EnrollmentError/noDeviceAddress``, before anybody walks to a device.
    public func callAsFunction(
        for invitee: Invitee, uses: Int, validSeconds: TimeInterval, by actor: Actor, in company: Company
    ) async throws -> Created {
        let now = installation.now
        guard (1...Invitation.mostUses).contains(uses) else {
            throw EnrollmentError.invalidUses(limit: Invitation.mostUses)
        }
        guard validSeconds >= 60, validSeconds <= 30 * 86_400 else { throw EnrollmentError.invalidValidity }
        let address = try await CheckEnrollmentReadiness(installation).check(in: company)
        let token = OneTimeToken(from: installation.randomness)
        let code = EnrollmentCode(from: installation.randomness)
        let id: InvitationID = installation.newIdentifier(at: now)
        let newPerson: PersonID = installation.newIdentifier(at: now)
        let newOrganization: OrganizationID = installation.newIdentifier(at: now)
        let scope = company.scope
        let (invitation, name) = try await installation.store.write(in: scope) { transaction in
            let (person, organization, name) = try Self.resolve(
                invitee, newPerson: newPerson, newOrganization: newOrganization, by: actor, at: now, in: scope,
                transaction)
            let invitation = Invitation(
                id: id, tokenHash: token.hash, codeHash: code.hash(in: scope), personID: person,
                organizationID: organization, usesAllowed: uses, usesLeft: uses, createdAt: now,
                createdBy: actor.loginOrEmpty, expiresAt: now.addingTimeInterval(validSeconds))
            try transaction.insert(invitation, in: scope)
            try transaction.append(
                AuditDraft(
                    .invitationCreated, by: actor, at: now, subject: name,
                    after: [
                        AuditField("uses", String(uses)),
                        AuditField("expires-at", invitation.expiresAt.formatted(.iso8601)),
                    ]), in: scope)
            return (invitation, name)
        }
        return Created(
            invitation: invitation, inviteeName: name, link: Secret("\(address)/enroll/\(token.text.reveal())"),
            code: code.text)
    }

    private static func resolve(
        _ invitee: Invitee, newPerson: PersonID, newOrganization: OrganizationID, by actor: Actor, at now: Date,
        in scope: CompanyScope, _ transaction: any Transaction
    ) throws -> (PersonID?, OrganizationID?, String) {
        switch invitee {
        case .person(let id):
            guard let person = try transaction.person(id, in: scope) else { throw EnrollmentError.noSuchPerson }
            return (person.id, person.organizationID, person.name)
        case .newPerson(let name, let reading, let organization):
            let person = Person(
                id: newPerson, name: try ManageDirectory.checked(name),
                reading: reading.isEmpty ? "" : try ManageDirectory.checked(reading), organizationID: organization,
                createdAt: now)
            try ManageDirectory.insert(person, by: actor, at: now, in: scope, transaction)
            return (person.id, organization, person.name)
        case .organization(let id):
            guard let organization = try transaction.organization(id, in: scope) else {
                throw EnrollmentError.noSuchOrganization
            }
            return (nil, organization.id, organization.name)
        case .newOrganization(let name):
            let organization = Organization(
                id: newOrganization, name: try ManageDirectory.checked(name), createdAt: now)
            try ManageDirectory.insert(organization, by: actor, at: now, in: scope, transaction)
            return (nil, organization.id, organization.name)
        }
    }
}

/// What is typed at `/enroll` with the company code: 12 characters of Crockford's base32, 60 bits, which with
/// five tries in ten minutes cannot be guessed.
struct EnrollmentCode: Sendable {
    let text: Secret<String>
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    init(from randomness: any Randomness) {
        let characters = randomness.bytes(12).map { Self.alphabet[Int($0 & 31)] }
        text = Secret(String(characters[0..<4]) + "-" + String(characters[4..<8]) + "-" + String(characters[8..<12]))
    }

    init(typed: String) { text = Secret(typed) }

    /// Bound to the company: two companies' codes never meet. Hyphens, spaces, case and look-alikes do not matter.
    func hash(in scope: CompanyScope) -> [UInt8] {
        let typed = text.reveal().uppercased().precomposedStringWithCompatibilityMapping
        let clean = typed.compactMap { character -> Character? in
            switch character {
            case "O": "0"
            case "I", "L": "1"
            default: Self.alphabet.contains(character) ? character : nil
            }
        }
        return OneTimeToken.hash(of: "\(scope.companyID)/\(String(clean))")
    }
}
