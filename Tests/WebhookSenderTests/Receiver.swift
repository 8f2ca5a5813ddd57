import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A receiver on loopback that answers every connection with the bytes it is given, whatever comes.
final class Receiver: Sendable {
    let port: Int
    private let channel: any Channel
    private let received: Heard

    final class Heard: Sendable {
        private let text = Mutex("")
        let connections = Atomic<Int>(0)
        func add(_ part: String) { text.withLock { $0 += part } }
        var all: String { text.withLock { $0 } }
    }

    /// - Parameters:
    ///   - answer: nil: nothing is ever answered.
    ///   - isEndless: the answer is repeated until the peer goes away.
    init(answer: String?, isEndless: Bool = false, tls: NIOSSLContext? = nil) async throws {
        let heard = Heard()
        received = heard
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    if let tls { try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try child.pipeline.syncOperations.addHandler(
                        Answerer(answer: answer, isEndless: isEndless, heard: heard))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    var heard: String { received.all }
    var connections: Int { received.connections.load(ordering: .relaxed) }

    func close() async { try? await channel.close() }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let answer: String?
        private let isEndless: Bool
        private let heard: Heard
        private var hasAnswered = false

        init(answer: String?, isEndless: Bool, heard: Heard) {
            self.answer = answer
            self.isEndless = isEndless
            self.heard = heard
        }

        func channelActive(context: ChannelHandlerContext) {
            heard.connections.wrappingAdd(1, ordering: .relaxed)
            context.fireChannelActive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            heard.add(String(buffer: unwrapInboundIn(data)))
            guard let answer, !hasAnswered else { return }
            hasAnswered = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
            if isEndless { pour(context) }
        }

        /// Ends when the peer has closed.
        private func pour(_ context: ChannelHandlerContext) {
            let chunk = ByteBuffer(string: String(repeating: "x", count: 4_096))
            context.writeAndFlush(wrapOutboundOut(chunk)).assumeIsolated().whenSuccess { self.pour(context) }
        }
    }
}
