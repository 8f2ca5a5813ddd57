import Administration
import Ports
import Synchronization
import Webhooks

/// Which companies want their devices' messages told: remembered, so that the others pay nothing for the question.
///
/// Forgotten with everything else when another node changes a webhook (``FollowNews``).
public final class WebhookMemory: Sendable {
    struct Wish: Sendable {
        let webhook: WebhookID
        let kinds: Set<String>
        let omitsPayload: Bool
    }

    private struct State {
        var wishes: [CompanyScope: [Wish]] = [:]
        /// Counts what is forgotten, so that what was read before is not remembered after it.
        var epoch: UInt64 = 0
        var isBelieved = true
    }

    private let state = Mutex(State())

    public init() {}

    func wishes(in scope: CompanyScope) -> (known: [Wish]?, epoch: UInt64) {
        state.withLock { ($0.isBelieved ? $0.wishes[scope] : nil, $0.epoch) }
    }

    /// Known that no webhook of the company asks for such messages; false when it is not known.
    func isUnwanted(_ kind: MDMEventKind, in scope: CompanyScope) -> Bool {
        guard let wishes = wishes(in: scope).known else { return false }
        return wishes.allSatisfy { !$0.kinds.contains(kind.rawValue) }
    }

    func remember(_ wishes: [Wish], in scope: CompanyScope, since epoch: UInt64) {
        state.withLock { if $0.epoch == epoch { $0.wishes[scope] = wishes } }
    }

    func forgetAll() {
        state.withLock { state in
            state.wishes.removeAll(keepingCapacity: true)
            state.epoch &+= 1
        }
    }

    func begin(believing believed: Bool) {
        forgetAll()
        state.withLock { $0.isBelieved = believed }
    }
}
