import Administration
import Foundation

/// Which refusals are written down. Anybody can cause them, and each is a durable write.
///
/// The same one once a minute; of one company, and of the process, at most so many a minute. What is beyond that is
/// counted in the figures (`/metrics`) and nowhere else.
struct RefusalThrottle: Sendable {
    static let seconds: TimeInterval = 60
    static let mostOfOneCompany = 30
    static let most = 240

    private struct Key: Hashable {
        let scope: CompanyScope
        let refusal: String
    }

    /// Of the last minute, never more than ``most``.
    private var noted: [Key: Date] = [:]

    mutating func admit(_ refusal: String, in scope: CompanyScope, at now: Date) -> Bool {
        let key = Key(scope: scope, refusal: refusal)
        // A clock that was set back must not silence it.
        if let last = noted[key], abs(now.timeIntervalSince(last)) < Self.seconds { return false }
        noted = noted.filter { abs(now.timeIntervalSince($0.value)) < Self.seconds }
        guard noted.count < Self.most, noted.keys.count(where: { $0.scope == scope }) < Self.mostOfOneCompany else {
            return false
        }
        noted[key] = now
        return true
    }
}
