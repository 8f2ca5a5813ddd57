import Foundation
import Hummingbird
import SimulatedPushPortal

/// The Business Manager in JSON.
struct ManagerAPI: Sendable {
    let routes: ManagerRoutes
    private var manager: BusinessManager { routes.manager }

    func add(to router: Router<BasicRequestContext>) {
        let api = router.group("api/business")
        api.get("") { _, _ -> Response in try await overview() }
        api.post("servers") { request, _ -> Response in
            let order = try await Self.decode(ServerOrder.self, request)
            let server = try await Self.saying { try await manager.addServer(name: order.name) }
            return try .json(["id": server.id], status: .created)
        }
        api.put("servers/:id/public-key") { request, context -> Response in
            let id = try context.parameters.require("id")
            let bytes = try await request.bytes(upTo: 256 * 1024)
            try await Self.saying { try await manager.upload(publicKey: bytes, to: id) }
            return try await overview()
        }
        api.post("servers/:id/token") { _, context -> Response in
            let id = try context.parameters.require("id")
            return ManagerRoutes.file(try await Self.saying { try await manager.downloadToken(of: id) })
        }
        api.delete("servers/:id") { _, context -> Response in
            let id = try context.parameters.require("id")
            try await Self.saying { try await manager.deleteServer(id) }
            return try await overview()
        }
        api.post("devices") { request, _ -> Response in
            let orders = try await Self.decode([DeviceOrder].self, request)
            try await Self.saying {
                try await manager.add(
                    orders.map {
                        PurchasableDevice(
                            serialNumber: $0.serialNumber, model: $0.model ?? "iPhone", family: $0.family ?? "iPhone"
                        ).owned
                    })
            }
            return try await overview(status: .created)
        }
        api.put("assignment") { request, _ -> Response in
            let order = try await Self.decode(AssignOrder.self, request)
            try await Self.saying {
                for serial in order.devices { try await routes.assign(serial, to: order.server ?? "") }
            }
            return try await overview()
        }
        api.put("terms") { request, _ -> Response in
            let order = try await Self.decode(TermsOrder.self, request)
            try await Self.saying { try await manager.setTerms(accepted: order.accepted) }
            return try await overview()
        }
        api.post("faults") { request, _ -> Response in
            await manager.inject(try await Self.decode([ServiceFault].self, request))
            return try await overview(status: .created)
        }
        api.delete("faults") { _, _ -> Response in
            await manager.clearFaults()
            return try await overview()
        }
    }

    private struct ServerOrder: Decodable { let name: String }
    private struct TermsOrder: Decodable { let accepted: Bool }
    private struct AssignOrder: Decodable {
        let devices: [String]
        /// Nil takes them from their server.
        let server: String?
    }
    private struct DeviceOrder: Decodable {
        let serialNumber: String
        let model: String?
        let family: String?

        enum CodingKeys: String, CodingKey {
            case model, family
            case serialNumber = "serial_number"
        }
    }

    private struct Overview: Encodable {
        struct Server: Encodable {
            let id, name, consumerKey: String
            let hasPublicKey: Bool
            let tokenExpiresAt: String?
            let profiles: Int
        }
        struct Device: Encodable {
            let serialNumber, family, profileStatus: String
            let server, profileUuid: String?
        }
        let servers: [Server]
        let devices: [Device]
        let acceptsTerms: Bool
        let faults: Int
        let requests: [Request]

        struct Request: Encodable { let at, method, path, answer: String; let status: Int }
    }

    private func overview(status: HTTPResponse.Status = .ok) async throws -> Response {
        let state = await manager.state
        let overview = Overview(
            servers: state.servers.map {
                .init(
                    id: $0.id, name: $0.name, consumerKey: $0.consumerKey, hasPublicKey: $0.publicKeyPEM != nil,
                    tokenExpiresAt: $0.tokens.last?.expiresAt.formatted(.iso8601), profiles: $0.profiles.count)
            },
            devices: state.devices.map {
                .init(
                    serialNumber: $0.serialNumber, family: $0.family, profileStatus: $0.profileStatus,
                    server: $0.serverID, profileUuid: $0.profileUUID)
            }, acceptsTerms: state.acceptsTerms, faults: await manager.faults.count,
            requests: await manager.requests.suffix(100).map {
                .init(
                    at: $0.at.formatted(.iso8601), method: $0.method, path: $0.path, answer: $0.answer,
                    status: $0.status)
            })
        return try .json(overview, status: status)
    }

    private static func saying<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as ManagerRefusal {
            throw HTTPError(.unprocessableContent, message: refusal.description)
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ request: Request) async throws -> Value {
        let bytes = try await request.bytes(upTo: 1024 * 1024)
        guard let value = try? JSONDecoder().decode(type, from: Data(bytes)) else {
            throw HTTPError(
                .unprocessableContent, message: "The body is not the JSON that docs/reference/lab.md describes.")
        }
        return value
    }
}
