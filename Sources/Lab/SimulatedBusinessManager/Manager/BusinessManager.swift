public import Foundation
public import SimulatedClock
import SimulatedPushPortal

/// The simulated Apple Business Manager with the device enrollment service behind it; every change is on the disk
/// before it is shown. Nobody signs in here: the page says whose it is.
public actor BusinessManager {
    public nonisolated let clock: LabClock
    /// Apple's iPhone Device CA, as far as the Lab has one: expired for years, like Apple's.
    public nonisolated let deviceAuthority: DeviceCertificateAuthority
    private(set) var state: ManagerState
    private let file: String
    var sessions: [String: ServiceSession] = [:]
    var usedNonces: Set<String> = []
    var faults: [ServiceFault] = []
    private(set) var requests: [ServiceRequest] = []

    public static let tokenDays = 365
    private static let mostServers = 100
    private static let mostDevices = 20_000
    private static let mostChanges = 50_000

    /// - Parameter directory: the Lab's; holds `business-manager.json` and `device-authority.json` (0600).
    public init(directory: String, clock: LabClock) throws {
        self.clock = clock
        file = directory + "/business-manager.json"
        deviceAuthority = try DeviceCertificateAuthority.takeUp(at: directory + "/device-authority.json")
        state = try DurableFile.read(json: ManagerState.self, from: file) ?? ManagerState()
    }

    private func change(_ body: (inout ManagerState) throws -> Void) throws {
        var next = state
        try body(&next)
        if next.changes.count > Self.mostChanges { next.changes.removeFirst(next.changes.count - Self.mostChanges) }
        try DurableFile.write(json: next, to: file)
        state = next
    }

    // MARK: servers and tokens

    func addServer(name: String) throws -> ManagedServer {
        guard state.servers.count < Self.mostServers, (1...100).contains(name.count) else {
            throw ManagerRefusal("A server needs a name of 1 to 100 characters, and there are 100 at most.")
        }
        let server = ManagedServer(
            id: RandomText.hexadecimal(bytes: 8), name: name, consumerKey: "CK_" + RandomText.hexadecimal(bytes: 24),
            consumerSecret: "CS_" + RandomText.hexadecimal(bytes: 20))
        try change { $0.servers.append(server) }
        return server
    }

    /// - Throws: ``ManagerRefusal`` for anything but one certificate with an RSA key.
    func upload(publicKey file: [UInt8], to id: String) throws {
        let pem = try PublicKeyJudge.accept(file)
        try changeServer(id) { $0.publicKeyPEM = pem }
    }

    /// Makes a new token, which ends the former one, and encrypts it for the uploaded public key.
    func downloadToken(of id: String) throws -> (name: String, file: [UInt8]) {
        guard let server = state.servers.first(where: { $0.id == id }), let pem = server.publicKeyPEM else {
            throw ManagerRefusal("Upload a public key first.")
        }
        let now = clock.now
        let token = IssuedToken(
            accessToken: "AT_" + RandomText.hexadecimal(bytes: 24),
            accessSecret: "AS_" + RandomText.hexadecimal(bytes: 20),
            issuedAt: now, expiresAt: now.addingTimeInterval(Double(Self.tokenDays) * 86_400))
        let message = try TokenMessage(server: server, token: token).encrypted(for: pem)
        try changeServer(id) { $0.tokens = [token] }
        sessions = sessions.filter { $0.value.serverID != id }
        let safe = server.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        let stamp = now.formatted(.iso8601.dateSeparator(.dash).timeSeparator(.omitted))
        return ("\(String(safe))_Token_\(stamp)_smime.p7m", message)
    }

    func changeServer(_ id: String, _ body: (inout ManagedServer) throws -> Void) throws {
        try change { state in
            guard let position = state.servers.firstIndex(where: { $0.id == id }) else {
                throw ManagerRefusal("There is no such server.")
            }
            try body(&state.servers[position])
        }
    }

    /// Deletes the server: its token is worth nothing any more, its devices belong to none.
    func deleteServer(_ id: String) throws {
        let now = clock.now
        try change { state in
            state.servers.removeAll { $0.id == id }
            for position in state.devices.indices where state.devices[position].serverID == id {
                state.devices[position].serverID = nil
                state.devices[position].assignedAt = now
            }
        }
        sessions = sessions.filter { $0.value.serverID != id }
    }

    func setTerms(accepted: Bool) throws { try change { $0.acceptsTerms = accepted } }

    // MARK: devices

    /// Devices that the organization has bought; those that are known already stay as they are.
    func add(_ devices: [OwnedDevice]) throws {
        try change { state in
            let known = Set(state.devices.map(\.serialNumber))
            let new = devices.filter { !known.contains($0.serialNumber) }
            guard state.devices.count + new.count <= Self.mostDevices else {
                throw ManagerRefusal("There are \(Self.mostDevices) devices at most.")
            }
            state.devices += new
        }
    }

    /// Assigns a device to a server, or to none.
    func assign(_ serialNumbers: [String], to serverID: String?) throws {
        let now = clock.now
        try change { state in
            if let serverID, !state.servers.contains(where: { $0.id == serverID }) {
                throw ManagerRefusal("There is no such server.")
            }
            let wanted = Set(serialNumbers)
            for position in state.devices.indices where wanted.contains(state.devices[position].serialNumber) {
                let former = state.devices[position].serverID
                guard former != serverID else { continue }
                let serial = state.devices[position].serialNumber
                if let former { state.note("deleted", serial, former, now) }
                state.devices[position].serverID = serverID
                state.devices[position].assignedAt = now
                state.devices[position].profileStatus = "empty"
                state.devices[position].profileUUID = nil
                if let serverID { state.note("added", serial, serverID, now) }
            }
        }
    }

    /// What a device learns at its activation: the profile assigned to it, which counts as pushed from now on.
    ///
    /// - Returns: nil when no server has assigned one.
    public func activate(_ serialNumber: String) throws -> SetupProfile? {
        guard let device = state.devices.first(where: { $0.serialNumber == serialNumber }),
            let server = state.servers.first(where: { $0.id == device.serverID }),
            let uuid = device.profileUUID, let json = server.profiles[uuid]
        else { return nil }
        let profile = try SetupProfile(json: json)
        let now = clock.now
        try change { state in
            for position in state.devices.indices where state.devices[position].serialNumber == serialNumber {
                state.devices[position].profileStatus = "pushed"
                state.devices[position].profilePushedAt = now
                state.note("modified", serialNumber, server.id, now)
            }
        }
        return profile
    }

    func setProfile(_ uuid: String?, of serialNumbers: [String], serverID: String) throws {
        let now = clock.now
        try change { state in
            let wanted = Set(serialNumbers)
            for position in state.devices.indices
            where wanted.contains(state.devices[position].serialNumber) && state.devices[position].serverID == serverID
            {
                state.devices[position].profileUUID = uuid
                state.devices[position].profileStatus = uuid == nil ? "removed" : "assigned"
                state.devices[position].profileAssignedAt = now
                state.note("modified", state.devices[position].serialNumber, serverID, now)
            }
        }
    }

    func note(_ request: ServiceRequest) {
        requests.append(request)
        if requests.count > 500 { requests.removeFirst(requests.count - 500) }
    }
}

extension ManagerState {
    mutating func note(_ kind: String, _ serial: String, _ serverID: String, _ at: Date) {
        changes.append(
            DeviceChange(
                number: (changes.last?.number ?? 0) + 1, serverID: serverID, serialNumber: serial, kind: kind, at: at))
    }
}

/// What the Business Manager's page says instead of doing it.
struct ManagerRefusal: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// What a device does with the profile that its activation brings.
public struct SetupProfile: Sendable {
    public let url: URL
    public let awaitsConfiguration: Bool
    public let isMandatory: Bool
    public let isRemovable: Bool
    public let skippedItems: [String]
    public let language: String

    init(json: Data) throws {
        guard let object = try JSONSerialization.jsonObject(with: json) as? [String: Any],
            let url = (object["url"] as? String).flatMap(URL.init(string:))
        else { throw ManagerRefusal("The stored profile cannot be read.") }
        self.url = url
        awaitsConfiguration = object["await_device_configured"] as? Bool ?? false
        isMandatory = object["is_mandatory"] as? Bool ?? false
        isRemovable = object["is_mdm_removable"] as? Bool ?? true
        skippedItems = object["skip_setup_items"] as? [String] ?? []
        language = object["language"] as? String ?? "ja"
    }
}
