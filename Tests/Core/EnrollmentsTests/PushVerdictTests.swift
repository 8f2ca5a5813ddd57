import Enrollments
import Foundation
import Testing

private let updated = Date(timeIntervalSince1970: 1_795_000_000)

/// A row of reference/apns.md §3, or one that is not in it.
struct VerdictRow: Sendable, CustomTestStringConvertible {
    let status: Int
    let reason: String
    var since: Date?
    var retryAfter: TimeInterval?
    let verdict: PushVerdict

    var testDescription: String { "\(status) \(reason.isEmpty ? "(no reason)" : reason)" }
}

private let documented: [VerdictRow] =
    [
        "BadCollapseId", "BadExpirationDate", "BadMessageId", "BadPriority", "DuplicateHeaders", "InvalidPushType",
        "MissingDeviceToken", "MissingTopic", "PayloadEmpty",
    ].map { VerdictRow(status: 400, reason: $0, verdict: .ourFault($0)) }
    + ["BadDeviceToken", "DeviceTokenNotForTopic"].map {
        VerdictRow(status: 400, reason: $0, verdict: .waitForToken($0))
    }
    + ["BadTopic", "TopicDisallowed"].map { VerdictRow(status: 400, reason: $0, verdict: .operatorProblem($0)) }
    + [
        "BadCertificate", "BadCertificateEnvironment", "ExpiredProviderToken", "InvalidProviderToken",
        "MissingProviderToken", "Forbidden", "UnrelatedKeyIdInToken", "BadEnvironmentKeyIdInToken",
    ].map { VerdictRow(status: 403, reason: $0, verdict: .operatorProblem($0)) }
    + [
        VerdictRow(status: 200, reason: "", verdict: .accepted),
        VerdictRow(status: 400, reason: "IdleTimeout", verdict: .retryNow),
        VerdictRow(status: 404, reason: "BadPath", verdict: .ourFault("BadPath")),
        VerdictRow(status: 405, reason: "MethodNotAllowed", verdict: .ourFault("MethodNotAllowed")),
        VerdictRow(status: 413, reason: "PayloadTooLarge", verdict: .ourFault("PayloadTooLarge")),
        VerdictRow(
            status: 429, reason: "TooManyProviderTokenUpdates", verdict: .ourFault("TooManyProviderTokenUpdates")),
        VerdictRow(status: 429, reason: "TooManyRequests", verdict: .retryLater(afterSeconds: 300)),
        VerdictRow(
            status: 429, reason: "TooManyRequests", retryAfter: 1200, verdict: .retryLater(afterSeconds: 1200)),
        VerdictRow(status: 500, reason: "InternalServerError", verdict: .retryLater(afterSeconds: nil)),
        VerdictRow(status: 503, reason: "ServiceUnavailable", verdict: .retryLater(afterSeconds: nil)),
        VerdictRow(
            status: 503, reason: "ServiceUnavailable", retryAfter: 7, verdict: .retryLater(afterSeconds: 7)),
        VerdictRow(status: 503, reason: "Shutdown", verdict: .retryNow),
    ]
    + ["Unregistered", "ExpiredToken"].flatMap { reason in
        [
            VerdictRow(
                status: 410, reason: reason, since: updated + 1, verdict: .deviceUnreachable(since: updated + 1)),
            VerdictRow(status: 410, reason: reason, since: updated, verdict: .ignoredOldToken),
            VerdictRow(status: 410, reason: reason, since: updated - 1, verdict: .ignoredOldToken),
            VerdictRow(status: 410, reason: reason, verdict: .waitForToken(reason)),
        ]
    }

private let unknown: [VerdictRow] = [
    VerdictRow(status: 400, reason: "SomethingNew", verdict: .ourFault("SomethingNew")),
    VerdictRow(status: 400, reason: "", verdict: .ourFault("HTTP 400")),
    VerdictRow(status: 401, reason: "", verdict: .operatorProblem("HTTP 401")),
    VerdictRow(status: 403, reason: "SomethingNew", verdict: .operatorProblem("SomethingNew")),
    VerdictRow(
        status: 410, reason: "SomethingNew", since: updated + 5, verdict: .deviceUnreachable(since: updated + 5)),
    VerdictRow(status: 410, reason: "", since: updated - 5, verdict: .ignoredOldToken),
    VerdictRow(status: 410, reason: "", verdict: .waitForToken("HTTP 410")),
    VerdictRow(status: 429, reason: "", verdict: .retryLater(afterSeconds: 300)),
    VerdictRow(status: 502, reason: "", verdict: .retryLater(afterSeconds: nil)),
    VerdictRow(status: 503, reason: "SomethingNew", retryAfter: 30, verdict: .retryLater(afterSeconds: 30)),
    VerdictRow(status: 302, reason: "", verdict: .ourFault("HTTP 302")),
]

@Suite struct PushVerdictTests {
    @Test(arguments: documented)
    func `every documented answer has its consequence`(_ row: VerdictRow) { check(row) }

    @Test(arguments: unknown)
    func `an unknown reason is judged by the status`(_ row: VerdictRow) { check(row) }

    private func check(_ row: VerdictRow) {
        let verdict = PushVerdict(
            status: row.status, reason: row.reason, since: row.since, retryAfter: row.retryAfter,
            lastTokenUpdateAt: updated)
        #expect(verdict == row.verdict)
    }
}

@Suite struct PushScheduleTests {
    @Test(arguments: [
        (0, 300.0), (1, 300.0), (2, 1800.0), (3, 7200.0), (4, 43_200.0), (5, 86_400.0), (500, 86_400.0),
    ])
    func `while commands wait, a device is rung after 5 min, 30 min, 2 h, 12 h, then daily`(
        _ accepted: Int, _ seconds: Double
    ) {
        #expect(PushSchedule.reminder(accepted: accepted, random: 0.5) == seconds)
        #expect(abs(PushSchedule.reminder(accepted: accepted, random: 0) - seconds * 0.9) < 0.001)
        #expect(abs(PushSchedule.reminder(accepted: accepted, random: 1) - seconds * 1.1) < 0.001)
    }

    @Test(arguments: [(0, 1.0), (1, 1.0), (2, 2.0), (3, 4.0), (9, 256.0), (10, 300.0), (Int.max, 300.0)])
    func `trouble with APNs doubles the wait, up to 5 minutes`(_ failures: Int, _ most: Double) {
        #expect(PushSchedule.backOff(failures: failures, random: 1) == most)
        #expect(PushSchedule.backOff(failures: failures, random: 0) == 1)
        #expect(PushSchedule.backOff(failures: failures, random: 0.5) == max(1, most / 2))
    }

    @Test func `trouble with one device waits as long as APNs asks, and by itself never over 15 minutes`() {
        #expect(PushSchedule.deviceBackOff(failures: 1, atLeast: 300, random: 1) == 300)
        #expect(PushSchedule.deviceBackOff(failures: 10, atLeast: 300, random: 1) == 512)
        #expect(PushSchedule.deviceBackOff(failures: 30, atLeast: 300, random: 1) == 900)
        #expect(PushSchedule.deviceBackOff(failures: 30, atLeast: 1200, random: 1) == 1200)
    }

}
