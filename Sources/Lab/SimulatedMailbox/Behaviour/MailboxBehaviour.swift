/// How the mail server behaves until told otherwise; what a test changes while it runs.
///
/// As JSON a missing key means the default, an unknown key is refused. See `docs/reference/lab.md`.
public struct MailboxBehaviour: Hashable, Sendable {
    public enum Network: String, Codable, Hashable, Sendable, CaseIterable {
        case up
        /// Nothing listens; open connections are cut.
        case refusing
        /// Connecting works, but no byte ever comes back.
        case silent
    }

    /// What the server shows of itself in TLS.
    public enum Shown: String, Codable, Hashable, Sendable, CaseIterable {
        case good
        /// Ended in 2017.
        case expired
        /// Good, for another host.
        case wrongName = "wrong_name"
        /// Same names, under a root that `lab.json` does not tell.
        case untrusted
    }

    public var network = Network.up
    public var certificate = Shown.good
    /// Whether STARTTLS is offered and understood.
    public var offersStartTLS = true
    /// 530 to mail without TLS.
    public var requiresTLS = true
    /// 530 to mail without a login.
    public var requiresLogin = true
    /// False: the right password is refused too, with 535.
    public var acceptsLogin = true
    /// Offered by AUTH; empty: AUTH is not offered.
    public var mechanisms = ["PLAIN", "LOGIN"]
    public var offersSMTPUTF8 = true
    /// Bytes of a message.
    public var sizeLimit = 10 * 1024 * 1024
    /// Recipients of a message; more get 452.
    public var mostRecipients = 100
    /// Addresses, `@domain` or `*`, that get 550.
    public var refusedRecipients: [String] = []
    /// How often each pair of sender and recipient gets 451 first.
    public var greylistedTimes = 0
    /// Before each answer.
    public var latencyMilliseconds = 0
    /// By the system's clock; RFC 5321 §4.5.3.2.7 asks for five minutes at least.
    public var idleTimeoutSeconds = 300

    public init() {}

    /// - Throws: ``MailboxError/badBehaviour(_:)`` that names the first value out of range.
    public func validate() throws {
        func check(_ value: Int, _ range: ClosedRange<Int>, _ name: String) throws {
            guard range.contains(value) else {
                throw MailboxError.badBehaviour(
                    "\(name) is \(value). Choose a number from \(range.lowerBound) to \(range.upperBound).")
            }
        }
        try check(sizeLimit, 1...Self.largestMessage, "size_limit")
        try check(mostRecipients, 1...1000, "most_recipients")
        try check(greylistedTimes, 0...1000, "greylisted_times")
        try check(latencyMilliseconds, 0...600_000, "latency_ms")
        try check(idleTimeoutSeconds, 1...86_400, "idle_timeout_seconds")
        for mechanism in mechanisms where !["PLAIN", "LOGIN"].contains(mechanism) {
            throw MailboxError.badBehaviour("“\(mechanism)” is no mechanism of this server: PLAIN, LOGIN.")
        }
        guard refusedRecipients.count <= 1000 else {
            throw MailboxError.badBehaviour("refused_recipients has more than 1000 entries.")
        }
    }

    static let largestMessage = 32 * 1024 * 1024

    func refuses(_ recipient: String) -> Bool {
        refusedRecipients.contains { wanted in
            wanted == "*" || wanted.lowercased() == recipient.lowercased()
                || wanted.hasPrefix("@") && recipient.lowercased().hasSuffix(wanted.lowercased())
        }
    }
}

extension MailboxBehaviour: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case network, certificate, mechanisms
        case offersStartTLS = "starttls"
        case requiresTLS = "requires_tls"
        case requiresLogin = "requires_login"
        case acceptsLogin = "accepts_login"
        case offersSMTPUTF8 = "smtputf8"
        case sizeLimit = "size_limit"
        case mostRecipients = "most_recipients"
        case refusedRecipients = "refused_recipients"
        case greylistedTimes = "greylisted_times"
        case latencyMilliseconds = "latency_ms"
        case idleTimeoutSeconds = "idle_timeout_seconds"
    }

    public init(from decoder: any Decoder) throws {
        let unknown = try AnyKey.unknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
        if let unknown { throw MailboxError.badBehaviour(unknown) }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func take<Value: Decodable>(_ key: CodingKeys, _ path: WritableKeyPath<MailboxBehaviour, Value>) throws {
            if let value = try values.decodeIfPresent(Value.self, forKey: key) { self[keyPath: path] = value }
        }
        try take(.network, \.network)
        try take(.certificate, \.certificate)
        try take(.mechanisms, \.mechanisms)
        try take(.offersStartTLS, \.offersStartTLS)
        try take(.requiresTLS, \.requiresTLS)
        try take(.requiresLogin, \.requiresLogin)
        try take(.acceptsLogin, \.acceptsLogin)
        try take(.offersSMTPUTF8, \.offersSMTPUTF8)
        try take(.sizeLimit, \.sizeLimit)
        try take(.mostRecipients, \.mostRecipients)
        try take(.refusedRecipients, \.refusedRecipients)
        try take(.greylistedTimes, \.greylistedTimes)
        try take(.latencyMilliseconds, \.latencyMilliseconds)
        try take(.idleTimeoutSeconds, \.idleTimeoutSeconds)
        try validate()
    }
}

/// Lets a decoder see keys that it does not know.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    /// A sentence about the first unknown key; nil when there is none.
    static func unknown(in decoder: any Decoder, known: [String]) throws -> String? {
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            return "“\(key.stringValue)” is not known here. Known are \(known.joined(separator: ", "))."
        }
        return nil
    }
}
