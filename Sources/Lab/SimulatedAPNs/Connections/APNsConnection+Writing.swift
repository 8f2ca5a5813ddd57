import NIOCore
import NIOHPACK
import NIOHTTP2

/// What leaves a connection: answers when they are due, settings, GOAWAY; flushed once for all of a turn.
extension APNsConnection {
    func later(_ body: @escaping (APNsConnection) -> Void) {
        var delay = behaviour.latencyMilliseconds
        if behaviour.jitterMilliseconds > 0 { delay += Int.random(in: 0...behaviour.jitterMilliseconds) }
        guard delay > 0, let context else { return body(self) }
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(delay))) { [weak self] in
            guard let self, !self.isCut else { return }
            body(self)
            flushSoon()
        }
    }

    func answer(_ stream: HTTP2StreamID, _ answer: APNsAnswer, id: String, wasWhole: Bool) {
        guard unanswered.remove(stream) != nil else { return }
        var headers = HPACKHeaders()
        headers.reserveCapacity(4)
        headers.add(name: ":status", value: String(answer.status))
        headers.add(name: "apns-id", value: id, indexing: .nonIndexable)
        if let seconds = answer.retryAfterSeconds { headers.add(name: "retry-after", value: String(seconds)) }
        let body = answer.body
        if !body.isEmpty { headers.add(name: "content-type", value: "application/json") }
        write(stream, .headers(.init(headers: headers, endStream: body.isEmpty)))
        if !body.isEmpty {
            write(stream, .data(.init(data: .byteBuffer(ByteBuffer(string: body)), endStream: true)))
        }
        if !wasWhole {
            context?.flush()  // or the reset would take the body along
            write(stream, .rstStream(.noError))
        }
        closeIfDone()
    }

    func write(_ stream: HTTP2StreamID, _ payload: HTTP2Frame.FramePayload) {
        guard let context else { return }
        needsFlush = true
        context.write(wrapOutboundOut(HTTP2Frame(streamID: stream, payload: payload)), promise: nil)
    }

    /// RFC 9113 §6.8, written beneath NIO's HTTP/2: NIO, once told, takes the frames of streams that it has to
    /// ignore for a broken connection.
    func writeGoAway(last: HTTP2StreamID, text: String) {
        guard let context,
            let below = try? context.pipeline.syncOperations.context(handlerType: NIOHTTP2Handler.self)
        else { return }
        context.flush()
        var frame = ByteBuffer()
        let length = UInt32(8 + text.utf8.count)
        frame.writeInteger(length << 8 | 7)  // 24 bits of length, the type
        frame.writeInteger(UInt8(0))
        frame.writeInteger(UInt32(0))
        frame.writeInteger(UInt32(Int(last)))
        frame.writeInteger(UInt32(0))  // NO_ERROR
        frame.writeString(text)
        below.writeAndFlush(NIOAny(frame), promise: nil)
    }

    func flushIfNeeded() {
        guard needsFlush else { return }
        needsFlush = false
        context?.flush()
    }

    /// One flush for all answers that fall due in the same turn of the loop.
    private func flushSoon() {
        guard !flushIsComing, let context else { return }
        flushIsComing = true
        context.eventLoop.assumeIsolated().execute { [weak self] in
            self?.flushIsComing = false
            self?.flushIfNeeded()
        }
    }
}
