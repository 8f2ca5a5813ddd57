public import Administration
public import Enrollments
import Foundation
import Ports

/// ユーザー and 組織, as little of them as enrolling devices needs.
public struct ManageDirectory: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Listing: Sendable {
        public let people: [Person]
        public let organizations: [Organization]
        public let devicesOfPeople: [PersonID: Int]
        public let devicesOfOrganizations: [OrganizationID: Int]
    }

    public func list(in scope: CompanyScope) async throws -> Listing {
        try await installation.store.read(in: scope) { transaction in
            let counts = try transaction.deviceCounts(in: scope)
            return Listing(
                people: try transaction.people(in: scope), organizations: try transaction.organizations(in: scope),
                devicesOfPeople: counts.people, devicesOfOrganizations: counts.organizations)
        }
    }

    public func addPerson(
        name: String, reading: String, organization: OrganizationID?, by actor: Actor, in scope: CompanyScope
    ) async throws -> Person {
        let now = installation.now
        let person = Person(
            id: installation.newIdentifier(at: now), name: try Self.checked(name),
            reading: reading.isEmpty ? "" : try Self.checked(reading), organizationID: organization, createdAt: now)
        try await installation.store.write(in: scope) { try Self.insert(person, by: actor, at: now, in: scope, $0) }
        return person
    }

    public func addOrganization(name: String, by actor: Actor, in scope: CompanyScope) async throws -> Organization {
        let now = installation.now
        let organization = Organization(
            id: installation.newIdentifier(at: now), name: try Self.checked(name), createdAt: now)
        try await installation.store.write(in: scope) {
            try Self.insert(organization, by: actor, at: now, in: scope, $0)
        }
        return organization
    }

    static func insert(
        _ person: Person, by actor: Actor, at now: Date, in scope: CompanyScope, _ transaction: any Transaction
    ) throws {
        if let id = person.organizationID, try transaction.organization(id, in: scope) == nil {
            throw EnrollmentError.noSuchOrganization
        }
        try transaction.insert(person, in: scope)
        try transaction.append(AuditDraft(.personCreated, by: actor, at: now, subject: person.name), in: scope)
    }

    static func insert(
        _ organization: Organization, by actor: Actor, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws {
        guard try !transaction.organizations(in: scope).contains(where: { $0.name == organization.name }) else {
            throw EnrollmentError.nameTaken(organization.name)
        }
        try transaction.insert(organization, in: scope)
        try transaction.append(
            AuditDraft(.organizationCreated, by: actor, at: now, subject: organization.name), in: scope)
    }

    /// Without surrounding space; 1 to 100 characters, none of them a control character.
    static func checked(_ name: String) throws -> String {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...100).contains(name.count), name.utf8.count <= 400,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw EnrollmentError.invalidName }
        return name
    }
}
