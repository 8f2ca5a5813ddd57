import NIOCore

/// The open connections of a listener: no more than `most`, and at a stop each is told to come to its end.
final class OpenConnections: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    /// As an event in the listener's pipeline: closes it and its connections at once.
    struct EndThem: Sendable {}

    private let most: Int
    private let whenEnded: () -> Void
    private var open: [ObjectIdentifier: any Channel] = [:]
    /// A read that was asked for when no more connections were wanted.
    private var isReadDue = false
    private var isStopping = false
    private var hasEnded = false

    /// - Parameter whenEnded: called once, when the listener is closed and the last connection has ended.
    init(most: Int, whenEnded: @escaping () -> Void) {
        self.most = most
        self.whenEnded = whenEnded
    }

    func read(context: ChannelHandlerContext) {
        guard open.count < most else {
            isReadDue = true
            return
        }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        guard !isStopping else { return channel.close(promise: nil) }
        open[ObjectIdentifier(channel)] = channel
        let (loop, id, here) = (context.eventLoop, ObjectIdentifier(channel), context.loopBound)
        let bound = NIOLoopBound(self, eventLoop: loop)
        channel.closeFuture.whenComplete { _ in
            if loop.inEventLoop {
                bound.value.ended(id, here.value)
            } else {
                loop.execute { bound.value.ended(id, here.value) }
            }
        }
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            stop()
            context.close(promise: nil)
        case is EndThem:
            stop()
            for channel in open.values { channel.close(promise: nil) }
            context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    /// Also when the socket failed: nothing is accepted any more, and whoever runs the listener has to know.
    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    private func stop() {
        guard !isStopping else { return }
        isStopping = true
        for channel in open.values { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        endIfEmpty()
    }

    private func ended(_ id: ObjectIdentifier, _ context: ChannelHandlerContext) {
        open[id] = nil
        if isStopping {
            endIfEmpty()
        } else if isReadDue, open.count < most {
            isReadDue = false
            context.read()
        }
    }

    private func endIfEmpty() {
        guard open.isEmpty, !hasEnded else { return }
        hasEnded = true
        whenEnded()
    }
}
