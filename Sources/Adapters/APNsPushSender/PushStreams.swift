import NIOCore
import NIOHTTP2
import NIOTLS
import Ports

/// The HTTP/2 streams of one connection to APNs, without a channel for each: a push is two frames out and one or
/// two frames in.
///
/// Waits for SETTINGS before the first stream and never has more streams open than APNs allows at the moment.
/// Lives on the connection's event loop.
final class PushStreams: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    struct Open {
        let wave: Wave
        let index: Int
        let since: NIODeadline
        var answer = NotificationAnswer()
    }

    enum Phase: Equatable {
        case connecting
        /// TLS is done; whether APNs accepts our certificate is told by its first frame (TLS 1.3).
        case greeting
        case open
        /// Finishes what is open.
        case draining
        case closed
    }

    let authority: String
    let patience: APNsConfiguration.Patience
    let standing: Standing
    /// Succeeds with the first SETTINGS.
    let ready: EventLoopPromise<NIOLoopBound<PushStreams>>

    var phase = Phase.connecting
    var context: ChannelHandlerContext?
    var open: [HTTP2StreamID: Open] = [:]
    var queue = CircularBuffer<Batch>()
    /// What APNs allows; NIO's own assumption until it says something.
    var allowedStreams = 100
    /// Lower than ``allowedStreams`` after a refusal, rising again with each answer.
    var dares = Int.max
    var nextStream: Int
    let firstStream: Int
    var lastActivity = NIODeadline.now()
    var isPumping = false
    var ping: Scheduled<Void>?
    var tick: Scheduled<Void>?
    var idle: Scheduled<Void>?
    /// Why the connection ends, once that is known.
    var trouble: PushTrouble?

    init(
        authority: String, patience: APNsConfiguration.Patience, standing: Standing,
        ready: EventLoopPromise<NIOLoopBound<PushStreams>>, firstStream: Int = 1
    ) {
        self.authority = authority
        self.patience = patience
        self.standing = standing
        self.ready = ready
        self.firstStream = firstStream
        nextStream = firstStream
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // MARK: sending

    func submit(_ batch: Batch) {
        guard phase == .open, standing.acceptsStreams, let context else {
            return batch.wave.giveBack(batch.indexes, trouble)
        }
        // The greeting of a new connection is as good as an answered PING.
        let patient = nextStream == firstStream ? max(patience.quiet, patience.ping) : patience.quiet
        let wasQuiet = open.isEmpty && queue.isEmpty && .now() - lastActivity >= TimeAmount(patient)
        queue.append(batch)
        watch(context)
        if wasQuiet { sendPing(context) }
        pump()
    }

    /// Opens as many streams as are allowed and wanted, a part of each batch in turn, so that a single wake-up does
    /// not wait for ten thousand others.
    func pump() {
        guard phase == .open, ping == nil, !isPumping, let context else { return }
        isPumping = true
        defer { isPumping = false }
        while phase == .open, context.channel.isWritable, open.count < min(allowedStreams, dares),
            var batch = queue.popFirst()
        {
            for _ in 0..<min(64, min(allowedStreams, dares) - open.count) {
                guard nextStream <= Int(Int32.max) else { break }
                guard let index = batch.next() else { break }
                openStream(batch.wave, index, context)
            }
            if !batch.isEmpty { queue.append(batch) }
            context.flush()
            if nextStream > Int(Int32.max) { drain(.connectionLost("the connection's stream numbers are used up")) }
        }
    }

    private func openStream(_ wave: Wave, _ index: Int, _ context: ChannelHandlerContext) {
        let id = HTTP2StreamID(nextStream)
        let request = NotificationRequest(
            wave.wakeUps[index], topic: wave.topic, expiration: wave.expiration, authority: authority,
            isFirst: nextStream == firstStream, allocator: context.channel.allocator)
        nextStream += 2
        lastActivity = .now()
        open[id] = Open(wave: wave, index: index, since: lastActivity)
        write(.headers(.init(headers: request.headers)), on: id, context)
        write(.data(.init(data: .byteBuffer(request.body), endStream: true)), on: id, context)
    }

    func write(_ payload: HTTP2Frame.FramePayload, on id: HTTP2StreamID, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(HTTP2Frame(streamID: id, payload: payload)), promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { pump() }
        context.fireChannelWritabilityChanged()
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .seconds(seconds) + .nanoseconds(attoseconds / 1_000_000_000)
    }
}
