import Administration
import FileSecretVault
import Foundation
import Ports
import Testing

private let one = CompanyScope(CompanyID(stored: "one"))
private let two = CompanyScope(CompanyID(stored: "two"))
private let secret = Array("the private key of a push certificate".utf8)
private let place = SecretPlace(one, table: "push_requests", row: "r1", column: "sealed_key")

/// Runs the test with a fresh master key in a directory of its own.
func withMasterKey(_ test: (MasterKey) throws -> Void) throws {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    try test(MasterKey.create(at: directory.appending(path: "master.key").path))
}

func makeDirectory() throws -> URL {
    let directory = FileManager.default.temporaryDirectory.appending(path: "kizuna-vault-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory
}

@Suite struct SealingTests {
    @Test(arguments: [0, 1, 32, 1700, 100_000]) func `what was sealed opens at its place`(_ length: Int) throws {
        try withMasterKey { key in
            let vault = FileSecretVault(masterKey: key, instanceID: [1])
            let plaintext = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
            let wrapped = try vault.makeWrappedKey(for: one)
            let sealed = try vault.seal(Secret(plaintext), at: place, under: wrapped)
            #expect(try vault.open(sealed, at: place, under: wrapped).reveal() == plaintext)
            // Another process with the same file.
            let again = FileSecretVault(masterKey: try MasterKey.load(path: key.path), instanceID: [1])
            #expect(try again.open(sealed, at: place, under: wrapped).reveal() == plaintext)
        }
    }

    @Test(arguments: [
        SecretPlace(two, table: "push_requests", row: "r1", column: "sealed_key"),
        SecretPlace(.installation, table: "push_requests", row: "r1", column: "sealed_key"),
        SecretPlace(one, table: "vendor", row: "r1", column: "sealed_key"),
        SecretPlace(one, table: "push_requests", row: "r2", column: "sealed_key"),
        SecretPlace(one, table: "push_requests", row: "r1", column: "csr"),
        SecretPlace(one, table: "push_requestsr", row: "1", column: "sealed_key"),
        SecretPlace(one, table: "push_requests", row: "r1sealed", column: "_key"),
        SecretPlace(one, table: "push_requests", row: "", column: "r1sealed_key"),
    ]) func `moved elsewhere it does not open`(_ other: SecretPlace) throws {
        try withMasterKey { key in
            let vault = FileSecretVault(masterKey: key, instanceID: [1])
            let wrapped = try vault.makeWrappedKey(for: one)
            let sealed = try vault.seal(Secret(secret), at: place, under: wrapped)
            let keys = [wrapped, try vault.makeWrappedKey(for: other.scope)]
            for key in keys {
                #expect(throws: SecretVaultError.doesNotOpen) { try vault.open(sealed, at: other, under: key) }
            }
        }
    }

    @Test func `a company's key does not serve another company, even for the same place`() throws {
        try withMasterKey { key in
            let vault = FileSecretVault(masterKey: key, instanceID: [1])
            let ofTwo = try vault.makeWrappedKey(for: two)
            #expect(throws: SecretVaultError.doesNotOpen) { try vault.seal(Secret(secret), at: place, under: ofTwo) }
        }
    }

    @Test func `no bit can be changed, none added, none left out`() throws {
        try withMasterKey { key in
            let vault = FileSecretVault(masterKey: key, instanceID: [1])
            let wrapped = try vault.makeWrappedKey(for: one)
            let sealed = try vault.seal(Secret(secret), at: place, under: wrapped)
            func opens(_ sealed: [UInt8], _ wrapped: [UInt8]) -> Bool {
                (try? vault.open(sealed, at: place, under: wrapped)) != nil
            }
            #expect(opens(sealed, wrapped))
            for bit in 0..<sealed.count * 8 {
                var changed = sealed
                changed[bit / 8] ^= 1 << (bit % 8)
                #expect(!opens(changed, wrapped))
            }
            for bit in 0..<wrapped.count * 8 {
                var changed = wrapped
                changed[bit / 8] ^= 1 << (bit % 8)
                #expect(!opens(sealed, changed))
            }
            for length in 0..<sealed.count { #expect(!opens(Array(sealed.prefix(length)), wrapped)) }
            for length in 0..<wrapped.count { #expect(!opens(sealed, Array(wrapped.prefix(length)))) }
            #expect(!opens(sealed + [0], wrapped))
            #expect(!opens(sealed, wrapped + [0]))
        }
    }

    @Test func `sealing twice gives different bytes, and none of them shows the secret`() throws {
        try withMasterKey { key in
            let vault = FileSecretVault(masterKey: key, instanceID: [1])
            let wrapped = try vault.makeWrappedKey(for: one)
            let sealed = try (0..<2).map { _ in try vault.seal(Secret(secret), at: place, under: wrapped) }
            #expect(sealed.first != sealed.last)
            #expect(Data(sealed.joined()).range(of: Data(secret.prefix(8))) == nil)
            #expect(try vault.makeWrappedKey(for: one) != wrapped)
        }
    }

    @Test func `a wrong master key, or another installation, is told by the check value`() throws {
        try withMasterKey { right in
            try withMasterKey { wrong in
                let vault = FileSecretVault(masterKey: right, instanceID: [1])
                try vault.confirm(keyCheck: vault.keyCheck)
                try FileSecretVault(masterKey: MasterKey.load(path: right.path), instanceID: [1])
                    .confirm(keyCheck: vault.keyCheck)
                for stranger in [
                    FileSecretVault(masterKey: wrong, instanceID: [1]),
                    FileSecretVault(masterKey: right, instanceID: [2]),
                ] {
                    #expect(throws: SecretVaultError.self) { try stranger.confirm(keyCheck: vault.keyCheck) }
                    let wrapped = try vault.makeWrappedKey(for: one)
                    let sealed = try vault.seal(Secret(secret), at: place, under: wrapped)
                    #expect(throws: SecretVaultError.doesNotOpen) {
                        try stranger.open(sealed, at: place, under: wrapped)
                    }
                }
                #expect(throws: SecretVaultError.masterKeyWrong(path: wrong.path)) {
                    try FileSecretVault(masterKey: wrong, instanceID: [1]).confirm(keyCheck: vault.keyCheck)
                }
                #expect(throws: SecretVaultError.masterKeyWrong(path: right.path)) { try vault.confirm(keyCheck: []) }
            }
        }
    }
}
