import DeviceEndpoints
import NIOCore
import NIOHTTP1

/// Ends connections that hold a place without using it: nobody has proved who they are before their request is there.
///
/// - The first request's head is due ``Limits/head`` after the connection was accepted, TLS included.
/// - From ``Limits/head`` on, a body brings ``Limits/bodyRate`` bytes for each further second.
/// - A peer that reads nothing of its answer for ``Limits/unread`` is not waited for.
/// - A connection on which another protocol was wished for is closed after the answer: what comes next would be kept unread.
/// - A kept connection on which nothing was asked or answered for ``Limits/idle`` is closed.
///
/// The connection is closed without an answer: whoever is that slow would not read one, and a device comes again. A
/// request that arrives whole costs no timer; a connection has one, first for its first head, then for its use.
final class ConnectionDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    struct Limits: Sendable {
        var head = TimeAmount.seconds(10)
        /// Bytes in a second.
        var bodyRate = 1000
        var unread = TimeAmount.seconds(60)
        var idle = TimeAmount.seconds(60)
    }

    private let limits: Limits
    /// Of the body that is being read.
    private var due: Scheduled<Void>?
    private var unread: Scheduled<Void>?
    /// Of the first head, then of the connection's use: one at a time, as taking one out of an event loop's timers costs more
    /// the more connections there are.
    private var idle: Scheduled<Void>?
    private var hasHead = false
    private var bodyBytes = 0
    private var isBodyMissing = false
    /// Requests that were not answered yet.
    private var unanswered = 0
    /// A request wished for another protocol: none is spoken, and the decoder reads nothing behind it.
    private var isLast = false
    /// When something was last asked or answered.
    private var lastUse = NIODeadline.uptimeNanoseconds(0)

    init(_ limits: Limits = Limits()) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        lastUse = context.eventLoop.now
        idle = schedule(in: limits.head, context) { [self] context in
            idle = nil
            if hasHead { lookForUse(context) } else { context.close(promise: nil) }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isLast = isLast || head.method == .CONNECT || head.headers.contains(name: "Upgrade")
            due?.cancel()
            due = nil
            hasHead = true
            bodyBytes = 0
            isBodyMissing = true
            unanswered += 1
            lastUse = context.eventLoop.now
        case .body(let buffer): bodyBytes += buffer.readableBytes
        case .end:
            due?.cancel()
            due = nil
            isBodyMissing = false
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isBodyMissing, due == nil { lookAtBody(context, in: limits.head) }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            unanswered -= 1
            lastUse = context.eventLoop.now
            if isLast {
                let written = promise ?? context.eventLoop.makePromise()
                let bound = context.loopBound
                written.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
                return context.writeAndFlush(data, promise: written)
            }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        unread?.cancel()
        unread = nil
        if !context.channel.isWritable {
            unread = schedule(in: limits.unread, context) { $0.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    /// - Parameter seconds: how many have passed since the rate began to count.
    private func lookAtBody(_ context: ChannelHandlerContext, in amount: TimeAmount, seconds: Int = 0) {
        due = schedule(in: amount, context) { [self] context in
            due = nil
            if bodyBytes < max(1, seconds * limits.bodyRate) {
                context.close(promise: nil)
            } else {
                lookAtBody(context, in: .seconds(1), seconds: seconds + 1)
            }
        }
    }

    private func lookForUse(_ context: ChannelHandlerContext) {
        // One that is read or worked on has other bounds.
        let left = unanswered > 0 ? limits.idle : lastUse + limits.idle - context.eventLoop.now
        guard left > .zero else { return context.close(promise: nil) }
        idle = schedule(in: left, context) { [self] context in
            idle = nil
            lookForUse(context)
        }
    }

    private func schedule(
        in amount: TimeAmount, _ context: ChannelHandlerContext, _ act: @escaping (ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: amount) { act(context) }
    }

    private func cancel() {
        due?.cancel()
        unread?.cancel()
        idle?.cancel()
        (due, unread, idle) = (nil, nil, nil)
    }
}

/// Puts ``ConnectionDeadlines`` behind the decoder, and what answers before the HTTP library behind it: where the library
/// takes handlers, requests have its own types.
final class EarlyHandlers: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias InboundOut = NIOAny

    private let shortcut: PollShortcut?
    private let limits: ConnectionDeadlines.Limits

    init(_ shortcut: PollShortcut?, _ limits: ConnectionDeadlines.Limits = .init()) {
        self.shortcut = shortcut
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            let deadlines = ConnectionDeadlines(limits)
            try pipeline.addHandler(deadlines, position: .after(decoder))
            if let shortcut { try pipeline.addHandler(shortcut, position: .after(deadlines)) }
        } catch {
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }
}
