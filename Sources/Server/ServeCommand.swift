import ADEServiceClient
import APNsPushSender
import Administration
import ArgumentParser
import CommandLine
import DeviceEndpoints
import FileSecretVault
import Foundation
import HTTPWebhookSender
import Hummingbird
import Logging
import Measurements
import Ports
import ServiceLifecycle
import SyslogSender
import UnixSignals
import UseCases
import WebConsole
import Webhooks

/// `kizuna serve`: console, device listener and management listener until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Runs the server.")

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: "JSON file with settings (environment: KIZUNA_CONFIG).") var config: String?
    @Option(name: .long, help: "Address to listen on; anything but loopback needs TLS.") var host: String?
    @Option(name: .customLong("console-port"), help: "Port of the console (8080).") var consolePort: String?
    @Option(name: .customLong("devices-port"), help: "Port of the device listener (8081).") var devicesPort: String?
    @Option(name: .customLong("management-port"), help: "Port of health checks, loopback only (8082).")
    var managementPort: String?
    @Option(name: .customLong("console-url"), help: "Public address of the console, e.g. https://mdm.example.jp.")
    var consoleURL: String?
    @Option(name: .customLong("tls-certificate"), help: "PEM chain for the console and device listeners.")
    var tlsCertificate: String?
    @Option(name: .customLong("tls-key"), help: "PEM private key of it.") var tlsKey: String?
    @Option(name: .customLong("devices-url"), help: "Public address at which devices reach the device listener.")
    var devicesURL: String?
    @Option(
        name: .customLong("trusted-proxies"),
        help: "Addresses and networks, with commas, of proxies that may tell a device's certificate.")
    var trustedProxies: String?
    @Option(name: .customLong("certificate-header"), help: "Header in which they tell it (client-cert, RFC 9440).")
    var certificateHeader: String?
    @Option(name: .customLong("proxy-secret-file"), help: "File with a text that they must send in X-Kizuna-Proxy.")
    var proxySecretFile: String?
    @Option(
        name: .customLong("device-authority"),
        help: "Apple's iPhone Device CA certificate: devices that enroll by themselves must be signed by it.")
    var deviceAuthority: String?
    @Option(name: .customLong("apns-port"), help: "443, or 2197 where a firewall blocks it.") var apnsPort: String?
    @Option(
        name: .customLong("webhook-networks"),
        help: "Networks beside the internet, with commas, to which webhooks may lead, also over plain http.")
    var webhookNetworks: String?

    @Option(help: "Mail server for notices, e.g. smtp://login@mail.example.jp:587 or smtps://…") var smtp: String?
    @Option(name: .customLong("smtp-password-file"), help: "File with its password.") var smtpPasswordFile: String?
    @Option(name: .customLong("smtp-ca-file"), help: "PEM file with the authorities it is trusted by.")
    var smtpAuthorities: String?
    @Option(name: .customLong("mail-from"), help: "Address that notices are sent from.") var mailFrom: String?
    @Option(
        name: .customLong("operator-mail"),
        help: "Your own address: told when the MDM vendor certificate is about to expire.")
    var operatorMail: String?

    @Option(name: .long, help: "Send the log to a syslog receiver, tls://host:6514 (RFC 5424 over TLS).")
    var syslog: String?
    @Option(name: .customLong("syslog-ca"), help: "PEM file with that receiver's authorities; else the system's.")
    var syslogAuthorities: String?

    func run() async throws {
        MemoryReturn.bound()
        let settings = try resolve()
        ProcessHardening.apply()
        var logger = Logger(label: "kizuna")
        logger.logLevel = .notice
        let opened = try await Assembly().open(
            data: settings.data, database: settings.database, masterKey: settings.masterKey, lab: settings.lab,
            creating: true)
        let leases = NodeLeases(opened.installation, node: UUID().uuidString)
        // Before anything is written: from here on a move of the database sees this node.
        try await Self.telling { try await leases.renew() }
        let pushSender = Assembly.pushSender(opened, port: settings.apnsPort)
        let rules = OutboundRules(allowed: settings.webhookNetworks.compactMap { IPNetwork($0) })
        let webhookSender = HTTPWebhookSender(rules: rules)
        let adeService = Assembly.adeService(opened)
        let installation = opened.installation.serving(
            store: LeasedStore(opened.installation.store, leases), pushSender: pushSender ?? NoPushSender(),
            deviceAddress: settings.devicesURL,
            mail: settings.mailFacilities(
                lab: opened.lab?.mailServer, counting: opened.installation.telemetry.mails), outboundRules: rules,
            adeService: adeService ?? NoADEService(),
            deviceAuthorities: try Assembly.deviceAuthorities(opened, file: settings.deviceAuthority))
        try await installation.store.write(in: .installation) {
            try $0.setInstallationValue(Array(settings.consoleURL.utf8), for: .consoleURL)
        }
        try await NoteVersion(installation)(ProductVersion.current)
        let recoverySheet = opened.masterKey.recoverySheet.groups
        let console = Console(
            installation,
            ConsoleConfiguration(
                isLab: opened.lab != nil, portalURL: opened.lab?.portalURL ?? ConsoleConfiguration.applePortalURL,
                managerURL: opened.lab?.managerURL ?? ConsoleConfiguration.appleManagerURL,
                publicURL: settings.consoleURL, isBehindLoopbackProxy: settings.isBehindProxy,
                version: ProductVersion.current, installationName: opened.instanceName,
                recoverySheet: { recoverySheet }), webhookSender: webhookSender, logger: logger)
        try await installation.store.companyWall().report(to: logger)
        let readiness = Readiness(installation, leases)
        // They are stopped from the last to the first.
        var services: [any Service] = [LeaseLoop(leases: leases, logger: logger)]
        services += try Listeners(settings: settings, logger: logger).services(
            console: console, devices: try devices(settings, opened, installation, logger),
            installation: installation, readiness: readiness)
        services += [
            Housekeeping(installation: installation, logger: logger),
            LogWatch(installation: installation, logger: logger),
            NewsLoop(installation: installation),
            FileCheck(confirmWhole: opened.confirmWhole), MemoryReturn(),
            WebhookLoop(installation: installation, sender: webhookSender, logger: logger),
            PushLoop(installation: installation, logger: logger),
            BulkOrderLoop(installation: installation, leases: leases, logger: logger),
            ContactLoop(installation: installation, logger: logger),
            MailLoop(installation: installation, logger: logger),
            DeviceUpkeep(installation: installation, leases: leases, logger: logger),
            TokenLoop(installation: installation, leases: leases, logger: logger),
        ]
        services += try await logSending(settings, installation, logger)
        services.append(StopSign(readiness: readiness))
        try await announce(settings, installation)
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // A request half sent does not hold the process; what was answered is on disk.
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        do {
            try await Self.telling { try await ServiceGroup(configuration: configuration).run() }
            await pushSender?.close()
            await adeService?.close()
            try await FlushContacts(installation)()
        } catch {
            try? await leases.leave()
            throw error
        }
        try await leases.leave()
        try await installation.store.close()
    }

    private static func telling(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let moved as NodeLeases.Moved {
            throw SettingsMistakes(lines: ["kizuna: \(moved.hasEnded ? MoveSentence.ended : MoveSentence.begun)"])
        }
    }

    private func logSending(_ settings: Settings, _ installation: Installation, _ logger: Logger) async throws
        -> [any Service]
    {
        try await LogExportStatus(installation).note(receiver: settings.syslog?.text)
        guard let syslog = settings.syslog else { return [] }
        do {
            let receiver = try SyslogSender(
                host: syslog.host, port: syslog.port, authorities: settings.syslogAuthorities)
            return [LogSending(installation: installation, receiver: receiver, logger: logger)]
        } catch let error as LogReceiverError {
            throw SettingsMistakes(lines: ["kizuna: --syslog-ca: \(error.reason). Check path and contents."])
        }
    }

    private func devices(
        _ settings: Settings, _ opened: Assembly.Opened, _ installation: Installation, _ logger: Logger
    ) throws -> DeviceRoutes {
        var secret: String?
        if let path = settings.proxySecretFile {
            guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
                throw SettingsMistakes(lines: [
                    "kizuna: --proxy-secret-file \(path) cannot be read or is empty. Check path and permissions."
                ])
            }
            secret = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return DeviceRoutes(
            installation,
            DeviceConfiguration(
                speaksTLS: settings.tlsCertificate != nil,
                trustedProxies: settings.trustedProxies.compactMap { AddressRange($0) },
                certificateHeader: settings.certificateHeader.lowercased(), proxySecret: secret,
                version: ProductVersion.current, isLab: opened.lab != nil), logger: logger)
    }

    private func resolve() throws -> Settings {
        let environment = ProcessInfo.processInfo.environment
        var file: Data?
        if let path = config ?? environment["KIZUNA_CONFIG"] {
            guard let contents = FileManager.default.contents(atPath: path) else {
                throw SettingsMistakes(lines: [
                    "kizuna: the configuration file \(path) cannot be read. Check path and permissions."
                ])
            }
            file = contents
        }
        let given: [SettingName: String?] = [
            .data: data.data, .database: data.database, .masterKey: data.masterKey, .lab: data.lab, .host: host,
            .consolePort: consolePort,
            .devicesPort: devicesPort, .managementPort: managementPort, .consoleURL: consoleURL,
            .tlsCertificate: tlsCertificate, .tlsKey: tlsKey, .devicesURL: devicesURL,
            .trustedProxies: trustedProxies, .certificateHeader: certificateHeader,
            .proxySecretFile: proxySecretFile, .apnsPort: apnsPort, .smtp: smtp,
            .smtpPasswordFile: smtpPasswordFile, .smtpAuthorities: smtpAuthorities, .mailFrom: mailFrom,
            .operatorMail: operatorMail,
            .webhookNetworks: webhookNetworks,
            .deviceAuthority: deviceAuthority,
            .syslog: syslog, .syslogAuthorities: syslogAuthorities,
        ]
        return try Settings.resolve(given: given.compactMapValues { $0 }, environment: environment, file: file)
    }

    /// The set-up link is printed here and nowhere else, and never written to a log.
    private func announce(_ settings: Settings, _ installation: Installation) async throws {
        Terminal.say("Kizuna \(ProductVersion.current), data in \(settings.data)")
        Terminal.say("Console: \(settings.consoleURL)/")
        guard settings.lab == nil, let token = try await SetUp(installation).issueLink() else { return }
        Terminal.say("Set up this installation (one-time link): \(settings.consoleURL)/_setup/\(token.reveal())")
    }
}
