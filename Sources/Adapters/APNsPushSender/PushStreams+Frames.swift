import NIOCore
import NIOHPACK
import NIOHTTP2
import Ports

/// What APNs says.
extension PushStreams {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        lastActivity = .now()
        switch frame.payload {
        case .headers(let headers):
            open[frame.streamID]?.answer.take(headers.headers)
            if headers.endStream { finish(frame.streamID) }
        case .data(let data):
            take(data, on: frame.streamID, context)
        case .rstStream(let code):
            reset(frame.streamID, code)
        case .settings(.settings(let settings)):
            obey(settings)
        case .goAway(let last, let code, let words):
            goAway(last, code, words)
        case .ping(_, ack: true):
            ping?.cancel()
            ping = nil
        case .settings(.ack), .ping, .priority, .pushPromise, .windowUpdate, .alternativeService, .origin:
            break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        pump()
        context.flush()
        closeIfDone()
        context.fireChannelReadComplete()
    }

    private func obey(_ settings: HTTP2Settings) {
        // The last one counts (RFC 9113 §6.5.3).
        if let limit = settings.last(where: { $0.parameter == .maxConcurrentStreams }) {
            // 500 at once are 10,000 pushes a second at a round trip of 50 ms; NIO looks streams up in a list, so
            // that more would cost more than they bring.
            allowedStreams = min(limit.value, 500)
        }
        guard phase == .connecting || phase == .greeting, let context else { return }
        phase = .open
        ready.succeed(NIOLoopBound(self, eventLoop: context.eventLoop))
        watch(context)
    }

    private func take(_ data: HTTP2Frame.FramePayload.Data, on id: HTTP2StreamID, _ context: ChannelHandlerContext) {
        guard case .byteBuffer(let bytes) = data.data, open[id] != nil else { return }
        if open[id]?.answer.take(bytes.readableBytesView) == false {
            finish(id)
            write(.rstStream(.cancel), on: id, context)
        } else if data.endStream {
            finish(id)
        }
    }

    /// Opens the connection's window again by halves, also for what NIO dropped unseen, such as the rest of an answer
    /// that was cut off. A stream's own window is larger than any answer.
    func windowChanged(_ event: NIOHTTP2WindowUpdatedEvent, _ context: ChannelHandlerContext) {
        guard event.streamID == .rootStream, let left = event.inboundWindowSize, left < 32_768 else { return }
        write(.windowUpdate(windowSizeIncrement: 65_535 - left), on: .rootStream, context)
        context.flush()
    }

    private func finish(_ id: HTTP2StreamID) {
        guard let stream = open.removeValue(forKey: id) else { return }
        if dares < Int.max { dares = dares >= allowedStreams ? Int.max : dares + 1 }
        stream.wave.settle(
            stream.index, stream.answer.outcome(asked: stream.wave.wakeUps[stream.index].apnsID))
    }

    private func reset(_ id: HTTP2StreamID, _ code: HTTP2ErrorCode) {
        guard let stream = open.removeValue(forKey: id) else { return }
        guard code == .refusedStream else {
            return stream.wave.lose([stream.index], .connectionLost("APNs reset the stream: \(code)"))
        }
        dares = max(1, open.count)
        guard stream.wave.mayRepeatRefused(stream.index) else { return }
        guard phase == .open else { return stream.wave.giveBack([stream.index], trouble) }
        queue.append(Batch(wave: stream.wave, indexes: [stream.index]))
    }

    /// Streams above the last one named were not processed; the others finish (RFC 9113 §6.8).
    private func goAway(_ last: HTTP2StreamID, _ code: HTTP2ErrorCode, _ words: ByteBuffer?) {
        let reason = Refusal(json: words?.readableBytesView.prefix(NotificationAnswer.largestBody).map(\.self) ?? [])
            .reason
        let said = reason.isEmpty ? "APNs said GOAWAY: \(code)" : reason
        trouble = Self.aboutCertificates.contains(reason) ? .certificateRejected(reason) : .connectionLost(said)
        let unprocessed = open.filter { $0.key > last }
        for (id, stream) in unprocessed {
            open[id] = nil
            hand([stream.index], back: stream.wave)
        }
        if phase == .connecting || phase == .greeting {
            ready.fail(trouble ?? .connectionLost(said))
        }
        drain(trouble ?? .connectionLost(said))
    }

    private static let aboutCertificates: Set<String> = [
        "BadCertificate", "BadCertificateEnvironment", "Forbidden", "InvalidProviderToken", "MissingProviderToken",
        "ExpiredProviderToken", "TopicDisallowed",
    ]

    /// Back to the wave, or ended when another connection would end as this one did.
    func hand(_ indexes: [Int], back wave: Wave) {
        if let trouble, trouble.isFinal { wave.fail(indexes, trouble) } else { wave.giveBack(indexes, trouble) }
    }
}

extension PushTrouble {
    /// Another connection would not do better.
    var isFinal: Bool {
        switch self {
        case .certificateRejected, .untrustedPeer, .certificateExpired: true
        case .unreachable, .connectionLost: false
        }
    }
}
