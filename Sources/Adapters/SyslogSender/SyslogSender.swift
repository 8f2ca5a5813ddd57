import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
public import Ports

/// RFC 5424 messages over TLS (RFC 5425) to one receiver; the connection stays open between batches.
///
/// Syslog answers nothing. Lines count as gone when the connection is still up a moment after they were handed to it: a
/// receiver that is no longer there has refused them by then.
public actor SyslogSender: LogReceiver {
    private let host: String
    private let port: Int
    private let context: NIOSSLContext
    private let group: any EventLoopGroup
    private let hostName = ProcessInfo.processInfo.hostName
    private let process = String(ProcessInfo.processInfo.processIdentifier)
    private var channel: (any Channel)?
    private static let connectSeconds: Int64 = 10
    private static let lingerMilliseconds = 250

    /// - Parameter authorities: PEM file with the authorities of the receiver; nil: those of the system.
    /// - Throws: ``LogReceiverError`` when the file cannot be used.
    public init(host: String, port: Int, authorities: String?) throws {
        self.host = host
        self.port = port
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        do {
            if let authorities {
                let certificates = try NIOSSLCertificate.fromPEMFile(authorities)
                guard !certificates.isEmpty else { throw LogReceiverError("\(authorities) holds no certificate") }
                tls.trustRoots = .certificates(certificates)
            }
            context = try NIOSSLContext(configuration: tls)
        } catch let error as LogReceiverError {
            throw error
        } catch {
            throw LogReceiverError("the authorities of \(host) cannot be read: \(error)")
        }
        group = NIOSingletons.posixEventLoopGroup
    }

    public func send(_ records: [LogRecord]) async throws {
        let channel = try await connected()
        var buffer = channel.allocator.buffer(capacity: records.count * 512)
        for record in records {
            buffer.writeBytes(SyslogMessage(record: record, host: hostName, process: process).frame)
        }
        do {
            let written = channel.eventLoop.makePromise(of: Void.self)
            channel.writeAndFlush(buffer, promise: written)
            try await Self.within(.seconds(Self.connectSeconds), on: channel, written.futureResult)
            try await Task.sleep(for: .milliseconds(Self.lingerMilliseconds))
        } catch {
            await close()
            throw LogReceiverError("the connection to \(host):\(port) broke")
        }
        guard channel.isActive else {
            self.channel = nil
            throw LogReceiverError("\(host):\(port) closed the connection")
        }
    }

    /// Waits for nothing: a receiver may take its time to say goodbye, and what was written has left.
    public func close() async {
        channel?.close(promise: nil)
        channel = nil
    }

    private func connected() async throws -> any Channel {
        if let channel, channel.isActive { return channel }
        let (context, host) = (context, host)
        let handshake = group.any().makePromise(of: Void.self)
        let bootstrap = ClientBootstrap(group: handshake.futureResult.eventLoop)
            .connectTimeout(.seconds(Self.connectSeconds))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host),
                        HandshakeWatch(handshake),
                    ])
                }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.connect(host: host, port: port).get()
        } catch {
            handshake.fail(error)
            throw LogReceiverError("\(host):\(port) cannot be reached")
        }
        do {
            try await Self.within(.seconds(Self.connectSeconds), on: channel, handshake.futureResult)
        } catch {
            channel.close(promise: nil)
            throw LogReceiverError("TLS with \(host):\(port) failed: \(Self.reason(error))")
        }
        self.channel = channel
        return channel
    }

    /// What takes longer is given up, with its connection.
    private static func within(_ longest: TimeAmount, on channel: any Channel, _ work: EventLoopFuture<Void>)
        async throws
    {
        let timer = channel.eventLoop.scheduleTask(in: longest) { channel.close(promise: nil) }
        defer { timer.cancel() }
        try await work.get()
    }

    private static func reason(_ error: any Error) -> String {
        let said = "\(error)"
        if said.contains("CERTIFICATE_VERIFY_FAILED") { return "its certificate is not trusted" }
        if said.contains("unableToValidateCertificate") || said.contains("HostnameMismatch") {
            return "its certificate is for another name"
        }
        return String(said.prefix(200))
    }
}

/// Tells when TLS is up, or that it will never be.
private final class HandshakeWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let promise: EventLoopPromise<Void>
    private var isDone = false

    init(_ promise: EventLoopPromise<Void>) { self.promise = promise }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { done(.success(())) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        done(.failure(LogReceiverError("the connection was closed during the handshake")))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done(.failure(error))
        context.close(promise: nil)
    }

    /// Receivers say nothing; what comes is not read.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    private func done(_ result: Result<Void, any Error>) {
        guard !isDone else { return }
        isDone = true
        promise.completeWith(result)
    }
}
