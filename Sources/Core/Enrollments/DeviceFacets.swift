/// What the filters of the device list ask of one device, as one number: the store computes it for each row and
/// counts equal ones, so that all chips are counted in one pass.
public struct DeviceFacets: Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// - Parameters:
    ///   - queue: what waits in the queue.
    ///   - isSilent: no contact for longer than 通知設定 allows, counted from the enrollment when there never was one.
    ///   - cannotBeReached: no push token, another topic than the registered one, or no valid certificate.
    public init(
        state: EnrollmentState, family: DeviceListQuery.Family?, topic: DeviceListQuery.TopicMatch,
        lastContact: DeviceListQuery.LastContact, supervision: DeviceListQuery.Supervision, queue: Queue,
        isSilent: Bool, cannotBeReached: Bool
    ) {
        let parts = [
            (Self.states.firstIndex(of: state) ?? 0, 1),
            (family.flatMap { DeviceListQuery.Family.allCases.firstIndex(of: $0) } ?? 3, 4),
            (DeviceListQuery.TopicMatch.allCases.firstIndex(of: topic) ?? 0, 16),
            (DeviceListQuery.LastContact.allCases.firstIndex(of: lastContact) ?? 0, 64),
            (DeviceListQuery.Supervision.allCases.firstIndex(of: supervision) ?? 0, 256), (queue.rawValue, 1024),
            (isSilent ? 1 : 0, 4096), (cannotBeReached ? 1 : 0, 8192),
        ]
        rawValue = parts.reduce(0) { $0 + $1.0 * $1.1 }
    }

    public enum Queue: Int, Sendable {
        case empty = 0
        case waiting = 1
        /// At least one waiting command was answered NotNow.
        case notNow = 2
    }

    private static let states: [EnrollmentState] = [.authenticated, .enrolled, .removed, .erased]

    public var state: EnrollmentState { Self.pick(rawValue, 1, 4, Self.states) ?? .enrolled }
    public var family: DeviceListQuery.Family? { Self.pick(rawValue, 4, 4, DeviceListQuery.Family.allCases) }
    public var topic: DeviceListQuery.TopicMatch {
        Self.pick(rawValue, 16, 4, DeviceListQuery.TopicMatch.allCases) ?? .unknown
    }
    /// The narrowest group: ``DeviceListQuery/LastContact/day`` is not also `week` here.
    public var lastContact: DeviceListQuery.LastContact {
        Self.pick(rawValue, 64, 4, DeviceListQuery.LastContact.allCases) ?? .never
    }
    public var supervision: DeviceListQuery.Supervision {
        Self.pick(rawValue, 256, 4, DeviceListQuery.Supervision.allCases) ?? .unknown
    }
    public var queue: Queue { Queue(rawValue: rawValue / 1024 % 4) ?? .empty }
    public var isSilent: Bool { rawValue / 4096 % 2 == 1 }
    /// The same of a device that has been heard of since the store was asked.
    public var heard: DeviceFacets { isSilent ? DeviceFacets(rawValue: rawValue - 4096) : self }
    public var cannotBeReached: Bool { rawValue / 8192 % 2 == 1 }

    private static func pick<Value>(_ number: Int, _ unit: Int, _ size: Int, _ values: [Value]) -> Value? {
        let index = number / unit % size
        return values.indices.contains(index) ? values[index] : nil
    }
}

extension DeviceFacets {
    /// Whether the chip shows this device; groups may overlap.
    public func isIn(_ group: DeviceListQuery.State) -> Bool {
        switch group {
        case .managed: state == .enrolled
        case .enrolling: state == .authenticated
        case .commandsWaiting: state.isAlive && queue != .empty
        case .notNow: state.isAlive && queue == .notNow
        case .silent: state == .enrolled && isSilent
        case .undeliverable: state == .enrolled && cannotBeReached
        case .released: state == .removed
        case .wiped: state == .erased
        }
    }

    public func isIn(_ group: DeviceListQuery.LastContact) -> Bool {
        lastContact == group || group == .week && lastContact == .day
    }

    /// The one group that matters most, for the column 状態.
    public var mainState: DeviceListQuery.State {
        let byWeight: [DeviceListQuery.State] = [
            .wiped, .released, .enrolling, .undeliverable, .silent, .notNow, .commandsWaiting,
        ]
        return byWeight.first { isIn($0) } ?? .managed
    }
}
