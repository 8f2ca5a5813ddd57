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
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await measured(by: telemetry.reads) { try await store.read(body) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await measured(by: telemetry.writes) { try await store.write(body) }
    }

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
