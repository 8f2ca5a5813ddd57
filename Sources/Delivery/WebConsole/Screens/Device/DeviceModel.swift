import Enrollments
import Foundation

/// 機器の詳細 › 概要 (`devices/{id}`).
struct DeviceModel: Sendable {
    struct Link: Sendable, Equatable {
        var id: String
        var name: String
    }

    var face: DeviceFace
    /// Marketing name, else the identifier such as `iPhone17,3`.
    var model: String
    /// `iOS 21.0.1`.
    var os: String
    /// Nil while unknown.
    var isSupervised: Bool?
    /// It enrolled by itself (ADE).
    var isAutomated = false
    var phoneNumber: String
    var user: Link?
    var organization: Link?
    /// As the device reported it; nil shows `(Unknown)`.
    var topic: String?
    var topicMatch: DeviceListQuery.TopicMatch
    var identityNotAfter: Date
    /// 1 for the first enrollment.
    var generation: Int
    /// First TokenUpdate of this generation.
    var enrolledAt: Date?
    var contact: ContactFacts
    /// Commands that are under way, the next one first; the first is shown as a life line.
    var pending: [CommandFace]
    /// The last few that ended, newest first.
    var finished: [CommandFace]
    /// PINs in escrow, newest first.
    var escrow: [EscrowEntry]
    /// Reports of this device that could not be read and were kept.
    var unreadableReports: Int
    /// After an act: see ``DeviceMessages``.
    var message: Message?
}

/// Three separate facts: asked, accepted by APNs, heard from.
struct ContactFacts: Sendable, Equatable {
    var lastCommandAt: Date?
    var pushAcceptedAt: Date?
    var apnsID: String?
    /// The last push that APNs did not accept, when it is newer than the last accepted one.
    var pushProblem: PushProblemFace?
    var lastContactAt: Date?
    var isSilent = false
}

/// What APNs said instead of 200.
struct PushProblemFace: Sendable, Equatable {
    var at: Date
    /// 0: no answer came.
    var status: Int
    /// Apple's word such as `Unregistered`, or the trouble in words.
    var reason: String
}

struct EscrowEntry: Sendable, Equatable {
    var commandUUID: String
    /// `DeviceLock` or `EraseDevice`.
    var requestType: String
    var at: Date
}
