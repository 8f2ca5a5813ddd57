import GRDB
import Ports

extension StoreError {
    /// Runs `work` and tells SQLite's errors in the words of the port; other errors pass unchanged.
    static func translating<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Only SQLite's own message is passed on, which names tables and columns but no values.
    init(_ error: DatabaseError) {
        let message = error.message ?? "no message"
        self =
            switch error.resultCode.primaryResultCode {
            case .SQLITE_CONSTRAINT: .conflict(message)
            case .SQLITE_FULL: .unavailable("the disk is full: nothing was stored; free some space")
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                .unavailable("another process has held the database too long; try again")
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                .unavailable("the database file is damaged (\(message)): stop the server and restore a backup")
            case .SQLITE_READONLY:
                .unavailable("the database cannot be written to (\(message)): look at the file's rights and mount")
            default: .unavailable("\(message) (SQLite \(error.extendedResultCode.rawValue))")
            }
    }
}
