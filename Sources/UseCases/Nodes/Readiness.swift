import Administration
import Ports
import Synchronization

/// Whether a load balancer should send requests to this node.
///
/// That a row can be read says little: a standby, a database that is read-only and one whose disk is full all answer,
/// while every message of a device gets 503. So the last durable write counts, which is the node's own lease.
public final class Readiness: Sendable {
    public enum Verdict: String, Sendable {
        case ready
        case stopping = "the server is stopping"
        case notReading = "the database does not answer"
        case notWriting = "the database has kept nothing for a while"
    }

    /// Three tries of the lease, and a moment.
    static let longest = Duration.seconds(13)

    private let installation: Installation
    private let leases: NodeLeases
    private let longest: Duration
    private let isStopping = Mutex(false)

    public convenience init(_ installation: Installation, _ leases: NodeLeases) {
        self.init(installation, leases, longest: Self.longest)
    }

    init(_ installation: Installation, _ leases: NodeLeases, longest: Duration) {
        self.installation = installation
        self.leases = leases
        self.longest = longest
    }

    /// From the signal to stop on: what is under way is still answered, new requests belong elsewhere.
    public func stop() { isStopping.withLock { $0 = true } }

    /// Whether a row can be read; to be asked with a limit of time.
    public func reads() async throws -> Bool {
        try await installation.store.read(in: .installation) { try $0.installationValue(.instanceID) } != nil
    }

    /// - Parameter reads: what ``reads()`` said; false when it said nothing in time.
    public func verdict(reads: Bool) -> Verdict {
        if isStopping.withLock(\.self) { return .stopping }
        guard let since = leases.sinceLastRenewal, since < longest else { return .notWriting }
        return reads ? .ready : .notReading
    }
}
