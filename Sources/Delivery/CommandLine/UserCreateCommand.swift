import Administration
import ArgumentParser
import Foundation
import UseCases

struct UserCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Adds a person and prints a one-time link for setting the password.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Option(name: .long, help: "Login ID, unique in the company.") var login: String
    @Option(name: .long, help: "administrator or viewer.") var role: String = Role.viewer.rawValue
    @Flag(
        name: .customLong("password-stdin"), help: "Take the password from standard input instead of printing a link.")
    var passwordFromInput = false
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        guard let role = Role(rawValue: role), [.administrator, .viewer].contains(role) else {
            throw CommandFailure.valueInvalid("--role \(role): administrator or viewer")
        }
        let password = passwordFromInput ? try Self.passwordFromInput() : nil
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let created = try await CreateUser(open.installation)(
                login: login, role: role, password: password, in: company)
            let link = created.linkToken.map { "\(open.consoleURL)/_password/\($0.reveal())" }
            if json {
                try Terminal.sayJSON(["login": created.user.login, "role": role.rawValue, "link": link ?? ""])
            } else {
                Terminal.say("User \(created.user.login) created in \(company.code).")
                if let link { Terminal.say("One-time link to set the password, valid for 3 days: \(link)") }
            }
        }
    }

    private static func passwordFromInput() throws -> Secret<String> {
        let bytes = try Terminal.read("-")
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure.valueInvalid("--password-stdin: not UTF-8")
        }
        return Secret(text.trimmingCharacters(in: .newlines))
    }
}
