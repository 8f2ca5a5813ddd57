/// A stored password: `scrypt$log2N$r$p$salt$hash`, salt and hash in hexadecimal (RFC 7914).
///
/// Parameters travel with the hash so that a later rise is applied at the next login.
public struct PasswordHash: Sendable, Equatable {
    public let encoded: String
    public init(encoded: String) { self.encoded = encoded }
}
