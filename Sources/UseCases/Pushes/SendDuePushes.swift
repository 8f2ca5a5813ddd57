import Administration
import Enrollments
import Foundation
import Measurements
import Ports
import PushCertificates
import Synchronization

/// One pass over the doorbell's list: wakes what is due, and stores what APNs said of each.
///
/// A wake-up is claimed in the store, sent, and recorded; a crash between the last two sends it once more when the
/// claim is over, which a device does not notice. Each company has a wave of its own, and no second one beside it: one
/// whose push service stalls holds up no other, and no later pass. What an identity as a whole is refused for stops that
/// identity alone (P-25), for five minutes, and no token is touched; APNs that cannot be reached is tried again later and
/// later (P-27).
public struct SendDuePushes: Sendable {
    private let installation: Installation
    private let breaker = PushBreaker()
    private let running = RunningWaves()

    public init(_ installation: Installation) { self.installation = installation }

    public struct Report: Sendable, Equatable {
        public var accepted = 0
        public var refused = 0
        public var notSent = 0
        /// The batch was full: call again at once.
        public var hasMore = false
    }

    /// One query's worth; the sender keeps as many streams open as APNs allows.
    static let batch = 2_000
    /// So many devices wait at once while what became of their pushes is written down.
    static let recorded = 64
    static let pauseSeconds: TimeInterval = 300
    /// So long what one node sends is no other's; prolonged while it is being sent. A node that dies meanwhile leaves it to
    /// the others then.
    static let claimSeconds: TimeInterval = 25
    /// So long before its end a claim is prolonged: a pass comes every second.
    static let prolongSeconds: TimeInterval = 15

    /// One company's claimed wake-ups. Has to be run: no other wave of the company begins before it ends.
    public struct Wave: Sendable {
        let wakeUps: [DueWakeUp]
        let scope: CompanyScope
        let claimedAt: Date
    }

    /// A wave may take longer than a claim lasts: an answer alone may take 30 seconds.
    private func prolong(at now: Date) async throws {
        let until = now.addingTimeInterval(Self.claimSeconds)
        for (scope, claimed) in running.claims where claimed.timeIntervalSince(now) < Self.prolongSeconds {
            try await installation.store.note(in: scope) {
                try $0.prolongWakeUpClaims(in: scope, from: claimed, until: until)
            }
            running.prolong(scope, until: until)
        }
    }

    /// Claims what is due, of every company for which no wave of this node runs.
    ///
    /// - Returns: the waves, and whether more may be due at once.
    public func claim() async throws -> (waves: [Wave], hasMore: Bool) {
        let now = installation.now
        try await prolong(at: now)
        guard try await installation.store.read({ try !$0.dueWakeUps(at: now, limit: 1).isEmpty }) else {
            return ([], false)
        }
        let spared = Array(running.claims.keys)
        let until = now.addingTimeInterval(Self.claimSeconds)
        let due = try await installation.store.note {
            try $0.claimWakeUps(at: now, limit: Self.batch, until: until, sparing: spared)
        }
        let waves = Dictionary(grouping: due, by: \.scope).map {
            Wave(wakeUps: $0.value, scope: $0.key, claimedAt: now)
        }
        for wave in waves { running.begin(wave.scope, claimedUntil: until) }
        return (waves, due.count == Self.batch)
    }

    /// Sends and records; rings the doorbell at its end, as more may have become due for the company.
    @discardableResult
    public func run(_ wave: Wave) async throws -> Report {
        defer {
            running.end(wave.scope)
            installation.doorbell.ring()
        }
        let results = try await handle(wave)
        for result in results {
            installation.telemetry.pushes.add(status: result.status, reason: result.countedReason)
        }
        return Report(
            accepted: results.count { $0.acceptedAPNsID != nil },
            refused: results.count { $0.acceptedAPNsID == nil && $0.status != 0 },
            notSent: results.count { $0.status == 0 })
    }

    /// One pass, and its end.
    @discardableResult
    public func callAsFunction() async throws -> Report {
        let (waves, hasMore) = try await claim()
        return try await withThrowingTaskGroup(of: Report.self) { group in
            for wave in waves { group.addTask { try await run(wave) } }
            return try await group.reduce(into: Report(hasMore: hasMore)) { all, one in
                all.accepted += one.accepted
                all.refused += one.refused
                all.notSent += one.notSent
            }
        }
    }

    private func handle(_ wave: Wave) async throws -> [WakeUpResult] {
        let (due, scope, now) = (wave.wakeUps, wave.scope, wave.claimedAt)
        let results: [WakeUpResult]
        var refusal: StoredPushProbe?
        if let identity = try await identity(in: scope) {
            let fingerprint = identity.certificate.fingerprint
            if let pause = breaker.pause(of: fingerprint, at: now) {
                results = due.map { result($0, status: 0, reason: pause.reason, nextDue: pause.end) }
            } else {
                (results, refusal) = try await send(due, as: identity, in: scope)
            }
        } else {
            let later = now.addingTimeInterval(Self.pauseSeconds)
            results = due.map { result($0, status: 0, reason: "the certificate's key does not open", nextDue: later) }
        }
        for start in stride(from: 0, to: results.count, by: Self.recorded) {
            let some = Array(results[start..<min(start + Self.recorded, results.count)])
            let events = some.compactMap(Self.event)
            try await installation.store.write(about: some.map(\.wakeUp.enrollmentID), in: scope) { transaction in
                try transaction.recordWakeUps(some)
                for event in events { try transaction.append(event, in: scope) }
            }
        }
        if let probe = refusal {
            try await installation.store.note(in: scope) { try $0.savePushProbe(probe, in: scope) }
        }
        return results
    }

    /// Nil when its key does not open. A store that cannot answer is no fault of the key.
    private func identity(in scope: CompanyScope) async throws -> PushIdentity? {
        do {
            return try await ActivePushIdentity(installation)(in: scope)
        } catch let error as StoreError {
            throw error
        } catch {
            return nil
        }
    }

    private func send(_ due: [DueWakeUp], as identity: PushIdentity, in scope: CompanyScope) async throws
        -> ([WakeUpResult], StoredPushProbe?)
    {
        let seal = try await EnrollmentSeal(installation, in: scope)
        var sendable: [(DueWakeUp, WakeUp)] = []
        var results: [WakeUpResult] = []
        for wakeUp in due {
            guard
                let triple = try? seal.openPush(
                    wakeUp.sealedPush, topic: wakeUp.topic, of: wakeUp.enrollmentID)
            else {
                results.append(result(wakeUp, status: 0, reason: "the stored token does not open", nextDue: nil))
                continue
            }
            sendable.append(
                (
                    wakeUp,
                    WakeUp(token: triple.token, pushMagic: Secret(triple.pushMagic), apnsID: newAPNsID())
                ))
        }
        let outcomes = await installation.pushSender.wake(sendable.map(\.1), as: identity)
        let pause = noteTrouble(outcomes, of: identity.certificate.fingerprint)
        for ((wakeUp, _), outcome) in zip(sendable, outcomes) {
            results.append(judge(outcome, of: wakeUp, troubleUntil: pause))
        }
        return (results, refusal(of: identity.certificate.fingerprint, in: outcomes))
    }

    /// What the certificate page says of the identity when a push was refused because of it: as if it had been asked.
    private func refusal(of identity: Fingerprint, in outcomes: [WakeOutcome]) -> StoredPushProbe? {
        for case .refused(let status, let reason, let since, let retryAfter) in outcomes {
            let verdict = PushVerdict(
                status: status, reason: reason, since: since, retryAfter: retryAfter, lastTokenUpdateAt: .distantPast)
            guard case .operatorProblem = verdict else { continue }
            return StoredPushProbe(
                fingerprint: identity.description, at: installation.now, outcome: "refused",
                detail: "\(status) \(reason)")
        }
        return nil
    }

    /// - Returns: until when those wait that got no answer.
    private func noteTrouble(_ outcomes: [WakeOutcome], of identity: Fingerprint) -> Date {
        let now = installation.now
        var trouble: PushTrouble?
        var answered = false
        for outcome in outcomes {
            switch outcome {
            case .accepted: answered = true
            case .refused(let status, let reason, _, _):
                answered = true
                let verdict = PushVerdict(
                    status: status, reason: reason, since: nil, retryAfter: nil, lastTokenUpdateAt: now)
                if case .operatorProblem(let word) = verdict {
                    breaker.open(identity, "APNs: \(word)", until: now.addingTimeInterval(Self.pauseSeconds))
                }
            case .notSent(let one): trouble = one
            }
        }
        let failures = breaker.failures(of: identity, answered: answered, troubled: trouble != nil)
        guard let trouble else { return now }
        let end = now.addingTimeInterval(
            trouble.concernsIdentity
                ? Self.pauseSeconds : PushSchedule.backOff(failures: failures, random: random()))
        if trouble.concernsIdentity || !answered { breaker.open(identity, "\(trouble)", until: end) }
        return end
    }

    private func judge(_ outcome: WakeOutcome, of wakeUp: DueWakeUp, troubleUntil: Date) -> WakeUpResult {
        let now = installation.now
        let attempt = wakeUp.attempts + 1
        let chance = random()
        switch outcome {
        case .accepted(let apnsID):
            return WakeUpResult(
                wakeUp: wakeUp, at: now, acceptedAPNsID: apnsID, status: 200, reason: "",
                nextDue: now.addingTimeInterval(PushSchedule.reminder(accepted: attempt, random: chance)),
                isUnreachable: false)
        case .notSent(let trouble):
            return result(wakeUp, status: 0, reason: "\(trouble)", nextDue: troubleUntil)
        case .refused(let status, let reason, let since, let retryAfter):
            let verdict = PushVerdict(
                status: status, reason: reason, since: since, retryAfter: retryAfter,
                lastTokenUpdateAt: wakeUp.tokenUpdatedAt)
            return refused(verdict, wakeUp, status, reason, attempt: attempt, chance: chance, at: now)
        }
    }

    private func refused(
        _ verdict: PushVerdict, _ wakeUp: DueWakeUp, _ status: Int, _ reason: String, attempt: Int, chance: Double,
        at now: Date
    ) -> WakeUpResult {
        func after(_ seconds: TimeInterval) -> Date { now.addingTimeInterval(seconds) }
        switch verdict {
        case .accepted, .retryNow, .ignoredOldToken:
            // At once; but an answer that stays the same is not asked for every second (a clock of ours that is ahead
            // makes every dead token look newer than its end).
            let wait = attempt <= 2 ? 1 : PushSchedule.deviceBackOff(failures: attempt, atLeast: 2, random: chance)
            return result(wakeUp, status: status, reason: reason, nextDue: after(wait))
        case .retryLater(let seconds):
            let wait = PushSchedule.deviceBackOff(failures: attempt, atLeast: seconds ?? 0, random: chance)
            return result(wakeUp, status: status, reason: reason, nextDue: after(wait))
        case .deviceUnreachable:
            return result(wakeUp, status: status, reason: reason, nextDue: nil, isUnreachable: true)
        case .waitForToken:
            return result(wakeUp, status: status, reason: reason, nextDue: after(PushSchedule.uselessTokenSeconds))
        case .operatorProblem:
            return result(wakeUp, status: status, reason: reason, nextDue: after(Self.pauseSeconds))
        case .ourFault:
            return result(wakeUp, status: status, reason: reason, nextDue: after(PushSchedule.deviceCapSeconds))
        }
    }

    private func result(
        _ wakeUp: DueWakeUp, status: Int, reason: String, nextDue: Date?, isUnreachable: Bool = false
    ) -> WakeUpResult {
        WakeUpResult(
            wakeUp: wakeUp, at: installation.now, acceptedAPNsID: nil, status: status, reason: reason,
            nextDue: nextDue, isUnreachable: isUnreachable)
    }

    /// Only what a person looking at the device must know.
    private static func event(_ result: WakeUpResult) -> DeviceEvent? {
        guard result.acceptedAPNsID == nil, result.status != 0, result.status < 429, result.wakeUp.attempts == 0 else {
            return nil
        }
        return DeviceEvent(
            deviceID: result.wakeUp.deviceID, enrollmentID: result.wakeUp.enrollmentID, occurredAt: result.at,
            kind: result.isUnreachable ? .pushUnreachable : .pushRefused,
            fields: [.init("status", String(result.status)), .init("reason", result.reason)])
    }

    private func random() -> Double {
        Double(installation.randomness.bytes(2).reduce(0) { $0 << 8 | UInt16($1) }) / 65_536
    }

    /// Lower-case UUID, as `apns-id` wants it.
    private func newAPNsID() -> String {
        var bytes = installation.randomness.bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(bytes.hexadecimal)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
