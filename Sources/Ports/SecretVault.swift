public import Administration

/// Seals secrets under the master key so that neither database nor backup reveals them.
///
/// A random key of the company is wrapped by the master key; a fresh key for each record is wrapped by the
/// company's; AES-256-GCM throughout. Everything sealed is bound to its place (instance, company, table,
/// row, column): moved elsewhere it does not open.
public protocol SecretVault: Sendable {
    /// A random key for one company, or for the installation, wrapped.
    func makeWrappedKey(for scope: CompanyScope) throws -> [UInt8]
    func seal(_ plaintext: Secret<[UInt8]>, at place: SecretPlace, under wrappedKey: [UInt8]) throws -> [UInt8]
    /// - Throws: ``SecretVaultError/doesNotOpen`` when the bytes were changed, moved, or sealed elsewhere.
    func open(_ sealed: [UInt8], at place: SecretPlace, under wrappedKey: [UInt8]) throws -> Secret<[UInt8]>
}

/// Where a sealed secret lives.
public struct SecretPlace: Sendable, Equatable {
    public let scope: CompanyScope
    public let table: String
    public let row: String
    public let column: String

    public init(_ scope: CompanyScope, table: String, row: String, column: String) {
        self.scope = scope
        self.table = table
        self.row = row
        self.column = column
    }
}

public enum SecretVaultError: Error, Sendable, Equatable {
    case masterKeyMissing(path: String)
    /// The file can be read by others, or has the wrong length.
    case masterKeyUnusable(path: String, reason: String)
    /// This data was sealed under another master key.
    case masterKeyWrong(path: String)
    case doesNotOpen
}
