import Foundation
import Logging
import Ports
import ServiceLifecycle
import SyslogSender
import UseCases

/// `tls://host:port`; without a port 6514 (RFC 5425 §4.1).
struct SyslogAddress: Sendable, Equatable {
    let host: String
    let port: Int

    init?(_ text: String) {
        guard let url = URL(string: text), url.scheme == "tls", let host = url.host(), !host.isEmpty,
            ["", "/"].contains(url.path()), url.query() == nil, url.user() == nil
        else { return nil }
        let port = url.port ?? 6_514
        guard (1...65_535).contains(port) else { return nil }
        self.host = host.trimmingCharacters(in: ["[", "]"])
        self.port = port
    }

    var text: String { "\(host):\(port)" }
}

/// Sends the log on, every second while it can, with growing pauses while it cannot. Nothing else waits for it.
struct LogSending: Service {
    let installation: Installation
    let receiver: any LogReceiver
    let logger: Logger
    private static let longestPauseSeconds = 60

    func run() async throws {
        let send = SendLog(installation, to: receiver, node: UUID().uuidString)
        await cancelWhenGracefulShutdown {
            var pause = 1
            var trouble: String?
            while !Task.isCancelled {
                do {
                    while try await send() > 0, !Task.isCancelled {}
                    if trouble != nil { logger.notice("The log is sent again") }
                    (pause, trouble) = (1, nil)
                } catch {
                    let reason = (error as? LogReceiverError)?.reason ?? "\(error)"
                    if reason != trouble { logger.error("The log was not sent", metadata: ["reason": "\(reason)"]) }
                    (pause, trouble) = (min(pause * 2, Self.longestPauseSeconds), reason)
                }
                try? await Task.sleep(for: .seconds(pause))
            }
        }
        await receiver.close()
        try? await send.leave()
    }
}
