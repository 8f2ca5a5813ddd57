/// How the push service behaves until told otherwise; what a test or the Lab's page changes while it runs.
///
/// As JSON a missing key means the default, an unknown key is refused. See `docs/reference/lab.md`.
public struct APNsBehaviour: Hashable, Sendable {
    public enum Network: String, Codable, Hashable, Sendable, CaseIterable {
        case up
        /// Open connections are cut and nothing listens: connecting is refused.
        case refusing
        /// An hour without network: connecting seems to work, but no byte comes back, and open connections hang.
        case silent
        /// Each connection is closed right after its handshake.
        case closing
    }

    /// How an expired, revoked or unfit certificate is refused. One of an unknown authority always gets the alert.
    public enum CertificateRejection: String, Codable, Hashable, Sendable, CaseIterable {
        /// 403 `BadCertificate` to each request.
        case answer
        /// GOAWAY with `{"reason":"BadCertificate"}` right after the handshake.
        case goAway = "go_away"
        /// A TLS alert; with TLS 1.3 the client reads it after it believed the handshake complete.
        case alert
    }

    public var network = Network.up
    public var certificateRejection = CertificateRejection.answer
    /// Revocation and expiry count on connections that were open before; real ones may live on until they are closed.
    public var judgesOpenConnections = true
    /// Before each answer.
    public var latencyMilliseconds = 0
    /// Added to the latency, evenly from 0 to this.
    public var jitterMilliseconds = 0
    /// SETTINGS_MAX_CONCURRENT_STREAMS; a change is announced on open connections.
    public var maximumConcurrentStreams = 500
    /// Requests are read and not processed; they are when this ends.
    public var isStalled = false
    /// GOAWAY with `Shutdown` after so many streams of each connection.
    public var goAwayAfterStreams: Int?
    /// More within a minute of the Lab's clock are answered 429 `TooManyRequests`.
    public var mostPushesPerDevicePerMinute: Int?
    /// A connection without requests for so long gets GOAWAY with `IdleTimeout`; by the system's clock.
    public var idleTimeoutSeconds: Int?
    /// A push to the same token within so many seconds of the Lab's clock counts as a duplicate.
    public var duplicateWindowSeconds = 30

    public init() {}

    /// - Throws: ``SimulatedAPNsError/badBehaviour(_:)`` that names the first value out of range.
    public func validate() throws {
        func check(_ value: Int?, _ range: ClosedRange<Int>, _ name: String) throws {
            guard let value, !range.contains(value) else { return }
            throw SimulatedAPNsError.badBehaviour(
                "\(name) is \(value). Choose a number from \(range.lowerBound) to \(range.upperBound).")
        }
        try check(latencyMilliseconds, 0...600_000, "latency_ms")
        try check(jitterMilliseconds, 0...600_000, "jitter_ms")
        try check(maximumConcurrentStreams, 0...100_000, "max_concurrent_streams")
        try check(goAwayAfterStreams, 1...1_000_000_000, "go_away_after_streams")
        try check(mostPushesPerDevicePerMinute, 0...1_000_000, "most_pushes_per_device_per_minute")
        try check(idleTimeoutSeconds, 1...86_400, "idle_timeout_seconds")
        try check(duplicateWindowSeconds, 0...86_400, "duplicate_window_seconds")
    }
}

extension APNsBehaviour: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case network
        case certificateRejection = "certificate_rejection"
        case judgesOpenConnections = "judges_open_connections"
        case latencyMilliseconds = "latency_ms"
        case jitterMilliseconds = "jitter_ms"
        case maximumConcurrentStreams = "max_concurrent_streams"
        case isStalled = "stalled"
        case goAwayAfterStreams = "go_away_after_streams"
        case mostPushesPerDevicePerMinute = "most_pushes_per_device_per_minute"
        case idleTimeoutSeconds = "idle_timeout_seconds"
        case duplicateWindowSeconds = "duplicate_window_seconds"
    }

    public init(from decoder: any Decoder) throws {
        try AnyKey.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func take<Value: Decodable>(_ key: CodingKeys, _ path: WritableKeyPath<APNsBehaviour, Value>) throws {
            if let value = try values.decodeIfPresent(Value.self, forKey: key) { self[keyPath: path] = value }
        }
        try take(.network, \.network)
        try take(.certificateRejection, \.certificateRejection)
        try take(.judgesOpenConnections, \.judgesOpenConnections)
        try take(.latencyMilliseconds, \.latencyMilliseconds)
        try take(.jitterMilliseconds, \.jitterMilliseconds)
        try take(.maximumConcurrentStreams, \.maximumConcurrentStreams)
        try take(.isStalled, \.isStalled)
        try take(.goAwayAfterStreams, \.goAwayAfterStreams)
        try take(.mostPushesPerDevicePerMinute, \.mostPushesPerDevicePerMinute)
        try take(.idleTimeoutSeconds, \.idleTimeoutSeconds)
        try take(.duplicateWindowSeconds, \.duplicateWindowSeconds)
        try validate()
    }
}

/// Lets a decoder see keys that it does not know.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static func refuseUnknown(in decoder: any Decoder, known: [String]) throws {
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            throw SimulatedAPNsError.badBehaviour(
                "“\(key.stringValue)” is not known here. Known are \(known.joined(separator: ", ")).")
        }
    }
}
