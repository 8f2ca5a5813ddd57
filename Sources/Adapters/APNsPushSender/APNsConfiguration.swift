public import Foundation

/// Where APNs is, whom we believe to be APNs, and how patient we are.
public struct APNsConfiguration: Sendable {
    /// A name or an address; resolved anew for every connection, as Apple asks.
    public var host: String
    /// 443, or 2197 where a firewall blocks or intercepts the other.
    public var port: Int
    public var trustRoots: TrustRoots
    /// The present instant; the Lab's when a Lab server runs.
    public var now: @Sendable () -> Date
    /// For the Lab only: the peer's certificate is judged at ``now`` instead of by the system's clock. Wants
    /// ``TrustRoots/certificates(_:)``.
    public var judgesDatesByClock: Bool
    public var patience: Patience

    public enum TrustRoots: Sendable, Equatable {
        /// The system's store (`ca-certificates`).
        case system
        /// These and no others, DER.
        case certificates([[UInt8]])
    }

    /// Durations by the machine's own clock; the defaults are those of reference/apns.md §4.
    public struct Patience: Sendable, Equatable {
        /// For TCP, and once more for TLS and the first SETTINGS.
        public var connect: Duration = .seconds(10)
        /// From the request to its answer.
        public var answer: Duration = .seconds(30)
        /// A connection that was silent for so long is asked by PING before it is used.
        public var quiet: Duration = .seconds(60)
        public var ping: Duration = .seconds(5)
        /// A connection that nobody used for so long is closed.
        public var idle: Duration = .seconds(3600)
        /// How long ``APNsPushSender/close()`` waits for answers that are under way.
        public var farewell: Duration = .seconds(2)

        public init() {}
    }

    public init(
        host: String = "api.push.apple.com", port: Int = 443, trustRoots: TrustRoots = .system,
        judgesDatesByClock: Bool = false, patience: Patience = Patience(), now: @escaping @Sendable () -> Date
    ) {
        self.host = host
        self.port = port
        self.trustRoots = trustRoots
        self.judgesDatesByClock = judgesDatesByClock
        self.patience = patience
        self.now = now
    }
}
