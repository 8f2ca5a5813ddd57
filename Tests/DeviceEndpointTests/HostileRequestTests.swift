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
import UseCases

/// Requests that mean no good, or come from somebody confused. None may be answered so that a device leaves
/// the management: no 401, no 403, and 404 and 410 only where Apple's protocol has them.
@Suite struct HostileRequestTests {
    struct Hostile: Sendable {
        let what: String
        var method = HTTPRequest.Method.put
        var path: String
        var headers: HTTPFields = [:]
        var body: [UInt8] = []
        var status = HTTPResponse.Status.badRequest
    }

    @Test func `no request, whoever sends it, is told to leave`() async throws {
        let bench = try await DeviceBench()
        let other = try await CreateCompany(bench.installation)(
            .init(code: "other", name: "別の企業", language: .japanese, timeZone: "Asia/Tokyo", brand: "smsm"))
        try await bench.test { client in
            let known = try await bench.enroll("UDID-A", client)
            _ = try await bench.enroll("UDID-B", client)
            let left = try await bench.enroll("UDID-C", client)
            let out = Bodies.message("CheckOut", from: "UDID-C")
            #expect(try await DeviceBench.put(out, to: bench.checkIn, as: left, client).status == .ok)
            let stranger = try TestIdentity(at: bench.clock.now)
            let table =
                Self.messages(to: bench, by: stranger, "unknown certificate", from: "UDID-A")
                + Self.messages(to: bench, by: left, "certificate of one that left", from: "UDID-C")
                + Self.messages(to: bench, by: known, "other hardware", from: "UDID-B")
                + Self.addresses(bench, other.id, known) + Self.bodies(bench, known) + Self.pages(bench)
            #expect(table.count >= 30)
            for row in table {
                let answer = try await client.execute(
                    uri: row.path, method: row.method, headers: row.headers, body: ByteBuffer(bytes: row.body)
                ) { $0 }
                #expect(answer.status != .unauthorized && answer.status != .forbidden, "\(row.what)")
                #expect(answer.status == row.status, "\(row.what)")
                #expect(answer.headers[.wwwAuthenticate] == nil && answer.headers[.setCookie] == nil, "\(row.what)")
                #expect(answer.headers[.xContentTypeOptions] == "nosniff", "\(row.what)")
            }
            // None of it did the enrolled device any harm.
            let idle = Bodies.report("Idle", from: "UDID-A")
            #expect(try await DeviceBench.put(idle, to: bench.connect, as: known, client).status == .ok)
        }
    }

    /// Every kind of message. UserAuthenticate and DeclarativeManagement have statuses of their own, which are
    /// for those alone whose identity is good.
    private static func messages(
        to bench: DeviceBench, by identity: TestIdentity, _ what: String, from udid: String
    ) -> [Hostile] {
        let bodies = [
            Bodies.tokenUpdate(from: udid), Bodies.report("Idle", from: udid),
            Bodies.message("CheckOut", from: udid), Bodies.message("GetBootstrapToken", from: udid),
            Bodies.message("SetBootstrapToken", from: udid, [("BootstrapToken", .data([1]))]),
            Bodies.message("UserAuthenticate", from: udid, [("UserID", .string("E7A5"))]),
            Bodies.message("GetToken", from: udid, [("TokenServiceType", .string("com.apple.maid"))]),
            Bodies.message("DeclarativeManagement", from: udid, [("Endpoint", .string("declaration/x/y"))]),
        ]
        return bodies.enumerated().map { index, body in
            Hostile(
                what: "\(what), message \(index)", path: bench.checkIn, headers: [.clientCert: identity.header],
                body: body)
        }
    }

    private static func addresses(_ bench: DeviceBench, _ other: CompanyID, _ known: TestIdentity) -> [Hostile] {
        let idle = Bodies.report("Idle", from: "UDID-A")
        let id = "\(bench.company.id)"
        let nobody = String(repeating: "0", count: 32)
        let companies = [
            nobody, "\(other)", id.uppercased() + "X", id + "0", String(id.dropLast()), "%00" + id, "..%2f" + id,
            String(repeating: "%EF%BC%90", count: 32), "'%20OR%20'1'='1",
        ]
        return companies.map { company in
            Hostile(
                what: "company \(company)", path: "/mdm/\(company)/connect", headers: [.clientCert: known.header],
                body: idle)
        } + [
            Hostile(what: "SCEP of nobody", method: .get, path: "/scep/\(nobody)?operation=GetCACert"),
            Hostile(what: "SCEP of nobody", method: .post, path: "/scep/\(nobody)?operation=PKIOperation"),
            Hostile(what: "GET on check-in", method: .get, path: bench.checkIn),
            Hostile(what: "HEAD on check-in", method: .head, path: bench.checkIn),
            Hostile(what: "OPTIONS", method: .options, path: bench.checkIn),
            Hostile(what: "TRACE", method: .trace, path: bench.connect),
            Hostile(what: "console", method: .get, path: "/sample/login"),
            Hostile(what: "password", path: bench.connect, headers: [.authorization: "Basic YTpi"], body: idle),
        ]
    }

    private static func bodies(_ bench: DeviceBench, _ known: TestIdentity) -> [Hostile] {
        let entities = """
            <?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
            <plist version="1.0"><dict><key>MessageType</key><string>&b;&b;&b;</string></dict></plist>
            """
        let deep = String(repeating: "<array>", count: 5_000) + String(repeating: "</array>", count: 5_000)
        let texts = [
            "", "\0", "bplist00", "bplist00\u{8}\0\0\0\0\0", "{\"Status\": \"Idle\"}", entities,
            "<plist><dict>", "<plist version=\"1.0\">\(deep)</plist>", "<plist version=\"1.0\"><array/></plist>",
            "<plist version=\"1.0\"><dict><key>MessageType</key><integer>1</integer></dict></plist>",
            "<plist version=\"1.0\"><dict><key>Status</key><true/></dict></plist>",
        ]
        let nameless = ["", "UDID-A\u{85}", "UDID-A ", "udid-a", String(repeating: "U", count: 5_000)].map {
            Bodies.tokenUpdate(from: $0)
        }
        return (texts.map { Array($0.utf8) } + nameless).enumerated().map { index, body in
            Hostile(
                what: "body \(index)", path: bench.connect, headers: [.clientCert: known.header], body: body)
        }
    }

    private static func pages(_ bench: DeviceBench) -> [Hostile] {
        let tokens = ["..%2f..%2fetc", "c..", "c.%00.0", "%FF%FE", String(repeating: "a", count: 5_000)]
        return tokens.map { Hostile(what: "token", method: .get, path: "/enroll/\($0)", status: .notFound) } + [
            Hostile(what: "no form", method: .post, path: "/enroll", status: .unprocessableContent),
            Hostile(
                what: "no form", method: .post, path: "/enroll", body: Array("company=%&code=%zz&&&=&".utf8),
                status: .unprocessableContent),
            Hostile(what: "asset", method: .get, path: "/_assets/..%2f..%2fetc%2fpasswd"),
        ]
    }
}
