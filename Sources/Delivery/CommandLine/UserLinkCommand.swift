import Administration
import ArgumentParser
import UseCases

struct UserLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password-link", abstract: "Prints a new one-time link for a person who lost the password.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Option(name: .long, help: "Login ID.") var login: String

    func run() async throws {
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let token = try await CreateUser(open.installation).newLink(login: login, in: company)
            Terminal.say(
                "One-time link to set the password, valid for 3 days: \(open.consoleURL)/_password/\(token.reveal())")
        }
    }
}
