import Administration
import Enrollments
import Ports

/// The port's functions over one connection, a file for each family of rows.
///
/// After a statement that failed, PostgreSQL accepts no other and keeps nothing of the transaction, while
/// SQLite would go on. Here both stop: each later statement, and the end of the body, throws the first
/// failure again, so that no use case comes to rely on the one engine.
final class SQLTransaction: Transaction {
    private let connection: any SQLConnection
    private var failure: (any Error)?
    private var news = NewsSheet()
    /// Enrollments as this transaction has read or written them last.
    private var enrollments: [EnrollmentID: (scope: CompanyScope, enrollment: Enrollment)] = [:]
    /// As it was read before the body began; gone when it was used, or something else was asked.
    private var openedEnrollment: (id: EnrollmentID, scope: CompanyScope, row: SQLRow)?
    /// All that waits for one enrollment, kept as this transaction changes it; nil when it is not known.
    var queue: KnownQueue?
    /// A page and its counts look for the same.
    var lastSearch: (scope: CompanyScope, text: String, found: [SQLValue]?)?
    var skippingLockedRows: SQL { connection.skippingLockedRows }

    private var fence: StatementFence?
    private let companyFence: CompanyFence?

    private init(_ connection: any SQLConnection, _ reach: Reach, _ fence: StatementFence?) {
        self.connection = connection
        self.fence = fence
        companyFence = if case .company(let scope) = reach { CompanyFence(scope) } else { nil }
    }

    /// - Parameters:
    ///   - reach: whose rows the body may speak of.
    ///   - fence: which devices' rows; nil for any.
    ///   - opened: whose ``opening(of:in:)`` may have been asked.
    static func run<Value>(
        _ body: (any Transaction) throws -> Value, on connection: any SQLConnection, in reach: Reach,
        about fence: StatementFence? = nil, opened: EnrollmentID? = nil
    ) throws -> Value {
        let transaction = SQLTransaction(connection, reach, fence)
        if let opened, case .company(let scope) = reach { transaction.takeOpening(of: opened, in: scope) }
        let value = try body(transaction)
        if let failure = transaction.failure { throw failure }
        if !transaction.news.isEmpty { try connection.announce(transaction.news.lines) }
        return value
    }

    /// What nearly every decision about an enrollment asks first: its row, and what waits for it.
    static func opening(of enrollment: EnrollmentID, in scope: CompanyScope) -> SQLOpening {
        SQLOpening(enrollment.description, in: scope.value, [enrollmentQuestion, KnownQueue.question])
    }

    private func takeOpening(of enrollment: EnrollmentID, in scope: CompanyScope) {
        if let row = connection.opened(0)?.first { openedEnrollment = (enrollment, scope, row) }
        queue = connection.opened(1).flatMap { KnownQueue($0, of: enrollment, in: scope) }
    }

    /// The enrollment's row, once, when it was read before the body began.
    func takeOpened(_ id: EnrollmentID, in scope: CompanyScope) -> SQLRow? {
        guard let opened = openedEnrollment, opened.id == id, opened.scope == scope else { return nil }
        openedEnrollment = nil
        return opened.row
    }

    /// Told to the other nodes with the commit.
    func tell(_ one: StoreNews) { news.add(one) }

    func remember(_ enrollment: Enrollment, in scope: CompanyScope) {
        fence?.admit(enrollment)
        // A page of the list is read to be shown, not to be changed.
        if enrollments.count < 16 || enrollments[enrollment.id] != nil {
            enrollments[enrollment.id] = (scope, enrollment)
        }
    }

    func remembered(_ id: EnrollmentID, in scope: CompanyScope) -> Enrollment? {
        guard let (known, enrollment) = enrollments[id], known == scope else { return nil }
        return enrollment
    }

    func rows(_ statement: SQL, _ values: [SQLValue] = []) throws -> [SQLRow] {
        try attempt(statement, values) { try connection.rows(statement, values) }
    }

    func row(_ statement: SQL, _ values: [SQLValue] = []) throws -> SQLRow? {
        try rows(statement, values).first
    }

    /// For statements whose effect may be nothing.
    func execute(_ statement: SQL, _ values: [SQLValue] = []) throws {
        try attempt(statement, values) { try connection.later(statement, values, orElse: nil) }
    }

    /// For statements that change the one row that the caller named.
    ///
    /// - Throws: `StoreError.conflict` when there is no such row in this company; it may come from a later statement, or
    ///   from the end of the transaction.
    func executeOnOne(_ what: String, _ statement: SQL, _ values: [SQLValue]) throws {
        try attempt(statement, values) {
            try connection.later(statement, values, orElse: "there is no such \(what) in this company")
        }
    }

    /// - Returns: how many rows were inserted, changed or deleted.
    func changes(_ statement: SQL, _ values: [SQLValue]) throws -> Int {
        try attempt(statement, values) { try connection.execute(statement, values) }
    }

    func count(_ statement: SQL, _ values: [SQLValue]) throws -> Int {
        guard let row = try row(statement, values) else { return 0 }
        return try row.integer("count")
    }

    private func attempt<Value>(
        _ statement: SQL, _ values: [SQLValue], _ work: () throws -> Value
    ) throws -> Value {
        if let failure { throw failure }
        openedEnrollment = nil
        do {
            try companyFence?.check(statement, values)
            try fence?.check(statement, values)
            for case .text(let text) in values where text.utf8.contains(0) {
                throw StoreError.conflict("a text with a NUL character cannot be stored")
            }
            return try work()
        } catch {
            failure = error
            throw error
        }
    }
}
