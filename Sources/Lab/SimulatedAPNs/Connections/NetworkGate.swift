import NIOCore

/// The wire in front of TLS: while the network is silent no byte passes in either direction, and none is lost.
final class NetworkGate: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var isSilent: Bool
    private var wantsRead = false
    private var arrived: [NIOAny] = []
    private var leaving: [(NIOAny, EventLoopPromise<Void>?)] = []

    init(isSilent: Bool) { self.isSilent = isSilent }

    func read(context: ChannelHandlerContext) {
        if isSilent { wantsRead = true } else { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isSilent { arrived.append(data) } else { context.fireChannelRead(data) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isSilent { leaving.append((data, promise)) } else { context.write(data, promise: promise) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? ConnectionOrder {
        case .cut: context.close(promise: nil)
        case .behave(let behaviour):
            isSilent = behaviour.network == .silent
            if !isSilent { release(context) }
            context.fireUserInboundEventTriggered(event)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let lost = leaving
        leaving = []
        for (_, promise) in lost { promise?.fail(ChannelError.ioOnClosedChannel) }
        context.fireChannelInactive()
    }

    private func release(_ context: ChannelHandlerContext) {
        let (incoming, outgoing) = (arrived, leaving)
        (arrived, leaving) = ([], [])
        for (data, promise) in outgoing { context.write(data, promise: promise) }
        if !outgoing.isEmpty { context.flush() }
        for data in incoming { context.fireChannelRead(data) }
        if !incoming.isEmpty { context.fireChannelReadComplete() }
        if wantsRead {
            wantsRead = false
            context.read()
        }
    }
}
