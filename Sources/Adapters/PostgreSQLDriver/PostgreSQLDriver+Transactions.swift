import Foundation
import Measurements
import Ports
import SQLStore

extension PostgreSQLDriver {
    /// Again while transactions meet, a little later each time, and while connections break before COMMIT.
    static func repeating<Value>(counting conflicts: Counter, _ attempt: () throws -> Value) throws -> Value {
        var (collisions, breaks) = (0, 0)
        while true {
            do {
                return try attempt()
            } catch PostgreSQLError.collided(let words) {
                collisions += 1
                conflicts.add()
                guard collisions < mostAttempts else { throw PostgreSQLError.collided(words) }
                let longest = min(0.1, 0.001 * Double(1 << min(collisions, 7)))
                Thread.sleep(forTimeInterval: Double.random(in: 0...longest))
            } catch PostgreSQLError.interrupted(let words) {
                breaks += 1
                guard breaks < mostBreaks else { throw PostgreSQLError.interrupted(words) }
            }
        }
    }

    static func reading<Value>(
        _ thread: PostgreSQLThread, _ reach: SQLReach, node: String, _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        let link = try thread.connected()
        do {
            try link.command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY\(try reach.statement)")
            let value = try run(body, link, node: node)
            try link.command("COMMIT")
            return value
        } catch PostgreSQLError.lost(let words) {
            // Nothing is lost by reading again.
            throw PostgreSQLError.interrupted(words)
        }
    }

    /// Writes that were taken together, answered one and all.
    static func write(
        _ writes: [PostgreSQLWrite], _ thread: PostgreSQLThread, node: String, conflicts: Counter
    ) {
        if writes.count > 1, let answers = together(PostgreSQLGroup(writes: writes), thread, node: node) {
            for answer in answers { answer() }
            return
        }
        for write in writes {
            // A group that waited for its turn in vain is not made to wait again, one after the other.
            guard writes.count == 1 || ContinuousClock.now - write.since < PostgreSQLThreads.patience else {
                write.fail(PostgreSQLThreads.tooLate(after: PostgreSQLThreads.patience))
                continue
            }
            do {
                let succeed = try StoreError.translatingPostgreSQL {
                    try repeating(counting: conflicts) { try writing(thread, write, node: node) }
                }
                succeed()
            } catch {
                write.fail(error)
            }
        }
    }

    /// - Returns: nil when nothing of the group was kept, and each is to be run by itself; an answer is known otherwise.
    private static func together(
        _ group: PostgreSQLGroup, _ thread: PostgreSQLThread, node: String
    ) -> [@Sendable () -> Void]? {
        guard let link = try? thread.connected() else { return nil }
        let mark = WriteMarks.newMark()
        do {
            try begin(group.turn, group.reach, mark, link)
            guard let answers = group.run(on: link, node: node) else {
                if !link.isBroken { _ = try? link.command("ROLLBACK") }
                return nil
            }
            return try commit(mark, link, thread) ? answers : nil
        } catch PostgreSQLError.inDoubt(let reason) {
            return group.writes.map { write in { write.fail(reason) } }
        } catch {
            if !link.isBroken { _ = try? link.command("ROLLBACK") }
            return nil
        }
    }

    private static func writing(
        _ thread: PostgreSQLThread, _ write: PostgreSQLWrite, node: String
    ) throws -> @Sendable () -> Void {
        let link = try thread.connected()
        let mark = WriteMarks.newMark()
        do {
            try begin(write.turn, write.reach, mark, link)
        } catch PostgreSQLError.lost(let words) {
            // Nothing of the body was sent: a connection that died while it was not used.
            throw PostgreSQLError.interrupted(words)
        } catch {
            if !link.isBroken { _ = try? link.command("ROLLBACK") }
            throw error
        }
        let value = try run(write.run, link, node: node)
        guard try commit(mark, link, thread) else {
            throw PostgreSQLError.interrupted("a commit did not arrive")
        }
        return value
    }

    /// One round trip. Each later statement sees what was committed before it, so what is read after the turn was taken
    /// stays true until COMMIT.
    private static func begin(
        _ turn: SQLTurn, _ reach: SQLReach, _ mark: Int64, _ link: PostgreSQLLink
    ) throws {
        try link.command(
            "BEGIN ISOLATION LEVEL READ COMMITTED\(try reach.statement); \(PostgreSQLTurns.statement(for: turn, in: link.schema)); "
                + WriteMarks.statement(mark, slot: link.slot))
    }

    /// - Returns: false when nothing was kept.
    private static func commit(_ mark: Int64, _ link: PostgreSQLLink, _ thread: PostgreSQLThread) throws -> Bool {
        do {
            try link.command("COMMIT")
            return true
        } catch PostgreSQLError.lost(let words) {
            return try wasCommitted(mark, slot: link.slot, thread, words)
        }
    }

    /// The body inside its transaction; ROLLBACK when it fails. A collision and a broken connection count, whatever
    /// the body made of them.
    private static func run<Value>(
        _ body: (any SQLConnection) throws -> Value, _ link: PostgreSQLLink, node: String
    ) throws -> Value {
        let connection = PostgreSQLConnection(link: link, node: node)
        do {
            let value = try body(connection)
            // COMMIT after a swallowed failure would be a ROLLBACK that says nothing.
            if let failure = connection.failure { throw failure }
            return value
        } catch {
            if !link.isBroken { _ = try? link.command("ROLLBACK") }
            switch connection.failure {
            case .lost(let words), .interrupted(let words): throw PostgreSQLError.interrupted(words)
            case .collided(let words): throw PostgreSQLError.collided(words)
            case .refused, .inDoubt, nil: throw error
            }
        }
    }

    /// What became of a transaction whose COMMIT got no answer.
    ///
    /// - Throws: ``PostgreSQLError/inDoubt(_:)`` when it cannot be told within ``doubtSeconds``: whoever asked must look
    ///   before doing it again.
    private static func wasCommitted(
        _ mark: Int64, slot: String, _ thread: PostgreSQLThread, _ words: String
    ) throws -> Bool {
        let end = ContinuousClock.now + .seconds(doubtSeconds)
        while ContinuousClock.now < end {
            if let last = try? WriteMarks.last(of: slot, on: thread.connected()) { return last == mark }
            // Not reachable yet, or the old transaction still runs: asked again until the time is over.
            thread.drop()
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw PostgreSQLError.inDoubt(
            .unavailable(
                """
                the connection to PostgreSQL was lost while a change was being stored (\(words)), and it could not be \
                asked whether the change was kept: look before doing it again
                """))
    }
}
