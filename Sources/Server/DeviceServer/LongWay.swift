import HummingbirdCore
import NIOCore
import NIOHTTP1

/// The last handler of a connection, behind the library's: gives it a task when something has come through to here.
///
/// What the event loop answers itself never does. What does is kept by the library's handler before this one until the task
/// reads it. Without a task nobody else ends the connection, so this does what the task would:
///
/// - The peer sends nothing more: everything it asked was answered, or will never be whole. The connection is closed.
/// - TLS or the socket failed: it is closed. Bytes that are no HTTP get the library's 400 from a task.
final class LongWay<Value: ServerChildChannelValue>: ChannelInboundHandler {
    typealias InboundIn = Any

    private let begin: (Value) -> Void
    /// Kept until the library's handlers have left the pipeline, which is when it may be given up unused.
    private var value: Value?
    private var hasBegun = false

    init(_ value: Value, begin: @escaping (Value) -> Void) {
        self.value = value
        self.begin = begin
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { beginOnce() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A request that its connection's end cut off is no HTTP either, but nobody is there to be told.
        guard context.channel.isActive else { return }
        if error is HTTPParserError { return beginOnce() }
        if !hasBegun { context.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if !hasBegun, case .some(.inputClosed) = event as? ChannelEvent { context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { value = nil }

    private func beginOnce() {
        guard !hasBegun, let value else { return }
        hasBegun = true
        begin(value)
    }
}
