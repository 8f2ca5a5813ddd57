/// Why a mail server could not be asked to take a mail, or gave no answer to it.
///
/// What a mail server says is kept as it said it. What hindered asking is kept as `[code] detail`, so that screens can
/// say it in the reader's language beside the detail that an operator needs.
public enum MailTrouble: String, CaseIterable, Sendable {
    case hostUnknown = "mail-host-unknown"
    case notReached = "mail-server-not-reached"
    /// STARTTLS is not offered: nothing is sent.
    case noTLS = "mail-tls-not-offered"
    case tlsFailed = "mail-tls-failed"
    case certificateExpired = "mail-certificate-expired"
    case certificateNotTrusted = "mail-certificate-not-trusted"
    /// The certificate is another host's.
    case certificateOfAnother = "mail-certificate-of-another-host"
    case authoritiesUnreadable = "mail-authorities-unreadable"
    case loginRefused = "mail-login-refused"
    case timedOut = "mail-server-silent"
    case connectionLost = "mail-connection-lost"
    /// The whole mail was sent and no answer came: it may have been taken.
    case answerLost = "mail-answer-lost"

    public func stored(_ detail: String) -> String { detail.isEmpty ? "[\(rawValue)]" : "[\(rawValue)] \(detail)" }

    /// - Returns: nil for what a mail server said itself.
    public static func read(_ stored: String) -> (trouble: MailTrouble, detail: String)? {
        guard stored.hasPrefix("["), let end = stored.firstIndex(of: "]") else { return nil }
        let code = stored[stored.index(after: stored.startIndex)..<end]
        guard let trouble = MailTrouble(rawValue: String(code)) else { return nil }
        return (trouble, String(stored[stored.index(after: end)...].drop { $0 == " " }))
    }
}
