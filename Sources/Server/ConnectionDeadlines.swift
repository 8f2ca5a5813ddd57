import NIOCore
import NIOHTTP1

/// Ends connections that hold a place without using it: nobody has proved who they are before their request is there.
///
/// - The first request's head is due ``Limits/head`` after the connection was accepted, TLS included.
/// - From ``Limits/head`` on, a body brings ``Limits/bodyRate`` bytes for each further second.
/// - A peer that reads nothing of its answer for ``Limits/unread`` is not waited for.
///
/// A kept connection between two requests is the HTTP library's idle timeout. The connection is closed without an
/// answer: whoever is that slow would not read one, and a device comes again.
final class ConnectionDeadlines: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    struct Limits: Sendable {
        var head = TimeAmount.seconds(10)
        /// Bytes in a second.
        var bodyRate = 1000
        var unread = TimeAmount.seconds(60)
    }

    private let limits: Limits
    private var due: Scheduled<Void>?
    private var unread: Scheduled<Void>?
    private var bodyBytes = 0

    init(_ limits: Limits = Limits()) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        due = schedule(in: limits.head, context) { [self] context in
            due = nil
            context.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            bodyBytes = 0
            lookAtBody(context, in: limits.head)
        case .body(let buffer): bodyBytes += buffer.readableBytes
        case .end:
            due?.cancel()
            due = nil
        }
        context.fireChannelRead(data)
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
        due?.cancel()
        due = schedule(in: amount, context) { [self] context in
            due = nil
            if bodyBytes < max(1, seconds * limits.bodyRate) {
                context.close(promise: nil)
            } else {
                lookAtBody(context, in: .seconds(1), seconds: seconds + 1)
            }
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
        (due, unread) = (nil, nil)
    }
}

/// Puts ``ConnectionDeadlines`` behind the decoder: where the HTTP library takes handlers, requests have its own types.
final class DeadlineInstaller: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias InboundOut = NIOAny

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ConnectionDeadlines(), position: .after(decoder))
        } catch {
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }
}
