import Administration
import Enrollments
import Foundation
import Ports

extension SQLTransaction {
    func people(in scope: CompanyScope) throws -> [Person] {
        try rows(
            """
            SELECT * FROM people WHERE company_id = $1
            ORDER BY CASE WHEN reading <> '' THEN reading ELSE name END, name, id
            """, [scope.value]
        ).map(Person.init)
    }

    func person(_ id: PersonID, in scope: CompanyScope) throws -> Person? {
        try row("SELECT * FROM people WHERE company_id = $1 AND id = $2", [scope.value, id.value])
            .map(Person.init)
    }

    func insert(_ person: Person, in scope: CompanyScope) throws {
        try execute(
            """
            INSERT INTO people (company_id, id, name, reading, organization_id, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                scope.value, person.id.value, .text(person.name), .text(person.reading),
                .text(person.organizationID?.description), .instant(person.createdAt),
            ])
    }

    func organizations(in scope: CompanyScope) throws -> [Organization] {
        try rows("SELECT * FROM organizations WHERE company_id = $1 ORDER BY name", [scope.value])
            .map(Organization.init)
    }

    func organization(_ id: OrganizationID, in scope: CompanyScope) throws -> Organization? {
        try row("SELECT * FROM organizations WHERE company_id = $1 AND id = $2", [scope.value, id.value])
            .map(Organization.init)
    }

    func insert(_ organization: Organization, in scope: CompanyScope) throws {
        try execute(
            "INSERT INTO organizations (company_id, id, name, created_at) VALUES ($1, $2, $3, $4)",
            [scope.value, organization.id.value, .text(organization.name), .instant(organization.createdAt)])
    }

    func deviceCounts(in scope: CompanyScope) throws -> (
        people: [PersonID: Int], organizations: [OrganizationID: Int]
    ) {
        let people = try rows(
            """
            SELECT person_id AS id, COUNT(*) AS count FROM enrollments
            WHERE company_id = $1 AND person_id IS NOT NULL AND state IN ('authenticated', 'enrolled')
            GROUP BY person_id
            """, [scope.value])
        let organizations = try rows(
            """
            SELECT organization_id AS id, COUNT(*) AS count FROM enrollments
            WHERE company_id = $1 AND organization_id IS NOT NULL AND state IN ('authenticated', 'enrolled')
            GROUP BY organization_id
            """, [scope.value])
        var counts: (people: [PersonID: Int], organizations: [OrganizationID: Int]) = ([:], [:])
        for row in people { counts.people[PersonID(stored: try row.text("id"))] = try row.integer("count") }
        for row in organizations {
            counts.organizations[OrganizationID(stored: try row.text("id"))] = try row.integer("count")
        }
        return counts
    }
}

extension Person {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: PersonID(stored: try row.text("id")), name: try row.text("name"), reading: try row.text("reading"),
            organizationID: try row.optionalText("organization_id").map { OrganizationID(stored: $0) },
            createdAt: try row.instant("created_at"))
    }
}

extension Organization {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: OrganizationID(stored: try row.text("id")), name: try row.text("name"),
            createdAt: try row.instant("created_at"))
    }
}
