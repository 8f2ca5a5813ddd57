import Administration
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MDMProtocol
import NIOCore
import Ports
import PushCertificates
import Testing

@Suite struct StatusTests {
    /// What an enrolled device sends, and the status it gets (contract, "Status codes").
    @Test func `a device is answered by the table and never told to leave`() async throws {
        let bench = try await DeviceBench()
        let udid = "UDID-A"
        let table: [(body: [UInt8], status: HTTPResponse.Status)] = [
            (Array("no property list".utf8), .badRequest),
            ([], .badRequest),
            (Bodies.message("Nonsense", from: udid), .badRequest),
            (Bodies.message("TokenUpdate", from: udid), .badRequest),
            (Bodies.message("GetToken", from: udid, [("TokenServiceType", .string("com.apple.maid"))]), .badRequest),
            (Bodies.message("UserAuthenticate", from: udid, [("UserID", .string("E7A5"))]), .gone),
            (Bodies.message("DeclarativeManagement", from: udid, [("Endpoint", .string("tokens"))]), .ok),
            (
                Bodies.message(
                    "DeclarativeManagement", from: udid, [("Endpoint", .string("declaration/activation/x"))]),
                .notFound
            ),
            (Bodies.message("GetBootstrapToken", from: udid), .ok),
            (Bodies.message("CheckOut", from: udid), .ok),
            (Bodies.report("Idle", from: udid), .badRequest),
        ]
        try await bench.test { client in
            let identity = try await bench.enroll(udid, client)
            for (body, status) in table {
                let answer = try await DeviceBench.put(body, to: bench.checkIn, as: identity, client)
                #expect(answer.status == status, "\(String(decoding: body, as: UTF8.self))")
            }
        }
    }

    @Test func `an address or method that nobody serves is answered 400`() async throws {
        let bench = try await DeviceBench()
        let requests: [(HTTPRequest.Method, String)] = [
            (.get, "/"), (.get, bench.checkIn), (.post, bench.connect), (.delete, bench.scep),
            (.put, "/mdm/\(bench.company.id)/other"), (.put, "/mdm/ABC/checkin"), (.get, "/_assets/none"),
        ]
        try await bench.test { client in
            for (method, path) in requests {
                try await client.execute(uri: path, method: method) { answer in
                    #expect(answer.status == .badRequest, "\(method) \(path)")
                    #expect(answer.body.readableBytes == 0)
                }
            }
        }
    }

    @Test func `a body beyond the limit is answered 413, told or not`() async throws {
        let bench = try await DeviceBench()
        let large = ByteBuffer(repeating: 0x20, count: 10 * 1_048_576 + 1)
        try await bench.test(on: .router) { client in
            for headers: HTTPFields in [[:], [.contentLength: String(large.readableBytes)]] {
                try await client.execute(uri: bench.checkIn, method: .put, headers: headers, body: large) { answer in
                    #expect(answer.status == .contentTooLarge)
                }
            }
            let fits = ByteBuffer(repeating: 0x20, count: 10 * 1_048_576)
            try await client.execute(uri: bench.checkIn, method: .put, body: fits) { answer in
                #expect(answer.status == .badRequest)
            }
        }
    }

    @Test func `a trouble of ours is 503 with Retry-After, wherever it comes up`() async throws {
        let bench = try await DeviceBench()
        let path = try await bench.invite().path
        let elsewhere = String(repeating: "0", count: 32)
        try await bench.test { client in
            let identity = try await bench.enroll("UDID-A", client)
            let stranger = try await bench.issueIdentity()
            bench.store.breakDown()
            let answers = [
                try await DeviceBench.put(
                    Bodies.tokenUpdate(from: "UDID-A"), to: bench.checkIn, as: identity, client),
                try await DeviceBench.put(
                    Bodies.report("Acknowledged", from: "UDID-A", [("CommandUUID", .string("U"))]), to: bench.connect,
                    as: identity, client),
                try await DeviceBench.put(
                    Bodies.message("Authenticate", from: "UDID-B"), to: bench.checkIn, as: stranger, client),
                try await client.execute(uri: "/scep/\(elsewhere)?operation=GetCACert", method: .get) { $0 },
                try await client.execute(uri: path, method: .get) { $0 },
                try await client.execute(uri: path + "/profile", method: .get) { $0 },
            ]
            for (index, answer) in answers.enumerated() {
                #expect(answer.status == .serviceUnavailable, "request \(index)")
                #expect(answer.headers[.retryAfter] == "30", "request \(index)")
                #expect(answer.body.readableBytes == 0, "request \(index)")
            }
        }
    }

    @Test func `with nothing to do the answer has zero bytes and no type`() async throws {
        let bench = try await DeviceBench()
        try await bench.test { client in
            let identity = try await bench.enroll("UDID-A", client)
            var body = Bodies.report("Idle", from: "UDID-A")
            // What a new enrollment is asked first is refused until nothing is left.
            for _ in 0..<20 {
                let answer = try await DeviceBench.put(body, to: bench.connect, as: identity, client)
                #expect(answer.status == .ok)
                guard answer.body.readableBytes > 0 else {
                    #expect(answer.headers[.contentType] == nil)
                    #expect(answer.headers[.contentLength] == "0")
                    return
                }
                #expect(answer.headers[.contentType] == "application/xml; charset=utf-8")
                let command = try PropertyList(reading: Array(answer.body.readableBytesView))
                guard case .dictionary(let keys) = command,
                    case .string(let uuid)? = keys.first(where: { $0.key == "CommandUUID" })?.value
                else {
                    Issue.record("not a command")
                    return
                }
                body = Bodies.report("NotNow", from: "UDID-A", [("CommandUUID", .string(uuid))])
            }
            Issue.record("commands without end")
        }
    }
}
