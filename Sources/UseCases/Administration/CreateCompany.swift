public import Administration
import Foundation
import Notices
import Ports

/// Opens a company on this installation: its address, its key, its first line in the log.
public struct CreateCompany: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// What a person says about a new company, not yet checked.
    public struct Proposal: Sendable {
        public var code: String
        public var name: String
        public var language: Language
        /// IANA name.
        public var timeZone: String
        /// Key of a ``Brand``.
        public var brand: String

        public init(code: String, name: String, language: Language, timeZone: String, brand: String) {
            self.code = code
            self.name = name
            self.language = language
            self.timeZone = timeZone
            self.brand = brand
        }
    }

    /// - Throws: ``AdministrationError`` for a proposal that cannot be; nothing is stored then.
    public func callAsFunction(_ proposal: Proposal) async throws -> Company {
        let company = try draft(proposal)
        try await installation.store.write { transaction in
            try Self.insert(company, by: .serviceOperator, in: transaction)
        }
        return company
    }

    /// A company with a fresh identifier and key that nobody has stored yet.
    func draft(_ proposal: Proposal) throws -> Company {
        let code = try CompanyCode(proposal.code)
        let name = proposal.name.trimmingCharacters(in: .whitespaces)
        let hasControl = name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard (1...100).contains(name.count), !hasControl else { throw AdministrationError.invalidCompanyName }
        guard let timeZone = TimeZone(identifier: proposal.timeZone) else {
            throw AdministrationError.unknownTimeZone(proposal.timeZone)
        }
        guard let brand = Brand.named(proposal.brand) else {
            throw AdministrationError.unknownBrand(proposal.brand)
        }
        let now = installation.now
        let id: CompanyID = installation.newIdentifier(at: now)
        return Company(
            id: id, code: code, name: name, language: proposal.language, timeZone: timeZone, brand: brand,
            wrappedKey: try installation.vault.makeWrappedKey(for: CompanyScope(id)), createdAt: now)
    }

    static func insert(_ company: Company, by actor: Actor, in transaction: any Transaction) throws {
        guard try transaction.company(code: company.code) == nil else {
            throw AdministrationError.companyCodeTaken(company.code)
        }
        try transaction.insert(company)
        try transaction.insert(.standard(for: company.id, at: company.createdAt), in: company.scope)
        try transaction.append(
            AuditDraft(
                .companyCreated, by: actor, at: company.createdAt, subject: company.code.description,
                after: [
                    AuditField("name", company.name), AuditField("language", company.language.rawValue),
                    AuditField("time-zone", company.timeZone.identifier), AuditField("brand", company.brand.key),
                ]), in: company.scope)
    }
}
