import Administration
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import PushCertificates
import UseCases

/// 機器 → 登録
extension RouteTable {
    mutating func addEnroll() {
        page("devices/enroll", requires: .viewDevices) { try await EnrollScreen($0).show() }
        form("devices/enroll", requires: .enrollDevices) { try await EnrollScreen($0).invite($1) }
        form("devices/enroll/:invitation/revoke", requires: .enrollDevices) { try await EnrollScreen($0).revoke($1) }
    }
}

struct EnrollScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }
    private var path: String { signedIn.path("devices/enroll") }

    func show() async throws -> Response {
        let context = visit.viewContext(section: .devices)
        let message = visit.cookie(.done).flatMap { DeviceMessages.message(for: $0, in: context) }
        var response = try await page(message: message)
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func invite(_ form: FormData) async throws -> Response {
        let input = InvitationsModel.Input(
            recipient: InvitationsModel.Recipient(rawValue: form["for"]) ?? .user, user: form["user"],
            organization: form["organization"], count: form["count"],
            validity: InvitationsModel.Validity(rawValue: form["valid"]) ?? .day)
        do {
            guard
                let uses = Int(
                    input.count.precomposedStringWithCompatibilityMapping.trimmingCharacters(in: .whitespaces))
            else { throw EnrollmentError.invalidUses(limit: Invitation.mostUses) }
            let created = try await CreateInvitation(signedIn.installation)(
                for: try await invitee(input), uses: uses, validSeconds: input.validity.seconds, by: signedIn.actor,
                in: signedIn.company)
            let address = signedIn.installation.deviceAddress ?? ""
            return visit.render(
                InvitationMadeView(
                    InvitationMadeModel(
                        recipient: input.recipient, name: created.inviteeName, usesAllowed: uses,
                        expiresAt: created.invitation.expiresAt, link: created.link.reveal(),
                        codeAddress: "\(address)/enroll", code: created.code.reveal())),
                section: .devices)
        } catch let error as EnrollmentError {
            return try await page(
                input: input, wrongFields: error.wrongInvitationFields(input),
                problem: Message(.refusal, Problem(error, timeZone: signedIn.company.timeZone), visit.language),
                status: error.formStatus)
        }
    }

    func revoke(_ form: FormData) async throws -> Response {
        let id = InvitationID(stored: visit.context.parameters.get("invitation") ?? "")
        do {
            try await ManageInvitations(signedIn.installation).revoke(id, by: signedIn.actor, in: signedIn.scope)
        } catch EnrollmentError.noSuchInvitation {
            throw Refusal.notFound
        }
        return signedIn.done("revoked", at: path)
    }

    /// A name that exists is taken, any other is made with the invitation.
    private func invitee(_ input: InvitationsModel.Input) async throws -> CreateInvitation.Invitee {
        let listing = try await ManageDirectory(signedIn.installation).list(in: signedIn.scope)
        func clean(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
        let organization = clean(input.organization)
        let known = listing.organizations.first { $0.name == organization }
        switch input.recipient {
        case .organization:
            guard !organization.isEmpty else { throw EnrollmentError.nobodyInvited }
            return known.map { .organization($0.id) } ?? .newOrganization(name: organization)
        case .user:
            let name = clean(input.user)
            guard !name.isEmpty else { throw EnrollmentError.nobodyInvited }
            if let person = listing.people.first(where: { $0.name == name }) { return .person(person.id) }
            guard !organization.isEmpty, known == nil else {
                return .newPerson(name: name, reading: "", organization: known?.id)
            }
            let made = try await ManageDirectory(signedIn.installation).addOrganization(
                name: organization, by: signedIn.actor, in: signedIn.scope)
            return .newPerson(name: name, reading: "", organization: made.id)
        }
    }

    private func page(
        input: InvitationsModel.Input = .init(), wrongFields: Set<InvitationsModel.Field> = [],
        problem: Message? = nil, message: Message? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let rows = try await ManageInvitations(signedIn.installation).list(in: signedIn.scope)
        let listing = try await ManageDirectory(signedIn.installation).list(in: signedIn.scope)
        let model = InvitationsModel(
            readiness: try await signedIn.enrollmentReadiness(),
            mayInvite: signedIn.principal.user.role.permits(.enrollDevices), rows: rows.map(InvitationsModel.Row.init),
            olderBefore: nil, isContinued: false, users: listing.people.map(\.name),
            organizations: listing.organizations.map(\.name), input: input, wrongFields: wrongFields,
            problem: problem, message: message)
        return visit.render(InvitationsView(model), status: status, section: .devices)
    }
}

extension SignedIn {
    /// What the pages say about enrolling devices now.
    func enrollmentReadiness() async throws -> EnrollmentReadiness {
        do {
            try await CheckEnrollmentReadiness(installation).check(in: company)
            return .ready
        } catch EnrollmentError.noDeviceAddress {
            return .noPublicAddress
        } catch EnrollmentError.obstacle(let obstacle) {
            switch obstacle {
            case .certificateExpired(let at): return .certificateExpired(at)
            case .certificateDeleted:
                let overview = try await ShowPushCertificate(installation)(in: scope)
                if let deleted = overview.restorable, case .deleted(let at, _) = deleted.state {
                    return .certificateDeleted(at)
                }
                return .noCertificate
            default: return .noCertificate
            }
        }
    }
}

extension InvitationsModel.Row {
    init(_ row: ManageInvitations.Row) {
        let invitation = row.invitation
        self.init(
            id: invitation.id.description, recipient: invitation.personID == nil ? .organization : .user,
            name: row.inviteeName, usesLeft: invitation.usesLeft, usesAllowed: invitation.usesAllowed,
            createdAt: invitation.createdAt, createdBy: invitation.createdBy, expiresAt: invitation.expiresAt,
            standing: row.standing)
    }
}

extension EnrollmentError {
    func wrongInvitationFields(_ input: InvitationsModel.Input) -> Set<InvitationsModel.Field> {
        switch self {
        case .invalidUses: [.count]
        case .invalidName, .nobodyInvited, .nameTaken: [input.recipient == .user ? .user : .organization]
        default: []
        }
    }
}
