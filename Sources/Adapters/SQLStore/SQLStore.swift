public import Administration
public import Enrollments
public import Foundation
public import Ports

/// The `Store` of the product: one set of statements for every engine that has a driver.
public struct SQLStore: Store {
    private let driver: any SQLDriver

    /// Brings the schema up to date, each migration in one transaction.
    ///
    /// - Throws: `StoreError.cannotOpen` when the database is from a newer version or a migration fails;
    ///   the driver is closed then, and what the database held before is unchanged.
    public static func open(_ driver: any SQLDriver) async throws -> SQLStore {
        try await open(driver, knowing: Migration.all)
    }

    static func open(_ driver: any SQLDriver, knowing migrations: [Migration]) async throws -> SQLStore {
        do {
            try await Migrator(driver).run(migrations)
        } catch {
            try? await driver.close()
            throw error
        }
        return SQLStore(driver: driver)
    }

    private init(driver: any SQLDriver) { self.driver = driver }

    public func read<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await driver.read(reach.sql) { try SQLTransaction.run(body, on: $0, in: reach) }
    }

    public func write<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await driver.write(.alone, reach.sql) { try SQLTransaction.run(body, on: $0, in: reach) }
    }

    public func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        let units = enrollments.map { "\(scope.companyID)/\($0)" }
        let reach = Reach.company(scope)
        let first = enrollments.count == 1 ? enrollments.first : nil
        let opening = first.map { SQLTransaction.opening(of: $0, in: scope) }
        return try await driver.write(.beside(units: units), reach.sql, opening: opening) {
            try SQLTransaction.run(body, on: $0, in: reach, about: StatementFence(enrollments), opened: first)
        }
    }

    public func note<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await driver.write(.beside(units: []), reach.sql) { try SQLTransaction.run(body, on: $0, in: reach) }
    }

    public func companyWall() async throws -> CompanyWall { try await driver.companyWall() }

    public func closeCompanyWall(at now: Date) async throws -> Bool {
        guard try await driver.companyWall() == .open else { return false }
        return try await Migrator(driver).closeCompanyWall(at: now)
    }

    public func news() -> AsyncStream<StoreNews>? {
        guard let lines = driver.news() else { return nil }
        return AsyncStream { continuation in
            let task = Task {
                for await line in lines { NewsSheet.read(line).forEach { continuation.yield($0) } }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    public func close() async throws { try await driver.close() }
}

extension Reach {
    var sql: SQLReach {
        switch self {
        case .company(let scope): .company(scope.companyID.description)
        case .everyCompany: .everyCompany
        }
    }
}
