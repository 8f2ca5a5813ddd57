import ArgumentParser
import UseCases

struct RecoverySheetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovery-sheet-stored",
        abstract: "Notes that the recovery sheet of the master key lies in a safe place.",
        discussion: "Set-up in the browser asks for it; this is for installations that were made by a script.")

    @OptionGroup var data: DataOptions

    func run() async throws {
        try await data.withInstallation { open in
            try await SetUp(open.installation).noteRecoverySheetStored()
            Terminal.say("Noted.")
        }
    }
}
