public import Administration
public import CommandQueue
public import Enrollments
import Foundation
import Ports

/// How far an order for many devices has come.
public struct ShowBulkOrder: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    public struct Progress: Sendable {
        public let order: BulkOrder
        /// Steps without a device are left out.
        public let steps: [BulkStep: Int]
        /// One page of them, in the order of enrollment.
        public let targets: [BulkTarget]
        /// Of the last target, when more follow.
        public let next: EnrollmentID?
        public let names: BulkConditionNames

        package init(
            order: BulkOrder, steps: [BulkStep: Int], targets: [BulkTarget], next: EnrollmentID?,
            names: BulkConditionNames
        ) {
            self.order = order
            self.steps = steps
            self.targets = targets
            self.next = next
            self.names = names
        }
    }

    public static let pageSize = 50

    /// - Parameters:
    ///   - step: only devices that have come so far and no further; nil for all.
    ///   - last: goes on behind this one.
    /// - Returns: nil when this company has no such order (any more).
    public func callAsFunction(
        _ id: BulkOrderID, step: BulkStep?, behind last: EnrollmentID?, limit: Int = pageSize, in scope: CompanyScope
    ) async throws -> Progress? {
        try await installation.store.read(in: scope) { transaction in
            guard let order = try transaction.bulkOrder(id, in: scope) else { return nil }
            let targets = try transaction.bulkTargets(of: id, step: step, behind: last, limit: limit + 1, in: scope)
            return Progress(
                order: order, steps: try transaction.bulkSteps(of: id, in: scope),
                targets: Array(targets.prefix(limit)),
                next: targets.count > limit ? targets.prefix(limit).last?.enrollmentID : nil,
                names: try BulkConditionNames(order.query, in: scope, transaction))
        }
    }
}

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
