import Ports
import SQLStore

/// A connection inside its transaction.
///
/// The body sees `StoreError` only. What really went wrong stays in ``failure``, so that a body that makes another
/// error of a collision, or swallows it, is run again all the same.
final class PostgreSQLConnection: SQLConnection {
    private let link: PostgreSQLLink
    /// Which process announces, so that it does not listen to itself.
    private let node: String
    private(set) var failure: PostgreSQLError?
    /// Anything but a SELECT was run.
    private(set) var hasWritten = false

    private let opened: [[SQLRow]?]

    /// - Parameter opened: the rows of the write's opening; empty when it was not asked.
    init(link: PostgreSQLLink, node: String, opened: [[SQLRow]?] = []) {
        self.link = link
        self.node = node
        self.opened = opened
    }

    func opened(_ number: Int) -> [SQLRow]? { opened.indices.contains(number) ? opened[number] : nil }

    func rows(_ statement: SQL, _ values: [SQLValue]) throws -> [SQLRow] {
        if !statement.text.hasPrefix("SELECT") { hasWritten = true }
        return try noting { try link.run(statement, values).rows() }
    }

    func execute(_ statement: SQL, _ values: [SQLValue]) throws -> Int {
        hasWritten = true
        return try noting { try link.run(statement, values).changes }
    }

    func later(_ statement: SQL, _ values: [SQLValue], orElse complaint: String?) throws {
        hasWritten = true
        try noting { try link.later(PostgreSQLQuestion(statement, values, complaint: complaint)) }
    }

    func announce(_ lines: [String]) throws {
        for line in lines {
            try later(
                "SELECT pg_notify('kizuna_news', current_schema() || ' ' || $1) IS NULL AS told",
                [.text("\(node) \(line)")], orElse: nil)
        }
    }

    var skippingLockedRows: SQL { "FOR UPDATE OF w SKIP LOCKED" }

    private func noting<Value>(_ work: () throws -> Value) throws -> Value {
        try StoreError.translatingPostgreSQL {
            if let failure { throw failure }
            do {
                return try work()
            } catch let error as PostgreSQLError {
                failure = error
                throw error
            }
        }
    }
}
