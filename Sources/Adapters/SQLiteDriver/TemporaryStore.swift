public import Administration
public import Enrollments
public import Foundation
public import Ports

/// A store for tests: a real file in a directory of its own, both gone when the last reference is.
public final class TemporaryStore: Store {
    private let store: any Store
    public let directory: URL

    public init() async throws {
        directory = FileManager.default.temporaryDirectory.appending(
            path: "kizuna-temporary-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        store = try await SQLiteStore.open(path: directory.appending(path: "kizuna.sqlite").path)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    public func read<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.read(reach, body)
    }

    public func write<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.write(reach, body)
    }

    public func write<Value: Sendable>(
        about enrollments: [EnrollmentID], in scope: CompanyScope,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.write(about: enrollments, in: scope, body)
    }

    public func note<Value: Sendable>(
        _ reach: Reach, _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        try await store.note(reach, body)
    }

    public func close() async throws { try await store.close() }
}
