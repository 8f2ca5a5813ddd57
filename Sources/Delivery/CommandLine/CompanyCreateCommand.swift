import Administration
import ArgumentParser
import UseCases

struct CompanyCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Opens a company.")

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: "Company code: 3 to 31 of a-z, 0-9 and -.") var code: String
    @Option(name: .long, help: "Name, as people write it.") var name: String
    @Option(name: .long, help: "ja or en.") var language: String = "ja"
    @Option(name: .customLong("time-zone"), help: "IANA name.") var timeZone: String = "Asia/Tokyo"
    @Option(name: .long, help: "smsm or office-marugoto.") var brand: String = Brand.smartMobileSafetyManager.key
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        guard let language = Language(rawValue: language) else {
            throw CommandFailure.valueInvalid("--language \(language)")
        }
        try await data.withInstallation { open in
            let company = try await CreateCompany(open.installation)(
                .init(code: code, name: name, language: language, timeZone: timeZone, brand: brand))
            let address = "\(open.consoleURL)/\(company.code)"
            if json {
                try Terminal.sayJSON(["code": company.code.description, "address": address])
            } else {
                Terminal.say("Company \(company.code) created. Its console: \(address)")
                Terminal.say("Next: kizuna admin user create --company \(company.code) --login … --role administrator")
            }
        }
    }
}
