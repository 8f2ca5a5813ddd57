import Foundation
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL
import SimulatedAPNs

/// A provider that sends what it is told frame by frame, right or wrong, and tells every frame that comes back.
final class ProviderClient: Sendable {
    enum Event: Sendable, Equatable {
        case ready(maximumStreams: Int?)
        case answer(Answer)
        case reset(stream: Int, HTTP2ErrorCode)
        case goAway(last: Int, text: String)
        case closed
    }

    struct Answer: Sendable, Equatable {
        let stream: Int
        let status: Int
        let id: String?
        let retryAfter: String?
        let body: String

        var reason: String? {
            guard !body.isEmpty else { return nil }
            return (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])?["reason"] as? String
        }

        var timestamp: Int64? {
            ((try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])?["timestamp"] as? NSNumber)?
                .int64Value
        }
    }

    private let channel: any Channel
    private let events: AsyncStream<Event>
    private let handler: NIOLoopBound<ProviderHandler>

    static func connect(
        to fixture: LabFixture, as client: TestAuthority.Client?, protocols: [String] = ["h2"]
    ) async throws -> ProviderClient {
        try await connect(port: fixture.port, rootPEM: fixture.identity.rootPEM, as: client, protocols: protocols)
    }

    static func connect(
        port: Int, rootPEM: String, as client: TestAuthority.Client?, protocols: [String] = ["h2"]
    ) async throws -> ProviderClient {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(rootPEM.utf8)))
        configuration.applicationProtocols = protocols
        if let client {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(client.certificatePEM.utf8))
                .map { .certificate($0) }
            configuration.privateKey = .privateKey(
                try NIOSSLPrivateKey(bytes: Array(client.keyPEM.utf8), format: .pem))
        }
        let tls = try NIOSSLContext(configuration: configuration)
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        let (channel, handler) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = ProviderHandler(events: continuation)
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    try pipeline.addHandler(NIOHTTP2Handler(mode: .client))
                    try pipeline.addHandler(handler)
                    return (channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
                }
            }
        return ProviderClient(channel: channel, events: events, handler: handler)
    }

    private init(channel: any Channel, events: AsyncStream<Event>, handler: NIOLoopBound<ProviderHandler>) {
        self.channel = channel
        self.events = events
        self.handler = handler
    }

    /// The next thing that the service does.
    func next() async -> Event {
        for await event in events { return event }
        return .closed
    }

    func nextAnswer() async -> Answer? {
        while true {
            switch await next() {
            case .answer(let answer): return answer
            case .closed: return nil
            case .ready, .reset, .goAway: continue
            }
        }
    }

    func close() async { try? await channel.close() }

    /// Sends several requests in one burst, the first of them when the service has said what it allows.
    @discardableResult
    func send(_ requests: [PushDraft]) async throws -> [Int] {
        try await channel.eventLoop.submit { [handler] in
            requests.map { handler.value.send($0) }
        }.get()
    }

    func push(_ request: PushDraft) async throws -> Answer? {
        try await send([request])
        return await nextAnswer()
    }
}

/// A request as it goes out; a test spoils what it is about.
struct PushDraft: Sendable {
    var headers: [(String, String)]
    var body: String

    init(token: [UInt8], topic: String, magic: String = "MAGIC") {
        headers = [
            (":method", "POST"), (":scheme", "https"), (":authority", "localhost"),
            (":path", "/3/device/" + token.map { String(format: "%02x", $0) }.joined()), ("apns-topic", topic),
            ("apns-push-type", "mdm"), ("apns-priority", "10"),
            ("apns-expiration", String(Int(Date().timeIntervalSince1970) + 7 * 86_400)),
            ("apns-id", UUID().uuidString.lowercased()),
        ]
        body = #"{"mdm":"\#(magic)"}"#
    }

    subscript(name: String) -> String? {
        get { headers.first { $0.0 == name }?.1 }
        set {
            if let newValue, let index = headers.firstIndex(where: { $0.0 == name }) {
                headers[index].1 = newValue
            } else {
                headers.removeAll { $0.0 == name }
                if let newValue { headers.append((name, newValue)) }
            }
        }
    }

    func with(_ name: String, _ value: String?) -> PushDraft {
        var copy = self
        copy[name] = value
        return copy
    }

    func with(body: String) -> PushDraft {
        var copy = self
        copy.body = body
        return copy
    }
}

final class ProviderHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame
    private let events: AsyncStream<ProviderClient.Event>.Continuation
    private var context: ChannelHandlerContext?
    private var nextStream = 1
    private var isReady = false
    private var queue: [(Int, PushDraft)] = []
    private var heads: [HTTP2StreamID: HPACKHeaders] = [:]
    private var bodies: [HTTP2StreamID: String] = [:]

    init(events: AsyncStream<ProviderClient.Event>.Continuation) { self.events = events }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        events.yield(.closed)
        events.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What could not be sent any more because GOAWAY was faster.
        if error is NIOHTTP2Errors.StreamError || error is NIOHTTP2Errors.CreatedStreamAfterGoaway { return }
        context.close(promise: nil)
    }

    func send(_ draft: PushDraft) -> Int {
        let stream = nextStream
        nextStream += 2
        if isReady { write(draft, on: stream) } else { queue.append((stream, draft)) }
        context?.flush()
        return stream
    }

    private func write(_ draft: PushDraft, on number: Int) {
        guard let context else { return }
        let stream = HTTP2StreamID(number)
        let head = HTTP2Frame.FramePayload.Headers(headers: HPACKHeaders(draft.headers), endStream: draft.body.isEmpty)
        context.write(wrapOutboundOut(HTTP2Frame(streamID: stream, payload: .headers(head))), promise: nil)
        guard !draft.body.isEmpty else { return }
        let body = HTTP2Frame.FramePayload.Data(data: .byteBuffer(ByteBuffer(string: draft.body)), endStream: true)
        context.write(wrapOutboundOut(HTTP2Frame(streamID: stream, payload: .data(body))), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.payload {
        case .settings(.settings(let settings)):
            let most = settings.last { $0.parameter == .maxConcurrentStreams }?.value
            events.yield(.ready(maximumStreams: most))
            isReady = true
            for (stream, draft) in queue {
                write(draft, on: stream)
                context.flush()  // each by itself: NIO sends bodies that are flushed together in any order
            }
            queue = []
        case .headers(let block):
            heads[frame.streamID] = block.headers
            if block.endStream { finish(frame.streamID) }
        case .data(let block):
            if case .byteBuffer(let buffer) = block.data {
                bodies[frame.streamID, default: ""] += String(buffer: buffer)
            }
            if block.endStream { finish(frame.streamID) }
        case .rstStream(let code):
            if heads[frame.streamID] == nil { events.yield(.reset(stream: Int(frame.streamID), code)) }
        case .goAway(let last, _, let text):
            events.yield(.goAway(last: Int(last), text: text.map { String(buffer: $0) } ?? ""))
        default: break
        }
    }

    private func finish(_ stream: HTTP2StreamID) {
        guard let head = heads[stream] else { return }
        events.yield(
            .answer(
                ProviderClient.Answer(
                    stream: Int(stream), status: head.first(name: ":status").flatMap { Int($0) } ?? 0,
                    id: head.first(name: "apns-id"), retryAfter: head.first(name: "retry-after"),
                    body: bodies.removeValue(forKey: stream) ?? "")))
    }
}
