public import Ports
import SQLStore

/// The store on PostgreSQL.
public enum PostgreSQLStore {
    /// - Throws: `StoreError.cannotOpen`.
    public static func open(_ address: String) async throws -> any Store {
        try await SQLStore.open(PostgreSQLDriver.open(address))
    }
}
