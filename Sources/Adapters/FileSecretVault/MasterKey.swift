public import Administration
import Crypto
import Glibc
public import Ports

/// The 32 random bytes from which every other key is derived. They lie in a file that only the server's
/// user can read, or come from systemd as a credential; never in the database, a backup of it, the
/// environment or a log.
public struct MasterKey: Sendable {
    public static let byteCount = 32
    /// `LoadCredential=kizuna-master-key:…` or `LoadCredentialEncrypted=` in the unit.
    public static let credentialName = "kizuna-master-key"

    /// Where it was read, for messages.
    public let path: String
    let key: SymmetricKey

    /// Reads the key: from the systemd credential when there is one, else from `path`.
    ///
    /// - Parameters:
    ///   - credentialsDirectory: `$CREDENTIALS_DIRECTORY`, nil or empty when systemd gives none.
    /// - Throws: `masterKeyMissing`, or `masterKeyUnusable` with the reason: not a regular file, others may
    ///   read it, another user's, not 32 bytes.
    public static func load(path: String, credentialsDirectory: String? = nil) throws(SecretVaultError) -> MasterKey {
        if let directory = credentialsDirectory, !directory.isEmpty {
            let credential = "\(directory)/\(credentialName)"
            do {
                return try MasterKey(KeyFile.read(credential, kind: .systemdCredential), path: credential)
            } catch .masterKeyMissing {
                // The unit passes other credentials, but not this one.
            }
        }
        return try MasterKey(KeyFile.read(path, kind: .ownFile), path: path)
    }

    /// Makes a new key and its file (0400, on disk when this returns).
    ///
    /// - Throws: `masterKeyUnusable` when a file is there already: a key is never replaced.
    public static func create(at path: String) throws(SecretVaultError) -> MasterKey {
        try create(at: path, from: SymmetricKey(size: .bits256).withUnsafeBytes { Secret(Array($0)) })
    }

    /// Writes a key that was read from a recovery sheet.
    public static func create(at path: String, from bytes: Secret<[UInt8]>) throws(SecretVaultError) -> MasterKey {
        do {
            try DurableFile.create(bytes.reveal(), at: path, mode: 0o400)
        } catch {
            throw switch error {
            case .exists:
                .masterKeyUnusable(path: path, reason: "a file of this name is there already; it was not replaced")
            case .refused(let reason):
                .masterKeyUnusable(path: path, reason: "the file cannot be written (\(reason))")
            }
        }
        return try load(path: path)
    }

    public var recoverySheet: RecoverySheet {
        RecoverySheet(of: key.withUnsafeBytes { Secret(Array($0)) })
    }

    private init(_ bytes: Secret<[UInt8]>, path: String) {
        self.path = path
        key = SymmetricKey(data: bytes.reveal())
    }
}
