import Administration
import Foundation
import UseCases

extension CompanyOption {
    /// The named company, or the only one.
    func choose(in open: OpenInstallation) async throws -> Company {
        let find = FindCompany(open.installation)
        if let code = company ?? ProcessInfo.processInfo.environment["KIZUNA_COMPANY"] {
            guard let found = try await find(code: code) else { throw AdministrationError.noSuchCompany(code) }
            return found
        }
        let all = try await find.all()
        guard let only = all.first, all.count == 1 else {
            throw CommandFailure.companyNeeded(all.map(\.code.description))
        }
        return only
    }
}
