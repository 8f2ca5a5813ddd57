public import Administration
import Foundation

/// The operator's mail server, as `--smtp` names it.
public struct MailServer: Sendable {
    public enum Security: Sendable, Equatable {
        /// STARTTLS on a plain connection; without it nothing is sent.
        case startTLS
        /// TLS from the first byte (port 465).
        case tls
        /// No TLS at all: only to this machine itself.
        case plain
    }

    public let host: String
    public let port: Int
    public let security: Security
    public let login: String?
    public let password: Secret<String>?
    /// PEM file whose certificates alone are trusted; nil: the system's.
    public let authorityFile: String?

    public init(
        host: String, port: Int, security: Security, login: String? = nil, password: Secret<String>? = nil,
        authorityFile: String? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.login = login
        self.password = password
        self.authorityFile = authorityFile
    }

    /// `smtp://[login@]host[:port]` with STARTTLS (587), `smtps://…` with TLS (465); `smtp://127.0.0.1:25?tls=none`
    /// without TLS, to loopback only.
    ///
    /// - Returns: nil when it is something else, or holds a password: that belongs into a file.
    public init?(address: String, password: Secret<String>? = nil, authorityFile: String? = nil) {
        guard let parts = URLComponents(string: address), let scheme = parts.scheme,
            ["smtp", "smtps"].contains(scheme),
            let host = parts.host, !host.isEmpty, parts.password == nil, ["", "/"].contains(parts.path),
            parts.fragment == nil
        else { return nil }
        let isPlain = parts.query == "tls=none"
        guard parts.query == nil || (isPlain && scheme == "smtp" && Self.isLoopback(host)) else { return nil }
        self.init(
            host: host, port: parts.port ?? (scheme == "smtps" ? 465 : 587),
            security: isPlain ? .plain : scheme == "smtps" ? .tls : .startTLS,
            login: parts.user.flatMap { $0.isEmpty ? nil : $0 }, password: password, authorityFile: authorityFile)
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasPrefix("127.") || host == "[::1]" || host == "::1"
    }

    var url: String { "\(security == .tls ? "smtps" : "smtp")://\(host):\(port)/" }
}
