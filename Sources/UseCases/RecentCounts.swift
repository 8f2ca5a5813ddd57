import Synchronization

/// What was counted lately: counting reads every device, and many ask for the same again and again.
///
/// At most one count for each key is under way; whoever asks meanwhile waits for it.
final class RecentCounts<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Counted: Sendable {
        let value: Value
        let since: ContinuousClock.Instant
    }

    private struct State {
        var counted: [Key: Counted] = [:]
        var running: [Key: Task<Value, any Error>] = [:]
    }

    private let fresh: Duration
    private let usable: Duration
    private let mostKeys: Int
    private let isWorthKeeping: @Sendable (Value) -> Bool
    private let state = Mutex(State())

    /// - Parameters:
    ///   - fresh: shown as it is for so long.
    ///   - usable: until then it is shown while it is counted anew in the background; nothing older is.
    ///   - mostKeys: beyond these, the oldest count is forgotten.
    ///   - isWorthKeeping: a value that is not takes the key's place in memory away.
    init(
        fresh: Duration, usable: Duration, mostKeys: Int = 64,
        isWorthKeeping: @escaping @Sendable (Value) -> Bool = { _ in true }
    ) {
        self.fresh = fresh
        self.usable = usable
        self.mostKeys = mostKeys
        self.isWorthKeeping = isWorthKeeping
    }

    func known(_ key: Key, count: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let now = ContinuousClock.now
        if let known = state.withLock({ $0.counted[key] }), now < known.since + usable {
            if known.since + fresh <= now { _ = run(key, count) }
            return known.value
        }
        return try await run(key, count).value
    }

    private func run(_ key: Key, _ count: @escaping @Sendable () async throws -> Value) -> Task<Value, any Error> {
        state.withLock { state in
            if let running = state.running[key] { return running }
            let task = Task { [self] in
                defer { _ = self.state.withLock { $0.running.removeValue(forKey: key) } }
                let since = ContinuousClock.now
                let value = try await count()
                keep(Counted(value: value, since: since), as: key)
                return value
            }
            state.running[key] = task
            return task
        }
    }

    /// Counted by the caller, just now.
    func keep(_ value: Value, as key: Key) { keep(Counted(value: value, since: .now), as: key) }

    private func keep(_ counted: Counted, as key: Key) {
        state.withLock { state in
            guard isWorthKeeping(counted.value) else {
                state.counted[key] = nil
                return
            }
            if state.counted.count >= mostKeys, state.counted[key] == nil,
                let oldest = state.counted.min(by: { $0.value.since < $1.value.since })?.key
            {
                state.counted[oldest] = nil
            }
            state.counted[key] = counted
        }
    }
}
