import Administration
import ArgumentParser
import Foundation
import PushCertificates
import UseCases

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
