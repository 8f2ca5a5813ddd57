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
            // Sent with the first statement.
            try link.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", reach)
            let value = try run(body, PostgreSQLConnection(link: link, node: node), link)
            try link.commit()
            return value
        } catch PostgreSQLError.lost(let words) {
            // Nothing is lost by reading again.
            throw PostgreSQLError.interrupted(words)
        } catch {
            link.rollBack()
            throw error
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
            let opened = try begin(group, mark, link)
            guard let answers = group.run(on: link, node: node, opened) else {
                link.rollBack()
                return nil
            }
            return try commit(mark, link, thread) ? answers : nil
        } catch PostgreSQLError.inDoubt(let reason) {
            return group.writes.map { write in { write.fail(reason) } }
        } catch {
            link.rollBack()
            return nil
        }
    }

    private static func writing(
        _ thread: PostgreSQLThread, _ write: PostgreSQLWrite, node: String
    ) throws -> @Sendable () -> Void {
        let link = try thread.connected()
        let mark = WriteMarks.newMark()
        let opened: [[SQLRow]?]
        do {
            opened = try begin(PostgreSQLGroup(writes: [write]), mark, link).first ?? []
        } catch PostgreSQLError.lost(let words) {
            // Nothing of the body was sent: a connection that died while it was not used.
            throw PostgreSQLError.interrupted(words)
        } catch {
            link.rollBack()
            throw error
        }
        let value = try run(write.run, PostgreSQLConnection(link: link, node: node, opened: opened), link)
        do {
            guard try commit(mark, link, thread) else {
                throw PostgreSQLError.interrupted("a commit did not arrive")
            }
        } catch {
            link.rollBack()
            throw error
        }
        return value
    }

    /// One round trip, with what the bodies are known to ask first. Each later statement sees what was committed before it, so
    /// what is read after the turn was taken stays true until COMMIT.
    ///
    /// - Returns: for each write what its opening was answered.
    private static func begin(
        _ group: PostgreSQLGroup, _ mark: Int64, _ link: PostgreSQLLink
    ) throws -> [[[SQLRow]?]] {
        try link.begin("BEGIN ISOLATION LEVEL READ COMMITTED", group.reach)
        link.keep(PostgreSQLTurns.question(for: group.turn, in: link.schema))
        link.keep(WriteMarks.question(mark, slot: link.slot))
        return try group.open(on: link)
    }

    /// - Returns: false when nothing was kept.
    private static func commit(_ mark: Int64, _ link: PostgreSQLLink, _ thread: PostgreSQLThread) throws -> Bool {
        do {
            try link.commit()
            return true
        } catch PostgreSQLError.lost(let words) {
            return try wasCommitted(mark, slot: link.slot, thread, words)
        }
    }

    /// The body inside its transaction; ROLLBACK when it fails. A collision and a broken connection count, whatever
    /// the body made of them.
    private static func run<Value>(
        _ body: (any SQLConnection) throws -> Value, _ connection: PostgreSQLConnection, _ link: PostgreSQLLink
    ) throws -> Value {
        do {
            let value = try body(connection)
            // COMMIT after a swallowed failure would be a ROLLBACK that says nothing.
            if let failure = connection.failure { throw failure }
            return value
        } catch {
            link.rollBack()
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
