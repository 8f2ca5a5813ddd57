import Foundation

/// One command as a person sees it: only what was observed.
struct CommandFace: Sendable, Equatable {
    enum End: Sendable, Equatable {
        case acknowledged, error, formatError, expired
        /// Login; empty for the service operator.
        case cancelled(by: String)
        case superseded, enrollmentEnded
    }

    struct ErrorFace: Sendable, Equatable {
        var code: Int
        var domain: String
        /// In the device's language.
        var localized: String
        var english: String
    }

    var uuid: String
    /// Apple's word, such as `DeviceLock`; ``CommandWords`` has the name.
    var requestType: String
    var queuedAt: Date
    /// Login; empty when the server itself asked.
    var queuedBy: String
    var pushedAt: Date?
    var apnsID: String?
    /// The newest push that APNs did not accept, when none was accepted since.
    var pushProblem: PushProblemFace?
    var fetchedAt: Date?
    var notNowCount: Int = 0
    var lastNotNowAt: Date?
    var expiresAt: Date?
    /// Set while it is pending and nothing can go out.
    var undeliverable: UndeliverableReason?
    var end: End?
    var endedAt: Date?
    /// Outermost first.
    var errors: [ErrorFace] = []
    /// The `Command` dictionary as text, without secrets; nil leaves it out.
    var request: String?
    /// The device's report as text (binary ones rewritten as XML); nil when none came or it is not loaded.
    var answer: String?
    /// It may be cancelled: pending, and not with the device.
    var isCancellable = false
}
