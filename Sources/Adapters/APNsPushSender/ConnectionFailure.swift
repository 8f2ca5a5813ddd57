import NIOCore
import NIOHTTP2
import NIOPosix
import NIOSSL

/// What an error on the connection means.
///
/// NIOSSL tells BoringSSL's errors apart only by their text, which is stable: the names of alerts in BoringSSL's
/// `ssl.h`.
enum ConnectionFailure: Equatable {
    /// The peer refuses our certificate, with the alert's name (RFC 8446 §6.2).
    case alert(String)
    /// We refuse the peer's certificate or name.
    case untrusted
    /// The peer left without TLS's goodbye: common, and the end of the channel follows.
    case ragged
    case other(String)

    /// Alerts by which a server says that it wants no client, or another certificate.
    private static let alerts: [(text: String, word: String)] = [
        ("ALERT_BAD_CERTIFICATE", "bad_certificate"),
        ("ALERT_UNSUPPORTED_CERTIFICATE", "unsupported_certificate"),
        ("ALERT_CERTIFICATE_REVOKED", "certificate_revoked"),
        ("ALERT_CERTIFICATE_EXPIRED", "certificate_expired"),
        ("ALERT_CERTIFICATE_UNKNOWN", "certificate_unknown"),
        ("ALERT_CERTIFICATE_REQUIRED", "certificate_required"),
        ("ALERT_UNKNOWN_CA", "unknown_ca"),
        ("ALERT_ACCESS_DENIED", "access_denied"),
        ("ALERT_DECRYPT_ERROR", "decrypt_error"),
        ("ALERT_HANDSHAKE_FAILURE", "handshake_failure"),
        ("ALERT_INTERNAL_ERROR", "internal_error"),
    ]

    init(_ error: any Error) {
        if case NIOSSLError.uncleanShutdown = error {
            self = .ragged
            return
        }
        let text = String(describing: error)
        if let alert = Self.alerts.first(where: { text.contains($0.text) }) {
            self = .alert(alert.word)
        } else if text.contains("CERTIFICATE_VERIFY_FAILED") || error is NIOSSLExtraError {
            self = .untrusted
        } else if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            self = .other("the peer does not speak TLS")
        } else {
            self = .other(Self.words(of: error))
        }
    }

    /// Short, without source positions.
    static func words(of error: any Error) -> String {
        if let failure = error as? NIOConnectionError {
            if let first = failure.connectionErrors.first { return words(of: first.error) }
            return "the name \(failure.host) was not found"
        }
        if let failure = error as? IOError { return failure.localizedWords }
        return String(String(describing: error).prefix(200))
    }
}

extension IOError {
    fileprivate var localizedWords: String { String(String(describing: self).prefix(200)) }
}
