import Administration
import Enrollments
import Foundation
import Ports
import PushCertificates
import Synchronization

/// One pass over the doorbell's list: wakes what is due, and stores what APNs said of each.
///
/// A wake-up is taken from the store, sent, and recorded; a crash between the last two sends it once more, which
/// a device does not notice. What an identity as a whole is refused for stops that identity alone (P-25), for five
/// minutes, and no token is touched.
public struct SendDuePushes: Sendable {
    private let installation: Installation
    private let pauses = PushPauses()

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
    static let pauseSeconds: TimeInterval = 300

    @discardableResult
    public func callAsFunction() async throws -> Report {
        let now = installation.now
        let due = try await installation.store.read { try $0.dueWakeUps(at: now, limit: Self.batch) }
        guard !due.isEmpty else { return Report() }
        var report = Report()
        var isStopped = false
        for (scope, wakeUps) in Dictionary(grouping: due, by: \.scope) {
            guard let identity = try await ActivePushIdentity(installation)(in: scope) else { continue }
            guard !pauses.isPaused(identity.certificate.fingerprint, at: now) else {
                isStopped = true
                continue
            }
            let results = try await send(wakeUps, as: identity, in: scope)
            report.accepted += results.count { $0.acceptedAPNsID != nil }
            report.refused += results.count { $0.acceptedAPNsID == nil && $0.status != 0 }
            report.notSent += results.count { $0.status == 0 }
        }
        report.hasMore = due.count == Self.batch && !isStopped && report.accepted > 0
        return report
    }

    private func send(_ due: [DueWakeUp], as identity: PushIdentity, in scope: CompanyScope) async throws -> [WakeUpResult]
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
        for ((wakeUp, _), outcome) in zip(sendable, outcomes) { results.append(judge(outcome, of: wakeUp, as: identity.certificate.fingerprint)) }
        let refusal = refusal(of: identity.certificate.fingerprint, in: outcomes)
        let stored = results
        let events = stored.compactMap(Self.event)
        try await installation.store.write { transaction in
            try transaction.recordWakeUps(stored)
            if let refusal { try transaction.savePushProbe(refusal, in: scope) }
            for event in events { try transaction.append(event, in: scope) }
        }
        return stored
    }

    /// What the certificate page says of the identity, when a push was refused because of it: as if it had been asked.
    private func refusal(of identity: Fingerprint, in outcomes: [WakeOutcome]) -> StoredPushProbe? {
        for case .refused(let status, let reason, let since, let retryAfter) in outcomes {
            let verdict = PushVerdict(
                status: status, reason: reason, since: since, retryAfter: retryAfter, lastTokenUpdateAt: .distantPast)
            guard case .operatorProblem = verdict else { continue }
            return StoredPushProbe(
                fingerprint: identity.description, at: installation.now, outcome: "refused", detail: "\(status) \(reason)")
        }
        return nil
    }

    private func judge(_ outcome: WakeOutcome, of wakeUp: DueWakeUp, as identity: Fingerprint) -> WakeUpResult {
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
            if trouble.concernsIdentity { pauses.pause(identity, until: now.addingTimeInterval(Self.pauseSeconds)) }
            let wait = PushSchedule.backOff(failures: attempt, random: chance)
            return result(wakeUp, status: 0, reason: "\(trouble)", nextDue: now.addingTimeInterval(wait))
        case .refused(let status, let reason, let since, let retryAfter):
            let verdict = PushVerdict(
                status: status, reason: reason, since: since, retryAfter: retryAfter,
                lastTokenUpdateAt: wakeUp.tokenUpdatedAt)
            if case .operatorProblem = verdict {
                pauses.pause(identity, until: now.addingTimeInterval(Self.pauseSeconds))
            }
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
            return result(wakeUp, status: status, reason: reason, nextDue: after(1))
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

/// Certificates that APNs refuses as a whole, for a while; a renewed one is another.
private final class PushPauses: Sendable {
    private let until = Mutex<[Fingerprint: Date]>([:])

    func isPaused(_ identity: Fingerprint, at now: Date) -> Bool {
        until.withLock { paused in
            guard let end = paused[identity] else { return false }
            // A clock that was set back does not prolong the pause.
            if now >= end || end.timeIntervalSince(now) > SendDuePushes.pauseSeconds { paused[identity] = nil }
            return paused[identity] != nil
        }
    }

    func pause(_ identity: Fingerprint, until end: Date) { until.withLock { $0[identity] = end } }
}

extension PushTrouble {
    /// Every push of the identity would end like this one.
    var concernsIdentity: Bool {
        switch self {
        case .certificateRejected, .untrustedPeer, .certificateExpired: true
        case .unreachable, .connectionLost: false
        }
    }
}
