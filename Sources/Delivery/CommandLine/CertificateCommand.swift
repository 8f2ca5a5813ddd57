import Administration
public import ArgumentParser
import Foundation
import Problems
import PushCertificates
import UseCases

/// `kizuna certificate`: the console's page for scripts and monitoring, with the same rules and sentences.
public struct CertificateCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "certificate", abstract: "The Apple Push certificate of a company.",
        subcommands: [
            CertificateShowCommand.self, CertificateRequestCommand.self, CertificateUploadCommand.self,
            CertificateStatusCommand.self,
        ])
    public init() {}
}

/// What `show` and `status` tell, also as JSON.
struct CertificateRow: Encodable {
    let company: String
    /// `active`, `expired`, `deleted`, `none`
    let state: String
    let topic: String?
    let serial: String?
    let notAfter: Date?
    let daysLeft: Int?
    let restorableUntil: Date?
    let appleID: String
    let notes: String
    let devicesOnTopic: Int
    let devices: Int
    let pendingRequest: String?
    let vendorNotAfter: Date?

    init(_ overview: PushOverview, of company: Company, now: Date) {
        let shown = overview.active ?? overview.restorable
        self.company = company.code.description
        state =
            if let active = overview.active {
                active.certificate.isExpired(at: now) ? "expired" : "active"
            } else { overview.restorable == nil ? "none" : "deleted" }
        topic = shown?.certificate.topic.description
        serial = shown?.certificate.serialNumber
        notAfter = shown?.certificate.notAfter
        daysLeft = shown?.certificate.notAfter.calendarDays(after: now, in: company.timeZone)
        restorableUntil = overview.restorable?.restorableUntil
        appleID = overview.details.appleID
        notes = overview.details.notes
        devicesOnTopic = overview.devicesOnTopic
        devices = overview.devices
        pendingRequest = overview.requests.first { $0.isPending }?.publicKey.short
        vendorNotAfter = overview.vendor?.notAfter
    }
}

struct CertificateShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows the registered certificate.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let overview = try await ShowPushCertificate(open.installation)(in: company.scope)
            let row = CertificateRow(overview, of: company, now: open.installation.now)
            if json { return try Terminal.sayJSON(row) }
            Terminal.say("state       \(row.state)")
            Terminal.say("topic       \(row.topic ?? "-")")
            Terminal.say(
                "valid until \(row.notAfter?.formatted(.iso8601) ?? "-")\(row.daysLeft.map { " (\($0) days)" } ?? "")")
            Terminal.say("serial      \(row.serial ?? "-")")
            Terminal.say("Apple ID    \(row.appleID)")
            Terminal.say("notes       \(row.notes)")
            Terminal.say("devices     \(row.devicesOnTopic) on this topic, \(row.devices) in all")
        }
    }
}

struct CertificateRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Writes the signed request for Apple's portal.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Option(
        name: .shortAndLong,
        help: "File to write; without it the request's own name in this directory, - for standard output.")
    var output: String?
    @Flag(name: .long, help: "Adds a new request even when one is pending.") var new = false
    @Flag(name: .long, help: "The bare request, to be signed elsewhere by `kizuna vendor sign`.") var unsigned = false
    @Option(name: .long, help: "Takes back a request that was signed elsewhere.") var attach: String?

    func run() async throws {
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let use = RequestPushCertificate(open.installation)
            if let attach {
                let request = try await use.attach(
                    signedRequest: try Terminal.read(attach), by: .serviceOperator, in: company)
                Terminal.say("Request \(request.publicKey.short) is now offered by [ダウンロード].")
                return
            }
            let file =
                unsigned
                ? try await use.unsigned(new: new, by: .serviceOperator, in: company)
                : try await use(new: new, by: .serviceOperator, in: company)
            if output == "-" { return Terminal.say(file.text) }
            try Terminal.create(output ?? file.name, file.text)
            Terminal.say("Written: \(output ?? file.name)")
        }
    }
}

struct CertificateUploadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload", abstract: "Registers the certificate that Apple's portal gave.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Argument(help: "The file MDM_…_Certificate.pem.") var file: String
    @Option(name: .customLong("apple-id"), help: "Apple ID under which it was made; left as it is when not given.")
    var appleID: String?
    @Option(name: .long, help: "備考; left as it is when not given.") var notes: String?
    @Flag(name: .customLong("confirm-topic"), help: "Registers another topic though devices listen to the deleted one.")
    var confirmTopic = false

    func run() async throws {
        let bytes = try Terminal.read(file)
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let overview = try await ShowPushCertificate(open.installation)(in: company.scope)
            do {
                let outcome = try await RegisterPushCertificate(open.installation)(
                    .init(
                        file: bytes, appleID: appleID ?? overview.details.appleID,
                        notes: notes ?? overview.details.notes, version: overview.details.version,
                        confirmsTopic: confirmTopic), by: .serviceOperator, in: company)
                let isJapanese = Terminal.language == .japanese
                switch outcome {
                case .registered: Terminal.say(isJapanese ? "証明書を登録しました。" : "Certificate registered.")
                case .changed: Terminal.say(isJapanese ? "証明書を変更しました。" : "Certificate changed.")
                case .notesSaved: Terminal.say(isJapanese ? "備考を保存しました。" : "Notes saved.")
                }
            } catch let refusal as UploadRefusal {
                throw Problem(
                    refusal,
                    facts: UploadFacts(
                        timeZone: company.timeZone, devicesOnRegisteredTopic: overview.devicesOnTopic,
                        devicesInAll: overview.devices, registeredAppleID: overview.details.appleID,
                        notes: overview.details.notes, fileName: file))
            }
        }
    }
}

struct CertificateStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "For monitoring: one line; exit status 1 when few days are left, expired, or none is registered.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Option(name: .long, help: "Warn at so many days or fewer.") var warn: Int = 30
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let overview = try await ShowPushCertificate(open.installation)(in: company.scope)
            let row = CertificateRow(overview, of: company, now: open.installation.now)
            if json {
                try Terminal.sayJSON(row)
            } else {
                let until = row.notAfter?.formatted(.iso8601) ?? "-"
                Terminal.say("\(row.company) \(row.state) days=\(row.daysLeft.map(String.init) ?? "-") until=\(until)")
            }
            let isFine = row.state == "active" && (row.daysLeft ?? 0) > warn
            if !isFine { throw ExitCode(1) }
        }
    }
}
