import Foundation
import GRDB
import Ports
import SQLStore

import struct SQLStore.SQL

/// One SQLite connection inside a transaction.
///
/// `$1` is a named parameter to SQLite, numbered by its first appearance; what the statements mean by it is
/// SQLite's `?1`, which is bound by its number, and quicker than by name.
struct SQLiteConnection: SQLConnection {
    let database: Database

    func rows(_ statement: SQL, _ values: [SQLValue]) throws -> [SQLRow] {
        try StoreError.translating {
            let prepared = try prepare(statement)
            let columns = prepared.columnNames
            let cursor = try Row.fetchCursor(prepared, arguments: arguments(values))
            var rows: [SQLRow] = []
            while let row = try cursor.next() {
                rows.append(SQLRow(columns: columns, values: row.databaseValues.map(SQLValue.init)))
            }
            return rows
        }
    }

    func execute(_ statement: SQL, _ values: [SQLValue]) throws -> Int {
        try StoreError.translating {
            try prepare(statement).execute(arguments: arguments(values))
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
                for (index, byte) in bytes.enumerated() {
                    room.initializeElement(at: index, to: byte == UInt8(ascii: "$") ? UInt8(ascii: "?") : byte)
                }
                return bytes.count
            }
        }
    }

    private func arguments(_ values: [SQLValue]) -> StatementArguments {
        StatementArguments(values.map(\.databaseValue))
    }
}

extension SQLValue {
    fileprivate init(_ stored: DatabaseValue) {
        self =
            switch stored.storage {
            case .null: .null
            case .int64(let integer): .integer(integer)
            case .string(let text): .text(text)
            case .blob(let data): .bytes([UInt8](data))
            // No column of ours is declared so; the reader of the row says what is wrong.
            case .double: .null
            }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}
