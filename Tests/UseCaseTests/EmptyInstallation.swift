import FileSecretVault
import Foundation
import Ports
import SQLiteDriver
import ScryptPasswordHasher
import UseCases

/// An installation in which nothing has been set up yet.
struct EmptyInstallation: Sendable {
    let installation: Installation

    init() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID().uuidString)").path
        installation = Installation(
            store: try await TemporaryStore(),
            vault: FileSecretVault(masterKey: try MasterKey.create(at: path), instanceID: [9]),
            time: SettableClock(Date(timeIntervalSince1970: 1_795_230_000)), randomness: SystemRandomness(),
            hasher: ScryptPasswordHasher(parameters: .cheap))
    }
}
