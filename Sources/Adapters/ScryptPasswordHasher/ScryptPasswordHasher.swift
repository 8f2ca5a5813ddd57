public import Administration
import Foundation
public import Ports
import Synchronization

/// Passwords by scrypt (RFC 7914), one at a time for every two processors, on threads of its own.
///
/// Whoever comes while ``waitingLimit`` others wait is turned away at once: a flood of logins must neither
/// take the processors from the devices nor pile up memory.
public final class ScryptPasswordHasher: PasswordHasher {
    public static let waitingLimit = 64

    private let parameters: ScryptParameters
    private let randomness: any Randomness
    private let waitingLimit: Int
    private let running: OperationQueue
    private let admitted = Mutex(0)

    /// - Parameters:
    ///   - parameters: for new hashes; stored ones carry their own.
    ///   - randomness: of salts.
    ///   - concurrency: hashes at the same time; nil is one for every two processors.
    ///   - waitingLimit: hashes that wait beside those that run.
    public init(
        parameters: ScryptParameters = .standard, randomness: any Randomness = SystemRandomness(),
        concurrency: Int? = nil,
        waitingLimit: Int = ScryptPasswordHasher.waitingLimit
    ) {
        self.parameters = parameters
        self.randomness = randomness
        self.waitingLimit = waitingLimit
        running = OperationQueue()
        running.name = "kizuna.passwords"
        running.maxConcurrentOperationCount = max(1, concurrency ?? ProcessInfo.processInfo.activeProcessorCount / 2)
    }

    /// - Throws: ``PasswordHasherError/busy``.
    public func hash(_ password: Secret<String>) async throws -> PasswordHash {
        let salt = randomness.bytes(16)
        let parameters = parameters
        return try await inLine {
            StoredScrypt(
                parameters: parameters, salt: salt,
                hash: try parameters.derive(from: password, salt: salt, byteCount: 32)
            ).passwordHash
        }
    }

    /// - Throws: ``PasswordHasherError/busy``; ``PasswordHasherError/unreadableHash`` for a stored hash that
    ///   is none of ours.
    public func verify(_ password: Secret<String>, against hash: PasswordHash?) async throws -> Bool {
        let stored = try hash.map(StoredScrypt.init)
        let parameters = stored?.parameters ?? parameters
        let salt = stored?.salt ?? [UInt8](repeating: 0, count: 16)
        return try await inLine {
            let derived = try parameters.derive(from: password, salt: salt, byteCount: stored?.hash.count ?? 32)
            return stored?.matches(derived) ?? false
        }
    }

    private func inLine<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let limit = waitingLimit + running.maxConcurrentOperationCount
        let isAdmitted = admitted.withLock { admitted in
            guard admitted < limit else { return false }
            admitted += 1
            return true
        }
        guard isAdmitted else { throw PasswordHasherError.busy }
        defer { admitted.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            running.addOperation { continuation.resume(with: Result { try work() }) }
        }
    }
}
