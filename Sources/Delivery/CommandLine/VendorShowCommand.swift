import ArgumentParser
import Foundation
import PushCertificates
import UseCases

struct VendorShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the vendor certificate; exit status 1 when requests cannot be signed.")

    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        try await data.withInstallation { open in
            let vendor = try await VendorSigning(open.installation).stored()
            if let vendor {
                if json {
                    try Terminal.sayJSON(VendorRow(vendor))
                } else {
                    Terminal.say(
                        "\(vendor.subject)\nValid until \(vendor.notAfter.formatted(.iso8601)), serial \(vendor.serialNumber)"
                    )
                }
            }
            if let problem = try await VendorSigning(open.installation).problem() { throw problem }
        }
    }
}
