import Foundation
import PushCertificates
import Synchronization

/// Certificates with which nothing is sent for a while: APNs refuses them as a whole, or does not answer.
///
/// In memory: after a start everything is tried once. A renewed certificate is another.
final class PushBreaker: Sendable {
    struct Pause: Sendable {
        let reason: String
        let end: Date
    }

    private struct State {
        var pauses: [Fingerprint: Pause] = [:]
        /// Waves in a row without any answer.
        var failures: [Fingerprint: Int] = [:]
    }

    private let state = Mutex(State())

    func pause(of identity: Fingerprint, at now: Date) -> Pause? {
        state.withLock { state in
            guard let pause = state.pauses[identity] else { return nil }
            // A clock that was set back does not prolong the pause.
            if now >= pause.end || pause.end.timeIntervalSince(now) > SendDuePushes.pauseSeconds {
                state.pauses[identity] = nil
            }
            return state.pauses[identity]
        }
    }

    func open(_ identity: Fingerprint, _ reason: String, until end: Date) {
        state.withLock { $0.pauses[identity] = Pause(reason: reason, end: end) }
    }

    /// Counts one wave.
    ///
    /// - Returns: waves in a row that APNs did not answer at all, this one included; 1 when it answered in part.
    func failures(of identity: Fingerprint, answered: Bool, troubled: Bool) -> Int {
        state.withLock { state in
            if answered || !troubled {
                state.failures[identity] = nil
                return 1
            }
            state.failures[identity, default: 0] += 1
            return state.failures[identity, default: 1]
        }
    }
}
