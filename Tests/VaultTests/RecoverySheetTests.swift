import Administration
import FileSecretVault
import Foundation
import Testing

@Suite struct RecoverySheetTests {
    private static let key = (0..<32).map { UInt8($0 * 7 + 3) }
    private let text = RecoverySheet(of: Secret(key)).text.reveal()
    private let groups = RecoverySheet(of: Secret(key)).groups.reveal()

    private func problem(_ text: String) -> RecoverySheetProblem? {
        do {
            _ = try RecoverySheet.read(text)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a sheet has two lines of seven groups of five`() {
        #expect(groups.count == 14 && groups.allSatisfy { $0.count == 5 })
        #expect(text.split(separator: "\n").map { $0.split(separator: "-").count } == [7, 7])
        #expect(!text.contains { "ILOUilou".contains($0) })
    }

    @Test func `keys of all kinds come back`() throws {
        var keys = [[UInt8](repeating: 0, count: 32), [UInt8](repeating: 255, count: 32), Self.key]
        for _ in 0..<200 { keys.append((0..<32).map { _ in .random(in: 0...255) }) }
        for key in keys {
            #expect(try RecoverySheet.read(RecoverySheet(of: Secret(key)).text.reveal()).reveal() == key)
        }
    }

    @Test func `the sheet of a master key makes the same master key elsewhere`() throws {
        try withMasterKey { key in
            let bytes = try RecoverySheet.read(key.recoverySheet.text.reveal())
            let directory = try makeDirectory()
            defer { try? FileManager.default.removeItem(at: directory) }
            let restored = try MasterKey.create(at: directory.appending(path: "restored.key").path, from: bytes)
            let check = FileSecretVault(masterKey: key, instanceID: [1]).keyCheck
            try FileSecretVault(masterKey: restored, instanceID: [1]).confirm(keyCheck: check)
        }
    }

    @Test func `it may be typed in lower case, with spaces, without separators, with O and L`() throws {
        let typed = [
            text.lowercased(), groups.joined(), groups.joined(separator: "  \n\t"), " \(text)\n\n",
            text.replacing("0", with: "O").replacing("1", with: "l"),
            text.replacing("0", with: "o").replacing("1", with: "I"),
        ]
        for typed in typed { #expect(try RecoverySheet.read(typed).reveal() == Self.key) }
    }

    @Test func `every single wrong character is found in its group`() {
        for (group, characters) in groups.enumerated() {
            for position in 0..<5 {
                for wrong in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
                    var changed = Array(characters)
                    guard changed[position] != wrong else { continue }
                    changed[position] = wrong
                    var typed = groups
                    typed[group] = String(changed)
                    #expect(problem(typed.joined(separator: "-")) == .mistyped(groups: [group + 1]))
                }
            }
        }
    }

    @Test func `two characters exchanged are found in their group`() {
        for (group, characters) in groups.enumerated() {
            for first in 0..<5 {
                for second in first + 1..<5 {
                    var changed = Array(characters)
                    guard changed[first] != changed[second] else { continue }
                    changed.swapAt(first, second)
                    var typed = groups
                    typed[group] = String(changed)
                    #expect(problem(typed.joined()) == .mistyped(groups: [group + 1]))
                }
            }
        }
    }

    @Test func `two groups exchanged are found`() {
        var typed = groups
        typed.swapAt(2, 9)
        #expect(problem(typed.joined(separator: " ")) == .mistyped(groups: [3, 10]))
    }

    @Test func `a missing or additional character is found in its group`() {
        var typed = groups
        typed[4].removeLast()
        typed[11] += "A"
        #expect(problem(typed.joined(separator: "-")) == .mistyped(groups: [5, 12]))
        #expect(problem(groups.dropLast().joined(separator: "-")) == .wrongLength(found: 65, expected: 70))
        #expect(problem("") == .wrongLength(found: 0, expected: 70))
    }

    @Test(arguments: ["U", "*", "ア", "é"]) func `a character of no sheet is named with its group`(_ stranger: String) {
        var typed = groups
        typed[6] = stranger + typed[6].dropFirst()
        #expect(problem(typed.joined(separator: "-")) == .unknownCharacter(Character(stranger), group: 7))
    }

    @Test func `groups of two sheets do not make a third`() {
        let other = RecoverySheet(of: Secret([UInt8](repeating: 9, count: 32))).groups.reveal()
        #expect(problem((groups.prefix(7) + other.suffix(7)).joined(separator: "-")) == .inconsistent)
    }

    @Test func `printing a sheet or a key shows nothing`() throws {
        try withMasterKey { key in
            let sheet = key.recoverySheet
            for group in sheet.groups.reveal() {
                #expect(!"\(sheet) \(String(reflecting: sheet)) \(key)".contains(group))
            }
        }
    }
}
