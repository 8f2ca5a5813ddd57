import CommandLine
import DeviceEndpoints
import Foundation
import HTTPTypes
import Webhooks

/// Everything `kizuna serve` must know, checked once: command line over environment over one JSON file.
struct Settings: Sendable, Equatable {
    var data: String
    /// `postgresql://…`; nil: SQLite in the data directory. May hold a password: never shown.
    var database: String?
    var masterKey: String?
    var lab: String?
    var host: String
    var consolePort: Int
    var devicesPort: Int
    var managementPort: Int
    var consoleURL: String
    var tlsCertificate: String?
    var tlsKey: String?
    /// Where devices reach the device listener; nil: no profile is handed out.
    var devicesURL: String?
    /// Addresses and networks of proxies that may tell a device's certificate.
    var trustedProxies: [String]
    var certificateHeader: String
    /// File with a text that a trusted proxy must send in `X-Kizuna-Proxy`.
    var proxySecretFile: String?
    /// File with Apple's iPhone Device CA; nil: the origin of devices that enroll by themselves is not checked.
    var deviceAuthority: String?
    /// 443, or 2197 where a firewall blocks the other.
    var apnsPort: Int
    /// `smtp://login@mail.example.jp:587`; nil: nobody is told by mail.
    var smtp: String?
    var smtpPasswordFile: String?
    /// PEM file; nil: the system's authorities.
    var smtpAuthorities: String?
    /// Sender of every mail.
    var mailFrom: String?
    /// The operator's own address, for what concerns the whole installation.
    var operatorMail: String?
    /// Networks beside the internet to which webhooks may lead, also without TLS.
    var webhookNetworks: [String]
    /// Where the log is sent, `tls://host:6514`; nil: nowhere.
    var syslog: SyslogAddress?
    /// PEM file with the authorities of that receiver; nil: those of the system.
    var syslogAuthorities: String?
    /// True when `consoleURL` is https but this process does not speak TLS: a proxy on this machine does.
    var isBehindProxy: Bool
}

/// All mistakes of a configuration, each with its name and the remedy.
struct SettingsMistakes: Error, Equatable {
    let lines: [String]
}

/// The names under which a setting may be given.
enum SettingName: String, CaseIterable {
    case data, database, lab, host
    case masterKey = "master-key"
    case consolePort = "console-port"
    case devicesPort = "devices-port"
    case managementPort = "management-port"
    case consoleURL = "console-url"
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case devicesURL = "devices-url"
    case trustedProxies = "trusted-proxies"
    case certificateHeader = "certificate-header"
    case proxySecretFile = "proxy-secret-file"
    case deviceAuthority = "device-authority"
    case apnsPort = "apns-port"
    case smtp
    case smtpPasswordFile = "smtp-password-file"
    case smtpAuthorities = "smtp-ca-file"
    case mailFrom = "mail-from"
    case operatorMail = "operator-mail"
    case webhookNetworks = "webhook-networks"
    case syslog
    case syslogAuthorities = "syslog-ca"

    var environment: String { "KIZUNA_" + rawValue.uppercased().replacing("-", with: "_") }
}

extension Settings {
    /// - Parameters:
    ///   - given: from the command line, by name.
    ///   - file: the contents of the JSON file, an object of strings and numbers.
    static func resolve(
        given: [SettingName: String], environment: [String: String], file: Data?
    ) throws(SettingsMistakes) -> Settings {
        var mistakes: [String] = []
        let fileValues = read(file, &mistakes)
        func value(_ name: SettingName) -> String? {
            [given[name], environment[name.environment], fileValues[name.rawValue]].compactMap { $0 }.first {
                !$0.isEmpty
            }
        }
        func port(_ name: SettingName, _ standard: Int) -> Int {
            guard let text = value(name) else { return standard }
            guard let port = Int(text), (1...65_535).contains(port) else {
                mistakes.append("--\(name.rawValue) is \"\(text)\". It must be a number from 1 to 65535.")
                return standard
            }
            return port
        }
        func list(_ name: SettingName) -> [String] {
            (value(name) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let host = value(.host) ?? "127.0.0.1"
        let consolePort = port(.consolePort, 8080)
        var settings = Settings(
            data: value(.data) ?? "", database: value(.database), masterKey: value(.masterKey), lab: value(.lab),
            host: host,
            consolePort: consolePort, devicesPort: port(.devicesPort, 8081),
            managementPort: port(.managementPort, 8082), consoleURL: value(.consoleURL) ?? "",
            tlsCertificate: value(.tlsCertificate), tlsKey: value(.tlsKey), devicesURL: value(.devicesURL),
            trustedProxies: list(.trustedProxies), certificateHeader: value(.certificateHeader) ?? "client-cert",
            proxySecretFile: value(.proxySecretFile), deviceAuthority: value(.deviceAuthority),
            apnsPort: port(.apnsPort, 443), smtp: value(.smtp),
            smtpPasswordFile: value(.smtpPasswordFile), smtpAuthorities: value(.smtpAuthorities),
            mailFrom: value(.mailFrom), operatorMail: value(.operatorMail), webhookNetworks: list(.webhookNetworks),
            syslogAuthorities: value(.syslogAuthorities), isBehindProxy: false)
        if let syslog = value(.syslog) {
            settings.syslog = SyslogAddress(syslog)
            if settings.syslog == nil {
                mistakes.append("--syslog is \"\(syslog)\". It must be like tls://logs.example.jp:6514.")
            }
        } else if settings.syslogAuthorities != nil {
            mistakes.append("--syslog-ca belongs to --syslog. Give both, or --syslog alone.")
        }
        if settings.data.isEmpty {
            mistakes.append(
                "--data is missing. Name the directory that holds the installation, e.g. --data /var/lib/kizuna.")
        }
        settings.checkDatabase(&mistakes)
        settings.checkPorts(&mistakes)
        settings.checkAddress(&mistakes)
        settings.checkDevices(&mistakes)
        settings.checkMail(&mistakes)
        settings.checkWebhooks(&mistakes)
        guard mistakes.isEmpty else { throw SettingsMistakes(lines: mistakes.map { "kizuna: \($0)" }) }
        return settings
    }

    private static func read(_ file: Data?, _ mistakes: inout [String]) -> [String: String] {
        guard let file else { return [:] }
        guard let object = try? JSONDecoder().decode([String: SettingValue].self, from: file) else {
            mistakes.append(
                "The configuration file is no JSON object of texts and numbers. See docs/reference/configuration.md.")
            return [:]
        }
        for name in object.keys.sorted() where SettingName(rawValue: name) == nil {
            mistakes.append(
                "The configuration file names \"\(name)\", which is no setting. Remove it or correct its name.")
        }
        return object.mapValues(\.text)
    }

    private func checkDatabase(_ mistakes: inout [String]) {
        guard let database, !DatabaseAddress.isPostgreSQL(database) else { return }
        // The value itself is not repeated: a mistyped one may hold a password.
        mistakes.append(
            "--database must be like postgresql://kizuna@db.example.jp/kizuna?sslmode=verify-full. "
                + "Leave it out for SQLite in the data directory.")
    }

    private func checkWebhooks(_ mistakes: inout [String]) {
        for network in webhookNetworks where IPNetwork(network) == nil {
            mistakes.append(
                "--webhook-networks names \"\(network)\". It takes addresses and networks such as 10.20.0.0/16, with commas."
            )
        }
    }

    private mutating func checkPorts(_ mistakes: inout [String]) {
        if Set([consolePort, devicesPort, managementPort]).count < 3 {
            mistakes.append("--console-port, --devices-port and --management-port must be three different ports.")
        }
    }

    /// Without a name of its own the device listener is reached where it listens: right on loopback, and with TLS
    /// under the console's name.
    private mutating func checkDevices(_ mistakes: inout [String]) {
        if devicesURL == nil, let console = URL(string: consoleURL), let name = console.host() {
            if isLoopbackName(name) || !isBehindProxy {
                devicesURL = "\(console.scheme ?? "http")://\(name.contains(":") ? "[\(name)]" : name):\(devicesPort)"
            }
        }
        while devicesURL?.hasSuffix("/") == true { devicesURL?.removeLast() }
        if let devicesURL {
            guard let url = URL(string: devicesURL), let scheme = url.scheme, let name = url.host(),
                url.path().isEmpty, ["http", "https"].contains(scheme)
            else {
                mistakes.append(
                    "--devices-url is \"\(devicesURL)\". It must be like https://mdm.example.jp:8081, without a path.")
                return
            }
            if scheme == "http", !isLoopbackName(name) {
                mistakes.append("--devices-url \(devicesURL) is public but not https. Devices only talk https.")
            }
        }
        for proxy in trustedProxies where AddressRange(proxy) == nil {
            mistakes.append(
                "--trusted-proxies names \"\(proxy)\". It takes addresses and networks such as 10.0.0.0/8, with commas."
            )
        }
        if !trustedProxies.isEmpty, HTTPField.Name(certificateHeader) == nil {
            mistakes.append("--certificate-header \"\(certificateHeader)\" is no name of an HTTP field.")
        }
    }

    private func isLoopbackName(_ name: String) -> Bool { ["127.0.0.1", "::1", "[::1]", "localhost"].contains(name) }

    /// Plain http is for loopback only; everything else is https, here or at a proxy on this machine.
    private mutating func checkAddress(_ mistakes: inout [String]) {
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(host)
        let hasTLS = tlsCertificate != nil && tlsKey != nil
        if (tlsCertificate == nil) != (tlsKey == nil) {
            mistakes.append("--tls-certificate and --tls-key belong together. Give both or neither.")
        }
        if consoleURL.isEmpty {
            consoleURL = "\(hasTLS ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(consolePort)"
        }
        while consoleURL.hasSuffix("/") { consoleURL.removeLast() }
        if !isLoopback, !hasTLS {
            mistakes.append(
                "--host \(host) can be reached from outside, but there is no TLS. Give --tls-certificate and --tls-key, "
                    + "or listen on 127.0.0.1 behind a proxy with --console-url https://…")
        }
        guard let url = URL(string: consoleURL), let scheme = url.scheme, let name = url.host(), url.path().isEmpty,
            ["http", "https"].contains(scheme)
        else {
            mistakes.append(
                "--console-url is \"\(consoleURL)\". It must be like https://mdm.example.jp, without a path.")
            return
        }
        if scheme == "http", !["127.0.0.1", "::1", "[::1]", "localhost"].contains(name) {
            mistakes.append("--console-url \(consoleURL) is public but not https. Public addresses must be https.")
        }
        isBehindProxy = scheme == "https" && !hasTLS
    }
}

/// A JSON text or number.
private struct SettingValue: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            text = String(number)
        } else {
            text = try container.decode(String.self)
        }
    }
}
