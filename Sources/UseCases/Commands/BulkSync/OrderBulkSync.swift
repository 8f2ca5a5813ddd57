public import Administration
public import CommandQueue
public import Enrollments
import Foundation
import Ports

/// 一斉同期: asks every managed device that a list finds for everything that its page shows.
public struct OrderBulkSync: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// What an order would do, before it is made.
    public struct Preview: Sendable, Equatable {
        public let query: DeviceListQuery
        /// Managed devices that the list finds: these would be asked.
        public let targetCount: Int
        /// Devices that the list finds and that are not managed: enrolling, released, wiped.
        public let unmanagedCount: Int
        /// Of the targets, those that no push reaches now: they are named as skipped.
        public let undeliverableCount: Int
        /// Why nothing can be ordered at all.
        public let obstacle: ActionObstacle?
        public let names: BulkConditionNames
        public let recent: [BulkOrder]

        package init(
            query: DeviceListQuery, targetCount: Int, unmanagedCount: Int, undeliverableCount: Int,
            obstacle: ActionObstacle?, names: BulkConditionNames, recent: [BulkOrder]
        ) {
            self.query = query
            self.targetCount = targetCount
            self.unmanagedCount = unmanagedCount
            self.undeliverableCount = undeliverableCount
            self.obstacle = obstacle
            self.names = names
            self.recent = recent
        }
    }

    public func preview(_ query: DeviceListQuery, in scope: CompanyScope) async throws -> Preview {
        let now = installation.now
        return try await installation.store.read(in: scope) { transaction in
            let tally = try transaction.deviceTally(query, at: now, in: scope)
            let targets = tally.count(query) { $0.state == .enrolled }
            return Preview(
                query: query, targetCount: targets, unmanagedCount: tally.count(query) { $0.state != .enrolled },
                undeliverableCount: tally.count(query) { $0.state == .enrolled && $0.cannotBeReached },
                obstacle: try Queueing.obstacle(at: now, in: scope, transaction),
                names: try BulkConditionNames(query, in: scope, transaction),
                recent: try transaction.bulkOrders(limit: 10, in: scope))
        }
    }

    /// More orders of a company than these are not prepared at once; pressed at the same moment, a few more may be.
    public static let mostOpen = 5

    /// No other write waits while the set is written: it is frozen by one statement, and every device's state is looked at
    /// again when it is its turn. That an order is made once, the store sees to.
    ///
    /// - Returns: the order; one with these conditions that is not handed out yet, where there is one: a form sent twice
    ///   orders once. Nil when the list finds no managed device: nothing was ordered.
    /// - Throws: ``EnrollmentError/obstacle(_:)`` when nothing can be sent to any device,
    ///   ``EnrollmentError/ordersWaiting(limit:)``.
    public func callAsFunction(_ query: DeviceListQuery, by actor: Actor, in scope: CompanyScope) async throws
        -> BulkOrderID?
    {
        // Conditions alone: where somebody stood in the list means nothing.
        let query = query.with {
            $0.sort = .name
            $0.direction = .ascending
        }
        let id = try await once(query, by: actor, in: scope)
        if id != nil { installation.orderBell.ring() }
        return id
    }

    /// Pressed at the same moment on another node, one of the two finds the other's order.
    private func once(_ query: DeviceListQuery, by actor: Actor, in scope: CompanyScope) async throws -> BulkOrderID? {
        do {
            return try await order(query, by: actor, in: scope)
        } catch StoreError.conflict {
            return try await order(query, by: actor, in: scope)
        }
    }

    private func order(_ query: DeviceListQuery, by actor: Actor, in scope: CompanyScope) async throws -> BulkOrderID? {
        let now = installation.now
        let new: BulkOrderID = installation.newIdentifier(at: now)
        return try await installation.store.note(in: scope) { transaction in
            if let obstacle = try Queueing.obstacle(at: now, in: scope, transaction) {
                throw EnrollmentError.obstacle(obstacle)
            }
            let open = try transaction.openBulkOrders(in: scope)
            if let same = open.first(where: { $0.query == query }) { return same.id }
            guard open.count < Self.mostOpen else { throw EnrollmentError.ordersWaiting(limit: Self.mostOpen) }
            let count = try transaction.freezeTargets(of: new, query, at: now, in: scope)
            guard count > 0 else { return nil }
            try transaction.insert(
                BulkOrder(
                    id: new, orderedAt: now, orderedBy: actor.loginOrEmpty, query: query, targetCount: count), in: scope
            )
            try transaction.append(
                AuditDraft(
                    .syncRequested, by: actor, at: now,
                    after: [
                        AuditField("devices", String(count)), AuditField("order", new.description),
                        AuditField("conditions", query.items.map { "\($0.name)=\($0.value)" }.joined(separator: " ")),
                    ]), in: scope)
            return new
        }
    }
}
