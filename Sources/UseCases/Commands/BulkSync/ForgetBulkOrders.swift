public import Foundation
import Ports

/// Orders for many devices are kept for a while; the log keeps that they were made.
public struct ForgetBulkOrders: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public static let keptDays = 90
    public static let everySeconds: Double = 600

    public static func isDue(orderedAt: Date, at now: Date) -> Bool { orderedAt < limit(at: now) }

    private static func limit(at now: Date) -> Date { now.addingTimeInterval(-Double(keptDays) * 86_400) }

    public func callAsFunction() async throws {
        let before = Self.limit(at: installation.now)
        while try await installation.store.write({ try $0.forgetOneBulkOrder(before: before) }) {}
    }
}
