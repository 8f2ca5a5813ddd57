import Administration
import Enrollments
import Foundation
import Ports
import Synchronization

/// Counts of large fleets, kept for some seconds.
///
/// Fleets of less than ``exactBelow`` devices are counted at each look. What is shown says how old it is
/// (``ListDevices/Listing/countedAt``). Pages themselves are never kept.
final class DeviceTallyMemory: Sendable {
    struct Key: Hashable {
        let scope: CompanyScope
        let text: String
        let user: PersonID?
        /// What was counted as silent.
        let silenceDays: Int?
    }

    struct Counted: Sendable {
        let tally: DeviceTally
        /// By the installation's clock, for people.
        let at: Date

        var isOfLargeFleet: Bool { tally.total >= DeviceTallyMemory.exactBelow }
    }

    static let exactBelow = 5_000

    private let large = Mutex<Set<CompanyScope>>([])
    private let recent = RecentCounts<Key, Counted>(
        fresh: .seconds(5), usable: .seconds(30), isWorthKeeping: \.isOfLargeFleet)

    /// As the last count said; false for a company never counted.
    func isLarge(_ scope: CompanyScope) -> Bool { large.withLock { $0.contains(scope) } }

    func known(_ key: Key, count: @escaping @Sendable () async throws -> (DeviceTally, Date)) async throws -> Counted {
        try await recent.known(key) { [self] in
            let (tally, at) = try await count()
            let counted = Counted(tally: tally, at: at)
            noteSize(counted, of: key.scope)
            return counted
        }
    }

    func keep(_ tally: DeviceTally, at: Date, as key: Key) {
        let counted = Counted(tally: tally, at: at)
        noteSize(counted, of: key.scope)
        recent.keep(counted, as: key)
    }

    private func noteSize(_ counted: Counted, of scope: CompanyScope) {
        large.withLock { large in
            if counted.isOfLargeFleet { large.insert(scope) } else { large.remove(scope) }
        }
    }
}
