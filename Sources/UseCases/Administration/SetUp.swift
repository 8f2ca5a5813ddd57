public import Administration
import Foundation
import Ports

/// The first run: a one-time link on the server's terminal opens the page that makes the first company and
/// its first 管理者; then the recovery sheet of the master key is shown until it is confirmed as kept.
public struct SetUp: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public enum Stage: Sendable, Equatable {
        case company
        /// The company exists; the sheet has not been confirmed.
        case recoverySheet
    }

    /// Makes the link's token when nothing has been set up yet, replacing an earlier one.
    ///
    /// - Returns: nil when a company exists and the recovery sheet needs no confirmation.
    public func issueLink() async throws -> Secret<String>? {
        let token = OneTimeToken(from: installation.randomness)
        return try await installation.store.write { transaction in
            let pending = try transaction.installationValue(.setUpTokenHash) != nil
            guard try transaction.companies().isEmpty || pending else { return nil }
            try transaction.setInstallationValue(token.hash, for: .setUpTokenHash)
            return token.text
        }
    }

    /// - Returns: nil when the link is not (or no longer) valid.
    public func stage(of token: String) async throws -> Stage? {
        try await installation.store.read { try Self.stage(of: token, in: $0) }
    }

    public func createCompany(
        token: String, _ proposal: CreateCompany.Proposal, login: String, password: Secret<String>,
        again: Secret<String>
    ) async throws -> Company {
        guard try await stage(of: token) == .company else { throw AdministrationError.linkNotValid }
        let company = try CreateCompany(installation).draft(proposal)
        let login = try User.checkLogin(login)
        guard password.reveal() == again.reveal() else { throw AdministrationError.passwordsDiffer }
        try PasswordPolicy.check(password.reveal(), login: login, companyCode: company.code.description)
        let user = User(
            id: installation.newIdentifier(at: company.createdAt), companyID: company.id, login: login,
            role: .administrator, passwordHash: try await installation.hasher.hash(password),
            createdAt: company.createdAt)
        try await installation.store.write { transaction in
            guard try Self.stage(of: token, in: transaction) == .company else {
                throw AdministrationError.linkNotValid
            }
            try CreateCompany.insert(company, by: .serviceOperator, in: transaction)
            try CreateUser.insert(user, by: .serviceOperator, at: company.createdAt, in: transaction)
        }
        return company
    }

    /// Ends set-up: the link is used up.
    public func confirmRecoverySheet(token: String) async throws {
        let now = installation.now
        try await installation.store.write { transaction in
            guard try Self.stage(of: token, in: transaction) == .recoverySheet else {
                throw AdministrationError.linkNotValid
            }
            try transaction.setInstallationValue(nil, for: .setUpTokenHash)
            try Self.noteSheet(at: now, in: transaction)
        }
    }

    /// The service operator's word that the sheet is kept, for installations made by a script.
    public func noteRecoverySheetStored() async throws {
        let now = installation.now
        try await installation.store.write { try Self.noteSheet(at: now, in: $0) }
    }

    private static func noteSheet(at now: Date, in transaction: any Transaction) throws {
        try transaction.setInstallationValue([1], for: .recoverySheetConfirmed)
        try transaction.append(
            AuditDraft(.recoverySheetConfirmed, by: .serviceOperator, at: now), in: .installation)
    }

    private static func stage(of token: String, in transaction: any Transaction) throws -> Stage? {
        guard let hash = try transaction.installationValue(.setUpTokenHash), hash == OneTimeToken.hash(of: token)
        else { return nil }
        return try transaction.companies().isEmpty ? .company : .recoverySheet
    }
}
