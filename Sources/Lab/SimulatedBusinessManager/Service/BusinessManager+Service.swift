import Foundation
import SimulatedClock
import SimulatedPushPortal

/// The calls of the device enrollment service, as strict as Apple's.
extension BusinessManager {
    typealias Object = [String: Any]

    // MARK: sessions

    func openSession(authorization: String?, url: String) throws -> String {
        let (server, once) = try OAuthJudge(servers: state.servers, now: clock.now).server(of: authorization, url: url)
        guard usedNonces.insert(once).inserted else { throw ServiceRefusal(401, "oauth_problem=nonce_used") }
        if usedNonces.count > 10_000 { usedNonces = [once] }
        guard state.acceptsTerms else { throw ServiceRefusal(403, "T_C_NOT_SIGNED") }
        let token = RandomText.hexadecimal(bytes: 20)
        sessions[token] = ServiceSession(serverID: server.id, lastSeen: clock.now)
        return token
    }

    /// - Returns: the server of the session.
    func server(ofSession token: String?) throws -> ManagedServer {
        let now = clock.now
        guard let token, var session = sessions[token] else { throw ServiceRefusal(401, "UNAUTHORIZED") }
        guard abs(now.timeIntervalSince(session.lastSeen)) <= ServiceSession.longestPause else {
            sessions[token] = nil
            throw ServiceRefusal(403, "FORBIDDEN")
        }
        guard let server = state.servers.first(where: { $0.id == session.serverID }) else {
            throw ServiceRefusal(403, "ACCESS_DENIED")
        }
        guard state.acceptsTerms else { throw ServiceRefusal(403, "T_C_NOT_SIGNED") }
        session.lastSeen = now
        sessions[token] = session
        return server
    }

    func takeFault(for path: String) -> ServiceFault? {
        guard let position = faults.firstIndex(where: { $0.path == path || $0.path == "*" }) else { return nil }
        let fault = faults.remove(at: position)
        if fault.times > 1 {
            faults.insert(
                ServiceFault(
                    path: fault.path, status: fault.status, body: fault.body, times: fault.times - 1,
                    retryAfter: fault.retryAfter), at: position)
        }
        return fault
    }

    func inject(_ more: [ServiceFault]) { faults += more }
    func clearFaults() { faults = [] }

    // MARK: devices

    func account(_ server: ManagedServer) -> Object {
        [
            "server_name": server.name, "server_uuid": server.id.uppercased(), "org_name": state.organization,
            "org_email": "lab@kizuna.example", "org_phone": "+81 3-0000-0000", "org_address": "東京都千代田区",
            "org_id": "424242", "org_type": "org", "org_version": "v2", "admin_id": "lab@kizuna.example",
            "urls": [["uri": "/profile/devices", "http_method": ["POST", "PUT", "DELETE"]]],
        ]
    }

    func fetch(_ body: Object, for server: ManagedServer) throws -> Object {
        let limit = try Self.limit(body)
        let now = clock.now
        var position = 0
        var changeNumber = state.changes.last?.number ?? 0
        if let text = body["cursor"] as? String, !text.isEmpty {
            let cursor = try Cursor.read(text, of: server, at: now)
            guard let place = cursor.position else { throw ServiceRefusal(400, "EXHAUSTED_CURSOR") }
            (position, changeNumber) = (place, cursor.changeNumber)
        }
        let mine = state.devices.filter { $0.serverID == server.id }
        let page = mine.dropFirst(position).prefix(limit)
        let next = position + page.count
        let hasMore = next < mine.count
        let cursor = Cursor(
            position: hasMore ? next : nil, changeNumber: changeNumber, serverID: server.id, issuedAt: now)
        return [
            "cursor": cursor.text, "devices": page.map { Self.object($0) }, "fetched_until": now.formatted(.iso8601),
            "more_to_follow": hasMore,
        ]
    }

    func sync(_ body: Object, for server: ManagedServer) throws -> Object {
        let limit = try Self.limit(body)
        let now = clock.now
        guard let text = body["cursor"] as? String, !text.isEmpty else { throw ServiceRefusal(400, "CURSOR_REQUIRED") }
        var cursor = try Cursor.read(text, of: server, at: now)
        let waiting = state.changes.filter { $0.serverID == server.id && $0.number > cursor.changeNumber }
        let page = waiting.prefix(limit)
        let devices = page.map { change -> Object in
            let device = state.devices.first { $0.serialNumber == change.serialNumber }
            var object = device.map { Self.object($0) } ?? ["serial_number": change.serialNumber]
            object["op_type"] = change.kind
            object["op_date"] = change.at.formatted(.iso8601)
            return object
        }
        cursor.position = nil
        cursor.changeNumber = page.last?.number ?? state.changes.last?.number ?? cursor.changeNumber
        cursor.issuedAt = now
        return [
            "cursor": cursor.text, "devices": devices, "fetched_until": now.formatted(.iso8601),
            "more_to_follow": page.count < waiting.count,
        ]
    }

    private static func limit(_ body: Object) throws -> Int {
        guard let limit = body["limit"] else { return 100 }
        guard let number = limit as? Int, (1...1_000).contains(number) else {
            throw ServiceRefusal(400, "MALFORMED_REQUEST_BODY")
        }
        return number
    }

    private static func object(_ device: OwnedDevice) -> Object {
        var object: Object = [
            "serial_number": device.serialNumber, "model": device.model, "description": device.description,
            "color": device.color, "asset_tag": "", "os": device.os, "device_family": device.family,
            "profile_status": device.profileStatus, "device_assigned_by": "lab@kizuna.example",
        ]
        object["device_assigned_date"] = device.assignedAt?.formatted(.iso8601) ?? ""
        if let uuid = device.profileUUID { object["profile_uuid"] = uuid }
        if let instant = device.profileAssignedAt { object["profile_assign_time"] = instant.formatted(.iso8601) }
        if let instant = device.profilePushedAt { object["profile_push_time"] = instant.formatted(.iso8601) }
        return object
    }

    // MARK: profiles

    func define(_ body: Object, for server: ManagedServer) throws -> Object {
        try ProfileJudge.check(body)
        let uuid = UUID().uuidString
        var stored = body
        let devices = stored.removeValue(forKey: "devices") as? [String] ?? []
        let json = try JSONSerialization.data(withJSONObject: stored, options: [.sortedKeys])
        try changeServer(server.id) { $0.profiles[uuid] = json }
        return ["profile_uuid": uuid, "devices": try give(uuid, to: devices, of: server)]
    }

    func profile(_ uuid: String?, of server: ManagedServer) throws -> Object {
        guard let uuid, !uuid.isEmpty else { throw ServiceRefusal(400, "PROFILE_UUID_REQUIRED") }
        guard let json = server.profiles[uuid], var object = try JSONSerialization.jsonObject(with: json) as? Object
        else { throw ServiceRefusal(404, "NOT_FOUND") }
        object["profile_uuid"] = uuid
        return object
    }

    func assign(_ body: Object, for server: ManagedServer) throws -> Object {
        guard let uuid = body["profile_uuid"] as? String, !uuid.isEmpty else {
            throw ServiceRefusal(400, "PROFILE_UUID_REQUIRED")
        }
        guard server.profiles[uuid] != nil else { throw ServiceRefusal(400, "PROFILE_NOT_FOUND") }
        return ["profile_uuid": uuid, "devices": try give(uuid, to: try Self.serials(body), of: server)]
    }

    func unassign(_ body: Object, for server: ManagedServer) throws -> Object {
        ["devices": try give(nil, to: try Self.serials(body), of: server)]
    }

    private static func serials(_ body: Object) throws -> [String] {
        guard let serials = body["devices"] as? [String], !serials.isEmpty else {
            throw ServiceRefusal(400, "DEVICE_ID_REQUIRED")
        }
        guard serials.count <= 1_000 else { throw ServiceRefusal(400, "MALFORMED_REQUEST_BODY") }
        return serials
    }

    private func give(_ uuid: String?, to serials: [String], of server: ManagedServer) throws -> [String: String] {
        let mine = Set(state.devices.filter { $0.serverID == server.id }.map(\.serialNumber))
        try setProfile(uuid, of: serials.filter { mine.contains($0) }, serverID: server.id)
        return Dictionary(serials.map { ($0, mine.contains($0) ? "SUCCESS" : "NOT_ACCESSIBLE") }) { first, _ in first }
    }
}

/// What Apple refuses at `POST /profile`.
enum ProfileJudge {
    private static let booleans = [
        "is_supervised", "is_mandatory", "is_mdm_removable", "await_device_configured", "is_multi_user",
        "auto_advance_setup", "allow_pairing", "do_not_use_profile_from_backup", "is_return_to_service",
    ]

    static func check(_ body: [String: Any]) throws {
        guard let name = body["profile_name"] as? String, !name.isEmpty else {
            throw ServiceRefusal(400, "CONFIG_NAME_REQUIRED")
        }
        guard name.count <= 125 else { throw ServiceRefusal(400, "CONFIG_NAME_INVALID") }
        guard let address = body["url"] as? String, !address.isEmpty else {
            throw ServiceRefusal(400, "CONFIG_URL_REQUIRED")
        }
        guard let url = URL(string: address), let host = url.host, address.utf8.count <= 2_000,
            url.scheme == "https" || (url.scheme == "http" && ["127.0.0.1", "localhost"].contains(host))
        else { throw ServiceRefusal(400, "CONFIG_URL_INVALID") }
        for key in booleans where body[key] != nil && !(body[key] is Bool) {
            throw ServiceRefusal(400, "FLAGS_INVALID")
        }
        // false only where the device is supervised.
        if body["is_mdm_removable"] as? Bool == false, body["is_supervised"] as? Bool != true {
            throw ServiceRefusal(400, "FLAGS_INVALID")
        }
        try text(body, "department", 125, "DEPARTMENT_INVALID")
        try text(body, "org_magic", 256, "MAGIC_INVALID")
        try text(body, "support_phone_number", 50, "SUPPORT_PHONE_INVALID")
        try text(body, "support_email_address", 250, "SUPPORT_EMAIL_INVALID")
        if let items = body["skip_setup_items"], !(items is [String]) {
            throw ServiceRefusal(400, "MALFORMED_REQUEST_BODY")
        }
    }

    private static func text(_ body: [String: Any], _ key: String, _ limit: Int, _ word: String) throws {
        guard let value = body[key] else { return }
        guard let text = value as? String, text.count <= limit else { throw ServiceRefusal(400, word) }
    }
}
