/// Something that goes wrong with the next requests, or with those to one token or topic.
///
/// Faults are asked in the order in which they were given; the first that fits a request is used up by one.
/// `{"kind": "answer", "status": 503, "reason": "ServiceUnavailable", "retry_after": 2, "count": 10}`
public struct APNsFault: Hashable, Sendable {
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// `status`, `reason`, `timestamp_ms`, `retry_after` instead of what would have been said; nothing is delivered.
        case answer
        /// RST_STREAM with REFUSED_STREAM: not processed.
        case refuseStream = "refuse_stream"
        /// RST_STREAM with INTERNAL_ERROR after the notification was accepted.
        case resetStream = "reset_stream"
        /// GOAWAY with `reason` (`Shutdown`); this stream and later ones are not processed, earlier ones are answered.
        case goAway = "go_away"
        /// The connection ends without a word; this request and those behind it are not processed.
        case cut
        /// The notification is accepted and delivered, then the connection ends without a word.
        case loseAnswer = "lose_answer"
        /// This request is never answered and not processed; the connection lives on.
        case stall
    }

    public var kind: Kind
    /// How many requests; nil: until cleared.
    public var count: Int?
    /// So many fitting requests pass unharmed first.
    public var after: Int
    /// Only requests to this token, hexadecimal.
    public var token: String?
    /// Only requests under this topic.
    public var topic: String?
    public var status: Int?
    public var reason: String?
    /// Milliseconds since 1970, for 410.
    public var timestampMilliseconds: Int64?
    /// Seconds, header `retry-after`.
    public var retryAfterSeconds: Int?

    public init(
        _ kind: Kind, count: Int? = 1, after: Int = 0, token: [UInt8]? = nil, topic: String? = nil, status: Int? = nil,
        reason: String? = nil, timestampMilliseconds: Int64? = nil, retryAfterSeconds: Int? = nil
    ) {
        self.kind = kind
        self.count = count
        self.after = after
        self.token = token.map(Hexadecimal.text)
        self.topic = topic
        self.status = status
        self.reason = reason
        self.timestampMilliseconds = timestampMilliseconds
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// - Throws: ``SimulatedAPNsError/badFault(_:)`` that names what is wrong.
    public func validate() throws {
        if kind == .answer {
            guard let status, (200...599).contains(status) else {
                throw SimulatedAPNsError.badFault("An answer needs “status”, a number from 200 to 599.")
            }
        }
        guard count ?? 1 > 0, after >= 0, retryAfterSeconds ?? 0 >= 0 else {
            throw SimulatedAPNsError.badFault("“count” begins at 1, “after” and “retry_after” at 0.")
        }
        if let token, Hexadecimal.bytes(token.utf8) == nil {
            throw SimulatedAPNsError.badFault("“token” is not lower-case hexadecimal.")
        }
    }
}

extension APNsFault: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case kind, count, after, token, topic, status, reason
        case timestampMilliseconds = "timestamp_ms"
        case retryAfterSeconds = "retry_after"
    }

    /// A missing `count` is 1; `null` is until cleared.
    public init(from decoder: any Decoder) throws {
        try AnyKey.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kind = try values.decode(Kind.self, forKey: .kind)
        count = values.contains(.count) ? try values.decodeIfPresent(Int.self, forKey: .count) : 1
        after = try values.decodeIfPresent(Int.self, forKey: .after) ?? 0
        token = try values.decodeIfPresent(String.self, forKey: .token)
        topic = try values.decodeIfPresent(String.self, forKey: .topic)
        status = try values.decodeIfPresent(Int.self, forKey: .status)
        reason = try values.decodeIfPresent(String.self, forKey: .reason)
        timestampMilliseconds = try values.decodeIfPresent(Int64.self, forKey: .timestampMilliseconds)
        retryAfterSeconds = try values.decodeIfPresent(Int.self, forKey: .retryAfterSeconds)
        try validate()
    }
}
