import Foundation
import Ports
import SQLStore

extension PostgreSQLDriver {
    /// Again while transactions meet, a little later each time.
    static func repeating<Value>(_ attempt: (_ isFirst: Bool) throws -> Value) throws -> Value {
        var number = 1
        while true {
            do {
                return try attempt(number == 1)
            } catch PostgreSQLError.collided where number < mostAttempts {
                let longest = min(0.1, 0.001 * Double(1 << min(number, 7)))
                Thread.sleep(forTimeInterval: Double.random(in: 0...longest))
                number += 1
            }
        }
    }

    /// BEGIN, body, COMMIT on one connection. What the body throws is thrown after ROLLBACK.
    static func once<Value>(
        _ link: PostgreSQLLink, begin: String, node: String, _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        try link.command(begin)
        let value: Value
        do {
            value = try body(PostgreSQLConnection(link: link, node: node))
        } catch {
            if !link.isBroken { _ = try? link.command("ROLLBACK") }
            throw error
        }
        try link.command("COMMIT")
        return value
    }

    static func attempt<Value>(
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
            throw PostgreSQLError.collided(words)
        }
        let value: Value
        do {
            value = try body(PostgreSQLConnection(link: link, node: node))
        } catch PostgreSQLError.lost(let words) {
            // Without COMMIT the server keeps nothing of it.
            throw PostgreSQLError.collided(words)
        } catch {
            if !link.isBroken { _ = try? link.command("ROLLBACK") }
            throw error
        }
        do {
            try link.command("COMMIT")
        } catch PostgreSQLError.lost(let words) {
            guard try wasCommitted(transaction, thread, words) else { throw PostgreSQLError.collided(words) }
        }
        return value
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
            } catch PostgreSQLError.lost {
                thread.drop()
            } catch is StoreError {
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
