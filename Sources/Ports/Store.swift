/// Where everything is kept that was acknowledged to somebody.
///
/// A decision is one ``write(_:)``: the body loads, asks Core, saves; when it throws, nothing of it is kept.
/// When it returns, the change is on disk. Bodies are synchronous and run on a thread of the store's own,
/// never on an event loop. Once a statement has thrown, the transaction is lost: the body can only choose
/// another error. A read sees one consistent state and never waits for a writer.
public protocol Store: Sendable {
    func read<Value: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Value) async throws -> Value
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Value) async throws -> Value
    /// What other nodes change, from the moment of asking; nil when no other node can reach this store.
    /// One listener for each store.
    func news() -> AsyncStream<StoreNews>?
    /// Waits for running transactions, then closes. Nothing may be called afterwards.
    func close() async throws
}

/// What can be asked inside ``Store/read(_:)`` and ``Store/write(_:)``; one protocol for each family of rows.
public protocol Transaction: InstallationRecords, CompanyRecords, UserRecords, SessionRecords, AuditRecords,
    PushRecords, VendorRecords, EnrollmentRecords, DeviceListRecords, IdentityRecords, CommandRecords,
    WakeUpRecords, LeaseRecords, LogRecords, NoticeRecords, LogExportRecords
{}

extension Store {
    public func news() -> AsyncStream<StoreNews>? { nil }
}

/// The store cannot do what was asked for reasons of its own: the caller answers "not now".
public enum StoreError: Error, Sendable {
    /// The database cannot be opened, or is from a newer version; says which, and the remedy.
    case cannotOpen(String)
    /// A uniqueness or foreign-key rule of the database refused the row.
    case conflict(String)
    case unavailable(String)
    /// A stored value that this version cannot read.
    case unreadable(String)
}
