public import Administration
import Foundation
import Ports

/// Adds a person to a company and makes the one-time link by which that person sets a password.
public struct CreateUser: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// Links are valid for three days.
    static let linkSeconds: TimeInterval = 3 * 86_400

    public struct Created: Sendable {
        public let user: User
        /// For the link `/_password/{token}`; shown once. Nil when a password was given.
        public let linkToken: Secret<String>?
    }

    /// - Parameter password: set at once instead of a link, for installations that are made by a script.
    public func callAsFunction(
        login: String, role: Role, password: Secret<String>? = nil, in company: Company
    ) async throws -> Created {
        let now = installation.now
        let login = try User.checkLogin(login)
        var hash: PasswordHash?
        if let password {
            try PasswordPolicy.check(password.reveal(), login: login, companyCode: company.code.description)
            hash = try await installation.hasher.hash(password)
        }
        let user = User(
            id: installation.newIdentifier(at: now), companyID: company.id, login: login, role: role,
            passwordHash: hash, createdAt: now)
        let token = hash == nil ? OneTimeToken(from: installation.randomness) : nil
        try await installation.store.write(in: company.scope) { transaction in
            try Self.insert(user, by: .serviceOperator, at: now, in: transaction)
            guard let token else { return }
            try transaction.insert(
                PasswordLink(
                    tokenHash: token.hash, companyID: company.id, userID: user.id,
                    expiresAt: now.addingTimeInterval(Self.linkSeconds)))
            try transaction.append(
                AuditDraft(.passwordLinkIssued, by: .serviceOperator, at: now, subject: login), in: company.scope)
        }
        return Created(user: user, linkToken: token?.text)
    }

    /// A new link for a person who lost the password; links made before end.
    public func newLink(login: String, in company: Company) async throws -> Secret<String> {
        let now = installation.now
        let token = OneTimeToken(from: installation.randomness)
        try await installation.store.write(in: company.scope) { transaction in
            guard let user = try transaction.user(login: login, in: company.scope) else {
                throw AdministrationError.noSuchUser(login)
            }
            try transaction.deletePasswordLinks(of: user.id, in: company.scope)
            try transaction.insert(
                PasswordLink(
                    tokenHash: token.hash, companyID: company.id, userID: user.id,
                    expiresAt: now.addingTimeInterval(Self.linkSeconds)))
            try transaction.append(
                AuditDraft(.passwordLinkIssued, by: .serviceOperator, at: now, subject: login), in: company.scope)
        }
        return token.text
    }

    static func insert(_ user: User, by actor: Actor, at now: Date, in transaction: any Transaction) throws {
        let scope = CompanyScope(user.companyID)
        guard try transaction.user(login: user.login, in: scope) == nil else {
            throw AdministrationError.loginTaken(user.login)
        }
        try transaction.insert(user, in: scope)
        try transaction.append(
            AuditDraft(
                .userCreated, by: actor, at: now, subject: user.login,
                after: [AuditField("role", user.role.rawValue)]), in: scope)
    }
}
