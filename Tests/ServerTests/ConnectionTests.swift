import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import kizuna

@Suite struct ConnectionTests {
    private let head = HTTPServerRequestPart.head(.init(version: .http1_1, method: .PUT, uri: "/"))

    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: ConnectionDeadlines())
        try channel.connect(to: .init(unixDomainSocketPath: "/nowhere")).wait()
        return channel
    }

    private func bytes(_ count: Int) -> HTTPServerRequestPart { .body(ByteBuffer(repeating: 65, count: count)) }

    @Test func `A connection without a request is closed after ten seconds`() throws {
        let channel = try channel()
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(9_900))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(200))
        #expect(!channel.isActive)
    }

    @Test func `A whole request may be worked on for as long as it takes`() throws {
        let channel = try channel()
        try channel.writeInbound(head)
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
        _ = try channel.finish()
    }

    private func answer(_ channel: EmbeddedChannel) throws {
        try channel.writeOutbound(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }

    @Test func `A kept connection is closed a minute after its last use, and not before`() throws {
        let channel = try channel()
        for _ in 0..<5 {
            try channel.writeInbound(head)
            try channel.writeInbound(HTTPServerRequestPart.end(nil))
            channel.embeddedEventLoop.advanceTime(by: .seconds(100))
            try answer(channel)
            channel.embeddedEventLoop.advanceTime(by: .seconds(58))
            #expect(channel.isActive)
        }
        channel.embeddedEventLoop.advanceTime(by: .seconds(3))
        #expect(!channel.isActive)
    }

    @Test(arguments: [true, false])
    func `After a wish for another protocol the connection ends with the answer`(_ isConnect: Bool) throws {
        let channel = try channel()
        var head = HTTPRequestHead(version: .http1_1, method: isConnect ? .CONNECT : .PUT, uri: "/")
        if !isConnect { head.headers = ["Connection": "Upgrade", "Upgrade": "h2c"] }
        try channel.writeInbound(HTTPServerRequestPart.head(head))
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        #expect(channel.isActive)
        try channel.writeOutbound(HTTPServerResponsePart.head(.init(version: .http1_1, status: .badRequest)))
        #expect(channel.isActive)
        channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
        #expect(try channel.readOutbound(as: HTTPServerResponsePart.self) != nil)
    }

    @Test func `A kept connection's second request has the body's deadlines again`() throws {
        let channel = try channel()
        try channel.writeInbound(head)
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        channel.embeddedEventLoop.advanceTime(by: .seconds(50))
        try channel.writeInbound(head)
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test func `A body may be slow but not stand still`() throws {
        let channel = try channel()
        try channel.writeInbound(head)
        try channel.writeInbound(bytes(1))
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(channel.isActive)
        for _ in 1...20 {
            try channel.writeInbound(bytes(1000))
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            #expect(channel.isActive)
        }
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test(arguments: [1024, 8192, 65_536])
    func `Shares leave descriptors for the others`(_ all: Int) {
        let shares = ConnectionShares(descriptors: all)
        #expect(shares.management >= all / 10)
        #expect(shares.devices + shares.console + shares.management <= all - max(64, all / 10))
        #expect(shares.devices > shares.console)
    }
}

@Suite struct ReadinessTests {
    @Test func `A database that does not answer is told in time`() async {
        let (silence, end) = AsyncStream<Void>.makeStream()
        let isReady = await ManagementRoutes.first(within: .milliseconds(50)) {
            for await _ in silence {}
            return true
        }
        #expect(!isReady)
        end.finish()
    }

    @Test func `A database that answers is ready, one that fails is not`() async {
        struct Failure: Error {}
        #expect(await ManagementRoutes.first(within: .seconds(5)) { true })
        #expect(await ManagementRoutes.first(within: .seconds(5)) { throw Failure() } == false)
    }
}
