import Foundation

/// The address of a receiver as a person may enter it: http or https, a name or a plainly written address, no login.
public struct WebhookAddress: Sendable, Hashable, CustomStringConvertible {
    public enum Refusal: Error, Sendable, Equatable {
        case unreadable
        case notHTTP
        /// `user:password@` would be sent to whoever answers.
        case hasLogin
        /// Neither a name nor an address in its usual form.
        case oddHost(String)
        case tooLong
    }

    public let description: String
    /// Lower case, without the brackets of IPv6.
    public let host: String
    public let port: Int
    public let isEncrypted: Bool
    /// Path and query, as they are sent.
    public let target: String

    /// - Throws: ``Refusal``.
    public init(_ text: String) throws(Refusal) {
        guard text.utf8.count <= 2_000 else { throw .tooLong }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        guard isPlain, let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let named = parts.host, !named.isEmpty, parts.percentEncodedHost?.contains("%") == false
        else { throw .unreadable }
        guard scheme == "https" || scheme == "http" else { throw .notHTTP }
        guard parts.user == nil, parts.password == nil else { throw .hasLogin }
        let host = named.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        guard IPAddress(host) != nil || Self.isName(host) else { throw .oddHost(named) }
        let standard = scheme == "https" ? 443 : 80
        let port = parts.port ?? standard
        guard (1...65_535).contains(port) else { throw .unreadable }
        self.host = host
        self.port = port
        isEncrypted = scheme == "https"
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        target = path + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
        let authority = (host.contains(":") ? "[\(host)]" : host) + (port == standard ? "" : ":\(port)")
        description = "\(scheme)://\(authority)\(target)"
    }

    /// RFC 1123 §2.1, and the last label no number: `0x7f.1` and `2130706433` are addresses in disguise.
    private static func isName(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard host.utf8.count <= 253, let last = labels.last, let first = last.utf8.first,
            !(48...57).contains(first)
        else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy {
                    (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95
                }
        }
    }
}
