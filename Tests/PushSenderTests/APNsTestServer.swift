import Crypto
import Foundation
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL
import Synchronization
import X509

/// A stand-in that does to each request what a test says, frame by frame: also what no decent server would do.
final class APNsTestServer: Sendable {
    struct Request: Sendable, Equatable {
        let connection: Int
        let stream: Int
        /// Of this connection, 1 for the first.
        let number: Int
        let path: String
        let headers: [String: String]
        let body: String
        let certificate: [UInt8]
    }

    enum Reaction: Sendable {
        case answer(Int, String = "", headers: [String: String] = [:])
        case reset(HTTP2ErrorCode)
        /// GOAWAY: what was taken up is answered, with or without this one; the client ends the connection.
        case goAway(answersThis: Bool, reason: String = "")
        case cut
        /// Answers this one, and from then on allows so many streams.
        case allow(Int)
        case ignore
    }

    struct Settings: Sendable {
        var allowedStreams: Int? = 500
        var latency = TimeAmount.zero
        var acceptsCertificate = true
        /// Without a word, when TLS is done.
        var closesAfterHandshake = false
        var answersPings = true
        var protocols = ["h2"]
    }

    struct Seen: Sendable {
        var requests: [Request] = []
        var connections = 0
        var mostOpen = 0
        /// SETTINGS were sent and these streams were more than they allow.
        var excess = 0
        var pings = 0
        /// By connection, as told by GOAWAY.
        var lastStreams: [Int: Int] = [:]
    }

    let settings: Settings
    let react: @Sendable (Request) -> Reaction
    let seen = Mutex(Seen())
    private let listening = Mutex<(any Channel)?>(nil)
    private let children = Mutex<[any Channel]>([])

    init(_ settings: Settings = Settings(), react: @escaping @Sendable (Request) -> Reaction = { _ in .answer(200) }) {
        self.settings = settings
        self.react = react
    }

    /// - Returns: the port.
    func start(as server: APNsPKI.Keyed, trusting roots: [APNsPKI.Keyed]) async throws -> Int {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: try server.der(), format: .der))],
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(server.key.derRepresentation), format: .der)))
        tls.applicationProtocols = settings.protocols
        tls.certificateVerification = .noHostnameVerification
        tls.trustRoots = .certificates(
            try roots.map { try NIOSSLCertificate(bytes: try $0.der(), format: .der) })
        let context = try NIOSSLContext(configuration: tls)
        let accepts = settings.acceptsCertificate
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if accepts {
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    } else {
                        try pipeline.addHandler(
                            NIOSSLServerHandler(context: context) {
                                (_, promise: EventLoopPromise<NIOSSLVerificationResult>) in
                                promise.succeed(.failed)
                            })
                    }
                    try pipeline.addHandler(PingCounter(server: self))
                    var connection = NIOHTTP2Handler.ConnectionConfiguration()
                    connection.initialSettings =
                        self.settings.allowedStreams.map {
                            [HTTP2Setting(parameter: .maxConcurrentStreams, value: $0)]
                        } ?? []
                    if !self.settings.closesAfterHandshake {
                        try pipeline.addHandler(NIOHTTP2Handler(mode: .server, connectionConfiguration: connection))
                    }
                    let number = self.seen.withLock { seen in
                        seen.connections += 1
                        return seen.connections
                    }
                    try pipeline.addHandler(APNsTestStreams(server: self, connection: number))
                    self.children.withLock { $0.append(channel) }
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        listening.withLock { $0 = channel }
        guard let port = channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
        return port
    }

    func stop() async {
        let channels = children.withLock(\.self) + [listening.withLock(\.self)].compactMap(\.self)
        for channel in channels { try? await channel.close().get() }
    }

    var record: Seen { seen.withLock(\.self) }
    var connections: Int { seen.withLock(\.connections) }
    var requests: [Request] { seen.withLock(\.requests) }
}

/// Below HTTP/2, so that a PING can be swallowed: NIOHTTP2 answers them by itself.
private final class PingCounter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    let server: APNsTestServer

    init(server: APNsTestServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        // One PING frame alone: 9 bytes of head, 8 of payload, type 6.
        if bytes.readableBytes == 17, bytes.getInteger(at: bytes.readerIndex + 3, as: UInt8.self) == 6 {
            server.seen.withLock { $0.pings += 1 }
            if !server.settings.answersPings { return }
        }
        context.fireChannelRead(data)
    }
}
