import Administration
import ArgumentParser
import CommandLine
import Foundation

/// `kizuna`: the server and its administration.
struct Kizuna: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kizuna",
        abstract: "Self-hosted Apple device management that keeps the Apple Push certificate alive.",
        version: ProductVersion.current,
        subcommands: [
            ServeCommand.self, AdminCommand.self, VendorCommand.self, CertificateCommand.self, DatabaseCommand.self,
            MasterKeyCommand.self,
        ])
}

enum ProductVersion {
    static let current = "0.1.0"
}

/// Exit status: 0 done, 1 failed, 2 used wrongly.
@main
enum Main {
    static func main() async {
        do {
            try await CommandLineAssembly.$opener.withValue(Assembly()) {
                var command = try Kizuna.parseAsRoot()
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            }
        } catch let exit as ExitCode {
            Foundation.exit(exit.rawValue == ExitCode.validationFailure.rawValue ? 2 : exit.rawValue)
        } catch let mistakes as SettingsMistakes {
            Terminal.complain(mistakes.lines)
            Foundation.exit(2)
        } catch {
            finish(error)
        }
    }

    /// ArgumentParser's own answers (help, usage), or the product's sentences.
    private static func finish(_ error: any Error) -> Never {
        let code = Kizuna.exitCode(for: error)
        let isParsers = code == .success || code == .validationFailure
        if isParsers {
            let message = Kizuna.fullMessage(for: error)
            if code == .success {
                Terminal.say(message)
                Foundation.exit(0)
            }
            Terminal.complain([message])
            Foundation.exit(2)
        }
        Terminal.complain(TerminalReport.lines(for: error, language: Terminal.language))
        Foundation.exit(TerminalReport.isUsage(error) ? 2 : 1)
    }
}
