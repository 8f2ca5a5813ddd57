import Crypto
import Foundation

/// Proof that a form came from a page of this session: derived from the session's token, so that nothing
/// more is stored and it ends with the session.
enum CSRFToken {
    static func make(session token: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("kizuna csrf".utf8), using: SymmetricKey(data: Array(token.utf8)))
        return code.map { String(format: "%02x", $0) }.joined()
    }

    /// In constant time.
    static func isValid(_ presented: String, session token: String) -> Bool {
        let expected = Array(make(session: token).utf8)
        let given = Array(presented.utf8)
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
