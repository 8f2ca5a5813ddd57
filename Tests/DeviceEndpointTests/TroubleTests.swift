import Administration
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import MDMProtocol
import NIOCore
import Ports
import PushCertificates
import Testing
import UseCases

/// A store that fails is a trouble of ours: 503, never an answer that costs an enrollment.
@Suite struct TroubleTests {
    /// Every route that needs the store, asked well.
    enum Ask: CaseIterable {
        case authenticate, tokenUpdate, checkOut, bootstrap, idle, report, stranger, otherHardware
        case authority, operation, operationByGet, page, profile, code

        /// Of a company whose authority is not in memory; there is none.
        private static let elsewhere = "/scep/\(String(repeating: "0", count: 32))"

        func send(
            _ bench: DeviceBench, _ device: (udid: String, identity: TestIdentity), _ path: String,
            _ client: any TestClientProtocol
        )
            async throws -> TestResponse
        {
            func put(_ body: [UInt8], as other: TestIdentity? = nil) async throws -> TestResponse {
                try await DeviceBench.put(body, to: bench.checkIn, as: other ?? device.identity, client)
            }
            func get(_ uri: String) async throws -> TestResponse {
                try await client.execute(uri: uri, method: .get) { $0 }
            }
            func post(_ uri: String, _ text: String) async throws -> TestResponse {
                try await client.execute(uri: uri, method: .post, body: ByteBuffer(string: text)) { $0 }
            }
            let udid = device.udid
            switch self {
            case .authenticate: return try await put(Bodies.message("Authenticate", from: udid))
            case .tokenUpdate: return try await put(Bodies.tokenUpdate(from: udid))
            case .checkOut: return try await put(Bodies.message("CheckOut", from: udid))
            case .bootstrap: return try await put(Bodies.message("GetBootstrapToken", from: udid))
            case .idle: return try await put(Bodies.report("Idle", from: udid))
            case .report:
                return try await put(Bodies.report("Acknowledged", from: udid, [("CommandUUID", .string("U"))]))
            case .stranger:
                return try await put(
                    Bodies.message("Authenticate", from: udid), as: TestIdentity(at: bench.clock.now))
            case .otherHardware: return try await put(Bodies.tokenUpdate(from: "UDID-OTHER"))
            case .authority: return try await get(Self.elsewhere + "?operation=GetCACert")
            case .operation: return try await post(Self.elsewhere + "?operation=PKIOperation", "0")
            case .operationByGet: return try await get(Self.elsewhere + "?operation=PKIOperation&message=MAA%3D")
            case .page: return try await get(path)
            case .profile: return try await get(path + "/profile")
            case .code: return try await post("/enroll", "company=sample&code=0000-0000-0000")
            }
        }

        /// What it gets from a store that works. Whoever shows no valid identity may be told so at any time.
        var usual: HTTPResponse.Status {
            switch self {
            case .stranger, .otherHardware, .authority, .operation, .operationByGet: .badRequest
            case .code: .unprocessableContent
            default: .ok
            }
        }
    }

    /// The store works for some transactions of a request and then fails, each time for one more, until it no
    /// longer matters: each time the answer is 503 or the one that a working store gives.
    @Test(arguments: Ask.allCases)
    func `wherever in a request the store fails, the answer is 503 or the right one`(_ ask: Ask) async throws {
        let bench = try await DeviceBench()
        let path = try await bench.invite(uses: 3).path
        try await bench.test { client in
            try await client.execute(uri: path + "/profile", method: .get) { #expect($0.status == .ok) }
            for count in 0..<12 {
                let device = (udid: "UDID-\(count)", identity: try await bench.enroll("UDID-\(count)", client))
                bench.store.breakDown(after: count)
                let answer = try await ask.send(bench, device, path, client)
                let hasFailed = bench.store.hasFailed
                bench.store.repair()
                if answer.status == .serviceUnavailable {
                    #expect(answer.headers[.retryAfter] == "30")
                    #expect(answer.body.readableBytes == 0)
                } else {
                    #expect(answer.status == ask.usual, "failing after \(count)")
                    // Who is known by memory is refused without the store.
                    #expect(count > 0 || ask == .otherHardware)
                }
                if !hasFailed { return #expect(answer.status == ask.usual) }
            }
            Issue.record("transactions without end")
        }
    }

    @Test func `what no device calls with an identity is answered while the store is away`() async throws {
        let bench = try await DeviceBench()
        bench.store.breakDown()
        try await bench.test { client in
            for uri in ["/enroll", bench.scep + "?operation=GetCACaps", "/_assets/kizuna.css"] {
                try await client.execute(uri: uri, method: .get) { #expect($0.status == .ok, "\(uri)") }
            }
        }
    }
}
