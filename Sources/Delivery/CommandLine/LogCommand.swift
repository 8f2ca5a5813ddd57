import Administration
import ArgumentParser
import Foundation
import UseCases

/// `kizuna admin log`: verify by default, as before.
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "The log of a company: verification and export.",
        subcommands: [LogVerifyCommand.self, LogExportCommand.self], defaultSubcommand: LogVerifyCommand.self)
}

/// The log that a command is about: a company's, or the installation's own.
struct LogChoice: ParsableArguments {
    @OptionGroup var company: CompanyOption
    @Flag(name: .long, help: "The installation's own log instead of a company's.") var installation = false

    func choose(in open: OpenInstallation) async throws -> (name: String, scope: CompanyScope) {
        if installation { return ("the installation", .installation) }
        let company = try await company.choose(in: open)
        return (company.code.description, company.scope)
    }
}

struct LogVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Follows the hash chain of a log; exit status 1 when it is broken.",
        discussion: """
            Prints number and hash of the last entry. Noted elsewhere and given as --anchor another day, they also \
            show a log that was rewritten as a whole.
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var choice: LogChoice
    @Option(name: .long, help: "NUMBER:HASH of an entry, noted before.") var anchor: String?
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    private struct Answer: Encodable {
        let log: String
        let intact: Bool
        let entries: Int
        let first: Int
        let last: Int
        let head: String
        let finding: String?
        let at: Int?
        /// Intact entries that this version cannot read; at most twenty.
        let unreadable: [Int]
    }

    func run() async throws {
        let anchor = try anchor.map { text in
            guard let anchor = VerifyLog.Anchor(text) else {
                throw ValidationError("--anchor must be NUMBER:HASH with 64 hexadecimal digits.")
            }
            return anchor
        }
        try await data.withInstallation { open in
            let (name, scope) = try await choice.choose(in: open)
            let result = try await VerifyLog(open.installation)(in: scope, anchor: anchor)
            let said = result.finding.map(Self.said)
            if json {
                try Terminal.sayJSON(
                    Answer(
                        log: name, intact: said == nil, entries: result.entries, first: result.first, last: result.last,
                        head: "\(result.last):\(result.headHash.hexadecimal)", finding: said?.key, at: said?.at,
                        unreadable: result.unreadable))
            } else if let said {
                Terminal.complain(["kizuna: the log of \(name) is broken: \(said.sentence)."])
            } else {
                Terminal.say("The log of \(name) is intact: \(result.entries) entries.")
                if !result.unreadable.isEmpty {
                    Terminal.say(
                        "Unchanged, but of a newer version that this one cannot read: "
                            + "\(result.unreadable.map(String.init).joined(separator: ", ")). Update Kizuna.")
                }
                Terminal.say("Head: \(result.last):\(result.headHash.hexadecimal)")
            }
            if said != nil { throw ExitCode(1) }
        }
    }

    private static func said(_ finding: VerifyLog.Finding) -> (key: String, at: Int, sentence: String) {
        switch finding {
        case .changed(let number): ("changed", number, "entry \(number) is not what was written")
        case .missing(let number): ("missing", number, "entry \(number) is not there")
        case .cutOff(let last, let length):
            ("cut-off", last, "nothing is left after entry \(last), though \(length) were written")
        case .beginningChanged:
            ("beginning-changed", 0, "what is kept about removed entries is not what the log itself says")
        case .anchorDiffers(let number): ("anchor-differs", number, "entry \(number) is not the one of --anchor")
        }
    }
}
