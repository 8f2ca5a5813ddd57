import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// The port on 127.0.0.1, and the connections behind it.
final class Listener: Sendable {
    private struct State {
        var service: SimulatedAPNs?
        var group: MultiThreadedEventLoopGroup?
        var context: NIOSSLContext?
        var channel: (any Channel)?
        var port: Int?
        var children: [ObjectIdentifier: any Channel] = [:]
    }

    private let state = Mutex(State())

    var port: Int? { state.withLock { $0.port } }

    func start(port: Int, service: SimulatedAPNs) async throws -> Int {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        do {
            let context = try Self.tlsContext(service.identity)
            guard port == 0 || (1...65_535).contains(port), state.withLock({ $0.group == nil }) else {
                throw SimulatedAPNsError.alreadyRunning
            }
            let channel = try await bind(port: port, group: group, context: context, service: service)
            let bound = channel.localAddress?.port ?? port
            state.withLock {
                $0 = State(service: service, group: group, context: context, channel: channel, port: bound)
            }
            if service.behaviour.network == .refusing { try await follow(service.behaviour) }
            return bound
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    func stop() async {
        let last = state.withLock { state in
            let last = state
            state = State()
            return last
        }
        try? await last.channel?.close()
        for child in last.children.values { try? await child.close() }
        try? await last.group?.shutdownGracefully()
    }

    /// New connections see the new behaviour by themselves; open ones are told, and the port opens or shuts.
    func follow(_ behaviour: APNsBehaviour) async throws {
        let (running, channel) = state.withLock { state in
            let channel = state.channel
            if behaviour.network == .refusing { state.channel = nil }
            return (state, channel)
        }
        guard let group = running.group, let context = running.context, let service = running.service,
            let port = running.port
        else { return }
        if behaviour.network == .refusing {
            try? await channel?.close()
            await tellAll(.cut)
        } else if channel == nil {
            let channel = try await bind(port: port, group: group, context: context, service: service)
            state.withLock { $0.channel = channel }
        }
        await tellAll(.behave(behaviour))
    }

    /// Returns when each open connection has done what it was told.
    func tellAll(_ order: ConnectionOrder) async {
        for child in state.withLock({ Array($0.children.values) }) {
            try? await child.eventLoop.submit {
                child.pipeline.fireUserInboundEventTriggered(order)
            }.get()
        }
    }

    private func bind(
        port: Int, group: MultiThreadedEventLoopGroup, context: NIOSSLContext, service: SimulatedAPNs
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 512)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [weak self] channel in
                self?.adopt(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try APNsPipeline.build(channel, context: context, service: service)
                }
            }
        do {
            return try await bootstrap.bind(host: "127.0.0.1", port: port).get()
        } catch let error as IOError where error.errnoCode == 98 || error.errnoCode == 48 {
            throw SimulatedAPNsError.portTaken(port: port)
        }
    }

    private func adopt(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        state.withLock { $0.children[key] = channel }
        channel.closeFuture.whenComplete { [weak self] _ in
            self?.state.withLock { $0.children[key] = nil }
        }
    }

    private static func tlsContext(_ identity: APNsServerIdentity) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(identity.chainPEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(identity.keyPEM.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["h2"]
        // Asked for, not insisted on: who comes without gets an answer that says so.
        configuration.certificateVerification = .optionalVerification
        return try NIOSSLContext(configuration: configuration)
    }
}

/// What open connections are told from outside.
enum ConnectionOrder: Sendable {
    case behave(APNsBehaviour)
    case goAway(reason: String)
    case cut
}
