public import Administration
import Foundation
import Ports

/// Asks a signed-in person for the password once more, before what cannot be undone (ASVS 5.0 V7.5.3).
public struct StepUp: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// How long it counts.
    static let validSeconds: Double = DestructiveGate.stepUpSeconds

    public func isNeeded(for principal: Principal) -> Bool {
        abs(installation.now.timeIntervalSince(principal.steppedUpAt)) > Self.validSeconds
    }

    /// A wrong password counts like one at the login.
    ///
    /// - Throws: ``AdministrationError/wrongCurrentPassword``, ``AdministrationError/loginThrottled``.
    public func callAsFunction(_ password: Secret<String>, by principal: Principal) async throws -> Principal {
        let now = installation.now
        let company = principal.company.code.description
        let key = LoginFailureKey.account(company: company, login: principal.user.login)
        let since = now.addingTimeInterval(-LoginThrottle.windowSeconds)
        let failures = try await installation.store.read(in: principal.scope) {
            try $0.loginFailures(key: key, since: since)
        }
        guard failures < LoginThrottle.accountLimit else { throw AdministrationError.loginThrottled }
        let counted = try await PasswordAttempt.begin([(key, LoginThrottle.accountLimit)], at: now, installation)
        guard try await installation.hasher.verify(password, against: principal.user.passwordHash) else {
            try await installation.store.write(in: principal.scope) { transaction in
                try transaction.append(
                    AuditDraft(.loginFailed, by: principal.actor, at: now, subject: principal.user.login),
                    in: principal.scope)
            }
            throw AdministrationError.wrongCurrentPassword
        }
        try await installation.store.write(in: principal.scope) { transaction in
            try counted.takeBack(transaction)
            try transaction.stepUpSession(tokenHash: principal.tokenHash, at: now)
        }
        return Principal(
            company: principal.company, user: principal.user, tokenHash: principal.tokenHash, steppedUpAt: now)
    }
}
