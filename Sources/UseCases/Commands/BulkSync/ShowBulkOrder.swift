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
        /// Why the devices that wait for their commands go on waiting.
        public let obstacle: ActionObstacle?

        package init(
            order: BulkOrder, steps: [BulkStep: Int], targets: [BulkTarget], next: EnrollmentID?,
            names: BulkConditionNames, obstacle: ActionObstacle? = nil
        ) {
            self.obstacle = obstacle
            self.order = order
            self.steps = steps
            self.targets = targets
            self.next = next
            self.names = names
        }
    }

    public static let pageSize = 50
    /// The steps of larger orders are kept for some seconds: counting them reads every device of the order, and a page asks
    /// every two seconds.
    static let exactBelow = 2_000

    struct StepsKey: Hashable {
        let scope: CompanyScope
        let id: BulkOrderID
    }

    /// - Parameters:
    ///   - step: only devices that have come so far and no further; nil for all.
    ///   - last: goes on behind this one.
    /// - Returns: nil when this company has no such order (any more).
    public func callAsFunction(
        _ id: BulkOrderID, step: BulkStep?, behind last: EnrollmentID?, in scope: CompanyScope
    ) async throws -> Progress? {
        let now = installation.now
        let seen = try await installation.store.read(in: scope) { transaction -> Seen? in
            guard let order = try transaction.bulkOrder(id, in: scope) else { return nil }
            return Seen(
                order: order,
                targets: try transaction.bulkTargets(
                    of: id, step: step, behind: last, limit: Self.pageSize + 1, in: scope),
                names: try BulkConditionNames(order.query, in: scope, transaction),
                obstacle: order.handedOutAt == nil ? try Queueing.obstacle(at: now, in: scope, transaction) : nil)
        }
        guard let seen else { return nil }
        let count: @Sendable () async throws -> [BulkStep: Int] = { [installation] in
            try await installation.store.read(in: scope) { try $0.bulkSteps(of: id, in: scope) }
        }
        let steps =
            seen.order.targetCount < Self.exactBelow
            ? try await count()
            : try await installation.bulkSteps.known(StepsKey(scope: scope, id: id), count: count)
        return Progress(
            order: seen.order, steps: steps, targets: Array(seen.targets.prefix(Self.pageSize)),
            next: seen.targets.count > Self.pageSize ? seen.targets.prefix(Self.pageSize).last?.enrollmentID : nil,
            names: seen.names, obstacle: seen.obstacle)
    }

    private struct Seen: Sendable {
        let order: BulkOrder
        let targets: [BulkTarget]
        let names: BulkConditionNames
        let obstacle: ActionObstacle?
    }

    /// A part of exactly what is seen, for a file.
    ///
    /// - Returns: `next` names the last target when more follow.
    public func part(
        _ id: BulkOrderID, step: BulkStep?, behind last: EnrollmentID?, in scope: CompanyScope
    ) async throws -> (targets: [BulkTarget], next: EnrollmentID?) {
        let limit = 1_000
        let targets = try await installation.store.read(in: scope) {
            try $0.bulkTargets(of: id, step: step, behind: last, limit: limit, in: scope)
        }
        return (targets, targets.count == limit ? targets.last?.enrollmentID : nil)
    }
}
