import Foundation
import Synchronization

/// How often one network address may ask for something that needs no login. In memory, and never more than it holds.
final class RequestThrottle: Sendable {
    private struct State {
        var counts: [String: Int] = [:]
        var begun = ContinuousClock.now
    }

    private let most: Int
    private let window: Duration
    private let state = Mutex(State())

    init(most: Int, within window: Duration) {
        self.most = most
        self.window = window
    }

    /// Counts one request.
    ///
    /// - Returns: false when there were too many in this window.
    func admits(_ address: String) -> Bool {
        state.withLock { state in
            if ContinuousClock.now - state.begun > window || state.counts.count > 10_000 {
                state.counts.removeAll(keepingCapacity: true)
                state.begun = .now
            }
            state.counts[address, default: 0] += 1
            return state.counts[address, default: 0] <= most
        }
    }
}
