import Foundation
import NIOHTTP1
import SimulatedAPNs
import SimulatedClock

/// One simulated iPhone, iPad or Mac. Does one thing at a time, as real ones do; what comes meanwhile waits.
actor SimulatedDevice {
    nonisolated let id: String
    let world: DeviceWorld
    var record: DeviceRecord { didSet { world.changed() } }
    private(set) var journal: [DeviceJournalEntry] = []

    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var pollsToCome: Set<Channel> = []
    private static let longestJournal = 60

    init(_ record: DeviceRecord, in world: DeviceWorld) {
        id = record.id
        self.record = record
        self.world = world
        world.schedule(record.id, at: record.retryAt)
    }

    var now: Date { world.clock.now }
    var canBeReached: Bool { record.behaviour.isOnline && record.state == .enrolled }

    // MARK: one thing at a time

    func acquire() async {
        while isBusy { await withCheckedContinuation { waiting.append($0) } }
        isBusy = true
        await world.gate.enter()
    }

    func release() async {
        await world.gate.leave()
        isBusy = false
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }

    func note(_ event: String, status: Int? = nil, _ detail: String? = nil) {
        journal.append(DeviceJournalEntry(at: now, event: event, status: status, detail: detail))
        if journal.count > Self.longestJournal { journal.removeFirst(journal.count - Self.longestJournal) }
    }

    func retry(at instant: Date?) {
        record.retryAt = instant
        world.schedule(id, at: instant)
    }

    // MARK: being woken

    /// Listens to APNs while it is on and enrolled, and not otherwise.
    func followAPNs() {
        guard let enrollment = record.enrollment else { return }
        let tokens = [(Channel.device, Optional(enrollment.token)), (.user, enrollment.userToken)]
        for (channel, token) in tokens {
            guard let token = token.map({ [UInt8]($0) }) else { continue }
            guard canBeReached else {
                world.apns.disconnect(token)
                continue
            }
            world.apns.connect(token) { [weak self] notification in
                Task { await self?.wake(notification, channel) }
            }
        }
    }

    private func wake(_ notification: PushNotification, _ channel: Channel) async {
        guard let enrollment = record.enrollment, canBeReached else { return }
        record.lastPushAt = now
        let magic = channel == .device ? enrollment.pushMagic : enrollment.userPushMagic
        guard notification.pushMagic == magic else {
            record.counters.wrongMagic += 1
            return note("push ignored", "another PushMagic than the device's")
        }
        record.counters.pushes += 1
        note("push", channel == .user ? "user \(record.facts.userShortName ?? "")" : nil)
        await poll(channel)
    }

    /// Asks for commands until there are none, as after a push; waits for its turn first.
    func poll(_ channel: Channel) async {
        guard pollsToCome.insert(channel).inserted else { return }
        await acquire()
        pollsToCome.remove(channel)
        if canBeReached, channel == .device || record.enrollment?.userToken != nil {
            await attempt { try await converse(channel) }
        }
        await release()
    }

    /// Comes back by itself when a retry is due.
    func tick(_ now: Date) async {
        guard let due = record.retryAt, due <= now, canBeReached else { return }
        retry(at: nil)
        let owed = Channel.allCases.filter { channel in record.results.contains { $0.channel == channel } }
        for channel in owed.isEmpty ? [.device] : owed { await poll(channel) }
    }

    /// Runs one conversation and draws the conclusions that a device draws from its failure.
    func attempt(_ conversation: () async throws -> Void) async {
        do {
            try await conversation()
            record.trouble = nil
            record.retries = 0
            retry(at: nil)
        } catch {
            conclude(error)
        }
    }

    private func conclude(_ error: any Error) {
        let refusal = error as? DeviceRefusal ?? DeviceRefusal("\(error)")
        record.trouble = refusal.description
        note("gave up", status: refusal.status, refusal.description)
        if refusal.unenrolls {
            if refusal.status == 401 {
                record.counters.unenrolledBy401 += 1
            } else {
                record.counters.unenrolledBy403 += 1
            }
            return forgetEnrollment(.unenrolled)
        }
        let backoff = world.settings.retrySeconds * Double(1 << min(record.retries, 20))
        let seconds = min(3600, max(backoff, Double(refusal.retryAfterSeconds ?? 0)))
        record.retries += 1
        retry(at: now.addingTimeInterval(seconds))
    }

    /// The identity, the token and everything the server gave are gone; the hardware stays.
    func forgetEnrollment(_ state: DeviceState) {
        if let enrollment = record.enrollment {
            world.apns.retire([UInt8](enrollment.token))
            if let token = enrollment.userToken { world.apns.retire([UInt8](token)) }
            let name = enrollment.keyName
            Task { await world.keys.forget(name) }
        }
        record.enrollment = nil
        record.results = []
        record.profiles = []
        record.promisesToPoll = []
        retry(at: nil)
        record.retries = 0
        record.lockPIN = nil
        record.owedCheckIn = nil
        record.state = state
        note(state == .wiped ? "wiped" : "unenrolled")
    }

    // MARK: being steered

    func change(_ change: BehaviourChange) async {
        let before = record.behaviour
        change.apply(to: &record.behaviour)
        if record.behaviour.isOnline != before.isOnline {
            note(record.behaviour.isOnline ? "online" : "offline")
            if record.behaviour.isOnline, !record.results.isEmpty { retry(at: now) }
        }
        if before.isLocked, !record.behaviour.isLocked, record.lockPIN != nil {
            record.lockPIN = nil
            record.behaviour.isOnline = true
        }
        if record.behaviour.isOnline != before.isOnline { followAPNs() }
        let refusesLess = (before.isLocked && !record.behaviour.isLocked) || before.notNow != record.behaviour.notNow
        if refusesLess, canBeReached {
            // It promised to come by itself when its last answer was NotNow.
            for channel in record.promisesToPoll { Task { await poll(channel) } }
        }
    }

    /// The person at the device erases it: nobody is told.
    func wipe() async {
        await acquire()
        forgetEnrollment(.wiped)
        await release()
    }

    /// APNs gave it another token, as after a restore; the server learns it by TokenUpdate.
    func renewToken() async throws {
        await acquire()
        defer { Task { await release() } }
        guard var enrollment = record.enrollment else { throw DeviceRefusal("\(id) is not enrolled.") }
        let old = [UInt8](enrollment.token)
        enrollment.token = Data(world.apns.issueToken(for: enrollment.profile.mdm.topic))
        record.enrollment = enrollment
        world.apns.retire(old)
        note("new token")
        followAPNs()
        record.owedCheckIn = .tokenUpdate
        await attempt { try await settleCheckIns() }
    }

    /// The person at the device removes the profile.
    func checkOut() async throws {
        await acquire()
        defer { Task { await release() } }
        guard record.enrollment != nil else { throw DeviceRefusal("\(id) is not enrolled.") }
        await removeEnrollmentProfile()
    }

    /// Once, best effort, and only when the profile wants it.
    func removeEnrollmentProfile() async {
        if let enrollment = record.enrollment, enrollment.profile.mdm.checksOutWhenRemoved, record.behaviour.isOnline {
            let body = DeviceMessages(facts: record.facts, enrollment: enrollment).checkOut()
            do {
                _ = try await checkIn("CheckOut", body, enrollment)
            } catch {
                note("CheckOut failed", "\(error)")
            }
        }
        forgetEnrollment(.unenrolled)
    }
}
