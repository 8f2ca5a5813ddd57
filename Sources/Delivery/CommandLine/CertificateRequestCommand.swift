import Administration
import ArgumentParser
import PushCertificates
import UseCases

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
