import Administration
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// ユーザー and 組織
extension RouteTable {
    mutating func addDirectory() {
        page("users", requires: .viewDevices) { try await PeopleScreen($0).show() }
        form("users", requires: .enrollDevices) { try await PeopleScreen($0).add($1) }
        page("organizations", requires: .viewDevices) { try await OrganizationsScreen($0).show() }
        form("organizations", requires: .enrollDevices) { try await OrganizationsScreen($0).add($1) }
    }
}

struct PeopleScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }

    func show() async throws -> Response {
        let context = visit.viewContext(section: .users)
        var response = try await page(
            message: visit.cookie(.done).flatMap { DeviceMessages.message(for: $0, in: context) })
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func add(_ form: FormData) async throws -> Response {
        let input = PeopleModel.Input(
            name: form["name"], reading: form["reading"], organization: form["organization"])
        do {
            _ = try await ManageDirectory(signedIn.installation).addPerson(
                name: input.name, reading: input.reading.trimmingCharacters(in: .whitespacesAndNewlines),
                organization: input.organization.isEmpty ? nil : OrganizationID(stored: input.organization),
                by: signedIn.actor, in: signedIn.scope)
        } catch let error as EnrollmentError {
            return try await page(
                input: input,
                problem: Message(.refusal, Problem(error, timeZone: signedIn.company.timeZone), visit.language),
                status: error.formStatus)
        }
        return signedIn.done("person-added", at: signedIn.path("users"))
    }

    private func page(
        input: PeopleModel.Input = .init(), problem: Message? = nil, message: Message? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let listing = try await ManageDirectory(signedIn.installation).list(in: signedIn.scope)
        let logins = try await ListUsers(signedIn.installation)(in: signedIn.scope)
        let names = Dictionary(
            listing.organizations.map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one })
        let sorted = listing.people.sorted {
            ($0.reading.isEmpty ? $0.name : $0.reading) < ($1.reading.isEmpty ? $1.name : $1.reading)
        }
        let model = PeopleModel(
            people: sorted.map {
                .init(
                    id: $0.id.description, name: $0.name, reading: $0.reading,
                    organization: $0.organizationID.flatMap { names[$0] },
                    deviceCount: listing.devicesOfPeople[$0.id] ?? 0)
            }, logins: logins.map { .init(login: $0.login, role: $0.role, hasPassword: $0.passwordHash != nil) },
            organizations: listing.organizations.map { .init(id: $0.id.description, name: $0.name) },
            mayEdit: signedIn.principal.user.role.permits(.enrollDevices), input: input, problem: problem,
            message: message)
        return visit.render(PeopleView(model), status: status, section: .users)
    }
}

struct OrganizationsScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var visit: Visit { signedIn.visit }

    func show() async throws -> Response {
        let context = visit.viewContext(section: .organizations)
        var response = try await page(
            message: visit.cookie(.done).flatMap { DeviceMessages.message(for: $0, in: context) })
        if visit.cookie(.done) != nil { response.clear(.done, visit.configuration) }
        return response
    }

    func add(_ form: FormData) async throws -> Response {
        do {
            _ = try await ManageDirectory(signedIn.installation).addOrganization(
                name: form["name"], by: signedIn.actor, in: signedIn.scope)
        } catch let error as EnrollmentError {
            return try await page(
                name: form["name"],
                problem: Message(.refusal, Problem(error, timeZone: signedIn.company.timeZone), visit.language),
                status: error.formStatus)
        }
        return signedIn.done("organization-added", at: signedIn.path("organizations"))
    }

    private func page(
        name: String = "", problem: Message? = nil, message: Message? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let listing = try await ManageDirectory(signedIn.installation).list(in: signedIn.scope)
        let model = OrganizationsModel(
            organizations: listing.organizations.map { organization in
                .init(
                    id: organization.id.description, name: organization.name,
                    personCount: listing.people.count { $0.organizationID == organization.id },
                    deviceCount: listing.devicesOfOrganizations[organization.id] ?? 0)
            }, mayEdit: signedIn.principal.user.role.permits(.enrollDevices), name: name, problem: problem,
            message: message)
        return visit.render(OrganizationsView(model), status: status, section: .organizations)
    }
}
