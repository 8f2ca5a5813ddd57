import Foundation

/// Judges the `Authorization` of `GET /session` as OAuth 1.0a asks (RFC 5849 §3), with a reader of its own.
struct OAuthJudge {
    let servers: [ManagedServer]
    let now: Date

    /// How far the server's clock may be off.
    static let longestSkew: TimeInterval = 300

    /// - Returns: the server, and the nonce with its time stamp, which may be used once.
    func server(of header: String?, url: String) throws -> (server: ManagedServer, once: String) {
        guard let header, header.lowercased().hasPrefix("oauth ") else {
            throw ServiceRefusal(401, "oauth_problem=parameter_absent")
        }
        var fields: [String: String] = [:]
        for pair in header.dropFirst(6).split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard let name = parts.first, let value = parts.last, parts.count == 2 else {
                throw ServiceRefusal(400, "oauth_problem=parameter_rejected")
            }
            let text = value.trimmingCharacters(in: .whitespaces)
            guard text.hasPrefix("\""), text.hasSuffix("\""), text.count >= 2,
                let decoded = String(text.dropFirst().dropLast()).removingPercentEncoding
            else { throw ServiceRefusal(400, "oauth_problem=parameter_rejected") }
            fields[name.trimmingCharacters(in: .whitespaces)] = decoded
        }
        guard fields["oauth_signature_method"] == "HMAC-SHA1", fields["oauth_version"] ?? "1.0" == "1.0" else {
            throw ServiceRefusal(400, "oauth_problem=signature_method_rejected")
        }
        guard let server = servers.first(where: { $0.consumerKey == fields["oauth_consumer_key"] }) else {
            throw ServiceRefusal(401, "oauth_problem=consumer_key_unknown")
        }
        guard let token = server.tokens.last, token.accessToken == fields["oauth_token"] else {
            throw ServiceRefusal(401, "oauth_problem=token_rejected")
        }
        guard now < token.expiresAt else { throw ServiceRefusal(401, "oauth_problem=token_expired") }
        guard let stamp = fields["oauth_timestamp"].flatMap({ TimeInterval($0) }),
            abs(stamp - now.timeIntervalSince1970) <= Self.longestSkew
        else { throw ServiceRefusal(401, "oauth_problem=timestamp_refused") }
        guard let nonce = fields["oauth_nonce"], !nonce.isEmpty else {
            throw ServiceRefusal(401, "oauth_problem=nonce_used")
        }
        let expected = LabCrypto.oauthSignature(
            Self.base(url: url, fields),
            key: "\(Self.encoded(server.consumerSecret))&\(Self.encoded(token.accessSecret))")
        guard expected == fields["oauth_signature"] else {
            throw ServiceRefusal(401, "oauth_problem=signature_invalid")
        }
        return (server, "\(nonce)/\(Int(stamp))")
    }

    /// RFC 5849 §3.4.1: method, URL and sorted parameters, without realm and signature.
    private static func base(url: String, _ fields: [String: String]) -> String {
        let parameters = fields.filter { $0.key != "realm" && $0.key != "oauth_signature" }
            .map { "\(encoded($0.key))=\(encoded($0.value))" }.sorted().joined(separator: "&")
        return "GET&\(encoded(url))&\(encoded(parameters))"
    }

    /// RFC 5849 §3.6.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
            return isPlain
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
