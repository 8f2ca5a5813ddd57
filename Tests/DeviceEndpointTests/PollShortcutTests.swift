import Administration
import DeviceEndpoints
import Enrollments
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import MDMProtocol
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Ports
import Synchronization
import Testing

@testable import UseCases

/// The short way of an empty poll, and everything that must take the long one.
@Suite struct PollShortcutTests {
    static let udid = "UDID-1"

    /// A device that has answered everything, and is known to have nothing waiting.
    struct Scene: Sendable {
        let bench: DeviceBench
        let identity: TestIdentity
        let routes: DeviceRoutes

        var idle: [UInt8] { Bodies.report("Idle", from: udid) }

        func enrollment() async throws -> Enrollment {
            let scope = bench.company.scope
            return try #require(
                try await bench.store.read { transaction in
                    try transaction.device(hardwareID: udid, in: scope).flatMap {
                        try transaction.currentEnrollment(of: $0, in: scope)
                    }
                })
        }
    }

    static func scene(_ configuration: DeviceConfiguration = .behindLoopback) async throws -> Scene {
        let bench = try await DeviceBench()
        let identities = Box<TestIdentity>()
        try await bench.test { client in
            let identity = try await bench.enroll(udid, client)
            try await drain(bench, identity, client)
            identities.value = identity
        }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return Scene(
            bench: bench, identity: try #require(identities.value),
            routes: DeviceRoutes(bench.installation, configuration, logger: logger))
    }

    private static func drain(
        _ bench: DeviceBench, _ identity: TestIdentity, _ client: any TestClientProtocol
    ) async throws {
        var body = Bodies.report("Idle", from: udid)
        for _ in 0..<20 {
            let answer = try await DeviceBench.put(body, to: bench.connect, as: identity, client)
            let words = String(buffer: answer.body).components(separatedBy: "<key>CommandUUID</key>")
            guard
                let uuid = words.dropFirst().first?.components(separatedBy: "<string>").dropFirst().first?
                    .components(separatedBy: "</string>").first
            else { return }
            body = Bodies.report("Acknowledged", from: udid, [("CommandUUID", .string(uuid))])
        }
    }

    /// One connection; what takes the long way comes out at its end.
    private final class Line {
        let channel: EmbeddedChannel

        init(_ scene: Scene, from peer: String = "127.0.0.1") throws {
            channel = EmbeddedChannel(handler: scene.routes.shortcut())
            channel.remoteAddress = try SocketAddress(ipAddress: peer, port: 50_000)
            try channel.connect(to: SocketAddress(ipAddress: peer, port: 50_000)).wait()
            channel.remoteAddress = try SocketAddress(ipAddress: peer, port: 50_000)
        }

        func head(
            _ scene: Scene, length: Int?, uri: String? = nil, method: HTTPMethod = .PUT,
            version: HTTPVersion = .http1_1,
            _ more: [(String, String)] = []
        ) -> HTTPRequestHead {
            var headers: HTTPHeaders = ["Host": "mdm.example.jp", "client-cert": scene.identity.header]
            if let length { headers.add(name: "Content-Length", value: String(length)) }
            for (name, value) in more { headers.add(name: name, value: value) }
            return HTTPRequestHead(version: version, method: method, uri: uri ?? scene.bench.connect, headers: headers)
        }

        func send(_ head: HTTPRequestHead, _ body: [[UInt8]]) throws {
            try channel.writeInbound(HTTPServerRequestPart.head(head))
            for part in body { try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(bytes: part))) }
            try channel.writeInbound(HTTPServerRequestPart.end(nil))
        }

        /// - Returns: whether the short way answered.
        func answered() throws -> HTTPResponseHead? {
            guard let part = try channel.readOutbound(as: HTTPServerResponsePart.self) else { return nil }
            guard case .head(let head) = part, case .end? = try channel.readOutbound(as: HTTPServerResponsePart.self)
            else {
                Issue.record("an answer of another form: \(part)")
                return nil
            }
            return head
        }

        /// What went on, put together again.
        func passed() throws -> [(head: HTTPRequestHead, body: [UInt8])] {
            var requests: [(head: HTTPRequestHead, body: [UInt8])] = []
            while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
                switch part {
                case .head(let head): requests.append((head, []))
                case .body(let buffer): requests[requests.count - 1].body += buffer.readableBytesView
                case .end: break
                }
            }
            return requests
        }
    }

    @Test func `an empty poll that memory knows is answered at once, as the long way answers`() async throws {
        let scene = try await Self.scene()
        let writes = scene.bench.store.writes
        let reads = scene.bench.store.reads
        scene.bench.clock.advance(days: 1)
        let line = try Line(scene)
        try line.send(line.head(scene, length: scene.idle.count), [scene.idle])
        let short = try #require(try line.answered())
        #expect(try line.passed().isEmpty)
        #expect(scene.bench.store.writes == writes && scene.bench.store.reads == reads)
        let id = try await scene.enrollment().id
        #expect(scene.bench.installation.devices.lastContact(of: id) == scene.bench.installation.now)

        // The same from the router, which knows of no shortcut.
        let long = Box<TestResponse>()
        let bench = scene.bench
        try await bench.test(on: .router) { client in
            long.value = try await DeviceBench.put(
                Bodies.report("Idle", from: Self.udid), to: bench.connect, as: nil, client)
        }
        #expect(long.value?.status == .badRequest, "the router's own peer has no address to trust")
        try await bench.test { client in
            // A charset after the path's end makes it no address of the short way.
            long.value = try await DeviceBench.put(
                Bodies.report("Idle", from: Self.udid), to: bench.connect + "?", as: scene.identity, client)
        }
        let same = try #require(long.value)
        #expect(same.status == .ok && same.body.readableBytes == 0)
        let names = Set(same.headers.map(\.name.canonicalName)).subtracting(["server", "connection"])
        #expect(Set(short.headers.map { $0.name.lowercased() }) == names)
        for name in names where name != "date" {
            #expect(short.headers.first(name: name) == same.headers.first { $0.name.canonicalName == name }?.value)
        }
        #expect(short.status == .ok)
    }

    @Test(arguments: [1, 2, 7]) func `a body in pieces is one body`(_ pieces: Int) async throws {
        let scene = try await Self.scene()
        let line = try Line(scene)
        let size = scene.idle.count / pieces + 1
        let parts = stride(from: 0, to: scene.idle.count, by: size).map {
            Array(scene.idle[$0..<min($0 + size, scene.idle.count)])
        }
        try line.send(line.head(scene, length: scene.idle.count), parts)
        #expect(try line.answered() != nil)
    }

    private struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var length: Int? = 0
        var uri: String?
        var method = HTTPMethod.PUT
        var version = HTTPVersion.http1_1
        var more: [(String, String)] = []
        var body: [UInt8]?
        var peer = "127.0.0.1"
    }

    private static let others: [Case] = [
        Case(
            testDescription: "a result",
            body: Bodies.report("Acknowledged", from: udid, [("CommandUUID", .string("x"))])),
        Case(testDescription: "NotNow", body: Bodies.report("NotNow", from: udid, [("CommandUUID", .string("x"))])),
        Case(testDescription: "a check-in", body: Bodies.tokenUpdate(from: udid)),
        Case(testDescription: "no property list", body: Array("hello".utf8)),
        Case(testDescription: "another device", body: Bodies.report("Idle", from: "UDID-2")),
        Case(testDescription: "a user channel", body: Bodies.report("Idle", from: udid, [("UserID", .string("u"))])),
        Case(testDescription: "another company", uri: "/mdm/\(String(repeating: "0", count: 32))/connect"),
        Case(testDescription: "the check-in address", uri: "/mdm/\(String(repeating: "0", count: 32))/checkin"),
        Case(testDescription: "an upper-case address", uri: "/mdm/\(String(repeating: "A", count: 32))/connect"),
        Case(testDescription: "GET", method: .GET),
        Case(testDescription: "HTTP/1.0", version: .http1_0),
        Case(testDescription: "Connection: close", more: [("Connection", "close")]),
        Case(testDescription: "Expect", more: [("Expect", "100-continue")]),
        Case(testDescription: "no length", length: nil),
        Case(testDescription: "chunks", length: nil, more: [("Transfer-Encoding", "chunked")]),
        Case(testDescription: "two certificates", more: [("client-cert", ":AAAA:")]),
        Case(testDescription: "a forged signature beside it", more: [("Mdm-Signature", "AAAA")]),
        Case(testDescription: "a peer that is no proxy", peer: "203.0.113.9"),
    ]

    @Test(arguments: others)
    private func `everything else goes the long way, as it came`(_ one: Case) async throws {
        let scene = try await Self.scene()
        let line = try Line(scene, from: one.peer)
        let body = one.body ?? scene.idle
        let head = line.head(
            scene, length: one.length.map { _ in body.count }, uri: one.uri, method: one.method, version: one.version,
            one.more)
        try line.send(head, [body])
        #expect(try line.answered() == nil)
        let passed = try line.passed()
        #expect(passed.count == 1)
        #expect(passed.first?.head == head)
        #expect(passed.first?.body == body)
    }

    @Test func `more than it said, or less, goes the long way`() async throws {
        let scene = try await Self.scene()
        for length in [scene.idle.count - 1, scene.idle.count + 1] {
            let line = try Line(scene)
            try line.send(
                line.head(scene, length: length), [Array(scene.idle.prefix(9)), Array(scene.idle.dropFirst(9))])
            #expect(try line.answered() == nil)
            #expect(try line.passed().first?.body == scene.idle)
        }
    }

    @Test func `answers leave in the order of the requests`() async throws {
        let scene = try await Self.scene()
        let line = try Line(scene)
        let result = Bodies.report("Acknowledged", from: Self.udid, [("CommandUUID", .string("x"))])
        try line.send(line.head(scene, length: result.count), [result])
        // Behind one that is still being worked on.
        try line.send(line.head(scene, length: scene.idle.count), [scene.idle])
        #expect(try line.answered() == nil)
        #expect(try line.passed().count == 2)
        for _ in 0..<2 {
            try line.channel.writeOutbound(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)))
            try line.channel.writeOutbound(HTTPServerResponsePart.end(nil))
            #expect(try line.answered() != nil)
        }
        // Both are answered: the next is the first in line.
        try line.send(line.head(scene, length: scene.idle.count), [scene.idle])
        #expect(try line.answered() != nil)
        #expect(try line.passed().isEmpty)
    }

    @Test func `a stop finds a request that was kept back on the long way, and later ones too`() async throws {
        let scene = try await Self.scene()
        let line = try Line(scene)
        try line.channel.writeInbound(HTTPServerRequestPart.head(line.head(scene, length: scene.idle.count)))
        #expect(try line.passed().isEmpty)
        line.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        try line.channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(bytes: scene.idle)))
        try line.channel.writeInbound(HTTPServerRequestPart.end(nil))
        #expect(try line.passed().map(\.body) == [scene.idle])
        try line.channel.writeOutbound(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)))
        try line.channel.writeOutbound(HTTPServerResponsePart.end(nil))
        _ = try line.answered()
        try line.send(line.head(scene, length: scene.idle.count), [scene.idle])
        #expect(try line.answered() == nil)
    }

    @Test func `what memory does not believe, or what waits, goes the long way`() async throws {
        let scene = try await Self.scene()
        let line = try Line(scene)
        func isShort() throws -> Bool {
            try line.send(line.head(scene, length: scene.idle.count), [scene.idle])
            let isShort = try line.answered() != nil
            if !isShort {
                #expect(try line.passed().count == 1)
                try line.channel.writeOutbound(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)))
                try line.channel.writeOutbound(HTTPServerResponsePart.end(nil))
                _ = try line.answered()
            }
            return isShort
        }
        #expect(try isShort())
        // Long ago its certificate ended.
        scene.bench.clock.advance(days: 500)
        #expect(try !isShort())
        scene.bench.clock.advance(days: -500)
        #expect(try isShort())
        // Other nodes cannot be heard.
        scene.bench.installation.webhooks.begin(believing: false)
        #expect(try !isShort())
        scene.bench.installation.webhooks.begin(believing: true)
        #expect(try !isShort(), "who wants to be told is not known yet")
        scene.bench.installation.webhooks.remember(
            [], in: scene.bench.company.scope,
            since: scene.bench.installation.webhooks.wishes(in: scene.bench.company.scope).epoch)
        #expect(try isShort())
        scene.bench.installation.devices.noteWork(for: try await scene.enrollment().id)
        #expect(try !isShort())
    }
}

private final class Box<Value: Sendable>: Sendable {
    private let held = Mutex<Value?>(nil)
    var value: Value? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
