import Foundation
import Hummingbird
import SimulatedDevices
import SimulatedPushPortal

/// The simulated devices in JSON. See `docs/reference/lab.md`.
struct DeviceAPIRoutes {
    let fleet: DeviceFleet
    let activation: DeviceActivation

    private static let largestBody = 1024 * 1024
    private static let mostDevices = 20_000

    func add(to router: Router<BasicRequestContext>) {
        let api = router.group("api/devices")
        api.get("") { request, _ -> Response in
            try Self.json(try await overview(request))
        }
        api.post("") { request, _ -> Response in try await create(request) }
        api.post("enroll") { request, _ -> Response in try await enrollMany(request) }
        api.get(":id") { _, context -> Response in try Self.json(try await detail(context)) }
        api.post(":id/enroll") { request, context -> Response in try await enroll(request, context) }
        api.post(":id/re-enroll") { request, context -> Response in
            let order = try await Self.decodeIfAny(EnrollOrder.self, from: request)
            return try await act(context) { try await fleet.enrollAnew($0, from: try order?.link) }
        }
        api.post(":id/set-up") { _, context in
            try await act(context) { try await fleet.setUp($0, by: try await activation.order(for: $0)) }
        }
        api.post(":id/check-out") { _, context in try await act(context) { try await fleet.checkOut($0) } }
        api.post(":id/wipe") { _, context in try await act(context) { try await fleet.wipe($0) } }
        api.post(":id/new-token") { _, context in try await act(context) { try await fleet.renewToken($0) } }
        api.post(":id/poll") { _, context in try await act(context) { try await fleet.poll($0) } }
        api.put(":id/behaviour") { request, context -> Response in
            let change = try await Self.decode(BehaviourChange.self, from: request)
            return try await act(context) { try await fleet.change($0, change) }
        }
    }

    // MARK: many

    private struct Overview: Encodable {
        let counts: FleetCounts
        let enrolling: BulkProgress
        let devices: [DeviceSummary]
    }

    private func overview(_ request: Request) async throws -> Overview {
        let query = request.uri.queryParameters
        let offset = query["offset"].flatMap { Int($0) } ?? 0
        let limit = min(query["limit"].flatMap { Int($0) } ?? 100, 1000)
        return Overview(
            counts: await fleet.counts(), enrolling: await fleet.progress,
            devices: await fleet.list(offset: offset, limit: limit))
    }

    private struct CreateOrder: Decodable {
        let count: Int?
        let kind: DeviceKind?
        let supervised: Bool?
        /// An invitation to enroll them from at once, in the background.
        let url: String?
        let concurrency: Int?
    }

    private struct Created: Encodable {
        let ids: [String]
        let enrolling: BulkProgress
    }

    private func create(_ request: Request) async throws -> Response {
        let order = try await Self.decode(CreateOrder.self, from: request)
        let count = order.count ?? 1
        guard count >= 1, count + (await fleet.count) <= Self.mostDevices else {
            throw HTTPError(
                .unprocessableContent, message: "count begins at 1, and a Lab has \(Self.mostDevices) devices at most.")
        }
        let link = try order.url.map(Self.link)
        let ids = try await Self.saying {
            try await fleet.add(count, kind: order.kind, isSupervised: order.supervised)
        }
        if let link { try await start(ids, link, order.concurrency) }
        return try Self.json(Created(ids: ids, enrolling: await fleet.progress), status: .created)
    }

    private struct ManyOrder: Decodable {
        let url: String
        let ids: [String]?
        let concurrency: Int?
    }

    private func enrollMany(_ request: Request) async throws -> Response {
        let order = try await Self.decode(ManyOrder.self, from: request)
        try await start(order.ids, try Self.link(order.url), order.concurrency)
        return try Self.json(await fleet.progress, status: .accepted)
    }

    private func start(_ ids: [String]?, _ link: URL, _ concurrency: Int?) async throws {
        try await Self.saying {
            try await fleet.enrollAll(ids, from: link, concurrency: min(concurrency ?? 16, 256))
        }
    }

    // MARK: one

    private struct EnrollOrder: Decodable {
        let url: String?
        let profileBase64: String?

        var link: URL? { get throws { try url.map(DeviceAPIRoutes.link) } }
    }

    private func enroll(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let order = try await Self.decode(EnrollOrder.self, from: request)
        return try await act(context) { id in
            if let link = try order.link { return try await fleet.enroll(id, from: link) }
            guard let profile = order.profileBase64.flatMap({ Data(base64Encoded: $0) }) else {
                throw HTTPError(.unprocessableContent, message: "Give “url”, or “profile_base64”.")
            }
            try await fleet.enroll(id, profile: [UInt8](profile))
        }
    }

    private func detail(_ context: BasicRequestContext) async throws -> DeviceDetail {
        let id = try context.parameters.require("id")
        guard let device = await fleet.device(id) else {
            throw HTTPError(.notFound, message: "There is no device \(id). GET /api/devices lists them.")
        }
        return device
    }

    private func act(_ context: BasicRequestContext, _ body: (String) async throws -> Void) async throws -> Response {
        let id = try await detail(context).summary.id
        try await Self.saying { try await body(id) }
        return try Self.json(try await detail(context))
    }

    // MARK: forms

    static func link(_ text: String) throws -> URL {
        guard let url = URL(string: text.trimmingCharacters(in: .whitespacesAndNewlines)), let scheme = url.scheme,
            ["http", "https"].contains(scheme), url.host?.isEmpty == false
        else { throw HTTPError(.unprocessableContent, message: "“\(text.prefix(80))” is no http or https address.") }
        return url
    }

    /// What a device refuses is 422 in its words.
    static func saying<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as DeviceRefusal {
            throw HTTPError(.unprocessableContent, message: refusal.description)
        }
    }

    private static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        return Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }

    private static func decodeIfAny<Value: Decodable>(_ type: Value.Type, from request: Request) async throws -> Value?
    {
        let bytes = try await request.bytes(upTo: largestBody)
        return bytes.isEmpty ? nil : try decode(type, bytes)
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, from request: Request) async throws -> Value {
        try decode(type, try await request.bytes(upTo: largestBody))
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = type == BehaviourChange.self ? .useDefaultKeys : .convertFromSnakeCase
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch let refusal as DeviceRefusal {
            throw HTTPError(.unprocessableContent, message: refusal.description)
        } catch {
            throw HTTPError(
                .unprocessableContent, message: "The body is not the JSON that docs/reference/lab.md describes.")
        }
    }
}
