import ADEServiceClient
import Administration
import AutomatedEnrollment
import Crypto
import Foundation
import Ports
import Synchronization
import Testing

private let account = ScriptedService.Reply.json(#"{"server_name":"絆","org_name":"営業","unknown":[1]}"#)
private let clock = Date(timeIntervalSince1970: 1_795_300_000)

private let token = ServerToken(
    consumerKey: "CK_1", consumerSecret: Secret("CS&1"), accessToken: Secret("AT 1/+"), accessSecret: Secret("AS%1"),
    expiresAt: .distantFuture)

/// The client against a service that says what the test wants, over real connections.
@Suite struct ADEServiceClientTests {
    private func client(_ service: ScriptedService, timeout: Duration = .seconds(10)) -> ADEServiceClient {
        let count = Mutex(0)
        return ADEServiceClient(
            address: service.address, userAgent: "Kizuna/test", timeout: timeout, now: { clock },
            nonce: { "n\(count.withLock { $0 += 1; return $0 })" })
    }

    /// A service that opens sessions S1, S2 … and answers all else as told.
    private func talking(
        _ answer: @escaping @Sendable (ScriptedService.Request, [ScriptedService.Request]) -> ScriptedService.Reply
    ) async throws -> ScriptedService {
        try await ScriptedService { request, earlier in
            guard request.path == "/session" else { return answer(request, earlier) }
            let number = earlier.filter { $0.path == "/session" }.count + 1
            return .json(#"{"auth_session_token":"S\#(number)"}"#)
        }
    }

    private func problem(
        _ service: ScriptedService, timeout: Duration = .seconds(10),
        _ call: (ADEServiceClient) async throws(ServiceProblem) -> Void
    ) async -> ServiceProblem? {
        let client = client(service, timeout: timeout)
        var found: ServiceProblem?
        do {
            try await call(client)
        } catch {
            found = error
        }
        await client.close()
        await service.close()
        return found
    }

    private func ask(_ client: ADEServiceClient) async throws(ServiceProblem) { _ = try await client.account(token) }

    // MARK: session

    @Test func `a session is opened by OAuth and serves every call that follows`() async throws {
        let service = try await talking { request, _ in
            request.path == "/profile" ? .json(#"{"profile_uuid":"P1"}"#) : account
        }
        let client = client(service)
        let named = try await client.account(token)
        #expect(named.serverName == "絆" && named.organization == "営業")
        #expect(try await client.define(profile: Array(#"{"profile_name":"あ"}"#.utf8), token) == "P1")
        #expect(service.paths == ["GET /session", "GET /account", "POST /profile"])
        #expect(service.requests.map(\.session) == [nil, "S1", "S1"])
        #expect(service.requests.last?.body == #"{"profile_name":"あ"}"#)
        for request in service.requests {
            #expect(request.headers["user-agent"] == "Kizuna/test")
            #expect(request.headers["x-server-protocol-version"] == "7")
            #expect(request.headers["content-type"] == "application/json;charset=UTF8")
        }
        let header = try #require(service.requests.first?.headers["authorization"])
        #expect(try Self.isSigned(header, url: "\(service.address)/session"))
        #expect(header.contains("oauth_timestamp=\"1795300000\"") && header.hasPrefix("OAuth realm=\"ADM\", "))
        await client.close()
        await service.close()
    }

    /// RFC 5849 §3.4, written once more.
    private static func isSigned(_ header: String, url: String) throws -> Bool {
        var fields: [(String, String)] = []
        for part in header.dropFirst("OAuth ".count).components(separatedBy: ", ") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            let value = pair.last?.trimmingCharacters(in: ["\""]).removingPercentEncoding ?? ""
            fields.append((pair.first ?? "", value))
        }
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        func encoded(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
        }
        let signed = fields.filter { !["realm", "oauth_signature"].contains($0.0) }.sorted { $0.0 < $1.0 }
        let base =
            "GET&\(encoded(url))&"
            + encoded(signed.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&"))
        let key = SymmetricKey(data: Data("\(encoded("CS&1"))&\(encoded("AS%1"))".utf8))
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Data(base.utf8), using: key)
        let names = Set(fields.map(\.0))
        return names == [
            "realm", "oauth_consumer_key", "oauth_token", "oauth_signature_method", "oauth_timestamp", "oauth_nonce",
            "oauth_version", "oauth_signature",
        ] && fields.contains { $0.0 == "oauth_signature" && $0.1 == Data(code).base64EncodedString() }
    }

    @Test(arguments: [
        (400, "oauth_problem=signature_invalid", ServiceProblem.tokenRejected("oauth_problem=signature_invalid")),
        (401, "oauth_problem_adv=timestamp_refused", .clockRefused), (401, "", .tokenRejected("")),
        (401, #""token_expired""#, .tokenRejected("token_expired")),
        (403, #""ACCESS_DENIED""#, .accessDenied), (403, "ACCESS_DENIED", .accessDenied),
        (403, #"{"code":"ACCESS_DENIED","message":"x"}"#, .accessDenied),
        (403, #""T_C_NOT_SIGNED""#, .termsNotSigned), (403, "T_C_NOT_SIGNED", .termsNotSigned),
        (403, #"{"code":"T_C_NOT_SIGNED","message":"Terms"}"#, .termsNotSigned),
        (429, "", .throttled(retryAfterSeconds: 17)), (503, "busy", .throttled(retryAfterSeconds: 17)),
        (500, "oops", .refused(status: 500, word: "oops")), (302, "", .refused(status: 302, word: "")),
        (200, "", .unreadable), (200, "{}", .unreadable), (200, #"{"auth_session_token":""}"#, .unreadable),
        (200, #"{"auth_session_token":"a\r\nX: y"}"#, .unreadable), (200, #"{"auth_session_token":7}"#, .unreadable),
    ])
    func `what the service says instead of a session is told, and asked once`(
        _ status: Int, _ body: String, _ expected: ServiceProblem
    ) async throws {
        let service = try await ScriptedService { _, _ in
            .http(status, status == 200 ? [] : [("Retry-After", "17"), ("Location", "/elsewhere")], body)
        }
        #expect(await problem(service, ask) == expected)
        #expect(service.paths == ["GET /session"])
    }

    @Test(arguments: [
        (401, ""), (403, "FORBIDDEN"), (403, #""EXPIRED_TOKEN""#),
        (403, #"{"message":"\#(String(repeating: "x", count: 300))","code":"FORBIDDEN"}"#),
    ])
    func `a session that is over is renewed, and the call repeated once`(_ status: Int, _ body: String) async throws {
        let service = try await talking { request, _ in
            request.session == "S1" ? .http(status, [], body) : account
        }
        #expect(await problem(service, ask) == nil)
        #expect(service.paths == ["GET /session", "GET /account", "GET /session", "GET /account"])
        #expect(service.requests.map(\.session) == [nil, "S1", nil, "S2"])
        let stubborn = try await talking { _, _ in .http(status, [], body) }
        let told = await problem(stubborn, ask)
        guard case .refused(status, _)? = told else {
            Issue.record("\(String(describing: told))")
            return
        }
        #expect(stubborn.paths.count == 4, "no storm")
    }

    @Test(arguments: [
        (403, "T_C_NOT_SIGNED", ServiceProblem.termsNotSigned), (403, #""T_C_NOT_SIGNED""#, .termsNotSigned),
        (403, #"{"code":"FORBIDDEN","message":"T_C_NOT_SIGNED"}"#, .termsNotSigned),
        (403, #"{"code":"ACCESS_DENIED","message":"FORBIDDEN"}"#, .accessDenied),
        (400, "EXPIRED_CURSOR", .expiredCursor), (400, #""EXHAUSTED_CURSOR""#, .exhaustedCursor),
        (400, #"{"code":"INVALID_CURSOR"}"#, .invalidCursor), (404, "PROFILE_NOT_FOUND", .profileUnknown),
        (400, "MALFORMED_REQUEST_BODY", .refused(status: 400, word: "MALFORMED_REQUEST_BODY")),
        (400, "<html>\u{7}絆", .refused(status: 400, word: "<html>")),
    ])
    func `what no new session mends is told at once`(
        _ status: Int, _ body: String, _ expected: ServiceProblem
    ) async throws {
        let service = try await talking { _, _ in .http(status, [], body) }
        #expect(await problem(service, ask) == expected)
        #expect(service.paths == ["GET /session", "GET /account"])
    }

    @Test func `the session that an answer names is used from then on, also after an error`() async throws {
        let service = try await talking { request, _ in
            switch request.session {
            case "S1": .http(200, [("x-adm-auth-session", "R1")], "{}")
            case "R1": .http(400, [("X-ADM-Auth-Session", "R2")], "X")
            // Nothing that could be a session: what was known stays.
            case "R2": .http(200, [("X-ADM-Auth-Session", "")], "{}")
            default: .http(500)
            }
        }
        let client = client(service)
        _ = try await client.account(token)
        await #expect(throws: ServiceProblem.refused(status: 400, word: "X")) { _ = try await client.account(token) }
        _ = try await client.account(token)
        _ = try await client.account(token)
        #expect(service.requests.map(\.session) == [nil, "S1", "R1", "R2", "R2"])
        await client.close()
        await service.close()
    }

    @Test func `calls of one token follow each other, those of another have a session of their own`() async throws {
        // Each answer changes the session: two calls at once would use one that is gone.
        let current = Mutex<[String]>([])
        let service = try await talking { request, earlier in
            let next = "R\(earlier.count)"
            let known = current.withLock { sessions -> Bool in
                let isKnown = request.session.map { $0.hasPrefix("S") || sessions.last == $0 } ?? false
                sessions.append(next)
                return isKnown
            }
            return known ? .json("{}", session: next) : .http(401)
        }
        let client = client(service)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 { group.addTask { _ = try await client.account(token) } }
            try await group.waitForAll()
        }
        #expect(service.paths.filter { $0 == "GET /session" }.count == 1 && service.paths.count == 13)
        let other = ServerToken(
            consumerKey: "CK_2", consumerSecret: Secret("x"), accessToken: Secret("y"), accessSecret: Secret("z"),
            expiresAt: .distantFuture)
        _ = try await client.account(other)
        #expect(service.requests.suffix(2).map(\.session) == [nil, "S2"])
        await client.close()
        await service.close()
    }

    // MARK: devices and profiles

    @Test func `pages follow the phase and the cursor`() async throws {
        let service = try await talking { request, _ in
            request.path == "/server/devices"
                ? .json(#"{"cursor":"C1","more_to_follow":true,"devices":[{"serial_number":"A1"}]}"#)
                : .json(#"{"cursor":"C2","more_to_follow":false,"devices":[]}"#)
        }
        let client = client(service)
        let first = try await client.page(DeviceFetch(), token)
        #expect(first.cursor == "C1" && first.hasMore && first.newest.map(\.device.serialNumber) == ["A1"])
        _ = try await client.page(DeviceFetch(cursor: "C1"), token)
        let changes = try await client.page(DeviceFetch(phase: .changes, cursor: "C\"1"), token)
        #expect(changes.cursor == "C2" && !changes.hasMore)
        #expect(service.paths.suffix(3) == ["POST /server/devices", "POST /server/devices", "POST /devices/sync"])
        let bodies = service.requests.suffix(3).map { request in
            (try? JSONSerialization.jsonObject(with: Data(request.body.utf8))) as? [String: Any]
        }
        #expect(bodies.map { $0?["cursor"] as? String } == [nil, "C1", "C\"1"])
        #expect(bodies.allSatisfy { $0?["limit"] as? Int == 500 })
        await client.close()
        await service.close()
    }

    @Test func `a cursor that is over or used up leads on as the rules say`() async throws {
        for (word, phase, expected) in [
            ("EXPIRED_CURSOR", DeviceFetch.Phase.changes, DeviceFetch(phase: .full, cursor: nil, round: 2)),
            ("INVALID_CURSOR", .full, DeviceFetch(phase: .full, cursor: nil, round: 2)),
            ("EXHAUSTED_CURSOR", .full, DeviceFetch(phase: .changes, cursor: "C1", round: 1)),
        ] {
            let service = try await talking { _, _ in .http(400, [], "\"\(word)\"") }
            var fetch = DeviceFetch(phase: phase, cursor: "C1")
            let asked = fetch
            let told = try #require(
                await problem(service) { client async throws(ServiceProblem) in _ = try await client.page(asked, token)
                })
            _ = fetch.take(told)
            #expect(fetch == expected, "\(word)")
        }
    }

    @Test func `a profile is assigned by PUT, or by POST where that is not allowed`() async throws {
        let modern = try await talking { request, _ in
            request.method == "PUT" ? .http(405) : .json(#"{"devices":{"A1":"SUCCESS","A2":"NOT_ACCESSIBLE"}}"#)
        }
        let client = client(modern)
        #expect(
            try await client.assign(profile: "P1", to: ["A1", "A2"], token)
                == ["A1": "SUCCESS", "A2": "NOT_ACCESSIBLE"])
        #expect(modern.paths.suffix(2) == ["PUT /profile/devices", "POST /profile/devices"])
        #expect(modern.requests.suffix(2).map(\.body).allSatisfy { $0.contains("\"P1\"") && $0.contains("\"A2\"") })
        await client.close()
        await modern.close()
        let busy = try await talking { _, _ in .json(#"{"code":"THROTTLED","retry_after_seconds":40}"#) }
        let told = await problem(busy) { client async throws(ServiceProblem) in
            _ = try await client.assign(profile: "P1", to: ["A1"], token)
        }
        #expect(told == .throttled(retryAfterSeconds: 40))
        let nameless = try await talking { _, _ in .json(#"{"profile_uuid":"\#(String(repeating: "x", count: 65))"}"#) }
        let undefined = await problem(nameless) { client async throws(ServiceProblem) in
            _ = try await client.define(profile: [], token)
        }
        #expect(undefined == .unreadable)
    }

    // MARK: trouble

    @Test(
        arguments: [
            ("17", "", 17), (" 5 ", "", 5), ("-3", "", 0), ("999999999", "", 86_400), ("soon", "", nil), (nil, "", nil),
            // Half a minute after the test's clock.
            ("Sat, 21 Nov 2026 22:27:10 GMT", "", 30), ("Sun, 22 Nov 2020 05:07:10 GMT", "", 0),
            (nil, #"{"code":"THROTTLED","retry_after_seconds":40}"#, 40), (nil, #"{"retry_after_seconds":-1}"#, 0),
        ] as [(String?, String, Int?)])
    func `how long to wait is understood however it is said`(
        _ header: String?, _ body: String, _ seconds: Int?
    ) async throws {
        for status in [429, 503] {
            let service = try await talking { _, _ in
                .http(status, header.map { [("Retry-After", $0)] } ?? [], body)
            }
            #expect(await problem(service, ask) == .throttled(retryAfterSeconds: seconds))
            #expect(service.paths.count == 2, "asked once")
        }
    }

    @Test(arguments: ["", "{", "[]", "null", #"{"devices":{},"cursor":1}"#, "\u{0}", #"{"cursor":"x","devices":"#])
    func `an answer that is no page is unreadable`(_ body: String) async throws {
        let service = try await talking { _, _ in .json(body) }
        let told = await problem(service) { client async throws(ServiceProblem) in
            _ = try await client.page(DeviceFetch(), token)
        }
        #expect(told == .unreadable)
    }

    @Test(arguments: [true, false]) func `an answer without end is not read to its end`(_ isAnnounced: Bool)
        async throws
    {
        let service = try await talking { _, _ in
            let body = String(repeating: "x", count: 9 * 1024 * 1024)
            return isAnnounced ? .json(body) : .raw("HTTP/1.1 200 X\r\nConnection: close\r\n\r\n" + body)
        }
        #expect(await problem(service, ask) == .unreadable)
    }

    @Test(arguments: [
        ScriptedService.Reply.raw(""), .raw("HTTP/1.1 200 X\r\nContent-Le"),
        .raw("HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nhalf"), .raw("hello\r\n\r\n"),
    ])
    func `a connection that is lost is told, without the request`(_ reply: ScriptedService.Reply) async throws {
        let service = try await talking { _, _ in reply }
        let told = await problem(service, ask)
        guard case .unreachable(let text)? = told else {
            Issue.record("\(String(describing: told))")
            return
        }
        #expect(!text.isEmpty && !text.contains("S1") && !text.contains("CK_1"))
    }

    @Test(arguments: [ScriptedService.Reply.never, .trickle])
    func `an answer that does not come, or never ends, is given up in time`(_ reply: ScriptedService.Reply) async throws
    {
        let service = try await talking { _, _ in reply }
        let began = ContinuousClock.now
        let told = await problem(service, timeout: .seconds(1), ask)
        guard case .unreachable? = told else {
            Issue.record("\(String(describing: told))")
            return
        }
        #expect(ContinuousClock.now - began < .seconds(6))
    }

    @Test func `nobody there is unreachable, and the next call works again`() async throws {
        let gone = try await talking { _, _ in account }
        let address = gone.address
        await gone.close()
        let client = ADEServiceClient(
            address: address, userAgent: "x", timeout: .seconds(2), now: { clock }, nonce: { "n" })
        await #expect(throws: ServiceProblem.self) { _ = try await client.account(token) }
        await client.close()
        let lost = try await talking { _, earlier in
            earlier.contains { $0.path == "/account" } ? account : .raw("")
        }
        let patient = self.client(lost)
        _ = try? await patient.account(token)
        #expect(try await patient.account(token).serverName == "絆")
        await patient.close()
        await lost.close()
    }
}
