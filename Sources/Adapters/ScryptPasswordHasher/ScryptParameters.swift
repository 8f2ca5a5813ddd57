import Administration
import Crypto
import CryptoExtras
import Foundation
import Ports

/// How slow scrypt is (RFC 7914 §2): 2^log2N rounds of memory, block size r, p times one after the other.
/// It takes 128 · r · 2^log2N bytes.
public struct ScryptParameters: Sendable, Equatable {
    public let log2N: Int
    public let r: Int
    public let p: Int

    /// N = 2^15, r = 8, p = 3: 32 MiB. One of the settings that the OWASP Password Storage Cheat Sheet holds
    /// equal in strength; the one that suits a small server, since 2^17 would take 128 MiB for each login.
    public static let standard = ScryptParameters(uncheckedLog2N: 15, r: 8, p: 3)

    /// For a server in Lab mode, whose people and devices are invented: a debug build computes scrypt about
    /// four times as slowly, and a login should not take seconds.
    public static let lab = ScryptParameters(uncheckedLog2N: 14, r: 8, p: 1)

    /// For tests, where strength does not matter.
    public static let cheap = ScryptParameters(uncheckedLog2N: 4, r: 1, p: 1)

    /// - Returns: nil outside log2N 1–20, r 1–32, p 1–16: a stored hash must not be able to stop the server.
    public init?(log2N: Int, r: Int, p: Int) {
        guard (1...20).contains(log2N), (1...32).contains(r), (1...16).contains(p) else { return nil }
        self.init(uncheckedLog2N: log2N, r: r, p: p)
    }

    private init(uncheckedLog2N log2N: Int, r: Int, p: Int) {
        self.log2N = log2N
        self.r = r
        self.p = p
    }

    /// The password counts in form NFKC (SP 800-63B §3.1.1.2): the same characters typed on another
    /// keyboard are the same password.
    func derive(from password: Secret<String>, salt: [UInt8], byteCount: Int) throws -> SymmetricKey {
        // Foundation's NFKC on Linux leaves the marks of half-width kana apart; composing again joins them.
        let normalized = Array(
            password.reveal().precomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping.utf8)
        return try KDF.Scrypt.deriveKey(
            // An empty password is nobody's, and the library does not take it.
            from: normalized.isEmpty ? [0] : normalized, salt: salt, outputByteCount: byteCount,
            rounds: 1 << log2N, blockSize: r, parallelism: p)
    }
}
