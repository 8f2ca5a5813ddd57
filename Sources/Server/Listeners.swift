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
/// belongs.
struct Listeners {
    let settings: Settings
    let logger: Logger

    func services(
        console: Console, devices: DeviceRoutes, installation: Installation, readiness: Readiness
    ) throws -> [any Service] {
        let server = try serverBuilder(Self.http())
        let shares = ConnectionShares.ofThisProcess()
        return [
            Application(
                router: console.router(), server: server,
                configuration: configuration(settings.host, settings.consolePort, most: shares.console),
                logger: logger),
            Application(
                router: devices.router(),
                server: try serverBuilder(Self.http { devices.shortcut() }, asksForCertificates: true),
                configuration: configuration(settings.host, settings.devicesPort, most: shares.devices),
                logger: logger),
            Application(
                router: ManagementRoutes.router(installation, readiness), server: Self.http(),
                configuration: configuration("127.0.0.1", settings.managementPort, most: shares.management),
                logger: logger),
        ]
    }

    /// Beyond `most` connections, new ones wait in the kernel's queue until one of them ends.
    private func configuration(_ host: String, _ port: Int, most: Int) -> ApplicationConfiguration {
        .init(
            address: .hostname(host, port: port), serverName: nil,
            availableConnectionsDelegate: MaximumAvailableConnections(most))
    }

    /// - Parameter shortcut: for each connection its own.
    private static func http(_ shortcut: @escaping @Sendable () -> PollShortcut? = { nil }) -> HTTPServerBuilder {
        // Idle connections are ended by `ConnectionDeadlines`, which sees every request.
        .http1(configuration: .init(additionalChannelHandlers: [EarlyHandlers(shortcut())], idleTimeout: nil))
    }

    /// - Parameter asksForCertificates: devices may present one. TLS lets every certificate through whose key the
    ///   peer holds: whose it is, and whether it still counts, is decided by its hash (Q-04: a refusal in TLS might
    ///   make a device leave; 400 does not).
    private func serverBuilder(
        _ http: HTTPServerBuilder, asksForCertificates: Bool = false
    ) throws -> HTTPServerBuilder {
        guard let certificate = settings.tlsCertificate, let key = settings.tlsKey else { return http }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            // A client that keeps its connection and does not answer close_notify must not hold a stop for five seconds.
            configuration.shutdownTimeout = .seconds(1)
            guard asksForCertificates else { return try .tls(http, tlsConfiguration: configuration) }
            return try DeviceTLS.builder(http, configuration)
        } catch {
            throw SettingsMistakes(lines: [
                "kizuna: --tls-certificate \(certificate) with --tls-key \(key) cannot be used (\(error)). "
                    + "Give a PEM chain, leaf first, and its PEM key."
            ])
        }
    }
}
