import NIOCore
import NIOHTTP2
import NIOTLS
import Ports

/// How a connection ends, and how it is noticed that it has.
extension PushStreams {
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted(let negotiated):
            if negotiated == "h2" {
                phase = .greeting
            } else {
                end(.unreachable("the peer speaks no HTTP/2 (ALPN)"), context)
            }
        case let closed as StreamClosedEvent:
            // After its answer a stream is no longer in the table; what is, was broken by NIO or the peer.
            if let stream = open.removeValue(forKey: closed.streamID) {
                stream.wave.lose([stream.index], trouble ?? .connectionLost("the stream broke"))
            }
        case let window as NIOHTTP2WindowUpdatedEvent:
            windowChanged(window, context)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch ConnectionFailure(error) {
        case .ragged: break
        case .alert(let word): end(.certificateRejected(word), context)
        case .untrusted: end(.untrustedPeer(issuer: ""), context)
        case .other(let words):
            end(phase == .connecting ? .unreachable(words) : .connectionLost(words), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let words = "APNs closed the connection"
        switch phase {
        case .connecting: leave(trouble ?? .unreachable("the peer closed the connection during the TLS handshake"))
        // With TLS 1.3 our certificate is judged after our side of the handshake is done.
        case .greeting: leave(trouble ?? .certificateRejected("closed right after the TLS handshake"))
        case .open, .draining: leave(trouble ?? .connectionLost(words))
        case .closed: break
        }
        context.fireChannelInactive()
    }

    /// Begins no new streams; what waits goes elsewhere; closes after the last answer.
    func drain(_ trouble: PushTrouble) {
        standing.stopAccepting()
        guard phase == .open else { return }
        phase = .draining
        self.trouble = self.trouble ?? trouble
        ping?.cancel()
        ping = nil
        emptyQueue()
        closeIfDone()
    }

    func closeIfDone() {
        guard phase == .draining, open.isEmpty, let context else { return }
        leave(trouble ?? .connectionLost("closed"))
        write(.goAway(lastStreamID: .rootStream, errorCode: .noError, opaqueData: nil), on: .rootStream, context)
        context.flush()
        context.close(promise: nil)
    }

    /// The server stops: no retries, and only a moment for what is under way.
    func sayFarewell() {
        guard let context else { return }
        let goodbye = PushTrouble.connectionLost("the server is shutting down")
        for batch in queue { batch.wave.fail(batch.indexes, goodbye) }
        queue.removeAll()
        drain(goodbye)
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(patience.farewell)) {
            guard self.phase != .closed, let context = self.context else { return }
            for stream in self.open.values { stream.wave.fail([stream.index], goodbye) }
            self.open = [:]
            self.end(goodbye, context)
        }
    }

    /// At once, whatever is open.
    func end(_ trouble: PushTrouble, _ context: ChannelHandlerContext) {
        guard phase != .closed else { return }
        leave(trouble)
        context.close(promise: nil)
    }

    /// Tells everybody who waits on this connection; nothing is heard from it afterwards.
    private func leave(_ trouble: PushTrouble) {
        standing.stopAccepting()
        let wasReady = phase == .open || phase == .draining
        phase = .closed
        self.trouble = trouble
        for timer in [ping, tick, idle] { timer?.cancel() }
        if !wasReady { ready.fail(trouble) }
        let broken = open.values
        open = [:]
        for stream in broken {
            if trouble.isFinal {
                stream.wave.fail([stream.index], trouble)
            } else {
                stream.wave.lose([stream.index], trouble)
            }
        }
        emptyQueue()
    }

    private func emptyQueue() {
        let waiting = queue
        queue.removeAll()
        for batch in waiting { hand(batch.indexes, back: batch.wave) }
    }
}
