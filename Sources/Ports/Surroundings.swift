public import Administration
public import Foundation

/// The present instant: the system's clock, or the Lab's.
public protocol TimeSource: Sendable {
    var now: Date { get }
}

/// Random bytes from the system's generator; a test hands in known ones.
public protocol Randomness: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}

/// Makes and checks password hashes, slowly on purpose, a bounded number at a time, off the event loops.
public protocol PasswordHasher: Sendable {
    func hash(_ password: Secret<String>) async throws -> PasswordHash
    /// With nil it takes as long as with a hash and says no, so that an unknown login is not told by time.
    func verify(_ password: Secret<String>, against hash: PasswordHash?) async throws -> Bool
}

public enum PasswordHasherError: Error, Sendable, Equatable {
    /// Too many wait already: answer "not now" and count no failed login.
    case busy
    /// A stored hash in no form that this version knows.
    case unreadableHash
}
