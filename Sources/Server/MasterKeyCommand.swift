import ArgumentParser
import CommandLine
import FileSecretVault
import Foundation
import Problems

/// `kizuna master-key restore`: the way back from the printed recovery sheet to a key file.
struct MasterKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "master-key", abstract: "The master key of an installation.",
        subcommands: [MasterKeyRestoreCommand.self])
}

struct MasterKeyRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Writes the key file from the recovery sheet, read from standard input.",
        discussion: "An existing key file is never replaced. Start the server afterwards: it refuses a wrong key.")

    @Option(name: .long, help: "Data directory of the installation.") var data: String
    @Option(name: .customLong("master-key"), help: "File to write, when it is not in the data directory.")
    var masterKey: String?

    func run() async throws {
        let path = masterKey ?? URL(fileURLWithPath: data).appendingPathComponent("master.key").path
        let input = (try? FileHandle.standardInput.read(upToCount: 4_096)) ?? Data()
        do {
            let bytes = try RecoverySheet.read(String(decoding: input, as: UTF8.self))
            _ = try MasterKey.create(at: path, from: bytes)
        } catch let problem as RecoverySheetProblem {
            throw Problem(problem)
        }
        Terminal.say("Master key written: \(path). Start the server; it refuses to run with a wrong key.")
    }
}

extension Problem {
    /// What is wrong with a recovery sheet as it was typed.
    init(_ problem: RecoverySheetProblem) {
        let (ja, en): (String, String) =
            switch problem {
            case .wrongLength(let found, let expected):
                ("文字数が \(found) です。\(expected) 文字が必要です。", "It has \(found) characters; \(expected) are needed.")
            case .unknownCharacter(let character, let group):
                (
                    "\(group) 番目の組に、使われない文字「\(character)」があります。",
                    "Group \(group) has the character \"\(character)\", which the sheet never uses."
                )
            case .mistyped(let groups):
                (
                    "次の組に誤りがあります: \(groups.map(String.init).joined(separator: ", "))",
                    "These groups are mistyped: \(groups.map(String.init).joined(separator: ", "))."
                )
            case .inconsistent:
                ("各組は正しい形ですが、1 枚のシートのものではありません。", "Each group is right, but they are not of one sheet.")
            }
        self.init(
            "recovery-sheet-unreadable",
            fact: .init(ja: "復旧シートを読み取れません。" + ja, en: "The recovery sheet cannot be read. " + en),
            meaning: .init(ja: "鍵ファイルは作られていません。", en: "No key file was written."),
            nextStep: .init(
                ja: "印刷したシートと見比べて、もう一度入力してください。", en: "Compare with the printed sheet and type it again."))
    }
}
