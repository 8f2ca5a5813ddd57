import Foundation
import SimulatedAPNs
import SimulatedClock
import Synchronization

/// What all devices of a fleet share.
final class DeviceWorld: Sendable {
    let clock: LabClock
    let apns: SimulatedAPNs
    let http: DeviceHTTP
    let keys: KeyRing
    let gate: ConversationGate
    let settings: FleetSettings
    private let isDirty = Atomic<Bool>(false)
    /// Which devices come back by themselves, and when by the Lab's clock.
    private let retries = Mutex<[String: Date]>([:])

    init(clock: LabClock, apns: SimulatedAPNs, keys: KeyRing, settings: FleetSettings) {
        self.clock = clock
        self.apns = apns
        self.keys = keys
        self.settings = settings
        http = DeviceHTTP(connections: settings.mostConversations)
        gate = ConversationGate(places: settings.mostConversations)
    }

    /// A device has something new to be kept.
    func changed() { isDirty.store(true, ordering: .relaxed) }

    /// Whether there was something to keep since the last time that this was asked.
    func takeChanged() -> Bool { isDirty.exchange(false, ordering: .relaxed) }

    func schedule(_ id: String, at instant: Date?) { retries.withLock { $0[id] = instant } }

    func due(_ now: Date) -> [String] {
        retries.withLock { retries in retries.isEmpty ? [] : retries.filter { $0.value <= now }.map(\.key) }
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
    /// So many devices have a key of their own; later ones, and those made in bulk, share ``pooledKeys``.
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
