import Administration
import CommandLine
import Foundation
import Ports
import ScryptPasswordHasher

/// What a data directory says about itself; stamped at the first start and never changed: Lab or real,
/// the instance's identifier.
struct InstallationFacts: Sendable {
    let instanceID: [UInt8]
    let keyCheck: [UInt8]?
    /// The Lab's file; nil in a real installation.
    let labFile: String?
    let consoleURL: String?

    /// - Parameters:
    ///   - lab: the Lab switch as given now; a Lab directory remembers the one it was given last.
    ///   - needsLabSwitch: for the server, which trusts the Lab only when told so; a command may do without.
    /// - Throws: ``SettingsMistakes`` when a real directory is opened as a Lab's or the other way round.
    static func establish(
        in store: any Store, lab: String?, needsLabSwitch: Bool
    ) async throws -> InstallationFacts {
        let random = SystemRandomness().bytes(16)
        return try await store.write(in: .installation) { transaction in
            func text(_ key: InstallationKey) throws -> String? {
                try transaction.installationValue(key).map { String(decoding: $0, as: UTF8.self) }
            }
            if try transaction.installationValue(.movedAway) != nil {
                throw SettingsMistakes(lines: ["kizuna: \(MoveSentence.ended)"])
            }
            if try transaction.installationValue(.moveBegun) != nil {
                throw SettingsMistakes(lines: ["kizuna: \(MoveSentence.begun)"])
            }
            if try transaction.installationValue(.moveUnfinished) != nil {
                throw SettingsMistakes(lines: [
                    "kizuna: a move into this database has not ended, and nothing serves from it before. "
                        + "Run `kizuna database move` with the same addresses again: it goes on where it stopped."
                ])
            }
            let stamped = try text(.kind)
            let kind = stamped ?? (lab == nil ? "real" : "lab")
            if stamped == "real", lab != nil {
                throw SettingsMistakes(lines: [
                    "kizuna: this data directory is a real installation and cannot be run with the Lab. "
                        + "Leave --lab out, or name another --data."
                ])
            }
            if stamped == "lab", lab == nil, needsLabSwitch {
                throw SettingsMistakes(lines: [
                    "kizuna: this data directory belongs to the Lab and cannot be run as a real installation. "
                        + "Give --lab with the Lab's lab.json, or name another --data."
                ])
            }
            if stamped == nil { try transaction.setInstallationValue(Array(kind.utf8), for: .kind) }
            if let lab { try transaction.setInstallationValue(Array(lab.utf8), for: .labFile) }
            let labFile = kind == "lab" ? try text(.labFile) : nil
            let instanceID = try transaction.installationValue(.instanceID) ?? random
            try transaction.setInstallationValue(instanceID, for: .instanceID)
            return InstallationFacts(
                instanceID: instanceID, keyCheck: try transaction.installationValue(.masterKeyCheck),
                labFile: labFile, consoleURL: try text(.consoleURL))
        }
    }
}

/// Why nothing serves from a database that was, or is being, moved elsewhere.
enum MoveSentence {
    static let ended =
        "this installation was moved to another database. What is here is the past, and nothing "
        + "serves from it. Give --database with the address it was moved to."
    static let begun =
        "a move of this installation to another database was begun, and nothing serves from either before its end. "
        + "Run `kizuna database move` with the same addresses again: it goes on where it stopped. To stay with this "
        + "database, run `kizuna database move --give-up --from` with its address, and start again."
}
