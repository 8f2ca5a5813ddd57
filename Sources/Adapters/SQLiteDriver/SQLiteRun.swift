import Foundation
import GRDB
import GRDBSQLite
import SQLStore

/// One execution of a prepared statement, by SQLite's own functions: values are bound from where they lie, and
/// columns are read straight into ``SQLValue``.
struct SQLiteRun {
    private let handle: OpaquePointer
    private let database: Database

    init(_ prepared: Statement, in database: Database) {
        handle = prepared.sqliteStatement
        self.database = database
    }

    /// - Parameter each: called for every row while the statement stands on it.
    /// - Throws: `DatabaseError`; the statement can be run again in any case.
    func run(_ values: [SQLValue], each: (SQLiteRun) throws -> Void) throws {
        guard Int(sqlite3_bind_parameter_count(handle)) == values.count else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "wrong number of values for a statement")
        }
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, at: CInt(truncatingIfNeeded: index + 1))
            guard code == SQLITE_OK else { throw error(code) }
        }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try each(self)
            case SQLITE_DONE: return
            case let code: throw error(code)
            }
        }
    }

    /// Of the row on which it stands.
    var values: [SQLValue] {
        let count = sqlite3_data_count(handle)
        var values: [SQLValue] = []
        values.reserveCapacity(Int(count))
        for column in 0..<count { values.append(value(column)) }
        return values
    }

    private func value(_ column: CInt) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_TEXT:
            guard let start = sqlite3_column_text(handle, column) else { return .text("") }
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(handle, column) else { return .bytes([]) }
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
            return .bytes([UInt8](bytes))
        // No column of ours is declared as a fraction; the reader of the row says what is wrong.
        default: return .null
        }
    }

    private func bind(_ value: SQLValue, at place: CInt) -> CInt {
        switch value {
        case .null: return sqlite3_bind_null(handle, place)
        case .integer(let integer): return sqlite3_bind_int64(handle, place, integer)
        case .text(var text):
            return text.withUTF8 { bytes in
                // Without an address SQLite would store NULL.
                guard let start = bytes.baseAddress else {
                    return sqlite3_bind_text(handle, place, "", 0, Self.copied)
                }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text64(
                        handle, place, $0, UInt64(bytes.count), Self.copied, UInt8(truncatingIfNeeded: SQLITE_UTF8))
                }
            }
        case .bytes(let bytes):
            return bytes.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress, !bytes.isEmpty else {
                    return sqlite3_bind_zeroblob(handle, place, 0)
                }
                return sqlite3_bind_blob64(handle, place, start, UInt64(bytes.count), Self.copied)
            }
        }
    }

    private func error(_ code: CInt) -> DatabaseError {
        DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
    }

    /// `SQLITE_TRANSIENT`: the bytes are SQLite's own after the call.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
