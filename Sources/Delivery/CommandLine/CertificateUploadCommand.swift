import Administration
import ArgumentParser
import Problems
import PushCertificates
import UseCases

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
