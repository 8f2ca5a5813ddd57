import Administration
import ArgumentParser
import Foundation
import UseCases

struct CompanyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the companies.")

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    private struct Row: Encodable {
        let code: String
        let name: String
        let language: String
        let timeZone: String
        let brand: String
    }

    func run() async throws {
        try await data.withInstallation { open in
            let rows = try await FindCompany(open.installation).all().map {
                Row(
                    code: $0.code.description, name: $0.name, language: $0.language.rawValue,
                    timeZone: $0.timeZone.identifier, brand: $0.brand.key)
            }
            if json { return try Terminal.sayJSON(rows) }
            for row in rows {
                Terminal.say("\(row.code)\t\(row.name)\t\(row.language)\t\(row.timeZone)\t\(row.brand)")
            }
        }
    }
}
