public import Administration
public import Foundation

public struct MailID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// A mail in the outbox: written with what it tells, sent afterwards, kept with the server's answer.
public struct Mail: Sendable, Equatable {
    public let id: MailID
    public let recipient: MailAddress
    public let subject: String
    public let text: String
    public let createdAt: Date
    public var state: State
    public var attempts: Int
    public var lastAttemptAt: Date?
    /// What the mail server said, or why it could not be asked.
    public var lastAnswer: String

    public enum State: String, Sendable, CaseIterable {
        /// To be sent, or to be tried again.
        case waiting
        /// The mail server has taken it over; whether it was read is not known.
        case accepted
        /// The mail server refused it, or it was tried for ``MailSchedule/lastingSeconds``.
        case failed
    }

    public init(
        id: MailID, recipient: MailAddress, subject: String, text: String, createdAt: Date, state: State = .waiting,
        attempts: Int = 0, lastAttemptAt: Date? = nil, lastAnswer: String = ""
    ) {
        self.id = id
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.createdAt = createdAt
        self.state = state
        self.attempts = attempts
        self.lastAttemptAt = lastAttemptAt
        self.lastAnswer = lastAnswer
    }
}

extension Mail {
    /// It was tried for ``MailSchedule/lastingSeconds`` and never refused.
    public var wasGivenUp: Bool {
        guard state == .failed, let lastAttemptAt else { return false }
        return MailSchedule.next(after: attempts, createdAt: createdAt, at: lastAttemptAt) == nil
    }
}

/// When a mail that was not taken is tried again.
public enum MailSchedule {
    /// A mail is given up after four days, as mail servers do (RFC 5321 §4.5.4.1).
    public static let lastingSeconds: TimeInterval = 4 * 86_400

    public static let longestPause: TimeInterval = 6 * 3600

    /// - Parameter attempts: made so far, at least one.
    /// - Returns: nil when it is given up.
    public static func next(after attempts: Int, createdAt: Date, at now: Date) -> Date? {
        let pauses: [TimeInterval] = [60, 300, 900, 3600, 4 * 3600]
        let pause = attempts >= 1 && attempts <= pauses.count ? pauses[attempts - 1] : longestPause
        let next = now.addingTimeInterval(pause)
        return next.timeIntervalSince(createdAt) > lastingSeconds ? nil : next
    }
}
