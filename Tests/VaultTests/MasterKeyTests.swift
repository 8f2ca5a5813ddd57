import Administration
import FileSecretVault
import Foundation
import Ports
import Testing

@Suite struct MasterKeyTests {
    private func withDirectory(_ test: (URL) throws -> Void) throws {
        let directory = try makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        try test(directory)
    }

    private func write(_ count: Int, mode: Int, to path: String) throws {
        let made = FileManager.default.createFile(
            atPath: path, contents: Data(repeating: 7, count: count), attributes: [.posixPermissions: mode])
        try #require(made)
    }

    @Test func `a new key's file is the owner's to read, and nothing else lies beside it`() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "master.key").path
            _ = try MasterKey.create(at: path)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o400)
            #expect(attributes[.size] as? Int == 32)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["master.key"])
        }
    }

    @Test func `two new keys differ`() throws {
        try withMasterKey { one in
            try withMasterKey { two in
                #expect(one.recoverySheet.text.reveal() != two.recoverySheet.text.reveal())
            }
        }
    }

    @Test func `an existing file is never replaced`() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "master.key").path
            try Data("something".utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: SecretVaultError.self) { try MasterKey.create(at: path) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("something".utf8))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["master.key"])
        }
    }

    @Test(arguments: [0o400, 0o600]) func `a file of the owner alone is read`(_ mode: Int) throws {
        try withDirectory { directory in
            let path = directory.appending(path: "master.key").path
            try write(32, mode: mode, to: path)
            #expect(try MasterKey.load(path: path).path == path)
        }
    }

    @Test(arguments: [0o640, 0o440, 0o604, 0o660, 0o601, 0o620, 0o777]) func `a file that others can reach is refused`(
        _ mode: Int
    ) throws {
        try withDirectory { directory in
            let path = directory.appending(path: "master.key").path
            try write(32, mode: mode, to: path)
            try expectUnusable(path, saying: String(mode, radix: 8)) { try MasterKey.load(path: path) }
        }
    }

    @Test(arguments: [0, 31, 33, 44]) func `a file of another length is refused`(_ count: Int) throws {
        try withDirectory { directory in
            let path = directory.appending(path: "master.key").path
            try write(count, mode: 0o400, to: path)
            try expectUnusable(path, saying: "32") { try MasterKey.load(path: path) }
        }
    }

    @Test func `a link, a directory and a pipe are refused without waiting`() throws {
        try withDirectory { directory in
            let real = directory.appending(path: "real.key").path
            try write(32, mode: 0o400, to: real)
            let link = directory.appending(path: "link.key").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
            try expectUnusable(link, saying: "link") { try MasterKey.load(path: link) }
            let pipe = directory.appending(path: "pipe.key").path
            try #require(mkfifo(pipe, 0o600) == 0)
            try expectUnusable(pipe, saying: "regular") { try MasterKey.load(path: pipe) }
            try expectUnusable(directory.path, saying: "regular") { try MasterKey.load(path: directory.path) }
        }
    }

    @Test func `a file of another user is refused`() throws {
        // Only root can give a file away.
        guard geteuid() == 0 else { return print("not run: needs root to give a file to another user") }
        try withDirectory { directory in
            let path = directory.appending(path: "master.key").path
            try write(32, mode: 0o400, to: path)
            try #require(chown(path, 1234, 1234) == 0)
            try expectUnusable(path, saying: "1234") { try MasterKey.load(path: path) }
        }
    }

    @Test func `a missing file is told by its path`() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "master.key").path
            #expect(throws: SecretVaultError.masterKeyMissing(path: path)) { try MasterKey.load(path: path) }
        }
    }

    @Test func `systemd's credential is preferred to the file, its absence leads to the file`() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "master.key").path
            let credential = directory.appending(path: "kizuna-master-key").path
            try write(32, mode: 0o400, to: path)
            #expect(try MasterKey.load(path: path, credentialsDirectory: directory.path).path == path)
            #expect(try MasterKey.load(path: path, credentialsDirectory: "").path == path)
            // The group's right is how an access control list shows.
            try write(32, mode: 0o440, to: credential)
            #expect(try MasterKey.load(path: path, credentialsDirectory: directory.path).path == credential)
        }
    }

    @Test func `an unusable credential is refused, not passed over`() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "master.key").path
            let credential = directory.appending(path: "kizuna-master-key").path
            try write(32, mode: 0o400, to: path)
            try write(31, mode: 0o400, to: credential)
            try expectUnusable(credential, saying: "31") {
                try MasterKey.load(path: path, credentialsDirectory: directory.path)
            }
        }
    }

    private func expectUnusable(
        _ path: String, saying words: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ work: () throws -> MasterKey
    ) throws {
        #expect(sourceLocation: sourceLocation) {
            try work()
        } throws: { error in
            guard case SecretVaultError.masterKeyUnusable(path, let reason) = error else { return false }
            return reason.contains(words)
        }
    }
}
