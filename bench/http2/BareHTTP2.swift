import Foundation
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL

/// The least that a push costs with this HTTP/2 library: one connection, 500 streams at once, the same header fields and a body
/// of the same length, nothing looked up, sealed, decided or stored. Frames are written to the library's handler directly, and a
/// TLS record holds what is written between two flushes, as in the product.
///
/// usage: bench-http2 PORT CHAIN.pem KEY.pem COUNT; prints seconds and CPU µs for each push as JSON
@main
struct BareHTTP2 {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let port = Int(arguments[1]), let count = Int(arguments[4]), count > 0 else {
            print("usage: bench-http2 PORT CHAIN.pem KEY.pem COUNT")
            return
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = ["h2"]
        configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(arguments[2]).map { .certificate($0) }
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: arguments[3], format: .pem))
        let tls = try NIOSSLContext(configuration: configuration)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let ended = loop.makePromise(of: Int.self)
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        try NIOSSLClientHandler(context: tls, serverHostname: "localhost"), Gatherer(),
                        NIOHTTP2Handler(mode: .client), Pushes(count: count, authority: "localhost:\(port)", ended: ended),
                    ])
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        let began = (ContinuousClock.now, clock())
        let accepted = try await ended.futureResult.get()
        let seconds = (ContinuousClock.now - began.0) / .seconds(1)
        let cpu = Double(clock() - began.1) / Double(CLOCKS_PER_SEC)
        print(#"{"accepted": \#(accepted), "seconds": \#(seconds), "cpu_us": \#(cpu / Double(count) * 1e6)}"#)
        // The peer ends its side without a word.
        try? await channel.close()
    }
}

/// As the product's `WriteGatherer`.
private final class Gatherer: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = ByteBuffer
    private var bytes = ByteBuffer()

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .byteBuffer(var buffer) = unwrapOutboundIn(data) { bytes.writeBuffer(&buffer) }
        promise?.succeed()
    }

    func flush(context: ChannelHandlerContext) {
        if bytes.readableBytes > 0 { context.write(wrapOutboundOut(bytes), promise: nil) }
        bytes = context.channel.allocator.buffer(capacity: 16_384)
        context.flush()
    }
}

/// The peer's reason for ending a stream or the connection.
private struct Ended: Error {
    let code: HTTP2ErrorCode
}

private final class Pushes: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let count: Int
    private let authority: String
    private let ended: EventLoopPromise<Int>
    private let atOnce = 500
    private var isReady = false
    private var begun = 0
    private var open = 0
    private var accepted = 0

    init(count: Int, authority: String, ended: EventLoopPromise<Int>) {
        self.count = count
        self.authority = authority
        self.ended = ended
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.payload {
        case .settings(.settings): isReady = true
        case .headers(let headers) where headers.endStream:
            open -= 1
            if headers.headers.first(name: ":status") == "200" { accepted += 1 }
        case .data(let data) where data.endStream: open -= 1
        case .goAway(_, let code, _): ended.fail(Ended(code: code))
        case .rstStream(let code): ended.fail(Ended(code: code))
        default: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        while isReady, open < atOnce, begun < count { push(context) }
        context.flush()
        if begun == count, open == 0 { ended.succeed(accepted) }
    }

    private func push(_ context: ChannelHandlerContext) {
        let id = HTTP2StreamID(1 + 2 * begun)
        let number = String(begun)
        let token = String(repeating: "0", count: 64 - number.count) + number
        var headers = HPACKHeaders()
        headers.reserveCapacity(9)
        headers.add(name: ":method", value: "POST")
        headers.add(name: ":scheme", value: "https")
        headers.add(name: ":path", value: "/3/device/" + token, indexing: .nonIndexable)
        headers.add(name: ":authority", value: authority)
        headers.add(name: "apns-topic", value: "com.apple.mgmt.External.11111111-1111-4111-8111-111111111111")
        headers.add(name: "apns-push-type", value: "mdm")
        headers.add(name: "apns-priority", value: "10")
        headers.add(name: "apns-expiration", value: "1795230000")
        headers.add(
            name: "apns-id", value: "11111111-1111-4111-8111-" + token.suffix(12),
            indexing: begun == 0 ? .indexable : .nonIndexable)
        let body = context.channel.allocator.buffer(string: #"{"mdm":"11111111-1111-4111-8111-111111111111"}"#)
        context.write(
            wrapOutboundOut(HTTP2Frame(streamID: id, payload: .headers(.init(headers: headers)))), promise: nil)
        context.write(
            wrapOutboundOut(HTTP2Frame(streamID: id, payload: .data(.init(data: .byteBuffer(body), endStream: true)))),
            promise: nil)
        begun += 1
        open += 1
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        ended.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { ended.fail(ChannelError.eof) }
}
