public import Enrollments
public import Foundation

/// The identifier under which a device answers: an upper-case UUID that grows with time (RFC 9562 §5.7).
public struct CommandUUID: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public init(stored: String) { description = stored }
}

/// What must be put into a command at the moment of its delivery and is kept nowhere in clear.
///
/// Raw values are stored.
public enum CommandSecret: String, Sendable, CaseIterable {
    /// Six digits from escrow, for `PIN` of DeviceLock and EraseDevice.
    case pin
    /// `UnlockToken` of the last TokenUpdate, for ClearPasscode.
    case unlockToken
    /// A signed enrollment profile with a challenge made now, for InstallProfile.
    case enrollmentProfile
}

/// A command that waits for its device, or that the device has and did not answer yet.
public struct QueuedCommand: Sendable, Equatable {
    public let uuid: CommandUUID
    public let enrollmentID: EnrollmentID
    /// Order of queueing within the enrollment, 1 first.
    public let sequence: Int
    /// Apple's word, such as `DeviceLock`.
    public let requestType: String
    /// Lock, wipe, passcode: delivered before all others and only through ``DestructiveGate``.
    public let isDestructive: Bool
    /// The whole command (`CommandUUID`, `Command`) as an XML property list, without what ``secret`` stands for.
    public let payload: [UInt8]
    public let secret: CommandSecret?
    public let queuedAt: Date
    /// Login, or empty when the server itself asked.
    public let queuedBy: String
    /// Not delivered from then on; nil: waits until it is cancelled.
    public let expiresAt: Date?
    /// APNs accepted a push for this enrollment after the command was queued.
    public var pushedAt: Date?
    public var apnsID: String?
    /// The last time an answer of ours carried it to the device.
    public var fetchedAt: Date?
    public var fetchCount: Int
    public var notNowCount: Int
    public var firstNotNowAt: Date?
    public var lastNotNowAt: Date?
    /// Answered NotNow in the device's present session: not offered again before its next Idle.
    public var isDeferred: Bool

    /// Fetched and not answered since: whether it is being carried out is not known, so it cannot be taken back.
    public var isWithDevice: Bool {
        guard let fetchedAt else { return false }
        return lastNotNowAt.map { $0 < fetchedAt } ?? true
    }

    public init(
        uuid: CommandUUID, enrollmentID: EnrollmentID, sequence: Int, requestType: String, isDestructive: Bool,
        payload: [UInt8], secret: CommandSecret? = nil, queuedAt: Date, queuedBy: String, expiresAt: Date?,
        pushedAt: Date? = nil, apnsID: String? = nil, fetchedAt: Date? = nil, fetchCount: Int = 0,
        notNowCount: Int = 0, firstNotNowAt: Date? = nil, lastNotNowAt: Date? = nil, isDeferred: Bool = false
    ) {
        self.uuid = uuid
        self.enrollmentID = enrollmentID
        self.sequence = sequence
        self.requestType = requestType
        self.isDestructive = isDestructive
        self.payload = payload
        self.secret = secret
        self.queuedAt = queuedAt
        self.queuedBy = queuedBy
        self.expiresAt = expiresAt
        self.pushedAt = pushedAt
        self.apnsID = apnsID
        self.fetchedAt = fetchedAt
        self.fetchCount = fetchCount
        self.notNowCount = notNowCount
        self.firstNotNowAt = firstNotNowAt
        self.lastNotNowAt = lastNotNowAt
        self.isDeferred = isDeferred
    }
}

/// A command that will not be delivered any more, with how it ended.
public struct FinishedCommand: Sendable, Equatable {
    /// Raw values are stored.
    public enum Outcome: String, Sendable, CaseIterable {
        case acknowledged, error, commandFormatError
        case expired, cancelled
        /// A newer command of the same kind took its place before this one was fetched.
        case superseded
        /// The enrollment ended: left, erased, or enrolled anew.
        case enrollmentEnded
    }

    public let command: QueuedCommand
    public let outcome: Outcome
    public let endedAt: Date
    /// Login of who cancelled it, else empty.
    public let endedBy: String
    public let errorChain: [CommandError]
    /// The device's report as received; nil when it never answered.
    public let answer: [UInt8]?

    public init(
        command: QueuedCommand, outcome: Outcome, endedAt: Date, endedBy: String = "",
        errorChain: [CommandError] = [], answer: [UInt8]? = nil
    ) {
        self.command = command
        self.outcome = outcome
        self.endedAt = endedAt
        self.endedBy = endedBy
        self.errorChain = errorChain
        self.answer = answer
    }
}

/// One element of Apple's `ErrorChain`, outermost first.
public struct CommandError: Sendable, Equatable, Codable {
    public let code: Int
    public let domain: String
    public let localizedDescription: String
    public let englishDescription: String

    public init(code: Int, domain: String, localizedDescription: String, englishDescription: String) {
        self.code = code
        self.domain = domain
        self.localizedDescription = localizedDescription
        self.englishDescription = englishDescription
    }
}
