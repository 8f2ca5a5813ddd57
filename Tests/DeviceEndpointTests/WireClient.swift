import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// One connection to a listener, byte by byte.
struct WireClient: Sendable {
    let channel: any Channel
    private let heard: Heard

    init(_ port: Int) async throws {
        let heard = Heard()
        self.heard = heard
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(heard))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// And the end of what is sent in the same moment.
    func sendLast(_ bytes: [UInt8]) async throws {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        try await channel.close(mode: .output)
    }

    /// Nothing more is sent; answers may still come.
    func sendNoMore() async throws { try await channel.close(mode: .output) }

    func close() { channel.close(promise: nil) }

    /// The status of each answer, when there are so many.
    func statuses(_ count: Int) async throws -> [Int] {
        try await until { heard.statuses.count >= count || heard.hasEnded }
        return heard.statuses
    }

    /// Waits until the server has ended the connection.
    func end() async throws { try await until { heard.hasEnded } }

    var hasEnded: Bool { heard.hasEnded }

    var hasHeard: Bool { !heard.statuses.isEmpty }

    private func until(_ isSo: () -> Bool) async throws {
        guard !isSo() else { return }
        for await _ in heard.changes where isSo() { return }
        throw CancellationError()
    }

    private final class Heard: Sendable {
        private let state = Mutex<(text: String, hasEnded: Bool)>(("", false))
        let changes: AsyncStream<Void>
        private let change: AsyncStream<Void>.Continuation

        init() { (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

        var hasEnded: Bool { state.withLock(\.hasEnded) }

        var statuses: [Int] {
            state.withLock(\.text).components(separatedBy: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }
        }

        func add(_ text: String) {
            state.withLock { $0.text += text }
            change.yield()
        }

        func end() {
            state.withLock { $0.hasEnded = true }
            change.yield()
        }
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let heard: Heard

        init(_ heard: Heard) { self.heard = heard }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard.add(String(buffer: unwrapInboundIn(data)))
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case .some(.inputClosed) = event as? ChannelEvent { heard.end() }
        }

        func channelInactive(context: ChannelHandlerContext) { heard.end() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { heard.end() }
    }
}
