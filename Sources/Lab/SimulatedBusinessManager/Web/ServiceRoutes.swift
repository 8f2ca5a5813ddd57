import Foundation
import HTTPTypes
public import Hummingbird
import SimulatedClock
import SimulatedPushPortal

/// `/mdmenrollment/…`: what Apple answers at https://mdmenrollment.apple.com.
public struct ServiceRoutes: Sendable {
    let manager: BusinessManager
    /// Such as `http://127.0.0.1:8084`.
    let origin: String

    public init(manager: BusinessManager, origin: String) {
        self.manager = manager
        self.origin = origin
    }

    public static let prefix = "/mdmenrollment"
    private static let largestBody = 4 * 1024 * 1024
    private static let session = HTTPField.Name("X-ADM-Auth-Session")
    private typealias Object = BusinessManager.Object

    public func add(to router: Router<BasicRequestContext>) {
        let group = router.group("mdmenrollment")
        group.get("session") { request, _ in
            await answer(request) { [manager] in
                let token = try await manager.openSession(
                    authorization: request.headers[.authorization], url: "\(origin)\(Self.prefix)/session")
                return try Self.json(["auth_session_token": token])
            }
        }
        group.get("account") { request, _ in
            await call(request) { manager, server, _ in try Self.encoded(manager.account(server)) }
        }
        group.post("server/devices") { request, _ in
            await call(request) { manager, server, body in try Self.encoded(manager.fetch(body(), for: server)) }
        }
        group.post("devices/sync") { request, _ in
            await call(request) { manager, server, body in try Self.encoded(manager.sync(body(), for: server)) }
        }
        group.post("profile") { request, _ in
            await call(request) { manager, server, body in try Self.encoded(manager.define(body(), for: server)) }
        }
        group.get("profile") { request, _ in
            let uuid = request.uri.queryParameters.get("profile_uuid")
            return await call(request) { manager, server, _ in
                try Self.encoded(manager.profile(uuid, of: server))
            }
        }
        for method in [HTTPRequest.Method.post, .put] {
            group.on("profile/devices", method: method) { request, _ in
                await call(request) { manager, server, body in
                    try Self.encoded(manager.assign(body(), for: server))
                }
            }
        }
        group.delete("profile/devices") { request, _ in
            await call(request) { manager, server, body in
                try Self.encoded(manager.unassign(body(), for: server))
            }
        }
    }

    /// JSON as text, for an actor's dictionaries do not leave it.
    private static func encoded(_ object: Object) throws -> Data {
        try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    }

    private static func json(_ object: [String: String]) throws -> Data {
        try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    }

    private func call(
        _ request: Request,
        _ body: @escaping @Sendable (isolated BusinessManager, ManagedServer, () throws -> Object) throws -> Data
    ) async -> Response {
        await answer(request) { [manager] in
            let bytes = try await request.bytes(upTo: Self.largestBody)
            let token = Self.session.flatMap { request.headers[$0] }
            return try await manager.perform(token, bytes, body)
        }
    }

    /// Every call: the headers that Apple wants, an ordered fault, the work, the journal.
    private func answer(_ request: Request, _ work: () async throws -> Data) async -> Response {
        let path = String(request.uri.path.dropFirst(Self.prefix.count))
        var status = 200
        var retryAfter: Int?
        var body: Data
        do {
            try Self.checkHeaders(request)
            if let fault = await manager.takeFault(for: path) {
                (status, body, retryAfter) = (fault.status, Data(fault.body.utf8), fault.retryAfter)
            } else {
                body = try await work()
            }
        } catch let refusal as ServiceRefusal {
            (status, body) = (refusal.status, Data("\"\(refusal.word)\"".utf8))
        } catch {
            (status, body) = (500, Data("\"INTERNAL\"".utf8))
        }
        let answer = status == 200 ? "" : String(decoding: body.prefix(120), as: UTF8.self)
        await manager.note(
            ServiceRequest(
                at: manager.clock.now, method: request.method.rawValue, path: path, status: status, answer: answer))
        var headers: HTTPFields = [.contentType: "application/json;charset=UTF8"]
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        return Response(
            status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: Array(body))))
    }

    private static func checkHeaders(_ request: Request) throws {
        guard let agent = request.headers[.userAgent] else { throw ServiceRefusal(400, "USER_AGENT_MISSING") }
        guard agent.contains("/") else { throw ServiceRefusal(400, "USER_AGENT_INVALID") }
        guard (request.headers[.contentType] ?? "").lowercased().hasPrefix("application/json") else {
            throw ServiceRefusal(400, "MALFORMED_REQUEST_BODY")
        }
    }
}

extension BusinessManager {
    /// A call of a session: on the actor, so that dictionaries of any values need not leave it.
    func perform(
        _ token: String?, _ bytes: [UInt8],
        _ work: @Sendable (isolated BusinessManager, ManagedServer, () throws -> Object) throws -> Data
    ) throws -> Data {
        let server = try server(ofSession: token)
        return try work(self, server) {
            guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? Object else {
                throw ServiceRefusal(400, "MALFORMED_REQUEST_BODY")
            }
            return object
        }
    }
}
