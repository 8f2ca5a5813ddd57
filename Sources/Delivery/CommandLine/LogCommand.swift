import Administration
import ArgumentParser
import UseCases

struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Follows the hash chain of a company's log; exit status 1 when it is broken.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption

    func run() async throws {
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let result = try await VerifyLog(open.installation)(in: company.scope)
            if let broken = result.firstBreak {
                Terminal.complain(["kizuna: the log of \(company.code) is broken at entry \(broken)."])
                throw ExitCode(1)
            }
            Terminal.say("The log of \(company.code) is intact: \(result.entries) entries.")
        }
    }
}
