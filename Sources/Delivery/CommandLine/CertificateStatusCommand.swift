import Administration
import ArgumentParser
import Foundation
import UseCases

struct CertificateStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "For monitoring: one line; exit status 1 when few days are left, expired, or none is registered.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Option(name: .long, help: "Warn at so many days or fewer.") var warn: Int = 30
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let overview = try await ShowPushCertificate(open.installation)(in: company.scope)
            let row = CertificateRow(overview, of: company, now: open.installation.now)
            if json {
                try Terminal.sayJSON(row)
            } else {
                let until = row.notAfter?.formatted(.iso8601) ?? "-"
                Terminal.say("\(row.company) \(row.state) days=\(row.daysLeft.map(String.init) ?? "-") until=\(until)")
            }
            let isFine = row.state == "active" && (row.daysLeft ?? 0) > warn
            if !isFine { throw ExitCode(1) }
        }
    }
}
