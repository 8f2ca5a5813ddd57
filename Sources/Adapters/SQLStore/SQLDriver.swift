public import Ports

/// One database engine under the statements of ``SQLStore``: connections, threads, transactions.
///
/// What a driver promises, beyond running statements:
/// - Bodies run on threads of its own, never on Swift's cooperative pool. A body that has begun is not
///   interrupted by cancellation of the task that waits for it.
/// - Two writes behave as if one ran after the other, as far as their ``SQLTurn`` says. A read sees one consistent state.
/// - ``write(_:_:_:)`` returns when the change is on disk; when the body throws, nothing of it is kept.
/// - Text compares and sorts byte by byte (PostgreSQL: a database with collation `C`), foreign keys are on.
/// - Every error of the engine is told as a `StoreError`; its words never hold values of a row.
public protocol SQLDriver: Sendable {
    func read<Value: Sendable>(
        _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
    func write<Value: Sendable>(
        _ turn: SQLTurn, _ reach: SQLReach, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
    /// - Parameter opening: what the body is about to ask, of rows that nobody else changes in its turn: an engine to which
    ///   each question is a way there and back may ask it before (``SQLConnection/opened(_:)``).
    func write<Value: Sendable>(
        _ turn: SQLTurn, _ reach: SQLReach, opening: SQLOpening?,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value
    /// Statements in the engine's own tongue for what portable SQL cannot say; a migration runs them.
    func statements(for feature: SQLFeature) -> [SQL]
    /// Whether the engine holds transactions to their ``SQLReach``.
    func companyWall() async throws -> CompanyWall
    /// What other processes announced on this database; nil when the engine serves one process only.
    func news() -> AsyncStream<SQLNews>?
    /// Waits for running transactions.
    func close() async throws
}

/// Which other writes may run while one does, in the whole installation.
public enum SQLTurn: Sendable, Equatable {
    /// None.
    case alone
    /// Others of this kind that name none of these units. Each statement sees what was committed before it.
    case beside(units: [String])
}

/// Which rows of the tables with a company's column a transaction meets; an engine without such means shows all.
public enum SQLReach: Sendable, Equatable {
    /// Those with this company.
    case company(String)
    case everyCompany
    /// Says nothing, as versions did that know nothing of reaches; for tests.
    case unsaid
}

extension SQLDriver {
    /// Of every company.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await read(.everyCompany, body)
    }

    /// Of every company.
    public func write<Value: Sendable>(
        _ turn: SQLTurn, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await write(turn, .everyCompany, body)
    }

    /// Alone, of every company.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await write(.alone, .everyCompany, body)
    }

    public func write<Value: Sendable>(
        _ turn: SQLTurn, _ reach: SQLReach, opening: SQLOpening?,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await write(turn, reach, body)
    }

    public func news() -> AsyncStream<SQLNews>? { nil }
    public func companyWall() async throws -> CompanyWall { .none }
}

/// See ``SQLConnection/announce(_:)``.
public enum SQLNews: Sendable, Equatable {
    case line(String)
    /// Lines may be missed until ``resumed``.
    case lost
    case resumed
}

/// A connection inside its transaction; valid only as long as the body runs.
public protocol SQLConnection {
    /// - Parameters:
    ///   - values: `$1` is the first.
    func rows(_ statement: SQL, _ values: [SQLValue]) throws -> [SQLRow]
    /// - Returns: how many rows were inserted, changed or deleted.
    func execute(_ statement: SQL, _ values: [SQLValue]) throws -> Int
    /// Runs a statement on whose outcome nothing depends but whether the transaction may be committed: an engine may run it later,
    /// in its place before whatever is asked for afterwards, and tell its failure then, or at the end.
    ///
    /// - Parameter complaint: it must change one row, else this is what is wrong.
    /// - Throws: also what went wrong with statements before it.
    func later(_ statement: SQL, _ values: [SQLValue], orElse complaint: String?) throws
    /// The rows of a question of the write's opening, when the body began; nil when it must be asked.
    func opened(_ number: Int) -> [SQLRow]?
    /// Tells the other processes on this database, when and only when the transaction commits.
    ///
    /// - Parameter lines: ASCII, at most 7,000 bytes each.
    func announce(_ lines: [String]) throws
    /// Ends a SELECT whose rows are to be changed: rows that another transaction is changing are left out.
    /// Empty where only one transaction writes at a time. The SELECT calls their table `w`.
    var skippingLockedRows: SQL { get }
}

extension SQLConnection {
    public func later(_ statement: SQL, _ values: [SQLValue], orElse complaint: String?) throws {
        let count = try execute(statement, values)
        if let complaint, count != 1 { throw StoreError.conflict(complaint) }
    }
    public func opened(_ number: Int) -> [SQLRow]? { nil }
    public func announce(_ lines: [String]) throws {}
    public var skippingLockedRows: SQL { "" }
}

/// What each engine says in its own words.
public enum SQLFeature: Sendable, CaseIterable {
    /// Triggers that refuse to change or delete a row of `audit_entries`.
    case appendOnlyAudit
    /// An index that holds `enrollments.search_text` whole, where the engine has no limit for what an index holds.
    case searchTextsTogether
    /// Leaves room on the pages of tables whose rows are changed often, where a changed row is a new one.
    case roomForChanges
    /// Takes those triggers away for the length of a migration.
    case openAudit
    /// Triggers that refuse to change a row of `audit_entries`, and to delete one whose number is above
    /// `audit_logs.dropped`.
    case retainedAudit
    /// Holds transactions to their ``SQLReach`` in every table with a column `company_id`, and in `companies`. Run again,
    /// it does so for tables that are new.
    case companyWall
    /// Lets transactions that say nothing see everything, in the tables that have the wall so far.
    case openCompanyWall
    /// Ends that.
    case closedCompanyWall
}
