import DeviceEndpoints
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing

@testable import kizuna

/// The device listener over real sockets, with the handlers that it has in the server.
@Suite(.timeLimit(.minutes(1))) struct DeviceServerTests {
    @Test func `empty polls are answered without a task, and the connection ends without one`() async throws {
        try await Self.serving { listener, scene in
            for isPolite in [true, false] {
                let client = try await WireClient(listener.port)
                for count in 1...3 {
                    try await client.send(scene.poll)
                    #expect(try await client.statuses(count) == Array(repeating: 200, count: count))
                }
                if isPolite { try await client.sendNoMore() } else { client.close() }
                try await client.end()
            }
            // All at once: the answer is not lost with the end.
            let hasty = try await WireClient(listener.port)
            try await hasty.sendLast(scene.poll)
            try await hasty.end()
            #expect(try await hasty.statuses(1) == [200])
            #expect(listener.tasks == 0)
        }
    }

    @Test func `answers have the order of the requests, whichever way each takes`() async throws {
        try await Self.serving { listener, scene in
            let client = try await WireClient(listener.port)
            try await client.send(scene.poll + scene.poll + scene.unknown + scene.poll + scene.unknown + scene.poll)
            #expect(try await client.statuses(6) == [200, 200, 400, 200, 400, 200])
            #expect(listener.tasks == 1)
        }
    }

    @Test func `the first request may be one for a task, and the next one not`() async throws {
        try await Self.serving { listener, scene in
            let client = try await WireClient(listener.port)
            try await client.send(scene.unknown)
            #expect(try await client.statuses(1) == [400])
            try await client.send(scene.poll)
            #expect(try await client.statuses(2) == [400, 200])
            try await client.send(scene.unknown)
            #expect(try await client.statuses(3) == [400, 200, 400])
            #expect(listener.tasks == 1)
            try await client.sendNoMore()
            try await client.end()
        }
    }

    @Test func `a body beyond the shortcut's bound goes through in pieces`() async throws {
        try await Self.serving { listener, scene in
            let client = try await WireClient(listener.port)
            try await client.send(scene.poll + scene.head(length: 300_000))
            for _ in 0..<30 { try await client.send(Array(repeating: 65, count: 10_000)) }
            try await client.send(scene.poll)
            #expect(try await client.statuses(3) == [200, 400, 200])
        }
    }

    @Test func `what is no HTTP is answered 400 and ended`() async throws {
        try await Self.serving { listener, scene in
            let client = try await WireClient(listener.port)
            try await client.send(scene.poll + Array("hello\r\n\r\n".utf8))
            #expect(try await client.statuses(2) == [200, 400])
            try await client.end()
        }
    }

    @Test func `a connection that says nothing, or stops in the middle, is ended by its deadlines`() async throws {
        let limits = ConnectionDeadlines.Limits(head: .milliseconds(150), idle: .milliseconds(300))
        try await Self.serving(limits: limits) { listener, scene in
            let silent = try await WireClient(listener.port)
            let slow = try await WireClient(listener.port)
            try await slow.send(scene.head(length: 400))
            let idle = try await WireClient(listener.port)
            try await idle.send(scene.poll)
            for client in [silent, slow] {
                try await client.end()
                #expect(try await client.statuses(1).isEmpty)
            }
            try await idle.end()
            #expect(try await idle.statuses(1) == [200])
            #expect(listener.tasks == 0)
        }
    }

    @Test func `a stop ends connections that nobody uses, at once, and lets a request come to its answer`() async throws
    {
        try await Self.serving { listener, scene in
            let clients = [try await WireClient(listener.port), try await WireClient(listener.port)]
            let asked = try await WireClient(listener.port)
            try await clients[0].send(scene.poll)
            try await asked.send(scene.unknown)
            _ = try await (clients[0].statuses(1), asked.statuses(1))
            let busy = try await WireClient(listener.port)
            try await busy.send(scene.poll + scene.head(length: 9_000))
            #expect(try await busy.statuses(1) == [200])
            await listener.stop()
            for client in clients + [asked] { try await client.end() }
            #expect(!busy.hasEnded)
            try await busy.send(Array(repeating: 65, count: 9_000))
            #expect(try await busy.statuses(2) == [200, 400])
            try await busy.end()
        }
    }

    @Test func `a cancelled listener ends all its connections`() async throws {
        let scene = try await PollShortcutTests.scene()
        let listener = RunningListener(scene, .init(), most: 100)
        let run = Task { try await listener.server.run() }
        await listener.started()
        let client = try await WireClient(listener.port)
        try await client.send(scene.poll)
        _ = try await client.statuses(1)
        let other = try await WireClient(listener.port)
        try await other.send(scene.head(length: 9_000))
        run.cancel()
        try await client.end()
        try await other.end()
        _ = await run.result
    }

    @Test func `beyond its share a connection waits until another one ends`() async throws {
        try await Self.serving(most: 1) { listener, scene in
            let first = try await WireClient(listener.port)
            try await first.send(scene.poll)
            _ = try await first.statuses(1)
            let second = try await WireClient(listener.port)
            try await second.send(scene.poll)
            for count in 2...20 {
                try await first.send(scene.poll)
                _ = try await first.statuses(count)
            }
            #expect(!second.hasHeard)
            first.close()
            #expect(try await second.statuses(1) == [200])
        }
    }

    private static func serving(
        limits: ConnectionDeadlines.Limits = .init(), most: Int = 100,
        _ body: (RunningListener, PollShortcutTests.Scene) async throws -> Void
    ) async throws {
        let scene = try await PollShortcutTests.scene()
        let listener = RunningListener(scene, limits, most: most)
        async let run: Void = listener.run()
        await listener.started()
        do {
            try await body(listener, scene)
        } catch {
            Issue.record(error)
        }
        await listener.stop()
        try await run
    }
}

/// The listener of a test, on a free port.
private final class RunningListener: Sendable {
    let server: DeviceServer<CountedChannel>
    private let group: ServiceGroup
    private let tally = Tally()
    private let ports: AsyncStream<Int>
    private let known = Mutex(0)

    init(_ scene: PollShortcutTests.Scene, _ limits: ConnectionDeadlines.Limits, most: Int) {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (routes, bound) = (scene.routes, AsyncStream.makeStream(of: Int.self))
        ports = bound.stream
        let http = HTTP1Channel(
            responder: DeviceResponder.make(
                routes.router().buildResponder(), logger: logger, date: { routes.date }),
            configuration: .init(additionalChannelHandlers: [EarlyHandlers(routes.shortcut(), limits)]))
        server = DeviceServer(
            connection: CountedChannel(http: http, tally: tally), host: "127.0.0.1", port: 0, most: most,
            logger: logger, onRunning: { channel in bound.continuation.yield(channel.localAddress?.port ?? 0) })
        group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
    }

    var port: Int { known.withLock { $0 } }
    var tasks: Int { tally.tasks.withLock { $0 } }

    func run() async throws { try await group.run() }

    func started() async {
        for await port in ports {
            known.withLock { $0 = port }
            return
        }
    }

    func stop() async { await group.triggerGracefulShutdown() }
}

private final class Tally: Sendable {
    let tasks = Mutex(0)
}

/// The library's connection; counts for how many there was a task.
private struct CountedChannel: ServerChildChannel {
    let http: HTTP1Channel
    let tally: Tally

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        http.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        tally.tasks.withLock { $0 += 1 }
        await http.handle(value: value, logger: logger)
    }
}

extension PollShortcutTests.Scene {
    fileprivate func head(length: Int) -> [UInt8] {
        Array(
            """
            PUT \(bench.connect) HTTP/1.1\r
            Host: mdm.example.jp\r
            client-cert: \(identity.header)\r
            Content-Length: \(length)\r
            \r

            """.utf8)
    }

    /// Which memory can answer.
    fileprivate var poll: [UInt8] { head(length: idle.count) + idle }

    /// Which it cannot: no such page.
    fileprivate var unknown: [UInt8] { Array("GET /nothing HTTP/1.1\r\nHost: mdm.example.jp\r\n\r\n".utf8) }
}
