import Administration
public import Foundation
import Ports

/// What this process holds among the nodes of its installation: that it serves, and what only one of them does.
public struct NodeLeases: Sendable {
    private let installation: Installation
    private let node: String

    /// A node that died is noticed, and its work taken over, after so long.
    public static let seconds: TimeInterval = 20

    /// Versions before the wall between companies said `node/` alone; it stays open while one of them serves
    /// (docs/decisions/0021).
    private static let kind = "node/walled/"

    /// - Parameter node: of this process, unlike every other's.
    public init(_ installation: Installation, node: String) {
        self.installation = installation
        self.node = node
    }

    /// Says that this node serves; to be said again in less than ``seconds``.
    public func serve() async throws { _ = try await take("\(Self.kind)\(node)", until: Self.seconds) }

    /// At the stop, so that nobody waits for this node.
    public func leave() async throws {
        _ = try await take("\(Self.kind)\(node)", until: -1)
        _ = try await take("upkeep", until: -1)
    }

    /// True when this node does what one node does for all, until the next ``seconds`` are over.
    public func isKeeper() async throws -> Bool { try await take("upkeep", until: Self.seconds) }

    private func take(_ name: String, until seconds: TimeInterval) async throws -> Bool {
        let now = installation.now
        let node = node
        return try await installation.store.note(in: .installation) {
            try $0.takeLease(name, for: node, until: now.addingTimeInterval(seconds), at: now)
        }
    }
}
