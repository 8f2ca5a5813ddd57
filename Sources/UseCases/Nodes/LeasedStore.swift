public import Administration
public import Enrollments
public import Foundation
public import Ports

/// The store of a node that serves: it writes only while ``NodeLeases`` says that the node may.
///
/// Whoever carries the installation elsewhere looks for nodes by their leases. A node whose lease ran out while it stood
/// still is not seen; what it would acknowledge then might be in neither database. It says "not now" instead.
public struct LeasedStore: Store {
    private let store: any Store
    private let leases: NodeLeases

    public init(_ store: any Store, _ leases: NodeLeases) {
        self.store = store
        self.leases = leases
    }

    public func read<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.read(reach, body)
    }

    public func write<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.write(reach, fenced(body))
    }

    public func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.write(about: enrollments, in: scope, fenced(body))
    }

    public func note<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.note(reach, fenced(body))
    }

    public func companyWall() async throws -> CompanyWall { try await store.companyWall() }
    public func closeCompanyWall(at now: Date) async throws -> Bool { try await store.closeCompanyWall(at: now) }
    public func news() -> AsyncStream<StoreNews>? { store.news() }
    public func close() async throws { try await store.close() }

    /// Looked at before the work, and again as close to the commit as a body comes.
    private func fenced<Value>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) -> @Sendable (any Transaction) throws -> Value {
        { transaction in
            try check()
            let value = try body(transaction)
            try check()
            return value
        }
    }

    private func check() throws {
        guard leases.serves else {
            throw StoreError.unavailable(
                "this node could not say for a while that it serves, or may not; nothing is written until it can")
        }
    }
}
