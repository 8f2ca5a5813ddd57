import Administration
public import Foundation
import Ports
import Synchronization

/// What this process holds among the nodes of its installation: that it serves, and what only one of them does.
///
/// It knows by its own clock until when what it said is believed: a process that was held up for longer, by a debugger, a
/// network or a hanging disk, finds that out by itself and writes nothing until it has said so again.
public final class NodeLeases: Sendable {
    /// What one node does for all.
    public enum Duty: String, Sendable, CaseIterable {
        case upkeep
        /// Asks Apple for the devices of ADE tokens.
        case tokens
        /// Puts the commands of orders for many devices into their queues.
        case orders
    }

    /// This installation is being moved elsewhere, or was: nothing may serve from this database.
    public struct Moved: Error, Sendable, Equatable {
        /// False while the move has neither ended nor been given up.
        public let hasEnded: Bool
    }

    private struct State {
        var servesUntil: ContinuousClock.Instant?
        var lastServed: ContinuousClock.Instant?
        var isOver = false
        var heldUntil: [Duty: ContinuousClock.Instant] = [:]
        /// When the step began that is being worked on.
        var steps: [Duty: ContinuousClock.Instant] = [:]
    }

    private let installation: Installation
    private let node: String
    private let longestStep: Duration
    private let state = Mutex(State())

    /// A node that died is noticed, and its work taken over, after so long.
    public static let seconds: TimeInterval = 20
    /// To be said again so often; a try that fails leaves time for three more.
    public static let every = Duration.seconds(4)
    /// Whoever works at one step for longer hangs, as far as the others are concerned.
    public static let longestStep = Duration.seconds(60)

    /// Versions before the wall between companies said `node/` alone; it stays open while one of them serves
    /// (docs/decisions/0021).
    private static let kind = "node/walled/"

    /// - Parameter node: of this process, unlike every other's.
    public convenience init(_ installation: Installation, node: String) {
        self.init(installation, node: node, longestStep: Self.longestStep)
    }

    init(_ installation: Installation, node: String, longestStep: Duration) {
        self.installation = installation
        self.node = node
        self.longestStep = longestStep
    }

    /// Says that this node serves, and takes the duties that are free; to be said again in less than ``seconds``.
    ///
    /// - Throws: ``Moved`` when it may not; `StoreError`.
    public func renew() async throws {
        let begun = ContinuousClock.now
        let (now, node) = (installation.now, node)
        let until = now.addingTimeInterval(Self.seconds)
        let moved = try await installation.store.note(in: .installation) { transaction -> Moved? in
            // With the lease in one transaction: a move looks for leases in the one in which it leaves its mark.
            if try transaction.installationValue(.movedAway) != nil { return Moved(hasEnded: true) }
            if try transaction.installationValue(.moveBegun) != nil { return Moved(hasEnded: false) }
            _ = try transaction.takeLease("\(Self.kind)\(node)", for: node, until: until, at: now)
            return nil
        }
        state.withLock { state in
            state.isOver = moved != nil
            state.lastServed = ContinuousClock.now
            state.servesUntil = begun + .seconds(Self.seconds)
        }
        if let moved { throw moved }
        for duty in Duty.allCases { try await renew(duty) }
    }

    /// Whoever hangs in a step does not keep the others from doing it.
    private func renew(_ duty: Duty) async throws {
        let begun = ContinuousClock.now
        let step = state.withLock { $0.steps[duty] }
        if let step, begun - step > longestStep {
            let wasHeld = state.withLock { $0.heldUntil.removeValue(forKey: duty) != nil }
            if wasHeld { _ = try await take(duty.rawValue, until: -1) }
            return
        }
        let isHeld = try await take(duty.rawValue, until: Self.seconds)
        state.withLock { $0.heldUntil[duty] = isHeld ? begun + .seconds(Self.seconds) : nil }
    }

    /// At the stop, so that nobody waits for this node: nothing is written by it afterwards.
    public func leave() async throws {
        end()
        _ = try await take("\(Self.kind)\(node)", until: -1)
        for duty in Duty.allCases { _ = try await take(duty.rawValue, until: -1) }
    }

    func end() {
        state.withLock { state in
            state.isOver = true
            state.heldUntil = [:]
        }
    }

    /// Whether this node may write: it has said that it serves, and that is still believed.
    public var serves: Bool {
        state.withLock { state in
            guard !state.isOver, let until = state.servesUntil else { return false }
            return ContinuousClock.now < until
        }
    }

    /// How long ago the database last kept something that this node wrote; nil when it never did, or may not any more.
    public var sinceLastRenewal: Duration? {
        state.withLock { state in
            guard !state.isOver, let last = state.lastServed else { return nil }
            return ContinuousClock.now - last
        }
    }

    public func holds(_ duty: Duty) -> Bool {
        state.withLock { ($0.heldUntil[duty] ?? .now) > .now }
    }

    /// One step of a duty: who holds the lease is who works, and who hangs in a step loses it.
    public func step<Value>(of duty: Duty, _ work: () async throws -> Value) async rethrows -> Value {
        state.withLock { $0.steps[duty] = .now }
        defer { state.withLock { $0.steps[duty] = nil } }
        return try await work()
    }

    private func take(_ name: String, until seconds: TimeInterval) async throws -> Bool {
        let now = installation.now
        let node = node
        return try await installation.store.note(in: .installation) {
            try $0.takeLease(name, for: node, until: now.addingTimeInterval(seconds), at: now)
        }
    }
}
