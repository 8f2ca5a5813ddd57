public import Administration
public import Enrollments
public import Foundation

public struct BulkOrderID: OpaqueIdentifier {
    public let description: String
    public init(stored: String) { description = stored }
}

/// 一斉同期: one order for many devices.
///
/// Which devices is frozen when it is ordered, in the transaction that acknowledges it; their commands are put into the
/// queues afterwards, some devices at a time, so that devices and administrators need not wait for ten thousand others
/// (docs/decisions/0023).
public struct BulkOrder: Sendable, Equatable {
    public let id: BulkOrderID
    public let orderedAt: Date
    /// Login.
    public let orderedBy: String
    /// The list as it was asked for; its order and page mean nothing here.
    public let query: DeviceListQuery
    public let targetCount: Int
    /// When every device had its commands, or the reason why it gets none; nil while some wait for that.
    public let handedOutAt: Date?

    public init(
        id: BulkOrderID, orderedAt: Date, orderedBy: String, query: DeviceListQuery, targetCount: Int,
        handedOutAt: Date? = nil
    ) {
        self.id = id
        self.orderedAt = orderedAt
        self.orderedBy = orderedBy
        self.query = query
        self.targetCount = targetCount
        self.handedOutAt = handedOutAt
    }
}

/// How far one device of an order has come, as far as it was observed.
///
/// Of the questions that make a synchronization the last one counts: a device answers them in their order. Raw values
/// stand in addresses.
public enum BulkStep: String, Sendable, CaseIterable {
    /// Its commands are not in its queue yet.
    case preparing
    /// In its queue; APNs has not accepted a push for it.
    case waiting
    case accepted
    case fetched
    case notNow = "not-now"
    case completed
    case failed
    /// Expired, cancelled, or the enrollment ended before it answered.
    case ended
    /// It was not asked: see ``BulkTarget/obstacle``.
    case skipped

    /// Nothing more will happen.
    public var isOver: Bool {
        switch self {
        case .preparing, .waiting, .accepted, .fetched, .notNow: false
        case .completed, .failed, .ended, .skipped: true
        }
    }
}

/// Why a device of an order was not asked; raw values are stored.
public enum BulkObstacle: String, Sendable, CaseIterable {
    /// Its enrollment ended between the order and its turn.
    case notManaged = "not-managed"
    case otherTopic = "other-topic"
    /// It knows none of the questions.
    case notAvailable = "not-available"

    /// Nil for what is the company's and passes: no valid certificate. The device waits then.
    public init?(_ obstacle: ActionObstacle) {
        switch obstacle {
        case .notYetEnrolled, .removed, .erased, .archived: self = .notManaged
        case .topicMismatch: self = .otherTopic
        case .noCertificate, .certificateDeleted, .certificateExpired: return nil
        }
    }
}

/// One device of an order.
public struct BulkTarget: Sendable, Equatable {
    public let enrollmentID: EnrollmentID
    public let deviceID: DeviceID
    public let name: String
    public let serialNumber: String
    public let step: BulkStep
    /// With ``BulkStep/skipped``.
    public let obstacle: BulkObstacle?
    /// When the step was reached; nil for one that is not in a queue.
    public let since: Date?

    public init(
        enrollmentID: EnrollmentID, deviceID: DeviceID, name: String, serialNumber: String, step: BulkStep,
        obstacle: BulkObstacle?, since: Date?
    ) {
        self.enrollmentID = enrollmentID
        self.deviceID = deviceID
        self.name = name
        self.serialNumber = serialNumber
        self.step = step
        self.obstacle = obstacle
        self.since = since
    }
}
