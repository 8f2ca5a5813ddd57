import Administration
import Enrollments
import Foundation
import Measurements
import Ports

/// The store with a clock beside it: how long transactions take, and how they fail.
struct MeasuredStore: Store {
    private let store: any Store
    private let telemetry: StoreTelemetry

    init(_ store: any Store, _ telemetry: StoreTelemetry) {
        self.store = store
        self.telemetry = telemetry
    }

    func read<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await measured(by: telemetry.reads) { try await store.read(reach, body) }
    }

    func write<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await measured(by: telemetry.writes) { try await store.write(reach, body) }
    }

    func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await measured(by: telemetry.writes) { try await store.write(about: enrollments, in: scope, body) }
    }

    func note<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await measured(by: telemetry.writes) { try await store.note(reach, body) }
    }

    func companyWall() async throws -> CompanyWall { try await store.companyWall() }

    func closeCompanyWall(at now: Date) async throws -> Bool { try await store.closeCompanyWall(at: now) }

    func news() -> AsyncStream<StoreNews>? { store.news() }

    func close() async throws { try await store.close() }

    private func measured<Value>(by histogram: Histogram, _ work: () async throws -> Value) async throws -> Value {
        let begun = ContinuousClock.now
        defer { histogram.observe(ContinuousClock.now - begun) }
        do {
            return try await work()
        } catch let error as StoreError {
            switch error {
            case .conflict: telemetry.failures.add("conflict")
            case .unavailable: telemetry.failures.add("unavailable")
            case .unreadable, .cannotOpen: telemetry.failures.add("unreadable")
            }
            throw error
        }
    }
}
