import GRDB
import Ports
import Synchronization

/// Writes that waited for the same flush of the disk, committed by it together.
///
/// A flush costs up to some milliseconds whatever it carries. While one runs, the next bodies gather; then
/// they run one after the other, and one COMMIT puts all of them on disk. Nobody is answered before that.
///
/// A body that throws loses its own changes only: when it has made some, all of the group are taken back and the bodies
/// run once more, each in a savepoint of its own. Savepoints from the start would copy each page before its first change,
/// to a file when there are many: half of all that a group wrote. When the disk fails, the whole group fails.
final class GroupCommit: Sendable {
    /// One write: `run` does its work, possibly twice, and returns how to tell success. Exactly one of that and `fail`
    /// is called in the end.
    struct Write: Sendable {
        let run: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private enum Outcome {
        case done(succeed: @Sendable () -> Void)
        case refused(any Error)
    }

    /// A longer group would let its first member wait too long.
    private static let longestGroup = 64
    private let waiting = Mutex<[Write]>([])

    /// How many wait.
    var length: Int { waiting.withLock { $0.count } }

    func add(_ write: Write) { waiting.withLock { $0.append(write) } }

    /// To be called on the writer's thread, once for each ``add(_:)``; does nothing when an earlier call
    /// has taken all that waited.
    func commitNext(in database: Database) {
        let group = waiting.withLock { waiting in
            let group = Array(waiting.prefix(Self.longestGroup))
            waiting.removeFirst(group.count)
            return group
        }
        if !group.isEmpty { commit(group, in: database) }
    }

    private func commit(_ group: [Write], in database: Database) {
        var outcomes: [Outcome] = []
        var failure: (any Error)?
        do {
            try StoreError.translating {
                try database.beginTransaction(.immediate)
                if let together = try together(group, in: database) {
                    outcomes = together
                } else {
                    try database.rollback()
                    try database.beginTransaction(.immediate)
                    outcomes = try group.map { try outcome(of: $0, in: database) }
                }
                try database.commit()
            }
        } catch {
            failure = error
            try? database.rollback()
        }
        for (index, write) in group.enumerated() {
            switch (outcomes.indices.contains(index) ? outcomes[index] : nil, failure) {
            // A refusal may rest on what others of the group wrote, and that is not kept.
            case (_, .some(let failure)): write.fail(failure)
            case (.refused(let reason), nil): write.fail(reason)
            case (.done(let succeed), nil): succeed()
            // Every write has an outcome when nothing failed.
            case (nil, nil): write.fail(StoreError.unavailable("the write was not run"))
            }
        }
    }

    /// - Returns: nil when a body threw that had changed something, and was not alone.
    /// - Throws: the error of one that was.
    private func together(_ group: [Write], in database: Database) throws -> [Outcome]? {
        var outcomes: [Outcome] = []
        for write in group {
            let connection = SQLiteConnection(database: database, changes: SQLiteChanges())
            do {
                outcomes.append(.done(succeed: try write.run(connection)))
            } catch {
                // A full or failing disk makes SQLite end the whole transaction.
                guard group.count > 1, database.isInsideTransaction else { throw error }
                guard connection.changes?.hasSome == false else { return nil }
                outcomes.append(.refused(error))
            }
        }
        return outcomes
    }

    private func outcome(of write: Write, in database: Database) throws -> Outcome {
        try database.cachedStatement(sql: "SAVEPOINT one_write").execute()
        do {
            let succeed = try write.run(SQLiteConnection(database: database))
            try database.cachedStatement(sql: "RELEASE SAVEPOINT one_write").execute()
            return .done(succeed: succeed)
        } catch {
            // The earlier writes included.
            guard database.isInsideTransaction else { throw error }
            try database.execute(sql: "ROLLBACK TO SAVEPOINT one_write")
            try database.execute(sql: "RELEASE SAVEPOINT one_write")
            return .refused(error)
        }
    }
}
