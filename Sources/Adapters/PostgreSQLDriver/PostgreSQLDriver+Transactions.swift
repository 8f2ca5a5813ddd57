import Foundation
import Ports
import SQLStore

extension PostgreSQLDriver {
    /// Again while transactions meet, a little later each time, and while connections break before COMMIT.
    static func repeating<Value>(_ attempt: () throws -> Value) throws -> Value {
        var (collisions, breaks) = (0, 0)
        while true {
            do {
                return try attempt()
            } catch PostgreSQLError.collided(let words) {
                collisions += 1
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
        _ thread: PostgreSQLThread, node: String, _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        let link = try thread.connected()
        do {
            try link.command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            let value = try run(body, link, node: node)
            try link.command("COMMIT")
            return value
        } catch PostgreSQLError.lost(let words) {
            // Nothing is lost by reading again.
            throw PostgreSQLError.interrupted(words)
        }
    }

    static func writing<Value>(
        _ thread: PostgreSQLThread, _ turn: SQLTurn, node: String, _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        let link = try thread.connected()
        let mark = WriteMarks.newMark()
        do {
            // One round trip. Each later statement sees what was committed before it, so what is read after the turn
            // was taken stays true until COMMIT.
            try link.command(
                "BEGIN ISOLATION LEVEL READ COMMITTED; \(PostgreSQLTurns.statement(for: turn, in: link.schema)); "
                    + WriteMarks.statement(mark, slot: link.slot))
        } catch PostgreSQLError.lost(let words) {
            // Nothing of the body was sent: a connection that died while it was not used.
            throw PostgreSQLError.interrupted(words)
        } catch {
            if !link.isBroken { _ = try? link.command("ROLLBACK") }
            throw error
        }
        let value = try run(body, link, node: node)
        do {
            try link.command("COMMIT")
        } catch PostgreSQLError.lost(let words) {
            guard try wasCommitted(mark, slot: link.slot, thread, words) else {
                throw PostgreSQLError.interrupted(words)
            }
        }
        return value
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
            case .refused, nil: throw error
            }
        }
    }

    /// What became of a transaction whose COMMIT got no answer.
    ///
    /// - Throws: `StoreError.unavailable` when it cannot be told within ``doubtSeconds``: whoever asked must look
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
        throw StoreError.unavailable(
            """
            the connection to PostgreSQL was lost while a change was being stored (\(words)), and it could not be \
            asked whether the change was kept: look before doing it again
            """)
    }
}
