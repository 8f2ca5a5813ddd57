import ArgumentParser
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import SimulatedAPNs
import SimulatedBusinessManager
import SimulatedDevices
import SimulatedMailbox
import SimulatedPushPortal
import UnixSignals

/// Runs the Lab until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Serve the simulated push portal, push service, devices, mail server and the Lab's clock, on this machine only.",
        discussion: """
            Writes DIR/lab.json as soon as it answers; start the server with `kizuna serve --lab DIR/lab.json`.
            Stop it with Ctrl-C or SIGTERM. What it keeps in DIR is taken up again by the next start.
            """)

    @Option(help: "Directory in which the Lab keeps its keys, its portal and its clock; made when missing.")
    var data: String

    @Option(help: "Port on 127.0.0.1.")
    var port = 8084

    @Option(help: "Port of the simulated push service on 127.0.0.1; 0 takes a free one.")
    var apnsPort = 0

    @Option(help: "Port of the simulated mail server (STARTTLS) on 127.0.0.1; 0 takes a free one.")
    var smtpPort = 0

    @Option(help: "Port of the simulated mail server (TLS from the first byte) on 127.0.0.1; 0 takes a free one.")
    var smtpsPort = 0

    @Option(help: "Simulated devices to begin with, iPhone, iPad and Mac in turn; made only when there are none yet.")
    var devices = 0

    func validate() throws {
        guard !data.isEmpty else {
            throw ValidationError("--data is empty. Name a directory for the Lab to keep its things in.")
        }
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port \(port) is no port. Choose a number from 1 to 65535.")
        }
        guard (0...65_535).contains(apnsPort) else {
            throw ValidationError("--apns-port \(apnsPort) is no port. Choose a number from 0 to 65535.")
        }
        for (name, port) in [("--smtp-port", smtpPort), ("--smtps-port", smtpsPort)] {
            guard (0...65_535).contains(port) else {
                throw ValidationError("\(name) \(port) is no port. Choose a number from 0 to 65535.")
            }
        }
        guard (0...10_000).contains(devices) else {
            throw ValidationError("--devices goes from 0 to 10000.")
        }
    }

    func run() async throws {
        var logger = Logger(label: "kizuna-lab")
        logger.logLevel = .warning
        let lab = try SimulatedLab(directory: data)
        let origin = "http://127.0.0.1:\(port)"
        let standardOutput = FileHandle.standardOutput
        let pushService = try await Self.pushService(of: lab)
        let address = PushServiceAddress(
            host: "127.0.0.1", port: try await pushService.start(port: apnsPort),
            rootsPEM: pushService.rootsPEM)
        let mailbox = try SimulatedMailbox(directory: lab.path, clock: lab.clock)
        let mailServer = Self.address(
            of: mailbox, try await mailbox.start(MailboxPorts(smtp: smtpPort, smtps: smtpsPort)))
        let router = lab.router()
        MailboxRoutes(mailbox: mailbox).add(to: router)
        MailboxPageRoutes(mailbox: mailbox).add(to: router)
        PushServiceRoutes(service: pushService).add(to: router)
        let fleet = try await Self.fleet(of: lab, pushService, atLeast: devices)
        let manager = try BusinessManager(directory: lab.path, clock: lab.clock)
        let activation = DeviceActivation(manager: manager)
        DeviceAPIRoutes(fleet: fleet, activation: activation).add(to: router)
        DevicePageRoutes(fleet: fleet, activation: activation).add(to: router)
        ServiceRoutes(manager: manager, origin: origin).add(to: router)
        ManagerRoutes(manager: manager) { await Self.purchasable(fleet) }.add(to: router)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in
                do {
                    let file = try await lab.announce(
                        origin: origin, pushService: address, mailServer: mailServer,
                        deviceAuthorityPEM: manager.deviceAuthority.certificatePEM)
                    try standardOutput.write(
                        contentsOf: Data("The Lab answers at \(origin)/ and describes itself in \(file)\n".utf8))
                } catch {
                    FileHandle.standardError.write(Data("The Lab could not describe itself: \(error)\n".utf8))
                }
            }, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Browsers keep connections open; nothing here needs longer than this to finish.
        configuration.maximumGracefulShutdownDuration = .milliseconds(500)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch  where "\(error)".contains("Address already in use") {
            await pushService.stop()
            await mailbox.stop()
            throw PortTaken(port: port)
        }
        await fleet.stop()
        await pushService.stop()
        await mailbox.stop()
    }

    private static func address(of mailbox: SimulatedMailbox, _ ports: MailboxPorts) -> MailServerAddress {
        MailServerAddress(
            host: "127.0.0.1", port: ports.smtp, tlsPort: ports.smtps, login: mailbox.login,
            password: mailbox.password, rootsPEM: mailbox.rootsPEM, rootsFile: mailbox.rootsFile)
    }

    private static func fleet(of lab: SimulatedLab, _ apns: SimulatedAPNs, atLeast first: Int) async throws
        -> DeviceFleet
    {
        let fleet = try DeviceFleet(directory: lab.path, clock: lab.clock, apns: apns)
        if await fleet.count == 0 { try await fleet.add(first) }
        await fleet.start()
        return fleet
    }

    private static func purchasable(_ fleet: DeviceFleet) async -> [PurchasableDevice] {
        await fleet.list(limit: 200).map { device in
            PurchasableDevice(
                serialNumber: device.id, model: device.modelName,
                family: device.kind == .mac ? "Mac" : device.kind == .iPad ? "iPad" : "iPhone")
        }
    }

    private static func pushService(of lab: SimulatedLab) async throws -> SimulatedAPNs {
        let authorities = await lab.pushAuthorities
        return try SimulatedAPNs(
            clock: lab.clock,
            trust: AppleTrust(rootsPEM: authorities.rootsPEM, intermediatesPEM: authorities.pushIssuersPEM),
            identity: try APNsServerIdentity.takeUp(at: lab.pushServiceIdentityFile),
            isRevoked: { authorities.revoked.contains(serial: $0.serial) })
    }
}

private struct PortTaken: Error, CustomStringConvertible {
    let port: Int
    var description: String {
        "Port \(port) on 127.0.0.1 is taken by another program. Stop that one, or choose another --port."
    }
}
