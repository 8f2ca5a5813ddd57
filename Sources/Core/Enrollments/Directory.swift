public import Foundation

/// Somebody who uses devices. Minimal until the pages of ユーザー are complete.
public struct Person: Sendable, Equatable {
    public let id: PersonID
    public var name: String
    /// フリガナ, may be empty; lists sort by it where it is given.
    public var reading: String
    public var organizationID: OrganizationID?
    public let createdAt: Date

    public init(id: PersonID, name: String, reading: String = "", organizationID: OrganizationID?, createdAt: Date) {
        self.id = id
        self.name = name
        self.reading = reading
        self.organizationID = organizationID
        self.createdAt = createdAt
    }
}

/// A part of the company. Minimal until the pages of 組織 are complete.
public struct Organization: Sendable, Equatable {
    public let id: OrganizationID
    public var name: String
    public let createdAt: Date

    public init(id: OrganizationID, name: String, createdAt: Date) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
    }
}

/// One line of a device's own log (機器ログ): what the device or this server did, and when.
public struct DeviceEvent: Sendable, Equatable {
    /// Raw values are stored.
    public enum Kind: String, Sendable, CaseIterable {
        case authenticated, enrolled, reenrolled, tokenUpdated, topicMismatch, checkedOut, erased
        case commandQueued, commandFetched, commandAnswered, commandNotNow, commandCancelled, commandExpired
        case unknownCommandAnswered, unreadableReport
        case pushRefused, pushUnreachable
        case identityRefused, identityRenewalQueued, identityRenewed
        case bootstrapTokenStored, bootstrapTokenDeleted
        case secretRevealed

        /// 通知対象のみ shows it; what 管理ログ tells as a notice, too, is not told twice.
        public var isNotice: Bool {
            switch self {
            case .pushUnreachable, .identityRefused, .unreadableReport: true
            default: false
            }
        }
    }

    public let deviceID: DeviceID
    public let enrollmentID: EnrollmentID
    /// 発生日時
    public let occurredAt: Date
    /// 受信日時: when this server learned of it; later than ``occurredAt`` for what it noticed afterwards.
    public let receivedAt: Date
    public let kind: Kind
    /// Login of a person, empty for device and server.
    public let actor: String
    /// Name and value, never a secret; names are stable keys.
    public let fields: [Field]

    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        deviceID: DeviceID, enrollmentID: EnrollmentID, occurredAt: Date, receivedAt: Date? = nil, kind: Kind,
        actor: String = "", fields: [Field] = []
    ) {
        self.deviceID = deviceID
        self.enrollmentID = enrollmentID
        self.occurredAt = occurredAt
        self.receivedAt = receivedAt ?? occurredAt
        self.kind = kind
        self.actor = actor
        self.fields = fields
    }
}
