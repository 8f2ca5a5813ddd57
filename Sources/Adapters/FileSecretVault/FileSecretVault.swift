public import Administration
import Crypto
import Foundation
public import Ports

/// The vault over a ``MasterKey`` held in memory.
///
/// master key → HKDF-SHA-256 (RFC 5869; instance, company, purpose, version) → wraps the company's random
/// key → wraps a random key for each record → AES-256-GCM (NIST SP 800-38D, random 96-bit nonces). Each
/// step authenticates where it belongs. A sealed value is `version | wrapped record key (60) | nonce (12) |
/// ciphertext | tag (16)`.
public struct FileSecretVault: SecretVault {
    private let masterKey: MasterKey
    private let instanceID: [UInt8]
    private let companyKeys = CompanyKeys()
    private static let version: UInt8 = 1
    /// nonce 12 + key 32 + tag 16
    private static let wrappedKeyLength = 60

    /// - Parameters:
    ///   - instanceID: `InstallationKey.instanceID`; secrets of another installation do not open.
    public init(masterKey: MasterKey, instanceID: [UInt8]) {
        self.masterKey = masterKey
        self.instanceID = instanceID
    }

    /// 32 bytes to keep in the database beside what is sealed (`InstallationKey.masterKeyCheck`). They tell
    /// this master key from others and nothing about it.
    public var keyCheck: [UInt8] {
        derived(for: .installation, purpose: "master-key-check").withUnsafeBytes { Array($0) }
    }

    /// - Throws: `masterKeyWrong` when what the database holds was sealed under another master key or in
    ///   another installation.
    public func confirm(keyCheck stored: [UInt8]) throws(SecretVaultError) {
        // Keys compare in constant time.
        guard SymmetricKey(data: stored) == SymmetricKey(data: keyCheck) else {
            throw .masterKeyWrong(path: masterKey.path)
        }
    }

    public func makeWrappedKey(for scope: CompanyScope) throws -> [UInt8] {
        let companyKey = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let wrapping = derived(for: scope, purpose: Purpose.companyKey)
        return [Self.version] + (try box(companyKey, under: wrapping, at: context(of: scope, [Purpose.companyKey])))
    }

    public func seal(_ plaintext: Secret<[UInt8]>, at place: SecretPlace, under wrappedKey: [UInt8]) throws -> [UInt8] {
        let companyKey = try unwrap(wrappedKey, of: place.scope)
        let recordKey = SymmetricKey(size: .bits256)
        let wrapped = try recordKey.withUnsafeBytes {
            try box(Array($0), under: companyKey, at: context(of: place, Purpose.recordKey))
        }
        let sealed = try box(plaintext.reveal(), under: recordKey, at: context(of: place, Purpose.record))
        return [Self.version] + wrapped + sealed
    }

    public func open(_ sealed: [UInt8], at place: SecretPlace, under wrappedKey: [UInt8]) throws -> Secret<[UInt8]> {
        guard sealed.first == Self.version, sealed.count > 1 + Self.wrappedKeyLength else {
            throw SecretVaultError.doesNotOpen
        }
        let companyKey = try unwrap(wrappedKey, of: place.scope)
        let wrapped = sealed.dropFirst().prefix(Self.wrappedKeyLength)
        let recordKey = SymmetricKey(
            data: try unbox(wrapped, under: companyKey, at: context(of: place, Purpose.recordKey)))
        let record = sealed.dropFirst(1 + Self.wrappedKeyLength)
        return Secret(try unbox(record, under: recordKey, at: context(of: place, Purpose.record)))
    }

    private func unwrap(_ wrappedKey: [UInt8], of scope: CompanyScope) throws -> SymmetricKey {
        guard wrappedKey.first == Self.version, wrappedKey.count == 1 + Self.wrappedKeyLength else {
            throw SecretVaultError.doesNotOpen
        }
        if let known = companyKeys.key(of: scope, wrappedAs: wrappedKey) { return known }
        let wrapping = derived(for: scope, purpose: Purpose.companyKey)
        let context = context(of: scope, [Purpose.companyKey])
        let key = SymmetricKey(data: try unbox(wrappedKey.dropFirst(), under: wrapping, at: context))
        companyKeys.remember(key, of: scope, wrappedAs: wrappedKey)
        return key
    }

    private func derived(for scope: CompanyScope, purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: masterKey.key, salt: instanceID, info: context(of: scope, [purpose]),
            outputByteCount: 32)
    }

    private func box(_ bytes: [UInt8], under key: SymmetricKey, at context: [UInt8]) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(bytes, using: key, authenticating: context)
        return Array(sealed.nonce) + sealed.ciphertext + sealed.tag
    }

    private func unbox(
        _ bytes: ArraySlice<UInt8>, under key: SymmetricKey, at context: [UInt8]
    ) throws(SecretVaultError) -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: bytes),
            let plaintext = try? AES.GCM.open(box, using: key, authenticating: context)
        else { throw .doesNotOpen }
        return Array(plaintext)
    }

    private func context(of place: SecretPlace, _ purpose: String) -> [UInt8] {
        context(of: place.scope, [place.table, place.row, place.column, purpose])
    }

    /// Instance, company, the parts, version; each with its length before it, so that no two places share
    /// one encoding.
    private func context(of scope: CompanyScope, _ parts: [String]) -> [UInt8] {
        let texts = [scope.companyID.description] + parts
        var context: [UInt8] = []
        context.reserveCapacity(256)
        func append(_ part: some Collection<UInt8>) {
            withUnsafeBytes(of: UInt32(part.count).bigEndian) { context += $0 }
            context += part
        }
        append(instanceID)
        for text in texts { append(text.utf8) }
        append([Self.version])
        return context
    }
}

/// What a derived or wrapped key is for; part of what it is bound to.
private enum Purpose {
    static let companyKey = "company-key"
    static let recordKey = "record-key"
    static let record = "record"
}
