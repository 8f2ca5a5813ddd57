import Foundation
import Ports

/// Orders for many devices are kept for a while; the log keeps that they were made.
public struct ForgetBulkOrders: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public static let keptDays = 90
    public static let everySeconds: Double = 600

    public func callAsFunction() async throws {
        let before = installation.now.addingTimeInterval(-Double(Self.keptDays) * 86_400)
        while try await installation.store.write({ try $0.forgetOneBulkOrder(before: before) }) {}
    }
}
