import Foundation
import Ports
import PushCertificates
import Synchronization

/// One call of ``APNsPushSender/wake(_:as:)``: what is asked, and what is known of each wake-up so far.
///
/// Connections report to it from their event loops; the caller waits in ``unsent()``.
final class Wave: Sendable {
    let wakeUps: [WakeUp]
    let topic: String
    /// `apns-expiration`: seven days on (reference/apns.md §2).
    let expiration: String

    private let state: Mutex<State>

    fileprivate struct State {
        var outcomes: [WakeOutcome?]
        /// Wake-ups that no connection has.
        var unsent: [Int]
        var trouble: PushTrouble?
        var settled = 0
        var sawAnswers = true
        /// Those that were on a connection when it broke: that is forgiven once, as a second notification is
        /// harmless to the device.
        var lostOnce: Set<Int> = []
        var refusals: [Int: Int] = [:]
        var waiter: CheckedContinuation<Waiting?, Never>?
    }

    struct Waiting: Sendable {
        let indexes: [Int]
        /// Why they came back; nil the first time.
        let trouble: PushTrouble?
        /// Whether APNs answered anything since they were handed out.
        let sawAnswers: Bool
    }

    /// REFUSED_STREAM is a promise that nothing was processed, but not for ever.
    static let refusalLimit = 20

    init(_ wakeUps: [WakeUp], topic: PushTopic, at now: Date) {
        self.wakeUps = wakeUps
        self.topic = topic.description
        expiration = String(Int(now.timeIntervalSince1970) + 7 * 86_400)
        state = Mutex(
            State(outcomes: [WakeOutcome?](repeating: nil, count: wakeUps.count), unsent: Array(wakeUps.indices)))
    }

    /// In the order of ``wakeUps``; complete once ``unsent()`` said nil.
    var outcomes: [WakeOutcome] {
        state.withLock { $0.outcomes.map { $0 ?? .notSent(.connectionLost("no answer")) } }
    }

    /// Waits until something has to be handed to a connection.
    ///
    /// - Returns: nil when every wake-up has its outcome. For one caller at a time.
    func unsent() async -> Waiting? {
        await withCheckedContinuation { (continuation: CheckedContinuation<Waiting?, Never>) in
            state.withLock { state in
                state.waiter = continuation
                state.tellWaiter()
            }
        }
    }

    func settle(_ index: Int, _ outcome: WakeOutcome) {
        state.withLock { state in
            state.settle(index, outcome)
            state.sawAnswers = true
            if state.settled == state.outcomes.count { state.tellWaiter() }
        }
    }

    /// None of these will be tried again.
    func fail(_ indexes: some Sequence<Int>, _ trouble: PushTrouble) {
        state.withLock { state in
            for index in indexes { state.settle(index, .notSent(trouble)) }
            state.tellWaiter()
        }
    }

    /// APNs has surely processed none of these.
    func giveBack(_ indexes: some Sequence<Int>, _ trouble: PushTrouble?) {
        state.withLock { state in
            state.unsent.append(contentsOf: indexes)
            state.trouble = trouble ?? state.trouble
            state.tellWaiter()
        }
    }

    /// Their requests were on the way when the connection or stream broke.
    func lose(_ indexes: some Sequence<Int>, _ trouble: PushTrouble) {
        state.withLock { state in
            for index in indexes {
                if state.lostOnce.insert(index).inserted {
                    state.unsent.append(index)
                } else {
                    state.settle(index, .notSent(trouble))
                }
            }
            state.trouble = trouble
            state.tellWaiter()
        }
    }

    /// - Returns: whether it may be tried again on the same connection; otherwise it has its outcome now.
    func mayRepeatRefused(_ index: Int) -> Bool {
        state.withLock { state in
            state.refusals[index, default: 0] += 1
            if state.refusals[index, default: 0] <= Self.refusalLimit { return true }
            state.settle(index, .notSent(.connectionLost("APNs refused the stream again and again")))
            state.tellWaiter()
            return false
        }
    }
}

extension Wave.State {
    fileprivate mutating func settle(_ index: Int, _ outcome: WakeOutcome) {
        guard outcomes.indices.contains(index), outcomes[index] == nil else { return }
        outcomes[index] = outcome
        settled += 1
    }

    fileprivate mutating func tellWaiter() {
        guard let waiter, !unsent.isEmpty || settled == outcomes.count else { return }
        self.waiter = nil
        guard !unsent.isEmpty else { return waiter.resume(returning: nil) }
        waiter.resume(returning: Wave.Waiting(indexes: unsent, trouble: trouble, sawAnswers: sawAnswers))
        unsent = []
        trouble = nil
        sawAnswers = false
    }
}
