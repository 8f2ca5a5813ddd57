import Ports
import SQLStore

/// One write as it waits: `run` does its work and returns how to tell success. Exactly one of that and `fail` is called
/// in the end.
struct PostgreSQLWrite: Sendable {
    let turn: SQLTurn
    let reach: SQLReach
    /// What `run` asks first.
    var opening: SQLOpening?
    let run: @Sendable (any SQLConnection) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
    let since = ContinuousClock.now
}

/// Writes that waited at the same time, carried out one after the other in one transaction: they share its beginning, its
/// turn and its flush of the disk.
///
/// Nobody is answered before the COMMIT. When a body that has changed something fails, when a statement fails, or when the
/// COMMIT does, all of them are run again, each in a transaction of its own: what one did is never undone or kept because
/// of another.
struct PostgreSQLGroup {
    /// A longer one would let its first member wait too long.
    static let longest = 64
    /// So many locks at most: the server's table of them is shared by all its transactions.
    static let mostUnits = 128

    /// In the order of their companies, so that two groups which append to the same logs do not wait for each other in a
    /// circle; those of one company as they came.
    let writes: [PostgreSQLWrite]

    init(writes: [PostgreSQLWrite]) {
        self.writes = writes.enumerated()
            .sorted { ($0.element.reach.order, $0.offset) < ($1.element.reach.order, $1.offset) }.map(\.element)
    }

    /// - Parameter line: not empty.
    static func take(from line: inout Line<PostgreSQLWrite>) -> [PostgreSQLWrite] {
        // All that waits: a thread that comes later finds what has come since.
        guard let first = line.take() else { return [] }
        var group = [first]
        var units = first.turn.units
        while group.count < longest, let next = line.first, first.turn.goes(with: next.turn),
            units + next.turn.units <= mostUnits, let write = line.take()
        {
            group.append(write)
            units += next.turn.units
        }
        return group
    }

    /// The locks of all of them.
    var turn: SQLTurn {
        var units: [String] = []
        for write in writes {
            guard case .beside(let own) = write.turn else { return .alone }
            units += own
        }
        return .beside(units: units)
    }

    /// Whose the first one is.
    var reach: SQLReach { writes.first?.reach ?? .unsaid }

    /// Runs the bodies, each within its reach.
    ///
    /// - Parameter opened: what was asked in advance for each.
    /// - Returns: how to answer each; nil when they must be run one by one.
    func run(
        on link: PostgreSQLLink, node: String, _ opened: [[[SQLRow]?]]
    ) -> [@Sendable () -> Void]? {
        var answers: [@Sendable () -> Void] = []
        for (write, opened) in zip(writes, opened) {
            guard (try? link.turn(to: write.reach)) != nil else { return nil }
            let connection = PostgreSQLConnection(link: link, node: node, opened: opened)
            do {
                let succeed = try write.run(connection)
                guard connection.failure == nil else { return nil }
                answers.append(succeed)
            } catch {
                // What a body refuses by what it read needs no undoing.
                guard connection.failure == nil, !connection.hasWritten else { return nil }
                answers.append { write.fail(error) }
            }
        }
        return answers
    }
}

extension SQLReach {
    fileprivate var order: String {
        switch self {
        case .company(let id): id
        case .everyCompany, .unsaid: ""
        }
    }
}

extension SQLTurn {
    /// How many locks it takes.
    fileprivate var units: Int {
        switch self {
        case .alone: 1
        case .beside(let units): units.count
        }
    }

    /// Statements without a unit may be long: they go by themselves.
    fileprivate func goes(with other: SQLTurn) -> Bool {
        switch (self, other) {
        case (.alone, .alone): true
        case (.beside(let units), .beside(let others)): !units.isEmpty && !others.isEmpty
        case (.alone, .beside), (.beside, .alone): false
        }
    }
}
