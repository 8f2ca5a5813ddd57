public import Foundation

/// What the push service has seen, for tests, the Lab's page and `GET /api/apns`. Times are the Lab's.
public struct APNsStats: Codable, Sendable {
    /// Nil while it does not run.
    public var port: Int?
    public var behaviour: APNsBehaviour
    /// Those not used up yet.
    public var faults: [APNsFault]
    public var tokens: Tokens
    public var requests: Requests
    public var openConnections: Int
    public var connectionsEver: Int
    /// The newest last, at most ``APNsJournal/mostConnections``.
    public var connections: [APNsConnectionRecord]
    /// The newest last, at most ``APNsJournal/mostEntries``.
    public var journal: [APNsJournalEntry]

    public struct Tokens: Codable, Sendable, Equatable {
        /// Ever issued.
        public var issued = 0
        public var retired = 0
        /// With a device listening now.
        public var online = 0
        /// Notifications kept for devices that are away, the expired ones included until somebody looks.
        public var waiting = 0
        enum CodingKeys: String, CodingKey { case issued, retired, online, waiting }
    }

    public struct Requests: Codable, Sendable, Equatable {
        public var total = 0
        /// Answered 200, delivered or kept.
        public var accepted = 0
        public var delivered = 0
        /// Accepted pushes that replaced one that was still waiting.
        public var replaced = 0
        /// Accepted pushes to a token that had one within the window of ``APNsBehaviour/duplicateWindowSeconds``.
        public var duplicates = 0
        /// By `200` or `400 BadDeviceToken`; also `refused_stream`, `reset_stream`, `go_away`, `cut`, `lost_answer`, `stalled`.
        public var outcomes: [String: Int] = [:]
        /// The most requests that waited for an answer at one time on one connection.
        public var mostAtOnce = 0
        enum CodingKeys: String, CodingKey {
            case total, accepted, delivered, replaced, duplicates, outcomes
            case mostAtOnce = "most_at_once"
        }
    }

    enum CodingKeys: String, CodingKey {
        case port, behaviour, faults, tokens, requests, connections, journal
        case openConnections = "open_connections"
        case connectionsEver = "connections_ever"
    }
}

/// One connection of a provider.
public struct APNsConnectionRecord: Codable, Sendable, Equatable {
    public let number: Int
    public let openedAt: Date
    public var closedAt: Date?
    /// What it presented; nil without.
    public var certificate: PresentedCertificate?
    public var verdict: CertificateVerdict
    public var requests = 0

    enum CodingKeys: String, CodingKey {
        case number, certificate, verdict, requests
        case openedAt = "opened_at"
        case closedAt = "closed_at"
    }
}

/// One request and what became of it.
public struct APNsJournalEntry: Codable, Sendable, Equatable {
    public let at: Date
    public let connection: Int
    /// Hexadecimal; as it stood in the path when it is none.
    public let token: String
    public let topic: String?
    public let id: String
    /// As in ``APNsStats/Requests-swift.struct/outcomes``.
    public let outcome: String
}

/// How much is remembered.
public enum APNsJournal {
    public static let mostEntries = 500
    public static let mostConnections = 200
}
