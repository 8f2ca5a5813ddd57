public import Administration
import Foundation
import Ports

/// Signs a person in to the company named in the form.
///
/// Whether company, login or password was wrong is not told, neither by text nor by time: an unknown login
/// costs a password hash too.
public struct LogIn: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct SignedIn: Sendable {
        public let principal: Principal
        /// For the session cookie.
        public let token: Secret<String>
    }

    /// - Parameter address: the network address of the browser, as trusted proxies tell it.
    /// - Throws: ``AdministrationError/loginFailed`` or ``AdministrationError/loginThrottled``.
    public func callAsFunction(
        companyCode: String, login: String, password: Secret<String>, from address: String
    ) async throws -> SignedIn {
        let now = installation.now
        let keys = [
            (LoginFailureKey.account(company: companyCode, login: login), LoginThrottle.accountLimit),
            (LoginFailureKey.address(address), LoginThrottle.addressLimit),
        ]
        let found = try await installation.store.read { transaction -> (Company?, User?, Bool) in
            let since = now.addingTimeInterval(-LoginThrottle.windowSeconds)
            let throttled = try keys.contains { try transaction.loginFailures(key: $0.0, since: since) >= $0.1 }
            guard let code = try? CompanyCode(companyCode), let company = try transaction.company(code: code) else {
                return (nil, nil, throttled)
            }
            return (company, try transaction.user(login: login, in: company.scope), throttled)
        }
        let (company, user, throttled) = found
        guard !throttled else { throw AdministrationError.loginThrottled }
        let counted = try await PasswordAttempt.begin(keys, at: now, installation)
        let known = user.flatMap { $0.isDisabled ? nil : $0 }
        let isRight = try await installation.hasher.verify(password, against: known?.passwordHash)
        guard isRight, let company, let user = known else {
            try await noteFailure(of: login, in: company, wasLast: counted.wasLast, at: now)
            throw AdministrationError.loginFailed
        }
        return try await open(for: user, in: company, after: counted, clearing: keys[0].0, at: now)
    }

    /// - Parameter wasLast: of those that the account may have.
    private func noteFailure(of login: String, in company: Company?, wasLast: Bool, at now: Date) async throws {
        guard let company else { return }
        try await installation.store.write(in: company.scope) { transaction in
            try transaction.append(
                AuditDraft(.loginFailed, by: .anonymous, at: now, subject: String(login.prefix(64))),
                in: company.scope)
            if wasLast {
                try transaction.append(
                    AuditDraft(.loginThrottled, by: .anonymous, at: now, subject: String(login.prefix(64))),
                    in: company.scope)
            }
        }
    }

    private func open(
        for user: User, in company: Company, after attempt: PasswordAttempt, clearing key: [UInt8], at now: Date
    ) async throws -> SignedIn {
        let token = OneTimeToken(from: installation.randomness)
        try await installation.store.write(in: company.scope) { transaction in
            // While the password was being computed it may have been changed, or the person disabled.
            guard let present = try transaction.user(user.id, in: company.scope), !present.isDisabled,
                present.passwordHash == user.passwordHash
            else { throw AdministrationError.loginFailed }
            try transaction.deleteSessions(createdBefore: now.addingTimeInterval(-Session.absoluteSeconds))
            try transaction.insert(
                Session(
                    tokenHash: token.hash, companyID: company.id, userID: user.id, createdAt: now, lastSeenAt: now))
            try attempt.takeBack(transaction)
            try transaction.clearLoginFailures(key: key)
            try transaction.append(
                AuditDraft(.loggedIn, by: .user(user.id, login: user.login), at: now, subject: user.login),
                in: company.scope)
        }
        return SignedIn(
            principal: Principal(company: company, user: user, tokenHash: token.hash, steppedUpAt: now),
            token: token.text)
    }
}
