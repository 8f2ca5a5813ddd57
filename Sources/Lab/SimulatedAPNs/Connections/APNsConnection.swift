import Foundation
import NIOCore
import NIOHPACK
import NIOHTTP2
import SimulatedClock
import Synchronization

/// One provider's connection, frame by frame: collects requests, has them judged, answers when it is time.
///
/// Everything happens on the connection's event loop; a request costs no task and no channel of its own.
final class APNsConnection: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    /// A request that is still arriving, or held back.
    struct Incoming {
        let stream: HTTP2StreamID
        let headers: HPACKHeaders
        var body: [UInt8] = []
        /// The client has said all it has to say.
        var isWhole: Bool
    }

    let number: Int
    let certificate: PresentedCertificate?
    var verdict: CertificateVerdict
    let service: SimulatedAPNs
    var behaviour: APNsBehaviour
    private(set) var context: ChannelHandlerContext?

    private var incoming: [HTTP2StreamID: Incoming] = [:]
    /// Read while the service stalls, in order.
    private var held: [Incoming] = []
    /// Judged, and waiting for their latency to pass.
    var unanswered: Set<HTTP2StreamID> = []
    private var streamsBegun = 0
    private var newestStream = HTTP2StreamID.rootStream
    /// Set by GOAWAY: no later stream is looked at, and the connection ends with the last answer.
    private var lastStream: HTTP2StreamID?
    private(set) var isCut = false
    private var unannouncedBytes = 0
    var needsFlush = false
    var flushIsComing = false
    private var batchNow: Date?
    private var lastActivity = NIODeadline.now()

    init(
        number: Int, certificate: PresentedCertificate?, verdict: CertificateVerdict, behaviour: APNsBehaviour,
        service: SimulatedAPNs
    ) {
        self.number = number
        self.certificate = certificate
        self.verdict = verdict
        self.behaviour = behaviour
        self.service = service
    }

    var openRequests: Int { incoming.count + held.count + unanswered.count }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Called once HTTP/2 is in place.
    func begin() {
        if verdict != .accepted, verdict != .missing, behaviour.certificateRejection == .goAway {
            goAway(reason: "BadCertificate", last: .rootStream)
        }
        watchIdleness()
        flushIfNeeded()
    }

    // MARK: what arrives

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isCut else { return }
        let frame = unwrapInboundIn(data)
        switch frame.payload {
        case .headers(let block):
            if let lastStream, frame.streamID > lastStream { return }
            guard incoming[frame.streamID] == nil else {
                finishIfEnded(frame.streamID, block.endStream)  // trailers
                return
            }
            lastActivity = .now()
            streamsBegun += 1
            newestStream = frame.streamID
            let request = Incoming(stream: frame.streamID, headers: block.headers, isWhole: block.endStream)
            if block.endStream { process(request) } else { incoming[frame.streamID] = request }
        case .data(let block):
            announceWindow(block.data.readableBytes + (block.paddingBytes ?? 0))
            collect(block.data, of: frame.streamID)
            finishIfEnded(frame.streamID, block.endStream)
        case .rstStream:
            incoming[frame.streamID] = nil
            held.removeAll { $0.stream == frame.streamID }
            unanswered.remove(frame.streamID)
            closeIfDone()
        default: break
        }
    }

    private func collect(_ data: IOData, of stream: HTTP2StreamID) {
        guard case .byteBuffer(let buffer) = data, var request = incoming.removeValue(forKey: stream) else { return }
        request.body.append(contentsOf: buffer.readableBytesView)
        if request.body.count > 4 * RequestRules.longestBody {
            process(request)  // enough seen to refuse it; the rest is not waited for
        } else {
            incoming[stream] = request
        }
    }

    private func finishIfEnded(_ stream: HTTP2StreamID, _ isEnd: Bool) {
        guard isEnd, var request = incoming.removeValue(forKey: stream) else { return }
        request.isWhole = true
        process(request)
    }

    /// Gives the connection's window back in portions; a request never fills the window of its own stream.
    private func announceWindow(_ bytes: Int) {
        unannouncedBytes += bytes
        guard unannouncedBytes >= 16_384 else { return }
        write(.rootStream, .windowUpdate(windowSizeIncrement: unannouncedBytes))
        unannouncedBytes = 0
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        batchNow = nil
        flushIfNeeded()
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? ConnectionOrder {
        case .behave(let behaviour): follow(behaviour)
        case .goAway(let reason): goAway(reason: reason, last: newestStream)
        default: break
        }
        flushIfNeeded()
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A broken stream has got its RST_STREAM already; anything else is the end of the connection.
        if error is NIOHTTP2Errors.StreamError { return }
        context.close(promise: nil)
    }

    // MARK: what is made of it

    private func process(_ request: Incoming) {
        if let lastStream, request.stream > lastStream { return }
        guard !behaviour.isStalled else {
            held.append(request)
            return
        }
        let now = batchNow ?? service.clock.now
        batchNow = now
        guard standsStill(at: now) else { return }
        carryOut(service.decide(request, on: self, now: now), of: request)
        if let limit = behaviour.goAwayAfterStreams, streamsBegun >= limit, lastStream == nil {
            goAway(reason: "Shutdown", last: max(request.stream, newestStream))
        }
    }

    private func carryOut(_ decision: Decision, of request: Incoming) {
        if let delivery = decision.delivery { delivery.listener(delivery.notification) }
        switch decision.reply {
        case .answer(let answer, let id):
            unanswered.insert(request.stream)
            later { $0.answer(request.stream, answer, id: id, wasWhole: request.isWhole) }
        case .reset(let code):
            write(request.stream, .rstStream(code))
            closeIfDone()
        case .goAway(let reason):
            goAway(reason: reason, last: HTTP2StreamID(max(0, Int(request.stream) - 2)))
        case .cut: cut()
        case .silence: break
        }
    }

    /// Revocation, expiry and the clock's jumps count on open connections too; false when this one is at its end.
    private func standsStill(at now: Date) -> Bool {
        guard behaviour.judgesOpenConnections, let certificate else { return true }
        switch verdict {
        case .missing, .untrusted, .unfit: return true
        case .accepted, .expired, .notYetValid, .revoked: break
        }
        let standing = service.judge.standing(of: certificate, now: now)
        if standing != verdict {
            verdict = standing
            service.ledger.withLock { $0.change(verdict: standing, of: number) }
        }
        guard standing != .accepted else { return true }
        switch behaviour.certificateRejection {
        case .answer: return true
        case .goAway: goAway(reason: "BadCertificate", last: .rootStream)
        case .alert: cut()
        }
        return false
    }

    private func follow(_ next: APNsBehaviour) {
        let previous = behaviour
        behaviour = next
        if next.maximumConcurrentStreams != previous.maximumConcurrentStreams {
            let setting = HTTP2Setting(parameter: .maxConcurrentStreams, value: next.maximumConcurrentStreams)
            write(.rootStream, .settings(.settings([setting])))
        }
        if !next.isStalled, !held.isEmpty {
            let waiting = held
            held = []
            for request in waiting { process(request) }
            batchNow = nil
        }
        if next.idleTimeoutSeconds != previous.idleTimeoutSeconds { watchIdleness() }
    }

    private func watchIdleness() {
        guard let seconds = behaviour.idleTimeoutSeconds, let context, lastStream == nil else { return }
        let end = lastActivity + .seconds(Int64(seconds))
        if end <= .now(), openRequests == 0 {
            goAway(reason: "IdleTimeout", last: newestStream)
            flushIfNeeded()
            return
        }
        context.eventLoop.assumeIsolated().scheduleTask(deadline: max(end, .now() + .milliseconds(100))) {
            [weak self] in self?.watchIdleness()
        }
    }

    // MARK: ends

    /// Later streams than `last` are dropped unseen; when the others are answered the connection is closed.
    private func goAway(reason: String, last: HTTP2StreamID) {
        if let lastStream, lastStream <= last { return }
        lastStream = last
        let body = APNsAnswer(status: 0, reason: reason).body
        writeGoAway(last: last, text: body)
        incoming = incoming.filter { $0.key <= last }
        held.removeAll { $0.stream > last }
        unanswered = unanswered.filter { $0 <= last }
        closeIfDone()
    }

    func closeIfDone() {
        guard lastStream != nil, openRequests == 0, let context else { return }
        needsFlush = false
        context.flush()
        context.close(promise: nil)
    }

    private func cut() {
        isCut = true
        guard let context else { return }
        (try? context.pipeline.syncOperations.context(handlerType: NetworkGate.self))?.close(promise: nil)
    }
}
