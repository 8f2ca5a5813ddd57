public import Administration
public import Foundation

/// A profile as it was defined at Apple's.
public struct DefinedProfile: Sendable, Equatable {
    public struct ID: OpaqueIdentifier {
        public let description: String
        public init(stored: String) { description = stored }
    }

    public let id: ID
    /// Apple's.
    public let uuid: String
    public let settings: SetupSettings
    /// SHA-256 of the secret part of the address that devices are told.
    public let addressHash: [UInt8]
    public let createdAt: Date
    public let createdBy: String
    /// The one that is assigned to devices; older ones stay good for those that have them.
    public var isCurrent: Bool

    public init(
        id: ID, uuid: String, settings: SetupSettings, addressHash: [UInt8], createdAt: Date, createdBy: String,
        isCurrent: Bool
    ) {
        self.id = id
        self.uuid = uuid
        self.settings = settings
        self.addressHash = addressHash
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.isCurrent = isCurrent
    }
}

/// A device of the token as the store keeps it.
public struct ListedDevice: Sendable, Equatable {
    public var device: TokenDevice
    /// The fetch in which it was last named.
    public var round: Int
    /// Set when Apple Business Manager took it from the server.
    public var removedAt: Date?
    /// The current profile is to be assigned to it.
    public var isWanted: Bool
    /// What Apple said at the last assignment instead of SUCCESS; empty otherwise.
    public var assignProblem: String

    public init(
        device: TokenDevice, round: Int, removedAt: Date? = nil, isWanted: Bool = false, assignProblem: String = ""
    ) {
        self.device = device
        self.round = round
        self.removedAt = removedAt
        self.isWanted = isWanted
        self.assignProblem = assignProblem
    }
}

/// How the fetching of a company's devices stands.
public struct FetchRecord: Sendable, Equatable {
    public var serverName: String
    public var organization: String
    public var fetch: DeviceFetch
    public var attemptedAt: Date?
    public var succeededAt: Date?
    /// ``ServiceProblem/code`` of the last attempt; empty when it went well.
    public var problem: String
    public var dueAt: Date

    public init(
        serverName: String = "", organization: String = "", fetch: DeviceFetch = DeviceFetch(),
        attemptedAt: Date? = nil, succeededAt: Date? = nil, problem: String = "", dueAt: Date
    ) {
        self.serverName = serverName
        self.organization = organization
        self.fetch = fetch
        self.attemptedAt = attemptedAt
        self.succeededAt = succeededAt
        self.problem = problem
        self.dueAt = dueAt
    }

    /// What people have to be told of: a problem that only they can end, or any that has lasted a day.
    ///
    /// - Parameter registeredAt: of the token.
    /// - Returns: ``ServiceProblem/code``; nil when all is well, or may yet pass by itself.
    public func trouble(since registeredAt: Date) -> String? {
        guard !problem.isEmpty, let attemptedAt else { return nil }
        if ServiceProblem.lasting.contains(problem) { return problem }
        let lastGood = max(succeededAt ?? registeredAt, registeredAt)
        return attemptedAt.timeIntervalSince(lastGood) >= Self.patienceSeconds ? problem : nil
    }

    static let patienceSeconds: TimeInterval = 86_400

    /// A line that is down, or Apple being busy, does not hide what only a person ends.
    public mutating func take(_ new: ServiceProblem) {
        switch new {
        case .unreachable, .throttled: if ServiceProblem.lasting.contains(problem) { return }
        default: break
        }
        problem = new.code
    }

    /// Whether a device that is not listed is no reason to ask Apple now: anybody can pretend to be one.
    public func isTooSoonForDevice(at now: Date) -> Bool {
        let isHeld = problem == "throttled" || ServiceProblem.closed.contains(problem)
        if isHeld, now < dueAt, dueAt.timeIntervalSince(now) <= 86_400 { return true }
        guard let attemptedAt else { return false }
        return abs(now.timeIntervalSince(attemptedAt)) < Self.deviceSeconds
    }

    /// Between two fetches that devices cause.
    public static let deviceSeconds: TimeInterval = 180

    /// nanodep's interval, which Apple is known to bear.
    public static let intervalSeconds: TimeInterval = 30 * 60
}
