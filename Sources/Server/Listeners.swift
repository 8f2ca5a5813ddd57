import DeviceEndpoints
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import Ports
import ServiceLifecycle
import WebConsole

/// The three listeners: console, devices, management; separate ports, so that each can be kept where it
/// belongs.
struct Listeners {
    let settings: Settings
    let logger: Logger

    func services(console: Console, devices: DeviceRoutes, store: any Store) throws -> [any Service] {
        let server = try serverBuilder(asksForCertificates: false)
        return [
            Application(
                router: console.router(), server: server,
                configuration: .init(address: .hostname(settings.host, port: settings.consolePort), serverName: nil),
                logger: logger),
            Application(
                router: devices.router(), server: try serverBuilder(asksForCertificates: true),
                configuration: .init(address: .hostname(settings.host, port: settings.devicesPort), serverName: nil),
                logger: logger),
            Application(
                router: ManagementRoutes.router(store: store),
                configuration: .init(address: .hostname("127.0.0.1", port: settings.managementPort), serverName: nil),
                logger: logger),
        ]
    }

    /// - Parameter onItsLoop: for devices, whose requests are many and short; pages of the console take milliseconds.
    private static func http(onItsLoop: Bool) -> HTTPServerBuilder {
        let configuration = HTTP1Channel.Configuration(idleTimeout: .seconds(60))
        guard onItsLoop else { return .http1(configuration: configuration) }
        let executors = LoopExecutors()
        return HTTPServerBuilder { responder in
            OnItsLoop(base: HTTP1Channel(responder: responder, configuration: configuration), executors: executors)
        }
    }

    /// - Parameter asksForCertificates: devices may present one. TLS lets every certificate through whose key the
    ///   peer holds: whose it is, and whether it still counts, is decided by its hash (Q-04: a refusal in TLS might
    ///   make a device leave; 400 does not).
    private func serverBuilder(asksForCertificates: Bool) throws -> HTTPServerBuilder {
        let http = Self.http(onItsLoop: asksForCertificates)
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
