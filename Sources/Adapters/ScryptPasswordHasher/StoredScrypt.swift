import Administration
import Crypto
import Ports

/// `scrypt$log2N$r$p$salt$hash` taken apart.
struct StoredScrypt: Sendable {
    let parameters: ScryptParameters
    let salt: [UInt8]
    let hash: [UInt8]

    init(parameters: ScryptParameters, salt: [UInt8], hash: SymmetricKey) {
        self.parameters = parameters
        self.salt = salt
        self.hash = hash.withUnsafeBytes { Array($0) }
    }

    init(_ stored: PasswordHash) throws(PasswordHasherError) {
        let parts = stored.encoded.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "scrypt",
            let log2N = Int(parts[1]), let r = Int(parts[2]), let p = Int(parts[3]),
            let parameters = ScryptParameters(log2N: log2N, r: r, p: p),
            let salt = Self.bytes(parts[4]), let hash = Self.bytes(parts[5]),
            (8...64).contains(salt.count), (16...64).contains(hash.count)
        else { throw .unreadableHash }
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    var passwordHash: PasswordHash {
        PasswordHash(
            encoded:
                "scrypt$\(parameters.log2N)$\(parameters.r)$\(parameters.p)$\(salt.hexadecimal)$\(hash.hexadecimal)")
    }

    /// In constant time, which is how keys compare.
    func matches(_ derived: SymmetricKey) -> Bool { SymmetricKey(data: hash) == derived }

    private static func bytes(_ hexadecimal: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Substring(hexadecimal)
        while let high = rest.popFirst() {
            guard let low = rest.popFirst(), let left = high.hexDigitValue, let right = low.hexDigitValue else {
                return nil
            }
            bytes.append(UInt8(left * 16 + right))
        }
        return bytes
    }
}
