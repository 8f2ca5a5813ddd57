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
        _ thread: PostgreSQLThread, node: String, _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        let link = try thread.connected()
        let transaction: String
        do {
            // The number is taken at once, so that a COMMIT without an answer can be asked after.
            transaction = try link.command(
                "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT pg_current_xact_id()::text"
            ).word()
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
            guard try wasCommitted(transaction, thread, words) else { throw PostgreSQLError.interrupted(words) }
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
        _ transaction: String, _ thread: PostgreSQLThread, _ words: String
    ) throws -> Bool {
        let end = ContinuousClock.now + .seconds(doubtSeconds)
        while ContinuousClock.now < end {
            do {
                let link = try thread.connected()
                let result = try link.run(
                    "SELECT pg_xact_status(CAST($1 AS xid8)) AS status", [.text(transaction)])
                switch try result.word() {
                case "committed": return true
                case "aborted": return false
                default: break  // the old connection still runs on the server
                }
            } catch {
                // Not reachable yet, or a server that does not know the number: asked again until the time is over.
                thread.drop()
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw StoreError.unavailable(
            """
            the connection to PostgreSQL was lost while a change was being stored (\(words)), and it could not be \
            asked whether the change was kept: look before doing it again
            """)
    }
}
