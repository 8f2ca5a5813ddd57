public import Administration
public import AutomatedEnrollment
import Ports

/// Everything the console tells about a company's token, from one read.
public struct TokenOverview: Sendable {
    public let details: TokenDetails
    public let active: RegisteredToken?
    /// Newest registration first, the active one included.
    public let history: [RegisteredToken]
    /// Newest first.
    public let requests: [TokenRequest]
    /// How fetching stands; nil when no token was ever registered.
    public let fetch: FetchRecord?
    public let profile: DefinedProfile?
    public let deviceCount: Int
    /// Devices that have the current profile.
    public let assignedCount: Int

    /// What people have to be told of, as ``ServiceProblem/code``.
    public var trouble: String? { active.flatMap { fetch?.trouble(since: $0.registeredAt) } }

    init(in scope: CompanyScope, from transaction: any Ports.Transaction) throws {
        details = try transaction.tokenDetails(in: scope)
        history = try transaction.tokens(in: scope)
        requests = try transaction.tokenRequests(in: scope)
        fetch = try transaction.fetchRecord(in: scope)
        profile = try transaction.currentProfile(in: scope)
        (deviceCount, assignedCount) = try transaction.tokenDeviceCounts(profile: profile?.uuid, in: scope)
        active = history.first { $0.state == .active }
    }
}

public struct ShowToken: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public func callAsFunction(in scope: CompanyScope) async throws -> TokenOverview {
        try await installation.store.read(in: scope) { try TokenOverview(in: scope, from: $0) }
    }
}

/// 対象の機器: what Apple Business Manager assigned to the company's server, a page at a time.
public struct ListTokenDevices: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public static let pageSize = 100

    /// - Parameter after: the last serial number of the page before; nil begins.
    /// - Returns: the page, and whether another follows.
    public func callAsFunction(after: String?, in scope: CompanyScope) async throws
        -> (devices: [ListedDevice], hasMore: Bool)
    {
        let devices = try await installation.store.read(in: scope) {
            try $0.tokenDevices(in: scope, after: after, limit: Self.pageSize + 1)
        }
        return (Array(devices.prefix(Self.pageSize)), devices.count > Self.pageSize)
    }
}
