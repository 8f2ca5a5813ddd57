import ArgumentParser
import PushCertificates
import UseCases

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
            guard !open.isLab else {
                throw CommandFailure.valueInvalid("vendor authorities: a Lab installation trusts only the Lab's")
            }
            let anchors = try await ImportVendorCertificate(open.installation).addAuthorities(appleFiles: contents)
            Terminal.say("Accepted: \(anchors.roots.count) root, \(anchors.intermediates.count) intermediates.")
        }
    }
}
