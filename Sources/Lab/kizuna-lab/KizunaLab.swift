import ArgumentParser
import Foundation

/// The program `kizuna-lab`. Exit status: 0 done, 1 failed, 2 not understood.
@main
struct KizunaLab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kizuna-lab",
        abstract: "Simulations for trying and testing Kizuna without Apple.",
        subcommands: [Serve.self, Identities.self])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            let words = Data((fullMessage(for: error) + "\n").utf8)
            (code.isSuccess ? FileHandle.standardOutput : FileHandle.standardError).write(words)
            Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
        }
    }
}
