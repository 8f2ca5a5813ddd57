public import Administration
public import Enrollments

/// Where everything is kept that was acknowledged to somebody.
///
/// A decision is one ``write(_:)``: the body loads, asks Core, saves; when it throws, nothing of it is kept.
/// When it returns, the change is on disk. Bodies are synchronous and run on a thread of the store's own,
/// never on an event loop. Once a statement has thrown, the transaction is lost: the body can only choose
/// another error. A read sees one consistent state and never waits for a writer.
public protocol Store: Sendable {
    func read<Value: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Value) async throws -> Value
    /// A decision about anything: no other write runs beside it.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Value) async throws -> Value
    /// A decision about these enrollments alone: others' run beside it, theirs one after the other.
    ///
    /// The body may read and change what belongs to them and append to logs; it may read what only ``write(_:)``
    /// changes (people, certificates, companies). A statement about another enrollment is refused.
    func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value
    /// Statements each of which is right by itself, whatever happens between them: soft facts, claims, leases.
    ///
    /// Anything may run beside it; nothing may be decided by what was read before.
    func note<Value: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Value) async throws -> Value
    /// What other nodes change, from the moment of asking; nil when no other node can reach this store.
    /// One listener for each store.
    func news() -> AsyncStream<StoreNews>?
    /// Waits for running transactions, then closes. Nothing may be called afterwards.
    func close() async throws
}

/// What can be asked inside ``Store/read(_:)`` and ``Store/write(_:)``; one protocol for each family of rows.
public protocol Transaction: InstallationRecords, CompanyRecords, UserRecords, SessionRecords, AuditRecords,
    PushRecords, VendorRecords, EnrollmentRecords, DeviceListRecords, IdentityRecords, CommandRecords,
    WakeUpRecords, LeaseRecords, LogRecords, NoticeRecords, LogExportRecords, NotificationRecords, TokenRecords,
    TokenDeviceRecords, FigureRecords, CalendarRecords, WebhookRecords
{}

extension Store {
    public func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await write(body)
    }

    public func note<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await write(body)
    }

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
