import NIOCore
import Synchronization

/// The open connections of a listener: no more than `most`, and at a stop each is told to come to its end.
///
/// A connection that ends says so on its own event loop: waking the listener's for each would cost a change of threads.
final class OpenConnections: Sendable {
    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        /// A read that was asked for when no more connections were wanted.
        var isReadDue = false
        var isStopping = false
        var hasEnded = false

        /// True once: nothing is accepted any more, and the last connection has ended.
        mutating func ends() -> Bool {
            guard isStopping, open.isEmpty, !hasEnded else { return false }
            hasEnded = true
            return true
        }
    }

    private let most: Int
    private let whenEnded: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter whenEnded: called once, when the listener has stopped and the last connection has ended.
    init(most: Int, whenEnded: @escaping @Sendable () -> Void) {
        self.most = most
        self.whenEnded = whenEnded
    }

    /// No more are accepted; each comes to its end when its requests are answered, or at once.
    func stop(atOnce: Bool = false) {
        let (open, isEnd) = state.withLock { state in
            state.isStopping = true
            return (Array(state.open.values), state.ends())
        }
        for channel in open {
            if atOnce {
                channel.close(promise: nil)
            } else {
                channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
            }
        }
        if isEnd { whenEnded() }
    }

    /// - Returns: false when the listener stops: the connection is not wanted.
    fileprivate func add(_ channel: any Channel, _ listener: any Channel) -> Bool {
        let id = ObjectIdentifier(channel)
        let isWanted = state.withLock { state in
            if !state.isStopping { state.open[id] = channel }
            return !state.isStopping
        }
        if isWanted { channel.closeFuture.whenComplete { [self] _ in remove(id, listener) } }
        return isWanted
    }

    private func remove(_ id: ObjectIdentifier, _ listener: any Channel) {
        let (channel, isEnd, mustRead) = state.withLock { state in
            let channel = state.open.removeValue(forKey: id)
            let mustRead = state.isReadDue && !state.isStopping && state.open.count < most
            if mustRead { state.isReadDue = false }
            return (channel, state.ends(), mustRead)
        }
        // Given up outside the lock.
        _ = channel
        if mustRead { listener.read() }
        if isEnd { whenEnded() }
    }

    fileprivate func mayRead() -> Bool {
        state.withLock { state in
            state.isReadDue = state.open.count >= most
            return !state.isReadDue
        }
    }

    /// For the listener's pipeline, before what sets connections up.
    final class Gate: ChannelDuplexHandler {
        typealias InboundIn = any Channel
        typealias InboundOut = any Channel
        typealias OutboundIn = Never

        private let connections: OpenConnections

        init(_ connections: OpenConnections) { self.connections = connections }

        func read(context: ChannelHandlerContext) {
            if connections.mayRead() { context.read() }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let channel = unwrapInboundIn(data)
            guard connections.add(channel, context.channel) else { return channel.close(promise: nil) }
            context.fireChannelRead(data)
        }

        /// Also when the socket failed: nothing is accepted any more, and whoever runs the listener has to know.
        func channelInactive(context: ChannelHandlerContext) {
            connections.stop()
            context.fireChannelInactive()
        }
    }
}
