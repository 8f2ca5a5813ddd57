public import Foundation

/// A device in a list.
public struct DeviceSummary: Encodable, Sendable {
    /// The serial number.
    public let id: String
    public let kind: DeviceKind
    public let name: String
    public let udid: String
    public let modelName: String
    public let osVersion: String
    public let state: DeviceState
    public let isOnline: Bool
    public let isLocked: Bool
    public let isSupervised: Bool
    /// Setup Assistant waits for DeviceConfigured.
    public let isInSetup: Bool
    /// It was told to answer commands with errors.
    public let answersErrors: Bool
    public let topic: String?
    /// How often this hardware was enrolled.
    public let generation: Int
    public let lastPushAt: Date?
    public let lastContactAt: Date?
    public let retryAt: Date?
    /// Results that the server has not taken yet.
    public let owedResults: Int
    public let trouble: String?

    enum CodingKeys: String, CodingKey {
        case id, kind, name, udid, modelName, osVersion, state, topic, generation, trouble
        case lastPushAt, lastContactAt, retryAt, owedResults, answersErrors
        case isOnline = "online"
        case isLocked = "locked"
        case isSupervised = "supervised"
        case isInSetup = "in_setup"
    }

    init(_ record: DeviceRecord) {
        id = record.id
        kind = record.facts.kind
        name = record.facts.name
        udid = record.facts.udid
        modelName = record.facts.modelName
        osVersion = record.facts.osVersion
        state = record.state
        isOnline = record.behaviour.isOnline
        isLocked = record.behaviour.isLocked
        isSupervised = record.facts.isSupervised
        isInSetup = record.enrollment?.awaitsConfiguration ?? false
        answersErrors = !record.behaviour.errors.isEmpty
        topic = record.enrollment?.profile.mdm.topic
        generation = record.generation
        lastPushAt = record.lastPushAt
        lastContactAt = record.lastContactAt
        retryAt = record.retryAt
        owedResults = record.results.count
        trouble = record.trouble
    }
}

/// Everything about one device.
public struct DeviceDetail: Encodable, Sendable {
    public struct EnrollmentView: Encodable, Sendable {
        public let profile: String
        public let organization: String?
        public let topic: String
        public let serverURL: String
        public let checkInURL: String
        public let accessRights: Int
        public let signsMessages: Bool
        /// Hexadecimal, as in the path of a push.
        public let token: String
        public let userToken: String?
        public let certificateSHA256: String
        public let certificateSubject: String
        public let certificatePEM: String
        public let certificateNotAfter: Date?
        public let enrolledAt: Date
    }

    public let summary: DeviceSummary
    public let facts: DeviceFacts
    public let behaviour: DeviceBehaviour
    public let counters: DeviceCounters
    public let enrollment: EnrollmentView?
    /// Identifiers of the profiles beside the enrollment profile.
    public let profiles: [String]
    /// What was typed into DeviceLock, until the Mac is unlocked.
    public let lockPIN: String?
    /// The newest last.
    public let journal: [DeviceJournalEntry]

    init(_ record: DeviceRecord, journal: [DeviceJournalEntry]) {
        summary = DeviceSummary(record)
        facts = record.facts
        behaviour = record.behaviour
        counters = record.counters
        profiles = record.profiles.map(\.identifier)
        lockPIN = record.lockPIN
        self.journal = journal
        enrollment = record.enrollment.map { enrollment in
            let certificate = try? DeviceCertificate(der: [UInt8](enrollment.identity))
            let mdm = enrollment.profile.mdm
            return EnrollmentView(
                profile: enrollment.profile.identifier, organization: enrollment.profile.organization,
                topic: mdm.topic, serverURL: mdm.serverURL.absoluteString, checkInURL: mdm.checkInURL.absoluteString,
                accessRights: mdm.accessRights, signsMessages: mdm.signsMessages,
                token: Libcrypto.hexadecimal(enrollment.token),
                userToken: enrollment.userToken.map { Libcrypto.hexadecimal($0) },
                certificateSHA256: certificate?.fingerprint ?? "", certificateSubject: certificate?.subject ?? "",
                certificatePEM: "-----BEGIN CERTIFICATE-----\n"
                    + enrollment.identity.base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
                    + "\n-----END CERTIFICATE-----\n",
                certificateNotAfter: certificate?.notAfter, enrolledAt: enrollment.enrolledAt)
        }
    }
}

/// How far an enrollment of many devices has come.
public struct BulkProgress: Encodable, Sendable, Equatable {
    public var total = 0
    public var enrolled = 0
    public var failed = 0
    public var isRunning = false
    public var firstTrouble: String?
    public var seconds = 0.0

    enum CodingKeys: String, CodingKey {
        case total, enrolled, failed, firstTrouble, seconds
        case isRunning = "running"
    }
}

/// The whole fleet in numbers.
public struct FleetCounts: Encodable, Sendable, Equatable {
    public var devices = 0
    public var enrolled = 0
    public var online = 0
    public var owedResults = 0
    public var pushes = 0
    public var conversations = 0
    public var commands = 0
    public var unenrolledBy401 = 0
    public var unenrolledBy403 = 0

    enum CodingKeys: String, CodingKey {
        case devices, enrolled, online, owedResults, pushes, conversations, commands
        case unenrolledBy401 = "unenrolled_by_401"
        case unenrolledBy403 = "unenrolled_by_403"
    }
}
