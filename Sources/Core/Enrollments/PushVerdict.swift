public import Foundation

/// What to do about one wake-up after APNs has answered (reference/apns.md §3).
///
/// No answer ever deletes a token or an enrollment: a token cannot be asked for again, and the device may check in
/// at any time (P-26).
public enum PushVerdict: Sendable, Equatable {
    /// APNs took it; whether the device wakes is seen when it calls.
    case accepted
    /// APNs closes this connection, not the door: at once, on another connection.
    case retryNow
    /// - Parameter afterSeconds: what APNs asked for, or the least that is sensible; nil leaves it to
    ///   ``PushSchedule/backOff(failures:random:)``.
    case retryLater(afterSeconds: TimeInterval?)
    /// The token is dead since an instant after its last TokenUpdate. The next check-in heals it.
    case deviceUnreachable(since: Date)
    /// APNs speaks of a token that a newer TokenUpdate has replaced or confirmed since: nothing is wrong.
    case ignoredOldToken
    /// This token is of no use: malformed, of the other environment, of another topic. Wait for a TokenUpdate.
    case waitForToken(String)
    /// Certificate, topic or network path: every push of this identity would end like this one. Stop it, say so.
    case operatorProblem(String)
    /// The request was wrong; repeating it would not help.
    case ourFault(String)

    /// - Parameters:
    ///   - reason: Apple's word; unknown ones are judged by the status.
    ///   - since: the `timestamp` of a 410.
    ///   - retryAfter: seconds, when APNs said so.
    ///   - lastTokenUpdateAt: of the enrollment whose token was used.
    public init(status: Int, reason: String, since: Date?, retryAfter: TimeInterval?, lastTokenUpdateAt: Date) {
        if status == 200 {
            self = .accepted
            return
        }
        let word = reason.isEmpty ? "HTTP \(status)" : reason
        switch reason {
        case "IdleTimeout", "Shutdown":
            self = .retryNow
        case "BadDeviceToken", "DeviceTokenNotForTopic":
            self = .waitForToken(word)
        case "Unregistered", "ExpiredToken":
            self = .gone(since, after: lastTokenUpdateAt, word)
        case "BadTopic", "TopicDisallowed", "BadCertificate", "BadCertificateEnvironment", "Forbidden",
            "ExpiredProviderToken", "InvalidProviderToken", "MissingProviderToken", "UnrelatedKeyIdInToken",
            "BadEnvironmentKeyIdInToken":
            self = .operatorProblem(word)
        case "TooManyProviderTokenUpdates":
            // Of token authentication, which MDM does not have.
            self = .ourFault(word)
        case "TooManyRequests":
            self = .retryLater(afterSeconds: max(retryAfter ?? 0, PushSchedule.tooManyRequestsSeconds))
        default:
            self.init(status: status, word: word, since: since, retryAfter: retryAfter, after: lastTokenUpdateAt)
        }
    }

    /// By the status alone.
    private init(status: Int, word: String, since: Date?, retryAfter: TimeInterval?, after lastTokenUpdateAt: Date) {
        switch status {
        case 401, 403: self = .operatorProblem(word)
        case 410: self = .gone(since, after: lastTokenUpdateAt, word)
        case 429: self = .retryLater(afterSeconds: max(retryAfter ?? 0, PushSchedule.tooManyRequestsSeconds))
        case 500...: self = .retryLater(afterSeconds: retryAfter)
        default: self = .ourFault(word)
        }
    }

    /// Without a timestamp nobody knows which token is meant: nothing is marked.
    private static func gone(_ since: Date?, after lastTokenUpdateAt: Date, _ word: String) -> PushVerdict {
        guard let since else { return .waitForToken(word) }
        return since > lastTokenUpdateAt ? .deviceUnreachable(since: since) : .ignoredOldToken
    }
}
