import Administration
import Enrollments
import Foundation
import Ports
import Synchronization

/// Counts of large fleets, kept for some seconds: counting reads every device, and a list is asked for again and again.
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
        fileprivate let since: ContinuousClock.Instant
    }

    static let exactBelow = 5_000
    /// Shown as it is.
    static let fresh = Duration.seconds(5)
    /// Shown while it is counted anew in the background; nothing older is.
    static let usable = Duration.seconds(30)
    private static let mostKeys = 64

    private struct State {
        var large: Set<CompanyScope> = []
        var counted: [Key: Counted] = [:]
        /// At most one for each key: the others wait for it.
        var running: [Key: Task<Counted, any Error>] = [:]
    }

    private let state = Mutex(State())

    /// As the last count said; false for a company never counted.
    func isLarge(_ scope: CompanyScope) -> Bool { state.withLock { $0.large.contains(scope) } }

    func known(_ key: Key, count: @escaping @Sendable () async throws -> (DeviceTally, Date)) async throws -> Counted {
        let now = ContinuousClock.now
        if let known = state.withLock({ $0.counted[key] }), now < known.since + Self.usable {
            if known.since + Self.fresh <= now { _ = run(key, count) }
            return known
        }
        return try await run(key, count).value
    }

    private func run(
        _ key: Key, _ count: @escaping @Sendable () async throws -> (DeviceTally, Date)
    ) -> Task<Counted, any Error> {
        state.withLock { state in
            if let running = state.running[key] { return running }
            let task = Task { [self] in
                defer { _ = self.state.withLock { $0.running.removeValue(forKey: key) } }
                let since = ContinuousClock.now
                let (tally, at) = try await count()
                let counted = Counted(tally: tally, at: at, since: since)
                keep(counted, as: key)
                return counted
            }
            state.running[key] = task
            return task
        }
    }

    func keep(_ tally: DeviceTally, at: Date, as key: Key) {
        keep(Counted(tally: tally, at: at, since: .now), as: key)
    }

    private func keep(_ counted: Counted, as key: Key) {
        state.withLock { state in
            guard counted.tally.total >= Self.exactBelow else {
                state.large.remove(key.scope)
                state.counted[key] = nil
                return
            }
            state.large.insert(key.scope)
            if state.counted.count >= Self.mostKeys, state.counted[key] == nil,
                let oldest = state.counted.min(by: { $0.value.since < $1.value.since })?.key
            {
                state.counted[oldest] = nil
            }
            state.counted[key] = counted
        }
    }
}
