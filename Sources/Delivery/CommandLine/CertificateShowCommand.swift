import Administration
import ArgumentParser
import Foundation
import PushCertificates
import UseCases

struct CertificateShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows the registered certificate.")

    @OptionGroup var data: DataOptions
    @OptionGroup var company: CompanyOption
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        try await data.withInstallation { open in
            let company = try await company.choose(in: open)
            let overview = try await ShowPushCertificate(open.installation)(in: company.scope)
            let row = CertificateRow(overview, of: company, now: open.installation.now)
            if json { return try Terminal.sayJSON(row) }
            Terminal.say("state       \(row.state)")
            Terminal.say("topic       \(row.topic ?? "-")")
            Terminal.say(
                "valid until \(row.notAfter?.formatted(.iso8601) ?? "-")\(row.daysLeft.map { " (\($0) days)" } ?? "")")
            Terminal.say("serial      \(row.serial ?? "-")")
            Terminal.say("Apple ID    \(row.appleID)")
            Terminal.say("notes       \(row.notes)")
            Terminal.say("devices     \(row.devicesOnTopic) on this topic, \(row.devices) in all")
        }
    }
}
