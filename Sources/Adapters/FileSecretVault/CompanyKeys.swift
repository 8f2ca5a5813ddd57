import Administration
import Crypto
import Synchronization

/// Companies' keys that this process has unwrapped, beside the master key that unwraps them: half of what
/// sealing a record costs is spared. A key is found only by the very bytes from which it was unwrapped.
final class CompanyKeys: Sendable {
    private struct Entry {
        let wrapped: [UInt8]
        let key: SymmetricKey
    }

    private static let most = 1_024
    private let entries = Mutex<[CompanyScope: Entry]>([:])

    func key(of scope: CompanyScope, wrappedAs wrapped: [UInt8]) -> SymmetricKey? {
        entries.withLock { entries in
            guard let entry = entries[scope], entry.wrapped == wrapped else { return nil }
            return entry.key
        }
    }

    func remember(_ key: SymmetricKey, of scope: CompanyScope, wrappedAs wrapped: [UInt8]) {
        entries.withLock { entries in
            if entries.count >= Self.most { entries.removeAll() }
            entries[scope] = Entry(wrapped: wrapped, key: key)
        }
    }
}
