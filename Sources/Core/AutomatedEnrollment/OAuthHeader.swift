import Administration
import Crypto
public import Foundation

/// The `Authorization` of `GET /session`: OAuth 1.0a with HMAC-SHA1 (RFC 5849 §3.4; reference/ade.md §2).
public enum OAuthHeader {
    /// - Parameters:
    ///   - url: without a query.
    ///   - nonce: never used twice with the same instant.
    public static func make(for token: ServerToken, url: String, nonce: String, at now: Date) -> String {
        let parameters = [
            ("oauth_consumer_key", token.consumerKey), ("oauth_nonce", nonce),
            ("oauth_signature_method", "HMAC-SHA1"), ("oauth_timestamp", String(Int(now.timeIntervalSince1970))),
            ("oauth_token", token.accessToken.reveal()), ("oauth_version", "1.0"),
        ]
        let joined = parameters.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
        let base = "GET&\(encoded(url))&\(encoded(joined))"
        let key = "\(encoded(token.consumerSecret.reveal()))&\(encoded(token.accessSecret.reveal()))"
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: Data(base.utf8), using: SymmetricKey(data: Data(key.utf8)))
        let signature = Data(code).base64EncodedString()
        let fields = parameters.map { "\($0.0)=\"\(encoded($0.1))\"" } + ["oauth_signature=\"\(encoded(signature))\""]
        return "OAuth realm=\"ADM\", " + fields.joined(separator: ", ")
    }

    /// RFC 5849 §3.6.
    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                result.unicodeScalars.append(UnicodeScalar(byte))
            default:
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
