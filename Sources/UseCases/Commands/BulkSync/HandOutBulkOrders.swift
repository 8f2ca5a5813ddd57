import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports

/// Puts the commands of orders for many devices into the devices' queues, and rings for them; on one node at a time.
///
/// Each turn gives every open order one portion, so that a large order of one company does not hold up a small one of
/// another's. A portion is a decision about its devices alone: all others are answered beside it. Whatever was not handed
/// out when a node ends is handed out by the next one; a device is never asked twice by one order.
public struct HandOutBulkOrders: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// Devices in one transaction.
    static let portion = 64

    /// Where this process stands in each open order. Losing it costs reading what is handed out already.
    public struct Place: Sendable {
        var last: [BulkOrderID: EnrollmentID] = [:]
        public init() {}
    }

    /// One portion of every open order.
    ///
    /// - Returns: false when nothing waits.
    /// - Throws: when an order's portion could not be handed out; the others' were.
    public func turn(_ place: inout Place) async throws -> Bool {
        let open = try await installation.store.read { try $0.openBulkOrders(limit: 64) }
        place.last = place.last.filter { known in open.contains { $0.id == known.key } }
        var trouble: (any Error)?
        for (scope, id) in open {
            do {
                place.last[id] = try await handOut(id, behind: place.last[id], in: scope)
            } catch {
                trouble = error
            }
        }
        if let trouble { throw trouble }
        return !open.isEmpty
    }

    /// - Returns: the last device of the portion; nil at the end, to look once more from the beginning.
    private func handOut(_ id: BulkOrderID, behind last: EnrollmentID?, in scope: CompanyScope) async throws
        -> EnrollmentID?
    {
        let installation = installation
        let now = installation.now
        let (order, targets) = try await installation.store.read(in: scope) { transaction in
            (
                try transaction.bulkOrder(id, in: scope),
                try transaction.waitingTargets(of: id, behind: last, limit: Self.portion, in: scope)
            )
        }
        guard let order else { return nil }
        guard !targets.isEmpty else {
            try await installation.store.note(in: scope) { try $0.endHandingOut(of: id, at: now, in: scope) }
            return nil
        }
        let asked = try await installation.store.write(about: targets, in: scope) { transaction in
            try targets.filter { target in
                try Self.ask(target, order, installation: installation, at: now, in: scope, transaction)
            }
        }
        for target in asked { installation.devices.noteWork(for: target) }
        if !asked.isEmpty { installation.doorbell.ring() }
        return targets.last
    }

    /// - Returns: false when the device was skipped, or had its commands already.
    private static func ask(
        _ target: EnrollmentID, _ order: BulkOrder, installation: Installation, at now: Date, in scope: CompanyScope,
        _ transaction: any Transaction
    ) throws -> Bool {
        // Another node may have been quicker.
        guard try transaction.isWaiting(target, of: order.id, in: scope) else { return false }
        guard let enrollment = try transaction.enrollment(target, in: scope) else {
            try transaction.skip(target, for: .notManaged, of: order.id, in: scope)
            return false
        }
        if let obstacle = try Queueing.obstacle(of: enrollment, at: now, in: scope, transaction) {
            try transaction.skip(target, for: BulkObstacle(obstacle), of: order.id, in: scope)
            return false
        }
        let asked = try SynchronizeDevice.queue(
            for: enrollment, by: order.orderedBy, installation: installation, at: now, in: scope, transaction)
        guard let last = asked.last else {
            try transaction.skip(target, for: .notManaged, of: order.id, in: scope)
            return false
        }
        try transaction.handOut(last, to: target, of: order.id, in: scope)
        try transaction.requestWakeUp(of: target, at: now, restarting: true, in: scope)
        return true
    }
}
