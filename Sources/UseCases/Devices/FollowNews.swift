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
        begin(believing: false)
        for await one in news { take(one) }
        // Whoever no longer listens, at a stop or when the store was closed, may answer a while yet.
        begin(believing: false)
    }

    func take(_ news: StoreNews) {
        switch news {
        case .work(let enrollment): installation.devices.noteWork(for: enrollment)
        case .enrollment(let enrollment): installation.devices.forget(enrollment)
        case .wakeUp: installation.doorbell.ring()
        case .everything:
            installation.devices.forgetAll()
            installation.authorities.forgetAll()
            installation.webhooks.forgetAll()
            installation.doorbell.ring()
        case .lost: begin(believing: false)
        case .resumed:
            begin(believing: true)
            installation.doorbell.ring()
        }
    }

    private func begin(believing believed: Bool) {
        installation.devices.begin(believing: believed)
        installation.webhooks.begin(believing: believed)
        // What a former authority issues stays good: it need not be looked for at each poll while nobody is heard.
        installation.authorities.forgetAll()
    }
}
