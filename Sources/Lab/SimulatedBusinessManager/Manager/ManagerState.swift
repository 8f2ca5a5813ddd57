import Foundation

/// Everything the simulated Business Manager remembers over a restart.
struct ManagerState: Codable, Sendable {
    var organization = "Kizuna Lab 株式会社"
    /// Oldest first.
    var servers: [ManagedServer] = []
    var devices: [OwnedDevice] = []
    /// What happened to devices, for `/devices/sync`; the newest last.
    var changes: [DeviceChange] = []
    /// False: every call of the service is answered 403 `T_C_NOT_SIGNED`.
    var acceptsTerms = true
}

/// One device management server as Apple Business Manager lists it, with its token and its profiles.
struct ManagedServer: Codable, Sendable, Identifiable {
    let id: String
    var name: String
    /// The uploaded certificate; nil until one was uploaded.
    var publicKeyPEM: String?
    let consumerKey: String
    let consumerSecret: String
    /// Only the newest one is accepted.
    var tokens: [IssuedToken] = []
    /// By UUID, as defined, JSON.
    var profiles: [String: Data] = [:]
}

struct IssuedToken: Codable, Sendable {
    let accessToken: String
    let accessSecret: String
    let issuedAt: Date
    let expiresAt: Date
}

/// A device that the organization has bought.
struct OwnedDevice: Codable, Sendable, Identifiable {
    var id: String { serialNumber }
    let serialNumber: String
    let model: String
    let description: String
    let color: String
    /// `iPhone`, `iPad`, `Mac`.
    let family: String
    /// `iOS` or `OSX`.
    let os: String
    /// Nil: assigned to no server.
    var serverID: String?
    var assignedAt: Date?
    /// `empty`, `assigned`, `pushed`, `removed`.
    var profileStatus = "empty"
    var profileUUID: String?
    var profileAssignedAt: Date?
    var profilePushedAt: Date?
}

struct DeviceChange: Codable, Sendable {
    /// 1, 2, 3 …
    let number: Int
    let serverID: String
    let serialNumber: String
    /// `added`, `modified`, `deleted`.
    let kind: String
    let at: Date
}
