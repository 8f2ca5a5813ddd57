public import Foundation

/// When to ring again.
///
/// APNs keeps only the latest notification for a device that is away, so ringing more often brings nothing
/// (security.md §2.6). Chance is handed in as a number from 0 up to 1.
public enum PushSchedule {
    /// After one accepted push no other follows sooner, whatever is queued.
    public static let minimumSpacingSeconds: TimeInterval = 30
    /// 429 is about one device: minutes.
    public static let tooManyRequestsSeconds: TimeInterval = 300
    /// No waiting for one device's sake is longer than this, except between reminders.
    public static let deviceCapSeconds: TimeInterval = 900
    /// A token that APNs calls bad is tried again, in case a TokenUpdate was lost.
    public static let uselessTokenSeconds: TimeInterval = 86_400

    private static let reminders: [TimeInterval] = [5 * 60, 30 * 60, 2 * 3600, 12 * 3600]

    /// How long to wait for the device after an accepted push, while commands wait: 5 min, 30 min, 2 h, 12 h, then
    /// daily; ±10 %, so that a fleet does not ring at once.
    ///
    /// - Parameter accepted: pushes since a new reason to ring, this one included.
    public static func reminder(accepted: Int, random: Double) -> TimeInterval {
        let step = accepted - 1
        let base = reminders.indices.contains(step) ? reminders[step] : step < 0 ? reminders.first ?? 300 : 86_400
        return base * (0.9 + 0.2 * unit(random))
    }

    /// Trouble with APNs: 1 s, 2 s, 4 s … 5 min, any part of it by chance ("full jitter"), at least 1 s.
    ///
    /// - Parameter failures: in a row, this one included.
    public static func backOff(failures: Int, random: Double) -> TimeInterval {
        max(1, ceiling(failures, cap: 300) * unit(random))
    }

    /// Trouble with one device: as ``backOff(failures:random:)``, from what APNs asked for up to 15 minutes.
    public static func deviceBackOff(failures: Int, atLeast seconds: TimeInterval, random: Double) -> TimeInterval {
        let wait = max(1, ceiling(failures, cap: deviceCapSeconds) * unit(random))
        return min(max(seconds, wait), max(seconds.isFinite ? seconds : 0, deviceCapSeconds))
    }

    private static func ceiling(_ failures: Int, cap: TimeInterval) -> TimeInterval {
        // 2^20 seconds is beyond every cap.
        min(cap, TimeInterval(1 << min(max(failures - 1, 0), 20)))
    }

    private static func unit(_ random: Double) -> Double { min(max(random, 0), 1) }
}
