import NIOCore
import NIOHTTP2
import Ports

/// Patience: answers that do not come, a quiet connection that may be dead, one that nobody uses.
extension PushStreams {
    /// Looks after open streams and the queue as long as there are any, and closes an unused connection.
    func watch(_ context: ChannelHandlerContext) {
        let loop = context.eventLoop.assumeIsolated()
        if tick == nil, !(open.isEmpty && queue.isEmpty) {
            let patience = TimeAmount(patience.answer)
            let period = min(TimeAmount.seconds(1), TimeAmount.nanoseconds(patience.nanoseconds / 4))
            tick = loop.scheduleTask(in: period) {
                self.tick = nil
                self.lookForOverdue()
                if let context = self.context, self.phase != .closed { self.watch(context) }
            }
        }
        if idle == nil {
            let left = TimeAmount(patience.idle) - (.now() - lastActivity)
            idle = loop.scheduleTask(in: max(left, .milliseconds(1))) {
                self.idle = nil
                guard self.phase == .open, let context = self.context else { return }
                let isIdle = .now() - self.lastActivity >= TimeAmount(self.patience.idle)
                if isIdle, self.open.isEmpty, self.queue.isEmpty {
                    self.drain(.connectionLost("nobody used the connection"))
                } else {
                    if isIdle { self.lastActivity = .now() }
                    self.watch(context)
                }
            }
        }
    }

    /// Is anybody there? Answered by the peer's HTTP/2 layer; until then no stream is opened.
    func sendPing(_ context: ChannelHandlerContext) {
        guard ping == nil else { return }
        write(.ping(HTTP2PingData(withInteger: 1), ack: false), on: .rootStream, context)
        context.flush()
        ping = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(patience.ping)) {
            self.ping = nil
            guard let context = self.context else { return }
            self.end(.connectionLost("a quiet connection did not answer PING"), context)
        }
    }

    private func lookForOverdue() {
        guard let context, phase == .open || phase == .draining else { return }
        let now = NIODeadline.now()
        let limit = TimeAmount(patience.answer)
        let overdue = open.filter { now - $0.value.since >= limit }
        let isStuck = open.isEmpty && !queue.isEmpty && ping == nil && now - lastActivity >= limit
        guard !overdue.isEmpty || isStuck else { return }
        let words = isStuck ? "APNs allows no stream" : "APNs did not answer within \(patience.answer)"
        for (id, stream) in overdue {
            open[id] = nil
            write(.rstStream(.cancel), on: id, context)
            stream.wave.fail([stream.index], .unreachable(words))
        }
        context.flush()
        // Who does not answer one may answer none: the rest tries another connection.
        drain(.unreachable(words))
        closeIfDone()
    }
}
