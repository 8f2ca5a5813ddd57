import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// The two ports on 127.0.0.1, one for STARTTLS and one for TLS from the first byte, and the connections behind them.
final class MailListener: Sendable {
    private struct State {
        var group: MultiThreadedEventLoopGroup?
        var channels: [any Channel] = []
        var ports: MailboxPorts?
        var children: [ObjectIdentifier: any Channel] = [:]
    }

    static let mostConnections = 500
    private let state = Mutex(State())

    var ports: MailboxPorts? { state.withLock { $0.ports } }
    var openConnections: Int { state.withLock { $0.children.count } }

    func start(_ ports: MailboxPorts, mailbox: SimulatedMailbox) async throws -> MailboxPorts {
        guard (0...65_535).contains(ports.smtp), (0...65_535).contains(ports.smtps),
            state.withLock({ $0.group == nil })
        else { throw MailboxError.alreadyRunning }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let smtp = try await bind(ports.smtp, isImplicit: false, group, mailbox)
            let smtps = try await bind(ports.smtps, isImplicit: true, group, mailbox)
            let bound = MailboxPorts(
                smtp: smtp.localAddress?.port ?? ports.smtp, smtps: smtps.localAddress?.port ?? ports.smtps)
            state.withLock {
                $0.group = group
                $0.channels = [smtp, smtps]
                $0.ports = bound
            }
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
        for channel in last.channels { try? await channel.close() }
        for child in last.children.values { try? await child.close() }
        try? await last.group?.shutdownGracefully()
    }

    /// Opens or shuts the ports as the network behaves.
    func follow(_ behaviour: MailboxBehaviour, mailbox: SimulatedMailbox) async throws {
        let (open, group, ports) = state.withLock { ($0.channels, $0.group, $0.ports) }
        guard let group, let ports else { return }
        if behaviour.network == .refusing {
            state.withLock { $0.channels = [] }
            for channel in open { try? await channel.close() }
            await cut()
        } else if open.isEmpty {
            let channels = [
                try await bind(ports.smtp, isImplicit: false, group, mailbox),
                try await bind(ports.smtps, isImplicit: true, group, mailbox),
            ]
            state.withLock { $0.channels = channels }
        }
    }

    /// Returns when each open connection has ended.
    func cut() async {
        for child in state.withLock({ Array($0.children.values) }) {
            child.pipeline.fireUserInboundEventTriggered(MailboxCut())
            try? await child.closeFuture.get()
        }
    }

    private func bind(
        _ port: Int, isImplicit: Bool, _ group: MultiThreadedEventLoopGroup, _ mailbox: SimulatedMailbox
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 512)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [weak self] channel in
                self?.adopt(channel, mailbox)
                return channel.eventLoop.makeCompletedFuture {
                    guard (self?.openConnections ?? 0) <= Self.mostConnections else {
                        throw ChannelError.operationUnsupported
                    }
                    if isImplicit, mailbox.behaviour.network == .up {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: mailbox.tlsContext()))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        SMTPConnection(mailbox: mailbox, isImplicit: isImplicit))
                }
            }
        do {
            return try await bootstrap.bind(host: "127.0.0.1", port: port).get()
        } catch let error as IOError where error.errnoCode == 98 || error.errnoCode == 48 {
            throw MailboxError.portTaken(port: port)
        }
    }

    private func adopt(_ channel: any Channel, _ mailbox: SimulatedMailbox) {
        let key = ObjectIdentifier(channel)
        state.withLock { $0.children[key] = channel }
        mailbox.noteConnection()
        channel.closeFuture.whenComplete { [weak self] _ in
            self?.state.withLock { $0.children[key] = nil }
        }
    }
}

/// Where the mail server listens on 127.0.0.1.
public struct MailboxPorts: Hashable, Sendable {
    /// STARTTLS.
    public var smtp: Int
    /// TLS from the first byte, as on port 465.
    public var smtps: Int

    public init(smtp: Int, smtps: Int) {
        self.smtp = smtp
        self.smtps = smtps
    }
}
