import Administration
import AsyncHTTPClient
public import AutomatedEnrollment
public import Foundation
import NIOCore
import NIOHTTP1
public import Ports

/// Apple's device enrollment service over HTTPS: one session for each token, renewed when Apple says so. Calls of one
/// token follow each other, for each answer may change the session.
public actor ADEServiceClient: ADEService {
    private let address: String
    private let now: @Sendable () -> Date
    private let nonce: @Sendable () -> String
    private let userAgent: String
    private let client: HTTPClient
    /// By the token's fingerprint.
    private var sessions: [String: String] = [:]
    private var busy: Set<String> = []
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    private let timeout: Duration

    public static let apple = "https://mdmenrollment.apple.com"
    private static let largestAnswer = 8 * 1024 * 1024
    private static let pageLimit = 500

    /// - Parameters:
    ///   - address: without a final slash.
    ///   - nonce: never twice the same.
    ///   - timeout: of one exchange, the whole answer included.
    public init(
        address: String = ADEServiceClient.apple, userAgent: String, timeout: Duration = .seconds(90),
        now: @escaping @Sendable () -> Date, nonce: @escaping @Sendable () -> String
    ) {
        self.address = address
        self.userAgent = userAgent
        self.now = now
        self.nonce = nonce
        self.timeout = timeout
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(15), read: .seconds(60)))
        configuration.httpVersion = .automatic
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    public func close() async { try? await client.shutdown() }

    // MARK: the port

    public func account(_ token: ServerToken) async throws(ServiceProblem) -> (serverName: String, organization: String)
    {
        struct Account: Decodable { let server_name, org_name: String? }
        let account = try Self.decode(Account.self, try await call(.GET, "/account", nil, token))
        return (account.server_name ?? "", account.org_name ?? "")
    }

    public func page(_ fetch: DeviceFetch, _ token: ServerToken) async throws(ServiceProblem) -> DevicePage {
        struct Query: Encodable {
            let cursor: String?
            let limit: Int
        }
        let path = fetch.phase == .full ? "/server/devices" : "/devices/sync"
        let body = try Self.encode(Query(cursor: fetch.cursor, limit: Self.pageLimit))
        return try DevicePage(json: try await call(.POST, path, body, token))
    }

    public func define(profile json: [UInt8], _ token: ServerToken) async throws(ServiceProblem) -> String {
        struct Defined: Decodable { let profile_uuid: String }
        let uuid = try Self.decode(Defined.self, try await call(.POST, "/profile", json, token)).profile_uuid
        guard (1...64).contains(uuid.utf8.count) else { throw .unreadable }
        return uuid
    }

    /// PUT first, as Apple's older documents and most servers have it; POST where that is not allowed.
    public func assign(
        profile uuid: String, to serialNumbers: [String], _ token: ServerToken
    ) async throws(ServiceProblem) -> [String: String] {
        struct Order: Encodable {
            let profile_uuid: String
            let devices: [String]
        }
        struct Assigned: Decodable { let devices: [String: String]? }
        let body = try Self.encode(Order(profile_uuid: uuid, devices: serialNumbers))
        var answer: [UInt8]
        do throws(ServiceProblem) {
            answer = try await call(.PUT, "/profile/devices", body, token)
        } catch {
            guard case .refused(status: 405, _) = error else { throw error }
            answer = try await call(.POST, "/profile/devices", body, token)
        }
        if let devices = try Self.decode(Assigned.self, answer).devices { return devices }
        // The whole call may be put off with 200.
        let problem = ServiceProblem(status: 200, body: answer, retryAfterSeconds: nil, isSession: false)
        if case .throttled = problem { throw problem }
        return [:]
    }

    // MARK: calls

    /// With the session of this token; with a new one, once, when Apple does not know it any more.
    private func call(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8]?, _ token: ServerToken
    ) async throws(ServiceProblem) -> [UInt8] {
        let key = token.sessionName
        await takeTurn(key)
        defer { endTurn(key) }
        for isSecond in [false, true] {
            let session: String
            if let known = sessions[key], !isSecond { session = known } else { session = try await open(token) }
            sessions[key] = session
            let answer = try await send(method, path, body, [("X-ADM-Auth-Session", session)])
            if let renewed = answer.session, Self.isSession(renewed) { sessions[key] = renewed }
            if answer.status == 200 { return answer.body }
            let isOver = Self.isOver(answer)
            if isOver { sessions[key] = nil }
            if isOver, !isSecond { continue }
            throw ServiceProblem(
                status: answer.status, body: answer.body, retryAfterSeconds: answer.retryAfter, isSession: false)
        }
        throw .unreadable
    }

    private func open(_ token: ServerToken) async throws(ServiceProblem) -> String {
        struct Session: Decodable { let auth_session_token: String }
        let header = OAuthHeader.make(for: token, url: "\(address)/session", nonce: nonce(), at: now())
        let answer = try await send(.GET, "/session", nil, [("Authorization", header)])
        guard answer.status == 200 else {
            throw ServiceProblem(
                status: answer.status, body: answer.body, retryAfterSeconds: answer.retryAfter, isSession: true)
        }
        let session = try Self.decode(Session.self, answer.body).auth_session_token
        guard Self.isSession(session) else { throw .unreadable }
        return session
    }

    private static func isSession(_ text: String) -> Bool {
        (1...1_024).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// What no new session mends is not asked for again.
    private static func isOver(_ answer: Answer) -> Bool {
        let text = String(decoding: answer.body.prefix(4_096), as: UTF8.self)
        guard !["T_C_NOT_SIGNED", "ACCESS_DENIED"].contains(where: text.contains) else { return false }
        return answer.status == 401
            || answer.status == 403 && (text.contains("FORBIDDEN") || text.contains("EXPIRED_TOKEN"))
    }

    private func takeTurn(_ key: String) async {
        if busy.insert(key).inserted { return }
        await withCheckedContinuation { waiting[key, default: []].append($0) }
    }

    private func endTurn(_ key: String) {
        guard var line = waiting[key], !line.isEmpty else {
            busy.remove(key)
            return
        }
        let next = line.removeFirst()
        waiting[key] = line.isEmpty ? nil : line
        next.resume()
    }

    private struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
        let session: String?
        let retryAfter: Int?
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8]?, _ headers: [(String, String)]
    ) async throws(ServiceProblem) -> Answer {
        var request = HTTPClientRequest(url: address + path)
        request.method = method
        request.headers.add(contentsOf: headers)
        request.headers.add(name: "Content-Type", value: "application/json;charset=UTF8")
        request.headers.add(name: "User-Agent", value: userAgent)
        request.headers.add(name: "X-Server-Protocol-Version", value: "7")
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        // The client's own deadline ends with the head of the answer: one that trickles in would never end.
        let (ready, client, now, timeout) = (request, client, now, timeout)
        let result = await withTaskGroup(of: Result<Answer, ServiceProblem>.self) { group in
            group.addTask { await Self.exchange(ready, client, within: timeout, at: now()) }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return .failure(.unreachable("no answer within \(timeout.components.seconds) seconds"))
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.unreachable(""))
        }
        return try result.get()
    }

    private static func exchange(
        _ request: HTTPClientRequest, _ client: HTTPClient, within timeout: Duration, at now: Date
    ) async -> Result<Answer, ServiceProblem> {
        do {
            let response = try await client.execute(request, timeout: .init(timeout))
            if let length = response.headers.first(name: "Content-Length").flatMap(Int.init), length > largestAnswer {
                return .failure(.unreadable)
            }
            var bytes: [UInt8] = []
            for try await chunk in response.body {
                guard bytes.count + chunk.readableBytes <= largestAnswer else { return .failure(.unreadable) }
                bytes += chunk.readableBytesView
            }
            return .success(
                Answer(
                    status: Int(response.status.code), body: bytes,
                    session: response.headers.first(name: "X-ADM-Auth-Session"),
                    retryAfter: response.headers.first(name: "Retry-After").flatMap { seconds(of: $0, at: now) }))
        } catch {
            // Says what was tried, and nothing of the request.
            return .failure(.unreachable(String("\(type(of: error)): \(error)".prefix(200))))
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
    private static let httpDate = Date.ParseStrategy(
        format: """
            \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) GMT
            """, locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt)

    /// `Retry-After`: seconds, or an instant (RFC 9110 §10.2.3); a day at most.
    private static func seconds(of retryAfter: String, at now: Date) -> Int? {
        let text = retryAfter.trimmingCharacters(in: .whitespaces)
        let seconds = Int(text).map(Double.init) ?? (try? Date(text, strategy: httpDate))?.timeIntervalSince(now)
        return seconds.map { Int(min(max($0, 0), 86_400).rounded(.up)) }
    }

    private static func encode(_ value: some Encodable) throws(ServiceProblem) -> [UInt8] {
        guard let data = try? JSONEncoder().encode(value) else { throw .unreadable }
        return Array(data)
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(ServiceProblem) -> Value {
        guard let value = try? JSONDecoder().decode(type, from: Data(bytes)) else { throw .unreadable }
        return value
    }
}
