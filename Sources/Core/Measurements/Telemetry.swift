import Synchronization

/// What this process counts about itself, for `/metrics`; one for each process.
///
/// Every label is known here, so that no device and no answer from outside can make new ones.
public final class Telemetry: Sendable {
    /// By Apple's `MessageType`.
    public let checkIns = CounterFamily([
        "Authenticate", "TokenUpdate", "CheckOut", "SetBootstrapToken", "GetBootstrapToken", "UserAuthenticate",
        "GetToken", "DeclarativeManagement",
    ])
    /// By Apple's `Status`; `unreadable` for what could not be read.
    public let reports = CounterFamily([
        "Idle", "Acknowledged", "Error", "CommandFormatError", "NotNow", "unreadable",
    ])
    /// Answers to devices by HTTP status. There is no 401 (docs/reference/device-protocol.md).
    public let answers = CounterFamily(["200", "400", "404", "410", "413", "503"])
    /// Requests that were not accepted, by reason.
    public let refusals = CounterFamily([
        "noIdentity", "unknownIdentity", "otherHardware", "identityOver", "identityExpired", "notAuthenticated",
        "topicNotOurs", "invitationOver", "unsupported", "unreadable",
    ])
    public let pushes = PushCounters()
    public let store = StoreTelemetry()
    /// Deliveries to webhooks, by what became of the attempt.
    public let webhooks = CounterFamily(["delivered", "refused", "failed", "given-up"])
    /// Mails handed to the mail server, by what it said: `failed` ones are tried again.
    public let mails = CounterFamily(["accepted", "refused", "failed"])
    public let logWatch = LogTelemetry()

    public init() {}
}

/// Outcomes of pushes by status and reason.
public struct PushCounters: Sendable {
    /// Apple's reasons ("Handling notification responses from APNs"), each with its status, and our own words for what
    /// got no answer (status 0).
    public static let known: [(status: Int, reasons: [String])] = [
        (200, [""]),
        (
            400,
            [
                "BadCollapseId", "BadDeviceToken", "BadExpirationDate", "BadMessageId", "BadPriority", "BadTopic",
                "DeviceTokenNotForTopic", "DuplicateHeaders", "IdleTimeout", "InvalidPushType", "MissingDeviceToken",
                "MissingTopic", "PayloadEmpty", "TopicDisallowed",
            ]
        ),
        (403, ["BadCertificate", "BadCertificateEnvironment", "ExpiredProviderToken", "Forbidden"]),
        (404, ["BadPath"]), (405, ["MethodNotAllowed"]), (410, ["ExpiredToken", "Unregistered"]),
        (413, ["PayloadTooLarge"]), (429, ["TooManyProviderTokenUpdates", "TooManyRequests"]),
        (500, ["InternalServerError"]), (503, ["ServiceUnavailable", "Shutdown"]),
        (
            0,
            [
                "unreachable", "connection-lost", "certificate-rejected", "untrusted-peer", "certificate-expired",
                "paused",
            ]
        ),
    ]

    private let families: [Int: CounterFamily]
    private let other = Counter()

    public init() {
        families = Dictionary(
            Self.known.map { ($0.status, CounterFamily($0.reasons)) }, uniquingKeysWith: { one, _ in one })
    }

    public func add(status: Int, reason: String) {
        guard let family = families[status] else { return other.add() }
        family.add(reason)
    }

    /// What never happened is left out but for the accepted ones.
    public var values: [(status: String, reason: String, value: UInt64)] {
        let known = Self.known.flatMap { status, _ in
            (families[status]?.values ?? []).map { (String(status), $0.label, $0.value) }
        }
        return (known + [(CounterFamily.otherLabel, CounterFamily.otherLabel, other.value)])
            .filter { $0.2 > 0 || $0.1.isEmpty }
    }
}

public struct StoreTelemetry: Sendable {
    private static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
    public let reads = Histogram(bounds: bounds)
    public let writes = Histogram(bounds: bounds)
    /// Transactions that ended with an error, by what the store said of it.
    public let failures = CounterFamily(["conflict", "unavailable", "unreadable"])
    /// Transactions that met another and were run again.
    public let conflicts = Counter()

    public init() {}
}

/// What the last walk along the logs' hashes found; the counters only ever hold the last value.
public final class LogTelemetry: Sendable {
    public struct Walk: Sendable, Equatable {
        public let entries: Int
        /// Companies whose log is broken.
        public let brokenLogs: Int
        /// Seconds since 1970, of the system's clock.
        public let endedAt: Double

        public init(entries: Int, brokenLogs: Int, endedAt: Double) {
            self.entries = entries
            self.brokenLogs = brokenLogs
            self.endedAt = endedAt
        }
    }

    private let walk = Mutex<Walk?>(nil)

    public init() {}

    public func note(_ one: Walk) { walk.withLock { $0 = one } }
    /// Nil before the first one has ended.
    public var last: Walk? { walk.withLock { $0 } }
}
