import Foundation
import NIOCore
import NIOSSL
import NIOTLS

/// One connection: carries out what its conversation asks for.
final class SMTPConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let mailbox: SimulatedMailbox
    /// TLS from the first byte, as on port 465.
    private let isImplicit: Bool
    private var session: SMTPSession
    private var pending: [SMTPAction] = []
    /// Waiting, stalled or gone: nothing is read.
    private var isBusy = false
    private var isOpened = false
    private var idle: Scheduled<Void>?
    private var pause: Scheduled<Void>?

    init(mailbox: SimulatedMailbox, isImplicit: Bool) {
        self.mailbox = mailbox
        self.isImplicit = isImplicit
        session = SMTPSession(host: mailbox)
    }

    func channelActive(context: ChannelHandlerContext) {
        guard mailbox.behaviour.network != .silent else {
            isBusy = true
            return
        }
        if !isImplicit { open(context) }
        wait(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard session.phase != .over else { return }
        session.lines.append(unwrapInboundIn(data).readableBytesView)
        wait(context)
        // A client that sends on and on without reading answers.
        guard session.lines.waiting <= MailboxBehaviour.largestMessage else { return context.close(promise: nil) }
        proceed(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is MailboxCut: context.close(promise: nil)
        case TLSUserEvent.handshakeCompleted:
            let version = (try? context.pipeline.syncOperations.nioSSL_tlsVersion()) ?? nil
            session.encrypted(with: version.map(Self.name) ?? "TLS")
            isBusy = false
            if isImplicit { open(context) } else { proceed(context) }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A client that does not like our certificate ends here, too.
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        idle?.cancel()
        pause?.cancel()
        isBusy = true
        context.fireChannelInactive()
    }

    private func open(_ context: ChannelHandlerContext) {
        guard !isOpened else { return }
        isOpened = true
        pending = session.open()
        proceed(context)
    }

    private func wait(_ context: ChannelHandlerContext) {
        idle?.cancel()
        let limit = TimeAmount.seconds(Int64(mailbox.behaviour.idleTimeoutSeconds))
        idle = context.eventLoop.assumeIsolated().scheduleTask(in: limit) { [self] in
            guard !isBusy else { return }
            pending += session.timedOut()
            proceed(context)
        }
    }

    /// Goes on until there is nothing to do or something to wait for.
    private func proceed(_ context: ChannelHandlerContext) {
        while !isBusy {
            if pending.isEmpty {
                guard let next = session.step() else { return context.flush() }
                pending = next
                continue
            }
            perform(pending.removeFirst(), context)
        }
    }

    private func perform(_ action: SMTPAction, _ context: ChannelHandlerContext) {
        switch action {
        case .say(let reply):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: reply.wire)), promise: nil)
        case .garble:
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "\u{1}\u{2} no mail here\r\n")), promise: nil)
        case .wait(let milliseconds):
            isBusy = true
            pause = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) { [self] in
                isBusy = false
                proceed(context)
            }
        case .startTLS:
            isBusy = true
            session.lines.forget()
            do {
                try context.pipeline.syncOperations.addHandler(
                    NIOSSLServerHandler(context: mailbox.tlsContext()), position: .first)
            } catch {
                context.close(promise: nil)
            }
        case .close:
            isBusy = true
            context.close(promise: nil)
        case .cut:
            isBusy = true
            context.close(promise: nil)
        case .stall: isBusy = true
        }
    }

    private static func name(_ version: TLSVersion) -> String {
        switch version {
        case .tlsv1: "TLSv1"
        case .tlsv11: "TLSv1.1"
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        }
    }
}

/// Open connections are told to end without a word.
struct MailboxCut: Sendable {}
