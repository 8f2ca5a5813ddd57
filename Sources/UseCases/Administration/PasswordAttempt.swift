import Administration
import Foundation
import Ports

/// A password that is about to be computed: counted as wrong before it is looked at, and taken back when it was right.
///
/// Computing takes a tenth of a second and more; attempts that come at the same time, on any node, would all find the
/// count of before.
struct PasswordAttempt: Sendable {
    private let keys: [[UInt8]]
    private let instant: Date
    /// The account may have no more after this one, if it is wrong.
    let wasLast: Bool

    /// - Parameter limits: keys with what each may have within the window; the account's first.
    /// - Throws: ``AdministrationError/loginThrottled`` when one of them has as many; nothing is counted then.
    static func begin(
        _ limits: [(key: [UInt8], limit: Int)], at now: Date, _ installation: Installation
    ) async throws -> PasswordAttempt {
        let since = now.addingTimeInterval(-LoginThrottle.windowSeconds)
        return try await installation.store.write(in: .installation) { transaction in
            var wasLast: Bool?
            for (key, limit) in limits {
                let failures = try transaction.loginFailures(key: key, since: since)
                guard failures < limit else { throw AdministrationError.loginThrottled }
                if wasLast == nil { wasLast = failures + 1 == limit }
                try transaction.recordLoginFailure(key: key, at: now)
            }
            try transaction.deleteLoginFailures(before: since)
            return PasswordAttempt(keys: limits.map(\.key), instant: now, wasLast: wasLast ?? false)
        }
    }

    /// It was right.
    func takeBack(_ transaction: any Transaction) throws {
        for key in keys { try transaction.takeBackLoginFailure(key: key, at: instant) }
    }
}
