import Foundation
import SimulatedAPNs
import SimulatedClock

/// What all devices of a fleet share.
final class DeviceWorld: Sendable {
    let clock: LabClock
    let apns: SimulatedAPNs
    let http: DeviceHTTP
    let keys: KeyRing
    let gate: ConversationGate
    let settings: FleetSettings
    /// Tells the fleet that a device has something new to be kept.
    let changed: @Sendable () -> Void

    init(
        clock: LabClock, apns: SimulatedAPNs, keys: KeyRing, settings: FleetSettings,
        changed: @escaping @Sendable () -> Void
    ) {
        self.clock = clock
        self.apns = apns
        self.keys = keys
        self.settings = settings
        self.changed = changed
        http = DeviceHTTP(connections: settings.mostConversations)
        gate = ConversationGate(places: settings.mostConversations)
    }
}

/// How a fleet is run.
public struct FleetSettings: Sendable {
    /// Devices that talk at the same time; the others wait their turn.
    public var mostConversations = 48
    /// Wait before the first retry, by the Lab's clock; doubled each time up to an hour.
    public var retrySeconds = 10.0
    /// How often the fleet looks for retries that are due, by the system's clock.
    public var tickMilliseconds = 500
    /// How long a restart takes, by the system's clock.
    public var restartMilliseconds = 1500
    /// Devices with a key of their own; later ones share ``pooledKeys``.
    public var ownKeys = 100
    public var pooledKeys = 64

    public init() {}
}

/// Lets so many in at a time, in the order in which they came.
actor ConversationGate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var first = 0

    init(places: Int) { free = max(1, places) }

    func enter() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        guard first < waiting.count else {
            free += 1
            return
        }
        let next = waiting[first]
        first += 1
        if first > 1024 {
            waiting.removeFirst(first)
            first = 0
        }
        next.resume()
    }
}
