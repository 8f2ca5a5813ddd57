import ADEServiceClient
import APNsPushSender
import Administration
import CommandLine
import CurlMailTransport
import FileSecretVault
import Foundation
import Measurements
import Ports
import PushCertificates
import ScryptPasswordHasher
import UseCases

/// The one place that knows every adapter: opens a data directory as an installation, making what a first
/// start needs (directory, master key, database), and refuses what does not belong together.
struct Assembly: InstallationOpener {
    func open(_ options: DataOptions) async throws -> OpenInstallation {
        let environment = ProcessInfo.processInfo.environment
        let data = options.data ?? environment[SettingName.data.environment] ?? ""
        guard !data.isEmpty else {
            throw SettingsMistakes(lines: [
                "kizuna: --data is missing. Name the directory that holds the installation, e.g. --data /var/lib/kizuna."
            ])
        }
        let opened = try await open(
            data: data, database: options.database ?? environment[SettingName.database.environment],
            masterKey: options.masterKey ?? environment[SettingName.masterKey.environment],
            lab: options.lab ?? environment[SettingName.lab.environment], creating: false)
        return OpenInstallation(
            installation: opened.installation, isLab: opened.lab != nil,
            consoleURL: opened.consoleURL ?? "http://127.0.0.1:8080", labAnchors: opened.lab?.anchors,
            close: { try await opened.installation.store.close() })
    }

    struct Opened: Sendable {
        let installation: Installation
        let lab: LabFileFacts?
        let masterKey: MasterKey
        let instanceName: String
        /// As the server noted it at its last start.
        let consoleURL: String?
        /// Of a server on SQLite: reads the whole file.
        var confirmWhole: (@Sendable () async throws -> Void)?
    }

    struct LabFileFacts: Sendable {
        let anchors: LabAnchors
        let portalURL: String
        /// Nil when the Lab has no APNs.
        let apns: (host: String, port: Int, roots: [[UInt8]])?
        /// Nil when the Lab has no mailbox.
        let mailServer: MailServer?
        /// Nil when the Lab has no Business Manager.
        let managerURL: String?
        let adeURL: String?
        let deviceAuthorities: [[UInt8]]
    }

    /// - Parameter creating: false refuses a directory that holds no installation, unless it is a Lab's.
    func open(
        data: String, database: String? = nil, masterKey keyPath: String?, lab labPath: String?, creating: Bool
    ) async throws -> Opened {
        let directory = URL(fileURLWithPath: data)
        let address = DatabaseAddress(data: directory, database: database)
        guard address.exists || creating || labPath != nil else {
            throw SettingsMistakes(lines: [
                "kizuna: \(data) holds no installation. Start `kizuna serve --data \(data)` first, or correct --data."
            ])
        }
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let telemetry = Telemetry()
        let (store, confirmWhole) =
            creating
            ? try await address.servedStore(telemetry.store) : (try await address.store(telemetry.store), nil)
        do {
            var opened = try await assemble(
                store, telemetry, keyPath: keyPath ?? directory.appendingPathComponent("master.key").path,
                labPath: labPath,
                needsLabSwitch: creating)
            opened.confirmWhole = confirmWhole
            return opened
        } catch {
            try? await store.close()
            throw error
        }
    }

    private func assemble(
        _ store: any Store, _ telemetry: Telemetry, keyPath: String, labPath: String?, needsLabSwitch: Bool
    ) async throws -> Opened {
        // Read before anything is stamped: a mistyped path must not make this directory a Lab's for ever.
        if let labPath { _ = try LabFile.read(labPath) }
        let facts = try await InstallationFacts.establish(
            in: store, lab: labPath.map(Self.absolute), needsLabSwitch: needsLabSwitch)
        let lab = try facts.labFile.map(LabFile.read)
        let key = try Self.masterKey(at: keyPath, isNew: facts.keyCheck == nil)
        let vault = FileSecretVault(masterKey: key, instanceID: facts.instanceID)
        if let check = facts.keyCheck {
            try vault.confirm(keyCheck: check)
        } else {
            let check = vault.keyCheck
            let wrapped = try vault.makeWrappedKey(for: .installation)
            let stored = try await store.write(in: .installation) { transaction in
                if let present = try transaction.installationValue(.masterKeyCheck) { return present }
                try transaction.setInstallationValue(check, for: .masterKeyCheck)
                try transaction.setInstallationValue(wrapped, for: .wrappedKey)
                return check
            }
            // Another node that was started at the same time may have been first: with this key, or this one must not
            // serve.
            try vault.confirm(keyCheck: stored)
        }
        let installation = Installation(
            store: store, vault: vault, time: lab.map { LabClock(path: $0.clockFile) } ?? SystemClock(),
            randomness: SystemRandomness(), hasher: ScryptPasswordHasher(parameters: lab == nil ? .standard : .lab),
            telemetry: telemetry)
        return Opened(
            installation: installation, lab: lab.map(Self.facts),
            masterKey: key, instanceName: facts.instanceID.prefix(4).hexadecimal, consoleURL: facts.consoleURL)
    }

    private static func facts(of lab: LabFile) -> LabFileFacts {
        var apns: (host: String, port: Int, roots: [[UInt8]])?
        if let host = lab.apnsHost, let port = lab.apnsPort { apns = (host, port, lab.apnsRoots) }
        return LabFileFacts(
            anchors: lab.anchors, portalURL: lab.portalURL, apns: apns, mailServer: lab.mailServer,
            managerURL: lab.managerURL, adeURL: lab.adeURL,
            deviceAuthorities: lab.deviceAuthorities)
    }

    /// Apple's push service, or the Lab's, whose roots alone are trusted there.
    static func pushSender(_ opened: Opened, port: Int) -> APNsPushSender? {
        let time = opened.installation.time
        guard opened.lab != nil else {
            return APNsPushSender(APNsConfiguration(port: port, now: { time.now }))
        }
        guard let apns = opened.lab?.apns else { return nil }
        return APNsPushSender(
            APNsConfiguration(
                host: apns.host, port: apns.port, trustRoots: .certificates(apns.roots), judgesDatesByClock: true,
                now: { time.now }))
    }

    /// Apple's device enrollment service, or the Lab's; nil in a Lab without one.
    static func adeService(_ opened: Opened) -> ADEServiceClient? {
        let time = opened.installation.time
        let randomness = opened.installation.randomness
        var address = ADEServiceClient.apple
        if let lab = opened.lab {
            guard let url = lab.adeURL else { return nil }
            address = url
        }
        return ADEServiceClient(
            address: address, userAgent: "kizuna/\(ProductVersion.current)", now: { time.now },
            nonce: { randomness.bytes(16).map { String($0, radix: 16) }.joined() })
    }

    /// Apple's iPhone Device CA as a file (PEM or DER), or the Lab's; empty where nobody named one.
    static func deviceAuthorities(_ opened: Opened, file: String?) throws -> [[UInt8]] {
        if let lab = opened.lab { return lab.deviceAuthorities }
        guard let file else { return [] }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw SettingsMistakes(lines: [
                "kizuna: --device-authority \(file) cannot be read. Check path and permissions."
            ])
        }
        let blocks = LabFile.certificates(in: String(decoding: data, as: UTF8.self))
        return blocks.isEmpty ? [Array(data)] : blocks
    }

    private static func masterKey(at path: String, isNew: Bool) throws -> MasterKey {
        let credentials = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"]
        do {
            return try MasterKey.load(path: path, credentialsDirectory: credentials)
        } catch .masterKeyMissing where isNew {
            do {
                return try MasterKey.create(at: path)
            } catch {
                // Another process with the same file may have been first.
                guard let key = try? MasterKey.load(path: path, credentialsDirectory: credentials) else { throw error }
                return key
            }
        }
    }

    private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}
