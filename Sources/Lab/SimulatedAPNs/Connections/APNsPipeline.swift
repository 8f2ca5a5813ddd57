import Foundation
import NIOCore
import NIOHTTP2
import NIOSSL
import NIOTLS
import SimulatedClock
import Synchronization

/// What a fresh connection passes through: wire, TLS with the client's certificate, then HTTP/2.
enum APNsPipeline {
    static func build(_ channel: any Channel, context: NIOSSLContext, service: SimulatedAPNs) throws {
        let behaviour = service.behaviour
        let peer = Peer()
        let tls = NIOSSLServerHandler(context: context) { certificates, promise in
            let now = service.clock.now
            guard let leaf = try? certificates.first?.toDERBytes() else {
                promise.succeed(.failed)
                return
            }
            (peer.certificate, peer.verdict) = service.judge.judge(leafDER: leaf, now: now)
            if peer.passesHandshake(service.behaviour) {
                promise.succeed(.certificateVerified)
            } else {
                service.ledger.withLock { ledger in
                    ledger.close(ledger.open(peer.certificate, peer.verdict, now: now), now: now)
                }
                promise.succeed(.failed)
            }
        }
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(NetworkGate(isSilent: behaviour.network == .silent))
        try pipeline.addHandler(tls)
        try pipeline.addHandler(Greeting(peer: peer, service: service))
    }
}

/// Whom a connection is with.
final class Peer {
    var certificate: PresentedCertificate?
    var verdict = CertificateVerdict.missing

    func passesHandshake(_ behaviour: APNsBehaviour) -> Bool {
        switch verdict {
        case .accepted, .missing: true
        case .untrusted: false
        case .expired, .notYetValid, .revoked, .unfit: behaviour.certificateRejection != .alert
        }
    }
}

/// Waits for the end of the handshake, and puts HTTP/2 behind it; without ALPN `h2` there is nothing to talk about.
final class Greeting: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    private let peer: Peer
    private let service: SimulatedAPNs
    private var number: Int?

    init(peer: Peer, service: SimulatedAPNs) {
        self.peer = peer
        self.service = service
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted(let negotiated) = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        let now = service.clock.now
        resumeIfNeeded(context, now: now)
        let behaviour = service.behaviour
        let number = service.ledger.withLock { $0.open(peer.certificate, peer.verdict, now: now) }
        context.channel.closeFuture.whenComplete { [service] _ in
            let now = service.clock.now
            service.ledger.withLock { $0.close(number, now: now) }
        }
        guard negotiated == "h2", behaviour.network != .closing else {
            context.close(promise: nil)
            return
        }
        do {
            let connection = APNsConnection(
                number: number, certificate: peer.certificate, verdict: peer.verdict, behaviour: behaviour,
                service: service)
            let pipeline = context.pipeline.syncOperations
            try pipeline.addHandler(
                NIOHTTP2Handler(
                    mode: .server, connectionConfiguration: Self.configuration(behaviour),
                    streamConfiguration: Self.streamConfiguration))
            try pipeline.addHandler(connection)
            connection.begin()
        } catch {
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// A resumed session brings its certificate along without asking the callback again.
    private func resumeIfNeeded(_ context: ChannelHandlerContext, now: Date) {
        guard peer.verdict == .missing, peer.certificate == nil,
            let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self),
            let leaf = try? handler.peerCertificate?.toDERBytes()
        else { return }
        (peer.certificate, peer.verdict) = service.judge.judge(leafDER: leaf, now: now)
    }

    private static func configuration(_ behaviour: APNsBehaviour) -> NIOHTTP2Handler.ConnectionConfiguration {
        var configuration = NIOHTTP2Handler.ConnectionConfiguration()
        configuration.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: behaviour.maximumConcurrentStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: 8000),
        ]
        // Clients that give up on many stalled requests at once are what this service is for.
        configuration.maximumRecentlyResetStreams = 20_000
        configuration.maximumConnectionGlitches = 100_000
        configuration.controlFrameRateLimit.maximumCount = 20_000
        return configuration
    }

    private static var streamConfiguration: NIOHTTP2Handler.StreamConfiguration {
        var configuration = NIOHTTP2Handler.StreamConfiguration()
        configuration.streamResetFrameRateLimit.maximumCount = 100_000
        configuration.streamErrorRateLimit.maximumCount = 100_000
        return configuration
    }
}
