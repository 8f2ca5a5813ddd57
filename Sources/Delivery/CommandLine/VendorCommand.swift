import Administration
public import ArgumentParser
import Foundation
import PushCertificates
import UseCases

/// `kizuna vendor`: the certificate that signs requests for Apple.
public struct VendorCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "vendor", abstract: "The MDM vendor certificate that signs requests.",
        subcommands: [
            VendorImportCommand.self, VendorShowCommand.self, VendorAuthoritiesCommand.self, VendorSignCommand.self,
        ])
    public init() {}
}

struct VendorImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports a vendor certificate with its key, after Apple's own checks.")

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: "Vendor certificate, PEM or DER.") var certificate: String
    @Option(name: .long, help: "Its private key, PEM or DER.") var key: String
    @Option(
        name: .customLong("apple-certificate"), help: "Apple's root or an intermediate; may be given several times.")
    var appleCertificates: [String] = []
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        let certificateFile = try Terminal.read(certificate)
        let keyFile = Secret(try Terminal.read(key))
        let appleFiles = try appleCertificates.map(Terminal.read)
        try await data.withInstallation { open in
            let imported = try await ImportVendorCertificate(open.installation)(
                certificate: certificateFile, privateKey: keyFile, appleFiles: appleFiles, labAnchors: open.labAnchors)
            if json { return try Terminal.sayJSON(VendorRow(imported.vendor)) }
            Terminal.say("Vendor certificate imported: \(imported.vendor.subject)")
            Terminal.say(
                "Valid until \(imported.vendor.notAfter.formatted(.iso8601)), serial \(imported.vendor.serialNumber)")
            if !imported.hasVendorExtension {
                Terminal.complain([
                    "kizuna: warning: Apple's extension 1.2.840.113635.100.4.12 is missing; is this of the type MDM CSR?"
                ])
            }
        }
    }
}

struct VendorRow: Encodable {
    let subject: String
    let serial: String
    let notBefore: Date
    let notAfter: Date
    let fingerprint: String

    init(_ vendor: VendorCertificate) {
        subject = vendor.subject
        serial = vendor.serialNumber
        notBefore = vendor.notBefore
        notAfter = vendor.notAfter
        fingerprint = vendor.fingerprint.description
    }
}

struct VendorShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the vendor certificate; exit status 1 when requests cannot be signed.")

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        try await data.withInstallation { open in
            let vendor = try await VendorSigning(open.installation).stored()
            if let vendor {
                if json {
                    try Terminal.sayJSON(VendorRow(vendor))
                } else {
                    Terminal.say(
                        "\(vendor.subject)\nValid until \(vendor.notAfter.formatted(.iso8601)), serial \(vendor.serialNumber)"
                    )
                }
            }
            if let problem = try await VendorSigning(open.installation).problem() { throw problem }
        }
    }
}

struct VendorAuthoritiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorities",
        abstract: "Takes in Apple's root and intermediates, the root only by its known fingerprint.",
        discussion: "For installations whose vendor key stays elsewhere; docs/guides/vendor-signing.md.")

    @OptionGroup var data: DataOptions
    @Argument(help: "Files, PEM or DER.") var files: [String]

    func run() async throws {
        let contents = try files.map(Terminal.read)
        try await data.withInstallation { open in
            let anchors = try await ImportVendorCertificate(open.installation).addAuthorities(appleFiles: contents)
            Terminal.say("Accepted: \(anchors.roots.count) root, \(anchors.intermediates.count) intermediates.")
        }
    }
}

struct VendorSignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Signs a request on another machine; needs no installation.")

    @Option(name: .long, help: "The request, as `kizuna certificate request --unsigned` wrote it.") var csr: String
    @Option(name: .long, help: "Vendor certificate, PEM or DER.") var certificate: String
    @Option(name: .long, help: "Its private key, PEM or DER.") var key: String
    @Option(name: .customLong("apple-certificate"), help: "Apple's root and intermediate; several times.")
    var appleCertificates: [String]
    @Option(name: .shortAndLong, help: "File to write.") var output: String

    func run() async throws {
        let anchors = try await AppleAuthorities.accept(try appleCertificates.map(Terminal.read))
        let identity = try await VendorIdentity.check(
            certificate: try Terminal.read(certificate), privateKey: Secret(try Terminal.read(key)), anchors: anchors,
            now: Date())
        let request = try PEMRequest.der(of: try Terminal.read(csr))
        try Terminal.create(output, try await identity.signedRequest(for: request, now: Date()))
        Terminal.say("Signed: \(output). Take it back with `kizuna certificate request --attach \(output)`.")
    }
}

/// A PKCS #10 request as PEM text or DER.
enum PEMRequest {
    static func der(of file: [UInt8]) throws -> [UInt8] {
        guard file.first != 0x30 else { return file }
        let lines = String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline)
        let body = lines.drop { !$0.hasPrefix("-----BEGIN") }.dropFirst().prefix { !$0.hasPrefix("-----END") }
        guard let data = Data(base64Encoded: body.joined()), !data.isEmpty else {
            throw CommandFailure.valueInvalid("--csr: no certificate request")
        }
        return Array(data)
    }
}
