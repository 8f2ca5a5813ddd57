public import Administration
import Foundation
import Ports

/// A person's own password: by one-time link, or with the present one. Both end every other session.
public struct SetPassword: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// Whose link this is.
    public struct LinkOwner: Sendable {
        public let company: Company
        public let user: User
    }

    /// - Returns: nil when the link was used, has expired, or never existed.
    public func owner(ofLink token: String) async throws -> LinkOwner? {
        let now = installation.now
        return try await installation.store.read { try Self.owner(ofLink: token, at: now, in: $0) }
    }

    /// Uses the link up.
    ///
    /// - Throws: ``AdministrationError/linkNotValid``, or what ``PasswordPolicy`` has against the password;
    ///   the link stays usable in the latter case.
    public func byLink(_ token: String, password: Secret<String>, again: Secret<String>) async throws -> LinkOwner {
        guard let owner = try await owner(ofLink: token) else { throw AdministrationError.linkNotValid }
        try check(password, again, for: owner.user, in: owner.company)
        let hash = try await installation.hasher.hash(password)
        let now = installation.now
        return try await installation.store.write { transaction in
            guard let owner = try Self.owner(ofLink: token, at: now, in: transaction) else {
                throw AdministrationError.linkNotValid
            }
            try Self.save(hash, for: owner.user, as: .passwordSet, at: now, keeping: nil, in: transaction)
            return owner
        }
    }

    /// - Throws: ``AdministrationError/wrongCurrentPassword`` first of all, throttled like a login.
    public func change(
        current: Secret<String>, password: Secret<String>, again: Secret<String>, by principal: Principal
    ) async throws {
        let now = installation.now
        let key = LoginFailureKey.account(company: principal.company.code.description, login: principal.user.login)
        let since = now.addingTimeInterval(-LoginThrottle.windowSeconds)
        let failures = try await installation.store.read(in: principal.scope) {
            try $0.loginFailures(key: key, since: since)
        }
        guard failures < LoginThrottle.accountLimit else { throw AdministrationError.loginThrottled }
        let counted = try await PasswordAttempt.begin([(key, LoginThrottle.accountLimit)], at: now, installation)
        guard try await installation.hasher.verify(current, against: principal.user.passwordHash) else {
            try await installation.store.write(in: principal.scope) { transaction in
                try transaction.append(
                    AuditDraft(.loginFailed, by: principal.actor, at: now, subject: principal.user.login),
                    in: principal.scope)
            }
            throw AdministrationError.wrongCurrentPassword
        }
        try await installation.store.write(in: principal.scope) { try counted.takeBack($0) }
        try check(password, again, for: principal.user, in: principal.company)
        let hash = try await installation.hasher.hash(password)
        try await installation.store.write(in: principal.scope) { transaction in
            guard let user = try transaction.user(principal.user.id, in: principal.scope) else {
                throw AdministrationError.noSuchUser(principal.user.login)
            }
            // Changed meanwhile, which ended this session, too: the password given is not the present one.
            guard !user.isDisabled, user.passwordHash == principal.user.passwordHash else {
                throw AdministrationError.wrongCurrentPassword
            }
            try Self.save(hash, for: user, as: .passwordChanged, at: now, keeping: principal.tokenHash, in: transaction)
        }
    }

    private func check(_ password: Secret<String>, _ again: Secret<String>, for user: User, in company: Company)
        throws
    {
        guard password.reveal() == again.reveal() else { throw AdministrationError.passwordsDiffer }
        try PasswordPolicy.check(
            password.reveal(), login: user.login, companyCode: company.code.description)
    }

    private static func owner(ofLink token: String, at now: Date, in transaction: any Transaction) throws
        -> LinkOwner?
    {
        guard let link = try transaction.passwordLink(tokenHash: OneTimeToken.hash(of: token)), now < link.expiresAt,
            let company = try transaction.company(CompanyScope(link.companyID)),
            let user = try transaction.user(link.userID, in: company.scope), !user.isDisabled
        else { return nil }
        return LinkOwner(company: company, user: user)
    }

    private static func save(
        _ hash: PasswordHash, for user: User, as event: AuditEvent, at now: Date, keeping tokenHash: [UInt8]?,
        in transaction: any Transaction
    ) throws {
        let scope = CompanyScope(user.companyID)
        var user = user
        user.passwordHash = hash
        try transaction.update(user, in: scope)
        try transaction.deletePasswordLinks(of: user.id, in: scope)
        try transaction.deleteSessions(of: user.id, in: scope, keeping: tokenHash)
        try transaction.append(
            AuditDraft(event, by: .user(user.id, login: user.login), at: now, subject: user.login), in: scope)
    }
}
