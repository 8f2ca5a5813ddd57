public import AutomatedEnrollment

/// Apple's device enrollment service, by one token at a time. Sessions are the adapter's own business.
public protocol ADEService: Sendable {
    /// Names of the server's record and of the organization.
    func account(_ token: ServerToken) async throws(ServiceProblem) -> (serverName: String, organization: String)
    /// One page of all devices, or of changes: as the phase says.
    func page(_ fetch: DeviceFetch, _ token: ServerToken) async throws(ServiceProblem) -> DevicePage
    /// - Parameter json: the profile object.
    /// - Returns: Apple's UUID of it.
    func define(profile json: [UInt8], _ token: ServerToken) async throws(ServiceProblem) -> String
    /// At most 1,000 devices.
    ///
    /// - Returns: Apple's word for each serial number: `SUCCESS`, `NOT_ACCESSIBLE`, `FAILED`.
    func assign(profile uuid: String, to serialNumbers: [String], _ token: ServerToken) async throws(ServiceProblem)
        -> [String: String]
}

/// In a process that serves nobody: nothing is reached.
public struct NoADEService: ADEService {
    public init() {}

    public func account(_ token: ServerToken) async throws(ServiceProblem) -> (serverName: String, organization: String)
    {
        throw .unreachable("")
    }

    public func page(_ fetch: DeviceFetch, _ token: ServerToken) async throws(ServiceProblem) -> DevicePage {
        throw .unreachable("")
    }

    public func define(profile json: [UInt8], _ token: ServerToken) async throws(ServiceProblem) -> String {
        throw .unreachable("")
    }

    public func assign(
        profile uuid: String, to serialNumbers: [String], _ token: ServerToken
    ) async throws(ServiceProblem) -> [String: String] { throw .unreachable("") }
}
