import Ports
import SQLStore

/// A connection inside its transaction.
struct PostgreSQLConnection: SQLConnection {
    let link: PostgreSQLLink
    /// Which process announces, so that it does not listen to itself.
    let node: String

    func rows(_ statement: SQL, _ values: [SQLValue]) throws -> [SQLRow] { try link.run(statement, values).rows() }

    func execute(_ statement: SQL, _ values: [SQLValue]) throws -> Int { try link.run(statement, values).changes }

    func announce(_ lines: [String]) throws {
        for line in lines {
            _ = try link.run(
                "SELECT pg_notify('kizuna_news', current_schema() || ' ' || $1)", [.text("\(node) \(line)")])
        }
    }

    var skippingLockedRows: SQL { "FOR UPDATE OF w SKIP LOCKED" }
}
