import Administration
import Foundation
import Ports

extension SQLTransaction {
    func company(code: CompanyCode) throws -> Company? {
        try row("SELECT * FROM companies WHERE code = $1", [.text(code.description)]).map(Company.init)
    }

    func company(_ scope: CompanyScope) throws -> Company? {
        try row("SELECT * FROM companies WHERE id = $1", [scope.value]).map(Company.init)
    }

    func companies() throws -> [Company] {
        try rows("SELECT * FROM companies ORDER BY code").map(Company.init)
    }

    /// The company's empty log is made with it.
    func insert(_ company: Company) throws {
        try execute(
            """
            INSERT INTO companies (id, code, name, language, time_zone, brand, wrapped_key, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                company.scope.value, .text(company.code.description), .text(company.name),
                .text(company.language.rawValue), .text(company.timeZone.identifier), .text(company.brand.key),
                .bytes(company.wrappedKey), .instant(company.createdAt),
            ])
        try execute("INSERT INTO audit_logs (company_id, length) VALUES ($1, 0)", [company.scope.value])
    }
}

extension CompanyScope {
    var value: SQLValue { .text(companyID.description) }
}

extension Company {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: CompanyID(stored: try row.text("id")),
            code: try row.value("code") { try CompanyCode($0) },
            name: try row.text("name"),
            language: try row.value("language") { Language(rawValue: $0) },
            timeZone: try row.value("time_zone") { TimeZone(identifier: $0) },
            brand: try row.value("brand") { Brand.named($0) },
            wrappedKey: try row.bytes("wrapped_key"),
            createdAt: try row.instant("created_at"))
    }
}
