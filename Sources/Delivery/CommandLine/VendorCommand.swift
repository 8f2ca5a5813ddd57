public import ArgumentParser
import PushCertificates

/// `kizuna vendor`: the certificate that signs requests for Apple.
public struct VendorCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "vendor", abstract: "The MDM vendor certificate that signs requests.",
        subcommands: [
            VendorImportCommand.self, VendorShowCommand.self, VendorAuthoritiesCommand.self, VendorSignCommand.self,
        ])
    public init() {}
}
