public import Webhooks

/// Sends one request to a receiver that a person named, by the rules of ``OutboundRules``.
public protocol WebhookSender: Sendable {
    /// Within ten seconds, to one of the name's addresses that the rules permit; no redirect is followed, and no more
    /// is read of the answer than is told.
    func post(_ body: [UInt8], headers: [(name: String, value: String)], to address: WebhookAddress) async
        -> WebhookOutcome
}

public enum WebhookOutcome: Sendable, Equatable {
    /// - Parameter answer: its first 500 bytes as text; what is no UTF-8 is U+FFFD.
    case answered(status: Int, answer: String)
    /// No answer: says what happened, for the person who reads the list.
    case failed(WebhookFailure)
}

public enum WebhookFailure: Error, Sendable, Equatable {
    case noSuchName
    /// The name leads to an address that the rules do not permit.
    case addressNotPermitted(String)
    case timedOut
    /// The receiver's certificate is not trusted, or TLS failed otherwise.
    case tls(String)
    case connection(String)
}
