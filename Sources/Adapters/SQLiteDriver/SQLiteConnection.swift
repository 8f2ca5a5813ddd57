import Foundation
import GRDB
import Ports
import SQLStore

import struct SQLStore.SQL

/// One SQLite connection inside a transaction.
///
/// `$1` is a named parameter to SQLite, numbered by its first appearance; what the statements mean by it is
/// SQLite's `?1`, which is bound by its number, and quicker than by name.
///
/// GRDB prepares and keeps the statements; they are run by ``SQLiteRun``, which spares its rows and arguments.
struct SQLiteConnection: SQLConnection {
    let database: Database
    /// Where it is noted that a statement ran that may have changed something; nil: nobody asks.
    var changes: SQLiteChanges?

    func rows(_ statement: SQL, _ values: [SQLValue]) throws -> [SQLRow] {
        try StoreError.translating {
            let prepared = try prepare(statement)
            if !prepared.isReadonly { changes?.hasSome = true }
            var rows: [SQLRow] = []
            try SQLiteRun(prepared, in: database).run(values) { row in
                rows.append(SQLRow(columns: prepared.columnNames, values: row.values))
            }
            return rows
        }
    }

    func execute(_ statement: SQL, _ values: [SQLValue]) throws -> Int {
        try StoreError.translating {
            changes?.hasSome = true
            let prepared = try prepare(statement)
            // Whatever changes the schema has no values; GRDB is to know of it.
            if values.isEmpty {
                try prepared.execute()
            } else {
                try SQLiteRun(prepared, in: database).run(values) { _ in }
            }
            return database.changesCount
        }
    }

    private func prepare(_ statement: SQL) throws -> Statement {
        let text = Self.numbered(statement.text)
        return statement.isVaried
            ? try database.makeStatement(sql: text) : try database.cachedStatement(sql: text)
    }

    /// With `?1` for `$1`; no statement has a dollar sign elsewhere.
    private static func numbered(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { room in
                _ = room.initialize(from: bytes)
                for index in bytes.indices where bytes[index] == UInt8(ascii: "$") {
                    room[index] = UInt8(ascii: "?")
                }
                return bytes.count
            }
        }
    }
}

/// Whether a transaction's body may have changed something.
final class SQLiteChanges {
    var hasSome = false
}
