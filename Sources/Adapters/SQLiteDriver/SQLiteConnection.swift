import Foundation
import GRDB
import Ports
import SQLStore

import struct SQLStore.SQL

/// One SQLite connection inside a transaction.
///
/// `$1` is a named parameter to SQLite, and the same name means the same value wherever it stands, which
/// is just what PostgreSQL's `$1` means: statements run as they are written.
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
            let prepared = try prepare(statement)
            try prepared.execute(arguments: arguments(values))
            return database.changesCount
        }
    }

    private func prepare(_ statement: SQL) throws -> Statement {
        statement.isVaried
            ? try database.makeStatement(sql: statement.text) : try database.cachedStatement(sql: statement.text)
    }

    private func arguments(_ values: [SQLValue]) -> StatementArguments {
        var named: [String: DatabaseValue] = [:]
        for (index, value) in values.enumerated() { named[String(index + 1)] = value.databaseValue }
        return StatementArguments(named)
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
