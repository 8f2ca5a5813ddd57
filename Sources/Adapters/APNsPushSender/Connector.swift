import Administration
import Foundation
import NIOCore
import NIOHTTP2
import NIOPosix
import NIOSSL
import Ports
import PushCertificates
import Synchronization

/// Opens connections: TCP, TLS with a push certificate, HTTP/2 up to APNs' SETTINGS.
struct Connector: Sendable {
    let configuration: APNsConfiguration
    let group: MultiThreadedEventLoopGroup
    /// The number of a connection's first stream; a test begins near the end.
    var firstStream = 1

    init(configuration: APNsConfiguration, group: MultiThreadedEventLoopGroup) {
        self.configuration = configuration
        self.group = group
    }

    func open(_ identity: PushIdentity) async -> Result<Connection, PushTrouble> {
        let tls: PeerTLS
        do {
            tls = try PeerTLS(configuration, presenting: identity)
        } catch {
            return .failure(.certificateRejected("the certificate and its key could not be used: \(error)"))
        }
        do {
            return .success(try await open(identity, tls))
        } catch .untrustedPeer {
            return .failure(.untrustedPeer(issuer: await issuer(seenBy: tls)))
        } catch {
            return .failure(error)
        }
    }

    private func open(_ identity: PushIdentity, _ tls: PeerTLS) async throws(PushTrouble) -> Connection {
        let loop = group.next()
        let ready = loop.makePromise(of: NIOLoopBound<PushStreams>.self)
        let standing = Standing()
        let authority = configuration.port == 443 ? configuration.host : "\(configuration.host):\(configuration.port)"
        let patience = configuration.patience
        let firstStream = firstStream
        let channel: any Channel
        do {
            channel = try await bootstrap(loop) { channel in
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHandler(tls.handler())
                try pipeline.addHandler(WriteGatherer())
                try pipeline.addHandler(Self.http2())
                try pipeline.addHandler(
                    PushStreams(
                        authority: authority, patience: patience, standing: standing, ready: ready,
                        firstStream: firstStream))
            }.connect(host: configuration.host, port: configuration.port).get()
        } catch {
            ready.fail(error)
            throw .unreachable("\(authority): \(ConnectionFailure.words(of: error))")
        }
        let limit = loop.scheduleTask(in: TimeAmount(patience.connect)) {
            ready.fail(PushTrouble.unreachable("\(authority): no TLS and HTTP/2 greeting within \(patience.connect)"))
        }
        do {
            let streams = try await ready.futureResult.get()
            limit.cancel()
            let certificate = identity.certificate
            return Connection(
                fact: WireFact(
                    fingerprint: certificate.fingerprint, serialNumber: certificate.serialNumber,
                    notAfter: certificate.notAfter, since: configuration.now()),
                channel: channel, streams: streams, standing: standing)
        } catch {
            limit.cancel()
            channel.close(promise: nil)
            throw error as? PushTrouble ?? .unreachable("\(authority): \(ConnectionFailure.words(of: error))")
        }
    }

    private func bootstrap(
        _ loop: any EventLoop, _ add: @escaping @Sendable (any Channel) throws -> Void
    ) -> ClientBootstrap {
        ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(configuration.patience.connect))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.writeBufferWaterMark, value: .init(low: 64 * 1024, high: 256 * 1024))
            .channelInitializer { channel in channel.eventLoop.makeCompletedFuture { try add(channel) } }
    }

    private static func http2() -> NIOHTTP2Handler {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .enablePush, value: 0),
            HTTP2Setting(parameter: .maxConcurrentStreams, value: 0),
            HTTP2Setting(parameter: .maxHeaderListSize, value: 16_384),
        ]
        connection.maximumRecentlyResetStreams = 2000
        var streams = NIOHTTP2Handler.StreamConfiguration()
        // A crowd of REFUSED_STREAM after a lowered limit is no attack; each stream is counted in Wave.
        streams.streamResetFrameRateLimit.maximumCount = 20_000
        return NIOHTTP2Handler(mode: .client, connectionConfiguration: connection, streamConfiguration: streams)
    }

    /// Who stands between us and APNs (P-29): the issuer that the peer's certificate names.
    ///
    /// BoringSSL's own verification does not hand over a certificate that it refuses, so a second connection only
    /// looks; it trusts nobody, presents nothing, sends nothing.
    private func issuer(seenBy tls: PeerTLS) async -> String {
        if let issuer = tls.seenIssuer { return issuer }
        guard let looking = try? PeerTLS(configuration, presenting: nil) else { return "" }
        let channel = try? await bootstrap(group.next()) { channel in
            try channel.pipeline.syncOperations.addHandler(looking.handler())
        }.connect(host: configuration.host, port: configuration.port).get()
        guard let channel else { return "" }
        let limit = channel.eventLoop.scheduleTask(in: TimeAmount(configuration.patience.connect)) {
            channel.close(promise: nil)
        }
        try? await channel.closeFuture.get()
        limit.cancel()
        return looking.seenIssuer ?? ""
    }
}
