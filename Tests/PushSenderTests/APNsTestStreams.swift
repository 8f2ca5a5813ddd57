import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOSSL
import NIOTLS
import Synchronization

/// One connection of ``APNsTestServer``.
final class APNsTestStreams: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let server: APNsTestServer
    private let connection: Int
    private var headers: [HTTP2StreamID: HPACKHeaders] = [:]
    private var bodies: [HTTP2StreamID: String] = [:]
    private var openStreams: Set<HTTP2StreamID> = []
    private var allowed: Int
    private var count = 0
    /// The highest stream that was taken up.
    private var highest = 0
    private var certificate: [UInt8] = []
    /// Streams above this one are not processed any more.
    private var last = Int.max

    init(server: APNsTestServer, connection: Int) {
        self.server = server
        self.connection = connection
        allowed = server.settings.allowedStreams ?? Int.max
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            certificate = (try? context.channel.pipeline.syncOperations.nioSSL_peerCertificate()?.toDERBytes()) ?? []
            if server.settings.closesAfterHandshake { context.close(promise: nil) }
        }
        if let window = event as? NIOHTTP2WindowUpdatedEvent, window.streamID == .rootStream,
            let left = window.inboundWindowSize, left < 32_768
        {
            write(.windowUpdate(windowSizeIncrement: 65_535 - left), .rootStream, context)
            context.flush()
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Frames for streams that a GOAWAY left behind are errors of the stream, for NIO too.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is NIOSSLError { context.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !server.settings.closesAfterHandshake else { return }
        let frame = unwrapInboundIn(data)
        switch frame.payload {
        case .headers(let payload):
            headers[frame.streamID] = payload.headers
            openStreams.insert(frame.streamID)
            server.seen.withLock { seen in
                seen.mostOpen = max(seen.mostOpen, openStreams.count)
                if openStreams.count > allowed { seen.excess += 1 }
            }
        case .data(let payload):
            guard case .byteBuffer(let bytes) = payload.data else { return }
            bodies[frame.streamID, default: ""] += String(buffer: bytes)
            if payload.endStream { take(frame.streamID, context) }
        case .settings(.ack):
            break
        default: break
        }
    }

    private func take(_ id: HTTP2StreamID, _ context: ChannelHandlerContext) {
        guard Int(id) <= last, let fields = headers.removeValue(forKey: id) else { return }
        count += 1
        highest = max(highest, Int(id))
        let request = APNsTestServer.Request(
            connection: connection, stream: Int(id), number: count, path: fields.first(name: ":path") ?? "",
            headers: Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
            body: bodies.removeValue(forKey: id) ?? "", certificate: certificate)
        server.seen.withLock { $0.requests.append(request) }
        let reaction = server.react(request)
        let loop = context.eventLoop.assumeIsolated()
        guard server.settings.latency > .zero else { return perform(reaction, id, context) }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        loop.scheduleTask(in: server.settings.latency) { self.perform(reaction, id, bound.value) }
    }

    private func perform(_ reaction: APNsTestServer.Reaction, _ id: HTTP2StreamID, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        switch reaction {
        case .answer(let status, let body, let fields): answer(id, status, body, fields, context)
        case .reset(let code):
            openStreams.remove(id)
            write(.rstStream(code), id, context)
        case .goAway(let answersThis, let reason):
            last = min(last, answersThis ? highest : max(0, Int(id) - 2))
            let words = reason.isEmpty ? nil : ByteBuffer(string: #"{"reason":"\#(reason)"}"#)
            write(
                .goAway(lastStreamID: HTTP2StreamID(last), errorCode: .noError, opaqueData: words), .rootStream, context
            )
            openStreams = openStreams.filter { Int($0) <= last }
            server.seen.withLock { $0.lastStreams[connection] = last }
            if answersThis { answer(id, 200, "", [:], context) }
        case .cut:
            // Below TLS, without its goodbye.
            try? context.channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
                .close(promise: nil)
        case .allow(let streams):
            allowed = streams
            write(
                .settings(.settings([HTTP2Setting(parameter: .maxConcurrentStreams, value: streams)])), .rootStream,
                context)
            answer(id, 200, "", [:], context)
        case .ignore: break
        }
        context.flush()
    }

    private func answer(
        _ id: HTTP2StreamID, _ status: Int, _ body: String, _ fields: [String: String],
        _ context: ChannelHandlerContext
    ) {
        openStreams.remove(id)
        var headers = HPACKHeaders([(":status", String(status))])
        for (name, value) in fields { headers.add(name: name, value: value) }
        write(.headers(.init(headers: headers, endStream: body.isEmpty)), id, context)
        guard !body.isEmpty else { return }
        write(.data(.init(data: .byteBuffer(ByteBuffer(string: body)), endStream: true)), id, context)
    }

    private func write(_ payload: HTTP2Frame.FramePayload, _ id: HTTP2StreamID, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(HTTP2Frame(streamID: id, payload: payload)), promise: nil)
    }
}
