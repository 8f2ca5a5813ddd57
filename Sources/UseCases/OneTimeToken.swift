public import Administration
import Crypto
import Ports

/// A random secret that is shown once (session cookie, link); the store keeps only its SHA-256.
///
/// 32 random bytes as 64 hexadecimal digits; the space is far too large to guess, so a fast hash is right.
public struct OneTimeToken: Sendable {
    public let text: Secret<String>
    public let hash: [UInt8]

    init(from randomness: any Randomness) {
        let text = randomness.bytes(32).hexadecimal
        self.text = Secret(text)
        hash = Self.hash(of: text)
    }

    /// The hash under which a presented token would be stored.
    public static func hash(of text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
