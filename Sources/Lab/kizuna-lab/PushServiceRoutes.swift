import Foundation
import Hummingbird
import SimulatedAPNs

/// The push service in JSON: what it has seen, how it behaves, what goes wrong next. See `docs/reference/lab.md`.
struct PushServiceRoutes {
    let service: SimulatedAPNs

    private static let largestBody = 64 * 1024

    func add(to router: Router<BasicRequestContext>) {
        let api = router.group("api/apns")
        api.get("") { _, _ in try Self.json(service.stats) }
        api.put("") { request, _ -> Response in
            let behaviour = try await Self.decode(APNsBehaviour.self, from: request)
            try await Self.saying { try await service.setBehaviour(behaviour) }
            return try Self.json(service.stats)
        }
        api.post("faults") { request, _ -> Response in
            let faults = try await Self.decode([APNsFault].self, from: request)
            try await Self.saying { try service.inject(faults) }
            return try Self.json(service.stats, status: .created)
        }
        api.delete("faults") { _, _ -> Response in
            service.clearFaults()
            return try Self.json(service.stats)
        }
        api.delete("counters") { _, _ -> Response in
            service.forgetCounters()
            return try Self.json(service.stats)
        }
        api.post("connections/go-away") { _, _ -> Response in
            await service.goAway()
            return try Self.json(service.stats)
        }
        api.post("connections/cut") { _, _ -> Response in
            await service.cutConnections()
            return try Self.json(service.stats)
        }
    }

    private static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }

    private static func decode<Value: Decodable & Sendable>(_ type: Value.Type, from request: Request) async throws
        -> Value
    {
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            guard bytes.count + chunk.readableBytes <= largestBody else {
                throw HTTPError(.contentTooLarge, message: "The body may have \(largestBody) bytes at most.")
            }
            bytes += chunk.readableBytesView
        }
        let data = Data(bytes)
        return try await saying { try JSONDecoder().decode(type, from: data) }
    }

    /// A mistake in what was sent is 422 with a sentence.
    private static func saying<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as SimulatedAPNsError {
            throw HTTPError(.unprocessableContent, message: error.description)
        } catch let error as DecodingError {
            throw HTTPError(.unprocessableContent, message: "The body is not the JSON that belongs here: \(error)")
        }
    }
}
