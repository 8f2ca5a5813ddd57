import Administration
import ArgumentParser
import UseCases

struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the people of a company.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    private struct Row: Encodable {
        let login: String
        let role: String
        let hasPassword: Bool
        let disabled: Bool
    }

    func run() async throws {
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let rows = try await ListUsers(open.installation)(in: company.scope).map {
                Row(
                    login: $0.login, role: $0.role.rawValue, hasPassword: $0.passwordHash != nil,
                    disabled: $0.isDisabled)
            }
            if json { return try Terminal.sayJSON(rows) }
            for row in rows {
                Terminal.say("\(row.login)\t\(row.role)\t\(row.hasPassword ? "password set" : "no password yet")")
            }
        }
    }
}
