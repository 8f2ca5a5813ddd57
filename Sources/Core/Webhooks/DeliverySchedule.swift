public import Foundation

/// When a delivery that failed is tried again, and when it is given up.
public enum DeliverySchedule {
    /// After this time an event is given up, visibly.
    public static let longestSeconds: TimeInterval = 3 * 86_400
    /// The longest pause between two attempts, jitter included.
    public static let longestPauseSeconds: TimeInterval = 6 * 3_600 * 1.2

    private static let pauses: [TimeInterval] = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400]

    /// - Parameters:
    ///   - failures: in a row, this one included.
    ///   - random: from 0 up to 1; spreads by a fifth to either side, so that what failed together does not come
    ///     again together.
    public static func pause(failures: Int, random: Double) -> TimeInterval {
        let index = max(0, failures - 1)
        let pause = pauses.indices.contains(index) ? pauses[index] : 6 * 3_600
        return min(longestPauseSeconds, pause * (0.8 + 0.4 * min(1, max(0, random))))
    }

    public static func isOver(createdAt: Date, at now: Date) -> Bool {
        now.timeIntervalSince(createdAt) >= longestSeconds
    }
}

/// What a receiver's answer means for what waits behind it.
public enum DeliveryVerdict: Sendable, Equatable {
    case delivered
    /// The receiver answered and does not want this one: it is tried again later, the next ones now.
    case refused
    /// The receiver is not well: everything waits, in order.
    case unwell

    /// MicroMDM's receivers answer exactly 200; ours may answer anything of 200 to 299.
    public init(status: Int, format: WebhookFormat) {
        switch status {
        case 200: self = .delivered
        case 201..<300 where format == .own: self = .delivered
        case 408, 425, 429: self = .unwell
        case 200..<500: self = .refused
        default: self = .unwell
        }
    }
}
