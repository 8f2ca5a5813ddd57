import Foundation
public import Hummingbird
import SimulatedClock
import SimulatedPushPortal

/// `/business/…`, the page of Apple Business Manager, and `/api/business/…` for programs; see docs/reference/lab.md.
public struct ManagerRoutes: Sendable {
    let manager: BusinessManager
    /// The Lab's simulated devices, of which the organization can buy some.
    let devices: @Sendable () async -> [PurchasableDevice]

    public init(manager: BusinessManager, devices: @escaping @Sendable () async -> [PurchasableDevice]) {
        self.manager = manager
        self.devices = devices
    }

    private static let largestUpload = 256 * 1024

    public func add(to router: Router<BasicRequestContext>) {
        let pages = router.group("business")
        pages.get("") { request, _ -> Response in try await page(request) }
        pages.post("servers") { request, _ -> Response in
            try await acting(request) { fields in _ = try await manager.addServer(name: fields["name"] ?? "") }
        }
        pages.post("servers/:id/public-key") { request, context -> Response in
            let id = try context.parameters.require("id")
            let body = try await request.bytes(upTo: Self.largestUpload)
            guard let form = Multipart(contentType: request.headers[.contentType], body: body) else {
                throw HTTPError(.badRequest, message: "This is not an upload form.")
            }
            return try await saying(request, at: "#\(id)") {
                try await manager.upload(publicKey: form["public_key"]?.bytes ?? [], to: id)
            }
        }
        pages.post("servers/:id/token") { request, context -> Response in
            let id = try context.parameters.require("id")
            do {
                return Self.file(try await manager.downloadToken(of: id))
            } catch let refusal as ManagerRefusal {
                return try await page(request, problem: refusal.description)
            }
        }
        pages.post("servers/:id/delete") { request, context -> Response in
            let id = try context.parameters.require("id")
            return try await saying(request, at: "") { try await manager.deleteServer(id) }
        }
        pages.post("assign") { request, _ -> Response in
            try await acting(request, at: "#devices") { fields in
                try await assign(fields["serial"] ?? "", to: fields["server"] ?? "")
            }
        }
        pages.post("terms") { request, _ -> Response in
            try await acting(request) { try await manager.setTerms(accepted: $0["accepted"] == "yes") }
        }
        ManagerAPI(routes: self).add(to: router)
    }

    /// Buys the device if it is not the organization's yet, and assigns it.
    func assign(_ serial: String, to serverID: String) async throws {
        if await !manager.state.devices.contains(where: { $0.serialNumber == serial }) {
            guard let device = await devices().first(where: { $0.serialNumber == serial }) else {
                throw ManagerRefusal("There is no device \(serial).")
            }
            try await manager.add([device.owned])
        }
        try await manager.assign([serial], to: serverID.isEmpty ? nil : serverID)
    }

    static func file(_ token: (name: String, file: [UInt8])) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "application/pkcs7-mime",
                .contentDisposition: "attachment; filename=\"\(token.name)\"", .cacheControl: "no-store",
            ], body: .init(byteBuffer: ByteBuffer(bytes: token.file)))
    }

    private func acting(
        _ request: Request, at place: String = "", _ work: ([String: String]) async throws -> Void
    ) async throws -> Response {
        let fields = try await request.formFields()
        return try await saying(request, at: place) { try await work(fields) }
    }

    private func saying(_ request: Request, at place: String, _ work: () async throws -> Void) async throws -> Response
    {
        do {
            try await work()
            return .seeOther("/business/\(place)")
        } catch let refusal as ManagerRefusal {
            return try await page(request, problem: refusal.description)
        }
    }

    private func page(_ request: Request, problem: String? = nil) async throws -> Response {
        let view = ManagerPage(
            state: await manager.state, unowned: await unowned(), now: manager.clock.now,
            japanese: request.prefersJapanese, problem: problem)
        return .page(view.markup, status: problem == nil ? .ok : .unprocessableContent)
    }

    private func unowned() async -> [PurchasableDevice] {
        let owned = Set(await manager.state.devices.map(\.serialNumber))
        return await devices().filter { !owned.contains($0.serialNumber) }
    }
}

/// A simulated device that the organization can buy.
public struct PurchasableDevice: Sendable {
    public let serialNumber: String
    public let model: String
    /// `iPhone`, `iPad`, `Mac`.
    public let family: String

    public init(serialNumber: String, model: String, family: String) {
        self.serialNumber = serialNumber
        self.model = model
        self.family = family
    }

    var owned: OwnedDevice {
        OwnedDevice(
            serialNumber: serialNumber, model: model, description: "\(model.uppercased()) 128GB", color: "BLACK",
            family: family, os: family == "Mac" ? "OSX" : "iOS")
    }
}
