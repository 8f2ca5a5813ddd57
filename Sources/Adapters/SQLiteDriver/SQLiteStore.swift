public import Ports
import SQLStore

/// The store on a SQLite file.
public enum SQLiteStore {
    /// Opens or creates the database and brings its schema up to date.
    ///
    /// - Throws: `StoreError.cannotOpen`: damaged, from a newer version, not accessible; says which, and the
    ///   remedy.
    public static func open(path: String) async throws -> any Store {
        try await SQLStore.open(SQLiteDriver.open(path: path))
    }
}
