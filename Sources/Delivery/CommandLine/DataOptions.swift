public import ArgumentParser
import Foundation
import UseCases

/// Where the installation lives: the same for every command.
public struct DataOptions: ParsableArguments, Sendable {
    @Option(name: .long, help: "Data directory of the installation (environment: KIZUNA_DATA).")
    public var data: String?

    @Option(
        name: .long,
        help: "postgresql://… instead of SQLite in the data directory (environment: KIZUNA_DATABASE, which hides it).")
    public var database: String?

    @Option(name: .customLong("master-key"), help: "File with the master key, when it is not in the data directory.")
    public var masterKey: String?

    @Option(name: .long, help: "Lab only: the file lab.json that kizuna-lab wrote.")
    public var lab: String?

    public init() {}

    /// Runs a body with the open installation and closes it whatever happens.
    func withInstallation(_ body: (OpenInstallation) async throws -> Void) async throws {
        guard let opener = CommandLineAssembly.opener else { throw CommandFailure.notAssembled }
        let open = try await opener.open(self)
        do {
            try await body(open)
        } catch {
            try? await open.close()
            throw error
        }
        try await open.close()
    }
}

/// The company a command is about.
public struct CompanyOption: ParsableArguments, Sendable {
    @Option(name: .long, help: "Company code (environment: KIZUNA_COMPANY); may be left out when there is only one.")
    public var company: String?

    public init() {}
}
