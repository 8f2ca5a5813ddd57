public import Foundation

/// What a device must not forget when the Lab is started again.
struct DeviceRecord: Codable, Sendable {
    let id: String
    var facts: DeviceFacts
    var behaviour = DeviceBehaviour()
    var state = DeviceState.new
    var enrollment: Enrollment?
    /// Results that the server has not taken yet, at most one per channel.
    var results: [StoredResult] = []
    /// Profiles beside the enrollment profile.
    var profiles: [InstalledProfile] = []
    /// Counts enrollments of this hardware.
    var generation = 0
    var counters = DeviceCounters()
    var lastPushAt: Date?
    var lastContactAt: Date?
    /// In words, of the newest thing that went wrong; nil when the last conversation went well.
    var trouble: String?
    /// By the Lab's clock: the device tries again by itself.
    var retryAt: Date?
    var retries = 0
    /// The last answer of the last conversation was NotNow: the device comes by itself when that changes.
    var promisesToPoll: Set<Channel> = []
    /// A Mac locked by DeviceLock, until somebody types this.
    var lockPIN: String?
    /// What the server must still be told, before anything else.
    var owedCheckIn: OwedCheckIn?
    var invitation: URL?
    /// False: takes a key of the pool.
    var hasOwnKey: Bool
}

/// Where a device is in its life.
public enum DeviceState: String, Codable, Sendable {
    /// Never enrolled.
    case new
    case enrolled
    /// The profile was removed, here or by the server.
    case unenrolled
    /// Erased; it has forgotten everything.
    case wiped
}

/// The device itself, or the user whose session a Mac manages.
enum Channel: String, Codable, Sendable, CaseIterable {
    case device
    case user
}

/// A check-in that has not been taken yet.
enum OwedCheckIn: String, Codable, Sendable {
    /// With a renewed identity; the TokenUpdate follows.
    case authenticate
    case tokenUpdate
}

/// One enrollment: the profile, the identity, and what APNs needs.
struct Enrollment: Codable, Sendable {
    var profile: EnrollmentProfile
    var identity: Data
    var keyName: String
    var token: Data
    var pushMagic: String
    var unlockToken: Data?
    var userToken: Data?
    var userPushMagic: String?
    var enrolledAt: Date
    /// Setup Assistant waits for DeviceConfigured.
    var awaitsConfiguration: Bool?
}

struct StoredResult: Codable, Sendable {
    let channel: Channel
    let commandUUID: String
    let requestType: String
    let status: String
    let body: Data
}

struct InstalledProfile: Codable, Sendable {
    let identifier: String
    let uuid: String
    let displayName: String
    let organization: String?
    let payloads: [EnrollmentProfile.Payload]
}

/// What a device has done, ever.
public struct DeviceCounters: Codable, Sendable, Equatable {
    public var pushes = 0
    /// Pushes whose magic was not the device's; it ignores them, as real ones do.
    public var wrongMagic = 0
    public var conversations = 0
    public var commands = 0
    public var notNow = 0
    public var resentResults = 0
    public var enrollments = 0
    public var renewals = 0
    /// It took a 401, or a 403 `com.apple.unrecognized.device`, for "not managed any more".
    public var unenrolledBy401 = 0
    public var unenrolledBy403 = 0

    enum CodingKeys: String, CodingKey {
        case pushes, conversations, commands, enrollments, renewals
        case wrongMagic = "wrong_magic"
        case notNow = "not_now"
        case resentResults = "resent_results"
        case unenrolledBy401 = "unenrolled_by_401"
        case unenrolledBy403 = "unenrolled_by_403"
    }
}

/// One line of a device's journal.
public struct DeviceJournalEntry: Codable, Sendable, Equatable {
    /// By the Lab's clock.
    public let at: Date
    public let event: String
    /// HTTP status, where there is one.
    public let status: Int?
    public let detail: String?
}
