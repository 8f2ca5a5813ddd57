import Administration
public import ArgumentParser
import PushCertificates

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
