public import Foundation
public import SimulatedAPNs
public import SimulatedClock

/// All simulated devices of a Lab: makes them, enrolls them, steers them, and keeps them over restarts.
///
/// Up to 200 devices are on the disk before a call that changed them returns; a larger fleet is kept every half minute
/// and when it is stopped.
public actor DeviceFleet {
    private let world: DeviceWorld
    private let path: String?
    private var devices: [SimulatedDevice] = []
    private var positions: [String: Int] = [:]
    private var chores: [Task<Void, Never>] = []
    private var bulk: Task<Void, Never>?
    private var keeping: Task<Void, any Error>?
    public private(set) var progress = BulkProgress()
    private static let smallFleet = 200
    /// More at a time draw their keys from the pool.
    private static let fewDevices = 10

    /// - Parameter directory: holds `devices.json` and `device-keys.json` (0600); nil keeps nothing.
    /// - Throws: when what an earlier run left cannot be read.
    public init(directory: String?, clock: LabClock, apns: SimulatedAPNs, settings: FleetSettings = FleetSettings())
        throws
    {
        path = directory.map { $0 + "/devices.json" }
        world = DeviceWorld(
            clock: clock, apns: apns,
            keys: try KeyRing(path: directory.map { $0 + "/device-keys.json" }, pooled: settings.pooledKeys),
            settings: settings)
        for record in try path.flatMap({ try KeptFile.read([DeviceRecord].self, from: $0) }) ?? [] {
            positions[record.id] = devices.count
            devices.append(SimulatedDevice(record, in: world))
        }
    }

    // MARK: running

    /// Brings the devices of an earlier run back online, and looks after retries and the disk from now on.
    public func start() async {
        for device in devices {
            let record = await device.record
            if let enrollment = record.enrollment {
                for token in [enrollment.token, enrollment.userToken].compactMap({ $0 }) {
                    world.apns.register([UInt8](token), for: enrollment.profile.mdm.topic)
                }
            }
            await device.followAPNs()
        }
        chores = [
            Task { [weak self, world] in
                while !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(world.settings.tickMilliseconds))
                    await self?.tick()
                }
            },
            Task { [weak self] in
                var rounds = 0
                while !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(250))
                    rounds += 1
                    await self?.keepWhenNeeded(rounds)
                }
            },
        ]
    }

    /// Ends what runs and keeps everything.
    public func stop() async {
        for chore in chores { chore.cancel() }
        bulk?.cancel()
        await bulk?.value
        try? await keep()
        await world.http.shutDown()
    }

    private func tick() async {
        for id in world.due(world.clock.now) {
            guard let device = find(id) else { continue }
            let now = world.clock.now
            Task { await device.tick(now) }
        }
    }

    private func keepWhenNeeded(_ round: Int) async {
        guard devices.count <= Self.smallFleet || round % 120 == 0, world.takeChanged() else { return }
        try? await keep()
    }

    private func keepIfSmall() async throws {
        if devices.count <= Self.smallFleet { try await keep() }
    }

    /// One after the other, so that an older picture never replaces a newer one.
    private func keep() async throws {
        let before = keeping
        let mine = Task {
            _ = await before?.result
            try await writeAll()
        }
        keeping = mine
        try await mine.value
    }

    private func writeAll() async throws {
        guard let path else { return }
        var records: [DeviceRecord] = []
        records.reserveCapacity(devices.count)
        for device in devices { records.append(await device.record) }
        try KeptFile.write(records, to: path)
    }

    // MARK: looking

    public var count: Int { devices.count }

    /// - Parameter limit: at most so many, from `offset` on, in the order in which they were made.
    public func list(offset: Int = 0, limit: Int = 100) async -> [DeviceSummary] {
        var summaries: [DeviceSummary] = []
        for device in devices.dropFirst(max(0, offset)).prefix(max(0, limit)) {
            summaries.append(DeviceSummary(await device.record))
        }
        return summaries
    }

    public func counts() async -> FleetCounts {
        var counts = FleetCounts()
        counts.devices = devices.count
        for device in devices {
            let record = await device.record
            if record.state == .enrolled { counts.enrolled += 1 }
            if record.behaviour.isOnline { counts.online += 1 }
            counts.owedResults += record.results.count
            counts.pushes += record.counters.pushes
            counts.conversations += record.counters.conversations
            counts.commands += record.counters.commands
            counts.unenrolledBy401 += record.counters.unenrolledBy401
            counts.unenrolledBy403 += record.counters.unenrolledBy403
        }
        return counts
    }

    /// Nil when there is none with that serial number.
    public func device(_ id: String) async -> DeviceDetail? {
        guard let device = find(id) else { return nil }
        return DeviceDetail(await device.record, journal: await device.journal)
    }

    private func find(_ id: String) -> SimulatedDevice? { positions[id].map { devices[$0] } }

    private func needed(_ id: String) throws -> SimulatedDevice {
        guard let device = find(id) else { throw DeviceRefusal("There is no device \(id).") }
        return device
    }

    // MARK: making and enrolling

    /// New devices, not enrolled. Without a kind they are iPhone, iPad and Mac in turn.
    ///
    /// - Returns: their ids.
    @discardableResult
    public func add(_ count: Int, kind: DeviceKind? = nil, isSupervised: Bool? = nil) async throws -> [String] {
        var ids: [String] = []
        for _ in 0..<max(0, count) {
            let number = devices.count
            let kinds = DeviceKind.allCases
            var facts = DeviceFacts.invented(
                kind ?? kinds[number % kinds.count], number: number / (kind == nil ? kinds.count : 1),
                isSupervised: isSupervised)
            while positions[facts.serialNumber] != nil {
                facts = .invented(facts.kind, number: number, isSupervised: isSupervised)
            }
            let record = DeviceRecord(
                id: facts.serialNumber, facts: facts,
                hasOwnKey: count <= Self.fewDevices && number < world.settings.ownKeys)
            positions[record.id] = devices.count
            devices.append(SimulatedDevice(record, in: world))
            ids.append(record.id)
        }
        try await keepIfSmall()
        world.changed()
        return ids
    }

    /// Opens an invitation's link on the device and installs what it offers.
    ///
    /// - Throws: ``DeviceRefusal`` in the device's words.
    public func enroll(_ id: String, from link: URL) async throws {
        try await needed(id).enroll(from: link)
        try await keepIfSmall()
    }

    public func setUp(_ id: String, by order: SetupOrder) async throws {
        try await needed(id).setUp(by: order)
        try await keepIfSmall()
    }

    public func enroll(_ id: String, profile: [UInt8]) async throws {
        try await needed(id).enroll(profile: profile)
        try await keepIfSmall()
    }

    /// Enrolls those that are not, in the background; ``progress`` tells how far it is.
    ///
    /// - Parameters:
    ///   - ids: nil is all.
    ///   - concurrency: so many at a time, at least 1.
    /// - Throws: ``DeviceRefusal`` while another such enrollment runs.
    public func enrollAll(_ ids: [String]? = nil, from link: URL, concurrency: Int = 16) async throws {
        guard !progress.isRunning else { throw DeviceRefusal("An enrollment of many is still running.") }
        var waiting: [SimulatedDevice] = []
        for device in try ids.map({ try $0.map(needed) }) ?? devices where await device.record.enrollment == nil {
            waiting.append(device)
        }
        progress = BulkProgress(total: waiting.count, isRunning: true)
        let queue = waiting
        bulk = Task { [weak self] in
            let start = ContinuousClock.now
            await withTaskGroup(of: String?.self) { group in
                for (index, device) in queue.enumerated() {
                    if Task.isCancelled { break }
                    if index >= max(1, concurrency), let trouble = await group.next() {
                        await self?.count(trouble, start)
                    }
                    group.addTask {
                        do {
                            try await device.enroll(from: link)
                            return nil
                        } catch {
                            return "\(device.id): \(error)"
                        }
                    }
                }
                for await trouble in group { await self?.count(trouble, start) }
            }
            await self?.endBulk()
        }
    }

    private func count(_ trouble: String?, _ start: ContinuousClock.Instant) {
        if let trouble {
            progress.failed += 1
            if progress.firstTrouble == nil { progress.firstTrouble = trouble }
        } else {
            progress.enrolled += 1
        }
        let elapsed = ContinuousClock.now - start
        progress.seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    }

    private func endBulk() async {
        progress.isRunning = false
        try? await keep()
    }

    /// Erases the device if it is enrolled, without telling anybody, and enrolls it again: another identity, the same
    /// hardware.
    ///
    /// - Parameter link: nil is the link that it was enrolled from last.
    public func enrollAnew(_ id: String, from link: URL?) async throws {
        let device = try needed(id)
        let last = await device.record.invitation
        guard let link = link ?? last else {
            throw DeviceRefusal("\(id) was never enrolled from a link; give one.")
        }
        if await device.record.enrollment != nil { await device.wipe() }
        try await device.enroll(from: link)
        try await keepIfSmall()
    }

    // MARK: steering

    public func change(_ id: String, _ change: BehaviourChange) async throws {
        try await needed(id).change(change)
        try await keepIfSmall()
    }

    /// As if a push had come; returns when the conversation has ended.
    public func poll(_ id: String) async throws {
        try await needed(id).poll(.device)
        try await keepIfSmall()
    }

    public func checkOut(_ id: String) async throws {
        try await needed(id).checkOut()
        try await keepIfSmall()
    }

    public func wipe(_ id: String) async throws {
        try await needed(id).wipe()
        try await keepIfSmall()
    }

    public func renewToken(_ id: String) async throws {
        try await needed(id).renewToken()
        try await keepIfSmall()
    }
}
