public import Foundation
import Measurements
public import Ports
import Webhooks

/// Bounds what webhooks keep: what waits for three days is given up, of disabled ones too; deliveries are forgotten 7
/// days after they were made, 30 days after they were given up; and of each webhook only so many are kept.
///
/// Run by one node, every few minutes.
public struct ForgetDeliveries: Sendable {
    /// Of each webhook, and of what waits, what arrived and what was given up by itself.
    public static let bound = DeliveryBound(deliveries: 10_000, bytes: 128 * 1024 * 1024)
    public static let everySeconds: TimeInterval = 300

    private let installation: Installation
    private let bound: DeliveryBound

    public init(_ installation: Installation, bound: DeliveryBound = Self.bound) {
        self.installation = installation
        self.bound = bound
    }

    public func callAsFunction() async throws {
        let (now, bound) = (installation.now, bound)
        var givenUp = try await installation.store.write { transaction in
            try transaction.deleteDeliveries(
                deliveredBefore: now.addingTimeInterval(-7 * 86_400),
                givenUpBefore: now.addingTimeInterval(-33 * 86_400))
            return try transaction.giveUpDeliveries(
                createdBefore: now.addingTimeInterval(-DeliverySchedule.longestSeconds))
        }
        if try await installation.store.read({ try $0.hasDeliveries(beyond: bound) }) {
            givenUp += try await installation.store.write { try $0.keepDeliveries(within: bound) }
        }
        installation.telemetry.webhooks.add("given-up", UInt64(max(0, givenUp)))
    }
}
