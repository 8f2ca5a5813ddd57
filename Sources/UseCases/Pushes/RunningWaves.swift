import Administration
import Foundation
import Synchronization

/// Companies for which this node is sending, and until when what it sends is claimed.
final class RunningWaves: Sendable {
    private let running = Mutex<[CompanyScope: Date]>([:])

    var claims: [CompanyScope: Date] { running.withLock(\.self) }

    func begin(_ scope: CompanyScope, claimedUntil: Date) { running.withLock { $0[scope] = claimedUntil } }
    /// Nothing when the wave has ended meanwhile.
    func prolong(_ scope: CompanyScope, until: Date) {
        running.withLock { if $0[scope] != nil { $0[scope] = until } }
    }
    func end(_ scope: CompanyScope) { running.withLock { $0[scope] = nil } }
}
