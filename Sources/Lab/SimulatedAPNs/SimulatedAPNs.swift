public import Foundation
public import SimulatedClock
import Synchronization

/// The Lab's stand-in for the Apple Push Notification service: HTTP/2 for providers, calls in process for devices.
///
/// As strict as Apple's where Apple documents it, and stricter where a slip would otherwise go unseen: see
/// "The push service" in `docs/reference/lab.md`. All instants are the Lab's.
public final class SimulatedAPNs: Sendable {
    public let clock: LabClock
    let judge: PeerJudge
    let identity: APNsServerIdentity
    let ledger = Mutex(Ledger())
    let listener: Listener

    /// - Parameters:
    ///   - trust: who may issue client certificates.
    ///   - identity: what the service shows of itself in TLS.
    ///   - isRevoked: asked at each handshake, and at each request while
    ///     ``APNsBehaviour/judgesOpenConnections``; it must answer at once, from any thread.
    public init(
        clock: LabClock, trust: AppleTrust, identity: APNsServerIdentity,
        isRevoked: @escaping @Sendable (PresentedCertificate) -> Bool = { _ in false }
    ) throws {
        self.clock = clock
        self.identity = identity
        judge = try PeerJudge(trust: trust, isRevoked: isRevoked)
        listener = Listener()
    }

    /// By which a server knows it in TLS: `apns_roots_pem` of `lab.json`.
    public var rootsPEM: String { identity.rootPEM }

    // MARK: running

    /// Answers on 127.0.0.1; port 0 takes a free one.
    ///
    /// - Returns: the port.
    /// - Throws: ``SimulatedAPNsError/portTaken(port:)``, ``SimulatedAPNsError/alreadyRunning``.
    public func start(port: Int) async throws -> Int {
        try await listener.start(port: port, service: self)
    }

    /// Cuts all connections and waits until they are gone. Tokens and what waits for devices stay.
    public func stop() async {
        await listener.stop()
    }

    // MARK: devices

    /// A new token for a device, good for one topic.
    ///
    /// - Parameter length: bytes. Apple's have 32 today, and no promised length.
    public func issueToken(for topic: String, length: Int = 32) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        while true {
            var token: [UInt8] = []
            token.reserveCapacity(max(8, length))
            while token.count < max(8, length) {
                var word = generator.next()
                for _ in 0..<min(8, max(8, length) - token.count) {
                    token.append(UInt8(truncatingIfNeeded: word))
                    word >>= 8
                }
            }
            if register(token, for: topic) { return token }
        }
    }

    /// Takes up a token of an earlier run.
    ///
    /// - Returns: false when it is known already, whatever its topic.
    @discardableResult
    public func register(_ token: [UInt8], for topic: String) -> Bool {
        ledger.withLock { $0.registry.add(token, topic: topic) }
    }

    /// The device comes online: it gets the one notification that waited, unless expired, and each later one.
    ///
    /// A second call replaces the first. Nothing happens for an unknown or retired token.
    ///
    /// - Parameter onNotification: called on a thread of the push service, which it must not hold up.
    public func connect(_ token: [UInt8], onNotification: @escaping @Sendable (PushNotification) -> Void) {
        let now = clock.now
        let kept = ledger.withLock { ledger in
            let kept = ledger.registry.connect(token, listener: onNotification, now: now)
            if kept != nil { ledger.requests.delivered += 1 }
            return kept
        }
        if let kept { onNotification(kept) }
    }

    /// The device goes offline; the latest notification is kept for it from now on.
    public func disconnect(_ token: [UInt8]) {
        ledger.withLock { $0.registry.disconnect(token) }
    }

    /// The token is no longer good for its topic: pushes to it get 410 with this instant. What waits is lost.
    ///
    /// - Parameter instant: nil is now.
    public func retire(_ token: [UInt8], at instant: Date? = nil) {
        let instant = instant ?? clock.now
        ledger.withLock { $0.registry.retire(token, at: instant) }
    }

    /// The notification that waits for a device that is away; nil when none does.
    public func waitingNotification(for token: [UInt8]) -> PushNotification? {
        ledger.withLock { $0.registry.waiting(for: token) }
    }

    // MARK: steering

    public var behaviour: APNsBehaviour { ledger.withLock { $0.behaviour } }

    /// When this returns, new and open connections follow it.
    ///
    /// - Throws: ``SimulatedAPNsError/badBehaviour(_:)``; nothing has changed then. ``SimulatedAPNsError/portTaken(port:)``
    ///   when somebody else took the port while the network was refusing.
    public func setBehaviour(_ behaviour: APNsBehaviour) async throws {
        try behaviour.validate()
        ledger.withLock { $0.behaviour = behaviour }
        try await listener.follow(behaviour)
    }

    /// Orders faults for the next requests, after those already ordered.
    ///
    /// - Throws: ``SimulatedAPNsError/badFault(_:)``; none was taken then.
    public func inject(_ faults: [APNsFault]) throws {
        for fault in faults { try fault.validate() }
        ledger.withLock { $0.faults.add(faults) }
    }

    public func clearFaults() {
        ledger.withLock { $0.faults.clear() }
    }

    /// Sends GOAWAY on every open connection: new streams are refused, begun ones are answered.
    public func goAway(reason: String = "Shutdown") async {
        await listener.tellAll(.goAway(reason: reason))
    }

    /// Ends every open connection without a word.
    public func cutConnections() async {
        await listener.tellAll(.cut)
    }

    // MARK: looking

    public var stats: APNsStats {
        let port = listener.port
        return ledger.withLock { $0.stats(port: port) }
    }

    /// Counters and journal begin at nothing again; connections, tokens and behaviour stay.
    public func forgetCounters() {
        ledger.withLock { $0.forgetCounters() }
    }
}
