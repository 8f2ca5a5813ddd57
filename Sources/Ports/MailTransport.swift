public import Notices

/// Hands a mail over to the operator's mail server.
public protocol MailTransport: Sendable {
    /// Tries once, within a minute; never throws: what went wrong is an answer to be shown.
    func send(_ mail: MailMessage) async -> MailReply
}

/// What became of one attempt.
public enum MailReply: Sendable, Equatable {
    /// The server took the mail over (2xx after its end); its last line.
    case accepted(String)
    /// Not now: a 4xx, no connection, a broken one, a certificate that is not trusted. It may have been taken when
    /// the connection broke after the mail's end; the next attempt carries the same Message-ID.
    case later(String)
    /// The server will never take it (5xx to the address or the mail).
    case refused(String)
}

/// Puts a notice into words.
public protocol NoticeWording: Sendable {
    func write(_ notice: MailNotice) -> NoticeText
    /// In both languages, for nobody knows which the operator reads.
    ///
    /// - Parameter consoleURL: says which installation it is.
    func write(_ notice: OperatorNotice, consoleURL: String) -> NoticeText
}

public struct NoticeText: Sendable, Equatable {
    public let subject: String
    /// Lines ended by LF.
    public let text: String

    public init(subject: String, text: String) {
        self.subject = subject
        self.text = text
    }
}
