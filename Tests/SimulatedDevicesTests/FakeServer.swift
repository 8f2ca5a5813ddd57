import Foundation
import Hummingbird
import HummingbirdTesting
import MDMProtocol
import SimulatedAPNs
import SimulatedClock
import Testing

@testable import SimulatedDevices

/// The simplest server that enrolls and commands devices; notes everything that it is told.
actor FakeServer {
    struct Heard: Sendable {
        let path: String
        let type: String
        let signer: String?
        let message: DeviceValue

        var what: String { message["MessageType"]?.string ?? message["Status"]?.string ?? "?" }
    }

    let authority: FakeAuthority
    static let topic = "com.apple.mgmt.External.5f6f1a4e-0000-4000-8000-000000000001"
    private(set) var heard: [Heard] = []
    private(set) var challenges: [String] = []
    private var queue: [(uuid: String, command: PropertyList)] = []
    private var statuses: [HTTPResponse.Status] = []
    private var refusalDocument: String?
    var port = 0
    private(set) var signsProfiles = true
    private(set) var signsMessages = true
    private(set) var offersPage = true
    private(set) var refusesSCEP = false
    private(set) var mangledNonce = false
    private(set) var enrollments = 0

    // One for all tests: making its key takes longer than a test.
    private static let shared = Result { try FakeAuthority() }

    init() throws { authority = try Self.shared.get() }

    func set(port: Int) { self.port = port }
    func set(signsProfiles: Bool) { self.signsProfiles = signsProfiles }
    func set(refusesSCEP: Bool) { self.refusesSCEP = refusesSCEP }
    func set(mangledNonce: Bool) { self.mangledNonce = mangledNonce }
    func answer(with statuses: HTTPResponse.Status..., document: String? = nil) {
        self.statuses = statuses
        refusalDocument = document
    }
    func enqueue(_ type: String, _ entries: [(key: String, value: PropertyList)] = [], uuid: String? = nil) {
        let command: [(key: String, value: PropertyList)] = [(key: "RequestType", value: .string(type))]
        queue.append((uuid ?? "\(type)-\(queue.count)", .dictionary(command + entries)))
    }
    func forget() { heard = [] }
    var said: [String] { heard.map(\.what) }
    func results(_ uuid: String) -> [Heard] { heard.filter { $0.message["CommandUUID"]?.string == uuid } }

    var link: URL { get throws { try #require(URL(string: "http://127.0.0.1:\(port)/enroll/abc")) } }

    func profile(identifier: String = "jp.example.enroll", rights: Int64 = 8191, topic: String = FakeServer.topic)
        throws -> [UInt8]
    {
        enrollments += 1
        let base = "http://127.0.0.1:\(port)"
        let identity = UUID().uuidString
        func payload(_ type: String, _ uuid: String, _ entries: [(key: String, value: PropertyList)]) -> PropertyList {
            .dictionary(
                [
                    ("PayloadType", .string(type)), ("PayloadVersion", .integer(1)), ("PayloadUUID", .string(uuid)),
                    ("PayloadIdentifier", .string("\(identifier).\(type)")),
                ] + entries)
        }
        let scep = payload(
            "com.apple.security.scep", identity,
            [
                (
                    "PayloadContent",
                    .dictionary([
                        ("URL", .string(base + "/scep/x")), ("Name", .string("fake ca")), ("Keysize", .integer(2048)),
                        ("Key Type", .string("RSA")), ("Key Usage", .integer(5)),
                        ("Challenge", .string("challenge_\(enrollments)")),
                        (
                            "Subject",
                            .array([
                                .array([.array([.string("O"), .string("サンプル企業")])]),
                                .array([.array([.string("CN"), .string("enroll")])]),
                            ])
                        ),
                    ])
                )
            ])
        let mdm = payload(
            "com.apple.mdm", UUID().uuidString,
            [
                ("IdentityCertificateUUID", .string(identity)), ("Topic", .string(topic)),
                ("ServerURL", .string(base + "/mdm/connect")), ("CheckInURL", .string(base + "/mdm/checkin")),
                ("SignMessage", .boolean(signsMessages)), ("AccessRights", .integer(rights)),
                ("CheckOutWhenRemoved", .boolean(true)),
                (
                    "ServerCapabilities",
                    .array([
                        .string("com.apple.mdm.per-user-connections"), .string("com.apple.mdm.bootstraptoken"),
                    ])
                ),
            ])
        let profile = PropertyList.dictionary([
            ("PayloadType", .string("Configuration")), ("PayloadVersion", .integer(1)),
            ("PayloadIdentifier", .string(identifier)), ("PayloadUUID", .string(UUID().uuidString)),
            ("PayloadDisplayName", .string("登録 & 管理")), ("PayloadOrganization", .string("サンプル企業")),
            ("PayloadContent", .array([scep, mdm])),
        ])
        let bytes = Array(profile.xml.utf8)
        return signsProfiles ? try authority.signed(profile: bytes) : bytes
    }

    // MARK: answering

    func scep(_ operation: String, _ message: [UInt8]) throws -> (type: String, body: [UInt8]) {
        switch operation {
        case "GetCACert": return ("application/x-x509-ca-cert", authority.certificate.der)
        case "GetCACaps": return ("text/plain", Array("POSTPKIOperation\nSHA-256\nAES\nSCEPStandard\n".utf8))
        default:
            let request = try authority.read(message)
            challenges.append(request.challenge)
            if refusesSCEP { return ("application/x-pki-message", try authority.refusal(to: request)) }
            let leaf = try authority.issue(publicKey: request.publicKey, name: "device \(challenges.count)")
            let reply = try authority.reply(to: request, with: leaf, nonce: mangledNonce ? [1, 2, 3] : nil)
            return ("application/x-pki-message", reply)
        }
    }

    func hear(_ path: String, type: String, signature: String?, body: [UInt8]) throws -> (HTTPResponse.Status, String) {
        let signer = try signature.flatMap { Data(base64Encoded: $0) }.flatMap {
            try detachedSigner([UInt8]($0), over: body)
        }
        let message = try DevicePlistReader.value(body)
        heard.append(Heard(path: path, type: type, signer: signer, message: message))
        if !statuses.isEmpty {
            let status = statuses.removeFirst()
            if status != .ok { return (status, refusalDocument ?? "") }
        }
        guard path == "/mdm/connect" else { return (.ok, "") }
        let status = message["Status"]?.string
        if let uuid = message["CommandUUID"]?.string, status != "NotNow" { queue.removeAll { $0.uuid == uuid } }
        guard status != "NotNow", message["UserID"] == nil, let next = queue.first else { return (.ok, "") }
        return (
            .ok,
            PropertyList.dictionary([
                (key: "Command", value: next.command), (key: "CommandUUID", value: .string(next.uuid)),
            ]).xml
        )
    }

    nonisolated func router() -> Router<BasicRequestContext> {
        let router = Router()
        @Sendable func reply(_ type: String, _ body: [UInt8]) -> Response {
            Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: body)))
        }
        router.get("enroll/abc") { _, _ in
            reply(
                "text/html; charset=utf-8",
                Array("<h1>x</h1><a href=\"/\">a</a><a class=\"b\" href=\"/enroll/abc/profile\">p</a>".utf8))
        }
        router.get("enroll/abc/profile") { _, _ in reply("application/x-apple-aspen-config", try await self.profile()) }
        router.get("enroll/gone") { _, _ in Response(status: .gone) }
        router.get("scep/x") { request, _ in
            let message = request.uri.queryParameters["message"].flatMap { Data(base64Encoded: String($0)) }
            let answer = try await self.scep(
                String(request.uri.queryParameters["operation"] ?? ""), [UInt8](message ?? Data()))
            return reply(answer.type, answer.body)
        }
        router.post("scep/x") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            let answer = try await self.scep("PKIOperation", Array(body.readableBytesView))
            return reply(answer.type, answer.body)
        }
        for path in ["/mdm/checkin", "/mdm/connect"] {
            router.put(RouterPath(path)) { request, _ in
                let body = try await request.body.collect(upTo: 1 << 24)
                let signature = HTTPFields.Element.Name("Mdm-Signature").flatMap { request.headers[$0] }
                let (status, text) = try await self.hear(
                    path, type: request.headers[.contentType] ?? "", signature: signature,
                    body: Array(body.readableBytesView))
                var headers: HTTPFields = [.contentType: text.hasPrefix("{") ? "application/json" : "application/xml"]
                if status == .serviceUnavailable { headers[.retryAfter] = "1" }
                return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
            }
        }
        return router
    }
}

/// One fleet of devices in front of one fake server.
struct Stage: Sendable {
    let server: FakeServer
    let fleet: DeviceFleet
    let apns: SimulatedAPNs
    let clock: LabClock
    let directory: String
}

/// Runs `body` with a server that answers, and ends everything afterwards.
func onStage(_ body: @Sendable @escaping (Stage) async throws -> Void) async throws {
    let directory = NSTemporaryDirectory() + "devices-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let server = try FakeServer()
    let clock = try LabClock(path: directory + "/clock")
    let authority = server.authority.certificate.der
    let apns = try SimulatedAPNs(
        clock: clock, trust: AppleTrust(roots: [authority], intermediates: [authority]),
        identity: try APNsServerIdentity.make())
    let application = Application(router: server.router())
    try await application.test(.live) { client in
        await server.set(port: try #require(client.port))
        let fleet = try DeviceFleet(directory: directory, clock: clock, apns: apns, settings: Stage.settings)
        await fleet.start()
        do {
            try await body(Stage(server: server, fleet: fleet, apns: apns, clock: clock, directory: directory))
        } catch {
            await fleet.stop()
            throw error
        }
        await fleet.stop()
    }
}

extension Stage {
    static var settings: FleetSettings {
        var settings = FleetSettings()
        settings.ownKeys = 0
        settings.pooledKeys = 1
        settings.retrySeconds = 0.1
        settings.tickMilliseconds = 20
        settings.restartMilliseconds = 50
        return settings
    }

    /// A device that is enrolled.
    func enrolled(_ kind: DeviceKind, supervised: Bool? = nil) async throws -> String {
        let id = try #require(try await fleet.add(1, kind: kind, isSupervised: supervised).first)
        try await fleet.enroll(id, from: try await server.link)
        await server.forget()
        return id
    }

    func behave(_ id: String, _ change: (inout BehaviourChange) -> Void) async throws {
        var wanted = BehaviourChange()
        change(&wanted)
        try await fleet.change(id, wanted)
    }

    func device(_ id: String) async throws -> DeviceDetail { try #require(await fleet.device(id)) }

    /// Waits until it is so, five seconds at most.
    func until(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<500 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("it did not come about within five seconds")
    }
}
