import Administration
import Enrollments
import Foundation
import MDMProtocol
public import NIOCore
public import NIOHTTP1
import NIOSSL
import PushCertificates
import UseCases

/// Answers the commonest request of all, an Idle for which nothing waits, on the event loop of its connection.
///
/// Everything else takes the long way behind it, byte for byte as it came: a request that is large, odd, refused, not known
/// by heart, or behind another one that is still being worked on. It does nothing that the long way does not do, by the same
/// functions; it spares the change of threads and the router, which were a third of what an empty poll cost
/// (docs/reference/performance.md).
public final class PollShortcut: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPServerRequestPart
    public typealias InboundOut = HTTPServerRequestPart
    public typealias OutboundIn = HTTPServerResponsePart
    public typealias OutboundOut = HTTPServerResponsePart

    /// An Idle has about 400 bytes.
    static let longestBody = 4096

    private struct Held {
        let head: HTTPRequestHead
        let scope: CompanyScope
        let length: Int
        var body: ByteBuffer?
        var parts = 0
    }

    private let poll: RememberedPoll
    /// The request that is being read, as long as it may be one for here.
    private var held: Held?
    /// Requests on the long way: answers leave in the order of the requests.
    private var others = 0
    private var mustFlush = false
    /// The server stops: what comes now is counted by whoever waits for its end.
    private var isStopping = false
    /// What the connection proves once for all its requests.
    private var proven: Proven?
    private var isTrusted: Bool?

    private struct Proven {
        var certificate: Fingerprint?
    }

    init(_ poll: RememberedPoll) { self.poll = poll }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            release(context)
            guard others == 0, !isStopping, context.channel.isWritable, let started = start(head) else {
                others += 1
                return context.fireChannelRead(data)
            }
            held = started
        case .body(let buffer):
            // One buffer is the rule; what comes in pieces is small and rare.
            guard let request = held else { return context.fireChannelRead(data) }
            let size = (request.body?.readableBytes ?? 0) + buffer.readableBytes
            if request.body == nil {
                held?.body = buffer
            } else {
                held?.body?.writeImmutableBuffer(buffer)
            }
            if size > request.length { release(context) }
        case .end(let trailers):
            guard let request = held else { return context.fireChannelRead(data) }
            guard trailers == nil, answers(request, context) else {
                release(context)
                return context.fireChannelRead(data)
            }
            held = nil
            write(to: request.head, context)
        }
    }

    public func channelReadComplete(context: ChannelHandlerContext) {
        if mustFlush {
            mustFlush = false
            context.flush()
        }
        context.fireChannelReadComplete()
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { others -= 1 }
        context.write(data, promise: promise)
    }

    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isStopping = true
            release(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    public func channelInactive(context: ChannelHandlerContext) {
        held = nil
        context.fireChannelInactive()
    }

    /// What was kept back goes the long way.
    private func release(_ context: ChannelHandlerContext) {
        guard let request = held else { return }
        held = nil
        others += 1
        context.fireChannelRead(wrapInboundOut(.head(request.head)))
        if let body = request.body { context.fireChannelRead(wrapInboundOut(.body(body))) }
    }

    private func start(_ head: HTTPRequestHead) -> Held? {
        guard head.method == .PUT, head.version == .http1_1, head.isKeepAlive,
            let scope = RememberedPoll.company(of: head.uri),
            let length = head.headers.first(name: "Content-Length").flatMap({ Int($0) }),
            (1...Self.longestBody).contains(length), !head.headers.contains(name: "Expect"),
            !head.headers.contains(name: "Transfer-Encoding"), !head.headers.contains(name: "Upgrade")
        else { return nil }
        return Held(head: head, scope: scope, length: length)
    }

    private func answers(_ request: Held, _ context: ChannelHandlerContext) -> Bool {
        guard let buffer = request.body, buffer.readableBytes == request.length else { return false }
        let body = [UInt8](buffer.readableBytesView)
        guard let idle = poll.idle(body), let told = told(request.head, context) else { return false }
        return poll.answers(idle, body, provenBy: told, in: request.scope)
    }

    /// - Returns: nil when a header is there twice, or the connection does not tell: the long way knows what that means.
    private func told(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> DeviceProof.Told? {
        guard let proven = try? certificate(context) else { return nil }
        var told = DeviceProof.Told(connection: proven.certificate)
        var (certificate, secret): (String?, String?)
        guard Self.read("Mdm-Signature", head, into: &told.signature),
            Self.read(poll.proof.configuration.certificateHeader, head, into: &certificate),
            Self.read("X-Kizuna-Proxy", head, into: &secret)
        else { return nil }
        // Without these headers it does not matter whose word they would be.
        if certificate != nil || secret != nil, isFromTrustedProxy(context) {
            (told.certificate, told.proxySecret) = (certificate, secret)
        }
        return told
    }

    private func certificate(_ context: ChannelHandlerContext) throws -> Proven {
        if let proven { return proven }
        var made = Proven()
        if poll.proof.configuration.speaksTLS,
            let presented = try context.pipeline.syncOperations.nioSSL_peerCertificate()
        {
            made.certificate = Fingerprint(of: try presented.toDERBytes())
        }
        proven = made
        return made
    }

    private func isFromTrustedProxy(_ context: ChannelHandlerContext) -> Bool {
        if let isTrusted { return isTrusted }
        let isTrusted = poll.proof.isTrustedProxy(context.remoteAddress?.ipAddress ?? "")
        self.isTrusted = isTrusted
        return isTrusted
    }

    /// As ``DeviceAnswer/nothing``.
    private func write(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let answer = HTTPResponseHead(version: head.version, status: .ok, headers: poll.headers())
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        mustFlush = true
    }

    /// - Returns: false when it is there more than once.
    private static func read(_ name: String, _ head: HTTPRequestHead, into value: inout String?) -> Bool {
        let values = head.headers[name]
        value = values.first
        return values.count <= 1
    }
}
