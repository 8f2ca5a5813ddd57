public import Administration
public import CommandQueue
public import Enrollments
import Foundation
import Ports

/// Puts the commands of orders for many devices into the devices' queues, and rings for them; on one node at a time.
///
/// Each turn gives one open order of each company one portion, so that a large order of one company does not hold up a
/// small one of another's. A portion is a decision about its devices alone: all others are answered beside it. Whatever was
/// not handed out when a node ends is handed out by the next one; a device is never asked twice by one order.
public struct HandOutBulkOrders: Sendable {
    private let installation: Installation
    public init(_ installation: Installation) { self.installation = installation }

    /// Devices in one transaction.
    static let portion = 64
    /// Orders of one turn; the next turn goes on with the company behind the last.
    static let ordersAtOnce = 32

    /// Where this process stands. Losing it costs reading what is handed out already.
    public struct Place: Sendable {
        var last: [BulkOrderID: EnrollmentID] = [:]
        var company: CompanyScope?
        public init() {}
    }

    public struct Turn: Sendable {
        /// Something was handed out: look again at once.
        public var hasProgressed = false
        public var troubles: [Trouble] = []
        public init() {}
    }

    /// What could not be handed out, and is looked at again.
    public struct Trouble: Sendable {
        public let company: CompanyScope
        public let order: BulkOrderID
        /// Nil: the store, not a device.
        public let target: EnrollmentID?
        public let error: any Error
    }

    /// - Parameter mayGoOn: asked before each portion.
    public func turn(_ place: inout Place, while mayGoOn: @Sendable () -> Bool = { true }) async throws -> Turn {
        let open = try await installation.store.read { try $0.openBulkOrders() }
        place.last = place.last.filter { known in open.contains { $0.id == known.key } }
        let start = open.firstIndex { $0.scope == place.company }.map { $0 + 1 } ?? 0
        var turn = Turn()
        for (scope, id) in (open[start...] + open[..<start]).prefix(Self.ordersAtOnce) {
            guard !Task.isCancelled, mayGoOn() else { break }
            place.company = scope
            do {
                try await handOut(id, in: scope, &place.last[id], &turn)
            } catch {
                turn.troubles.append(Trouble(company: scope, order: id, target: nil, error: error))
            }
        }
        return turn
    }

    /// - Parameter last: behind which device to go on; nil: from the beginning.
    private func handOut(
        _ id: BulkOrderID, in scope: CompanyScope, _ last: inout EnrollmentID?, _ turn: inout Turn
    ) async throws {
        let now = installation.now
        let behind = last
        let (order, obstacle, targets) = try await installation.store.read(in: scope) { transaction in
            (
                try transaction.bulkOrder(id, in: scope), try Queueing.obstacle(at: now, in: scope, transaction),
                try transaction.waitingTargets(of: id, behind: behind, limit: Self.portion, in: scope)
            )
        }
        // Without a valid certificate the order stands, as every queue does.
        guard let order, obstacle == nil else { return }
        guard !targets.isEmpty else {
            last = nil
            turn.hasProgressed = turn.hasProgressed || behind != nil
            return try await installation.store.note(in: scope) { try $0.endHandingOut(of: id, at: now, in: scope) }
        }
        do {
            try await ask(targets, order, at: now, in: scope)
        } catch {
            try await askEach(targets, order, at: now, in: scope, &turn)
        }
        last = targets.last
        turn.hasProgressed = true
    }

    /// One device that cannot be read does not keep the others from being asked.
    ///
    /// - Throws: when none of them could be: that is the store.
    private func askEach(
        _ targets: [EnrollmentID], _ order: BulkOrder, at now: Date, in scope: CompanyScope, _ turn: inout Turn
    ) async throws {
        var troubles: [Trouble] = []
        for target in targets {
            do {
                try await ask([target], order, at: now, in: scope)
            } catch {
                troubles.append(Trouble(company: scope, order: order.id, target: target, error: error))
                if Task.isCancelled || troubles.count == targets.count { throw error }
            }
        }
        turn.troubles += troubles
    }

    private func ask(_ targets: [EnrollmentID], _ order: BulkOrder, at now: Date, in scope: CompanyScope) async throws {
        let installation = installation
        let asked = try await installation.store.write(about: targets, in: scope) { transaction in
            try targets.filter { target in
                try Self.ask(target, order, installation: installation, at: now, in: scope, transaction)
            }
        }
        for target in asked { installation.devices.noteWork(for: target) }
        if !asked.isEmpty { installation.doorbell.ring() }
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
            // The certificate ended between the look and this: the device goes on waiting.
            guard let obstacle = BulkObstacle(obstacle) else { return false }
            try transaction.skip(target, for: obstacle, of: order.id, in: scope)
            return false
        }
        let asked = try SynchronizeDevice.queue(
            for: enrollment, by: order.orderedBy, installation: installation, at: now, in: scope, transaction)
        guard let last = asked.last else {
            try transaction.skip(target, for: .notAvailable, of: order.id, in: scope)
            return false
        }
        try transaction.handOut(last, to: target, of: order.id, in: scope)
        try transaction.requestWakeUp(of: target, at: now, restarting: true, in: scope)
        return true
    }
}
