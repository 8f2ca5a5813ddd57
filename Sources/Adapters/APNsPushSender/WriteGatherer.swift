import NIOCore

/// Makes one TLS record out of what is written between two flushes.
///
/// NIOHTTP2 writes each frame by itself and its payload apart; NIOSSL makes a record of every write. For a push
/// that would be three records of a hundred bytes each.
final class WriteGatherer: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = ByteBuffer

    private var gathered = ByteBuffer()
    private var promise: EventLoopPromise<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .byteBuffer(var buffer): gathered.writeBuffer(&buffer)
        case .fileRegion: break
        }
        guard let promise else { return }
        if let earlier = self.promise { earlier.futureResult.cascade(to: promise) } else { self.promise = promise }
    }

    func flush(context: ChannelHandlerContext) {
        send(context)
        context.flush()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        send(context)
        context.close(mode: mode, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        promise?.fail(ChannelError.ioOnClosedChannel)
        promise = nil
    }

    private func send(_ context: ChannelHandlerContext) {
        guard gathered.readableBytes > 0 || promise != nil else { return }
        let promise = promise
        self.promise = nil
        // A slice keeps the storage; the next write copies when the old bytes are still being sent.
        let bytes = gathered
        gathered = context.channel.allocator.buffer(capacity: 16_384)
        context.write(wrapOutboundOut(bytes), promise: promise)
    }
}
