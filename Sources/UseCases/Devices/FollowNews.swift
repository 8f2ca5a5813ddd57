import Administration
import Enrollments
import Ports

/// Takes what other nodes changed out of this node's memory, and rings for what they want sent.
public struct FollowNews: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// Returns when the store is closed, or at once when no other node can reach it.
    public func callAsFunction() async {
        guard let news = installation.store.news() else { return }
        // Until the line is up, what this process remembers may be another's past.
        installation.devices.begin(believing: false)
        installation.webhooks.begin(believing: false)
        for await one in news { take(one) }
    }

    func take(_ news: StoreNews) {
        switch news {
        case .work(let enrollment): installation.devices.noteWork(for: enrollment)
        case .enrollment(let enrollment): installation.devices.forget(enrollment)
        case .wakeUp: installation.doorbell.ring()
        case .everything:
            installation.devices.forgetAll()
            installation.webhooks.forgetAll()
            installation.doorbell.ring()
        case .lost:
            installation.devices.begin(believing: false)
            installation.webhooks.begin(believing: false)
        case .resumed:
            installation.devices.begin(believing: true)
            installation.webhooks.begin(believing: true)
            installation.doorbell.ring()
        }
    }
}
