public import Administration
public import Enrollments
public import Foundation

/// Where everything is kept that was acknowledged to somebody.
///
/// A decision is one ``write(_:_:)``: the body loads, asks Core, saves; when it throws, nothing of it is kept.
/// When it returns, the change is on disk. Bodies are synchronous and run on a thread of the store's own,
/// never on an event loop. Once a statement has thrown, the transaction is lost: the body can only choose
/// another error. A read sees one consistent state and never waits for a writer.
///
/// A transaction says whose rows it is about (``Reach``): PostgreSQL shows it no others, and takes none from it, whatever
/// its statements forget (docs/decisions/0021).
public protocol Store: Sendable {
    func read<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value
    /// A decision about anything within reach: no other write runs beside it.
    func write<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value
    /// A decision about these enrollments alone: others' run beside it, theirs one after the other.
    ///
    /// The body may read and change what belongs to them and append to logs; it may read what only ``write(_:_:)``
    /// changes (people, certificates, companies). A statement about another enrollment is refused.
    func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value
    /// Statements each of which is right by itself, whatever happens between them: soft facts, claims, leases.
    ///
    /// Anything may run beside it; nothing may be decided by what was read before.
    func note<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value
    /// What there is to know about the wall that the database itself holds between companies.
    func companyWall() async throws -> CompanyWall
    /// Ends what the wall still permits to versions that know nothing of it, once none of them serves.
    ///
    /// - Returns: true when the wall was ended just now.
    func closeCompanyWall(at now: Date) async throws -> Bool
    /// What other nodes change, from the moment of asking; nil when no other node can reach this store.
    /// One listener for each store.
    func news() -> AsyncStream<StoreNews>?
    /// Waits for running transactions, then closes. Nothing may be called afterwards.
    func close() async throws
}

/// What can be asked inside ``Store/read(_:_:)`` and ``Store/write(_:_:)``; one protocol for each family of rows.
public protocol Transaction: InstallationRecords, CompanyRecords, UserRecords, SessionRecords, AuditRecords,
    PushRecords, VendorRecords, EnrollmentRecords, DeviceListRecords, IdentityRecords, CommandRecords,
    WakeUpRecords, LeaseRecords, LogRecords, NoticeRecords, LogExportRecords, NotificationRecords, TokenRecords,
    TokenDeviceRecords, FigureRecords, CalendarRecords, WebhookRecords, BulkOrderRecords
{}

extension Store {
    public func read<Value: Sendable>(
        in scope: CompanyScope, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await read(.company(scope), body)
    }

    public func write<Value: Sendable>(
        in scope: CompanyScope, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await write(.company(scope), body)
    }

    public func note<Value: Sendable>(
        in scope: CompanyScope, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await note(.company(scope), body)
    }

    /// For what is above companies, and for tests: Tests/ArchitectureTests/ReachTests.swift lists where.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await read(.everyCompany, body)
    }

    /// As ``read(_:)``.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await write(.everyCompany, body)
    }

    /// As ``read(_:)``.
    public func note<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await note(.everyCompany, body)
    }

    public func news() -> AsyncStream<StoreNews>? { nil }
    public func companyWall() async throws -> CompanyWall { .none }
    public func closeCompanyWall(at now: Date) async throws -> Bool { false }
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
