import DeviceEndpoints
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import UseCases
import WebConsole

/// The three listeners: console, devices, management; separate ports, so that each can be kept where it
/// belongs (R-42).
struct Listeners {
    let settings: Settings
    let logger: Logger

    func services(
        console: Console, devices: DeviceRoutes, installation: Installation, readiness: Readiness
    ) throws -> [any Service] {
        let shares = ConnectionShares.ofThisProcess()
        let http = HTTPServerBuilder.http1(configuration: Self.http())
        let console = Application(
            router: console.router(), server: try tls().map { try .tls(http, tlsConfiguration: $0) } ?? http,
            configuration: configuration(settings.host, settings.consolePort, most: shares.console), logger: logger)
        return [
            console, try server(of: devices, most: shares.devices),
            Application(
                router: ManagementRoutes.router(installation, readiness), server: http,
                configuration: configuration("127.0.0.1", settings.managementPort, most: shares.management),
                logger: logger),
        ]
    }

    private func server(of devices: DeviceRoutes, most: Int) throws -> any Service {
        let http = HTTP1Channel(
            responder: DeviceResponder.make(
                devices.router().buildResponder(), logger: logger, date: { devices.date }),
            configuration: Self.http { devices.shortcut() })
        guard let tls = try tls() else {
            return DeviceServer(
                connection: http, host: settings.host, port: settings.devicesPort, most: most, logger: logger)
        }
        return DeviceServer(
            connection: try readable { try DeviceTLS.channel(http, tls) }, host: settings.host,
            port: settings.devicesPort, most: most, logger: logger)
    }

    /// Beyond `most` connections, new ones wait in the kernel's queue until one of them ends.
    private func configuration(_ host: String, _ port: Int, most: Int) -> ApplicationConfiguration {
        .init(
            address: .hostname(host, port: port), serverName: nil,
            availableConnectionsDelegate: MaximumAvailableConnections(most))
    }

    /// - Parameter shortcut: for each connection its own.
    private static func http(
        _ shortcut: @escaping @Sendable () -> PollShortcut? = { nil }
    ) -> HTTP1Channel.Configuration {
        // Idle connections are ended by `ConnectionDeadlines`, which sees every request.
        .init(additionalChannelHandlers: [EarlyHandlers(shortcut())], idleTimeout: nil)
    }

    private func tls() throws -> TLSConfiguration? {
        guard let certificate = settings.tlsCertificate, let key = settings.tlsKey else { return nil }
        return try readable {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            // A client that keeps its connection and does not answer close_notify must not hold a stop for five seconds.
            configuration.shutdownTimeout = .seconds(1)
            return configuration
        }
    }

    private func readable<Made>(_ make: () throws -> Made) throws -> Made {
        do {
            return try make()
        } catch {
            throw SettingsMistakes(lines: [
                "kizuna: --tls-certificate \(settings.tlsCertificate ?? "") with --tls-key \(settings.tlsKey ?? "") "
                    + "cannot be used (\(error)). Give a PEM chain, leaf first, and its PEM key."
            ])
        }
    }
}
