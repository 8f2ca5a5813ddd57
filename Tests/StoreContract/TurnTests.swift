import Administration
import CommandQueue
import Enrollments
import Foundation
import Ports
import Testing

@testable import SQLStore

private let (e1, e2) = (EnrollmentID(stored: "e1"), EnrollmentID(stored: "e2"))

@Suite struct TurnTests {
    private func fill(_ store: any Store) async throws -> CompanyScope {
        let company = try Company.sample("one")
        try await store.write {
            try $0.insert(company)
            try $0.enroll(.sample("e1", device: "d1"), in: company.scope)
            try $0.enroll(.sample("e2", device: "d2"), in: company.scope)
        }
        return company.scope
    }

    fileprivate static let trespasses: [@Sendable (any Transaction, CompanyScope) throws -> Void] = [
        { _ = try $0.enrollment(e2, in: $1) },
        { _ = try $0.pendingCommandCount(of: e2, in: $1) },
        { _ = try $0.deviceCount(in: $1) },
        { _ = try $0.deviceEvents(of: DeviceID(stored: "d2"), before: nil, limit: 1, in: $1) },
        { try $0.insert(.sample("c", 1, of: e2), in: $1) },
        { try $0.requestWakeUp(of: e2, at: today, restarting: true, in: $1) },
        { transaction, _ in try transaction.setInstallationValue([1], for: .kind) },
        { _ = try $0.requestWakeUps(at: today, everyEnrollment: true, in: $1) },
    ]

    @Test(arguments: Engine.all, Array(0..<8))
    func `a decision about one device cannot reach for another, or for what is everybody's`(
        _ engine: Engine, _ number: Int
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench.store)
            await expectConflict {
                try await bench.store.write(about: [e1], in: scope) { transaction in
                    _ = try transaction.enrollment(e1, in: scope)
                    try Self.trespasses[number](transaction, scope)
                }
            }
            // Said before, it may.
            guard number < 6 else { return }
            try await bench.store.write(about: [e1, e2], in: scope) { transaction in
                _ = try transaction.enrollment(e2, in: scope)
                if number != 2 { try Self.trespasses[number](transaction, scope) }
            }
        }
    }

    @Test(arguments: Engine.all) func `a decision about a device reads its own, and appends to the logs`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench.store)
            let found = try await bench.store.write(about: [e1], in: scope) { transaction in
                let enrollment = try transaction.enrollment(e1, in: scope)
                try transaction.append(AuditDraft(.loggedIn, by: .serviceOperator, at: today), in: scope)
                _ = try transaction.deviceEvents(of: DeviceID(stored: "d1"), before: nil, limit: 1, in: scope)
                _ = try transaction.activePushCertificate(in: scope)
                return enrollment
            }
            #expect(found?.id == e1)
            #expect(try await bench.store.read { try $0.auditEntries(in: scope, after: 0, limit: 9).count } == 1)
        }
    }

    /// Reads, then writes what the reading allowed: the classical skew when two do it on one snapshot.
    @Test(arguments: Engine.all) func `of many decisions about one device each sees what the one before did`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench.store)
            let store = bench.store
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    let decision: @Sendable (any Transaction) throws -> Void = { transaction in
                        guard try transaction.pendingCommandCount(of: e1, in: scope) == 0 else { return }
                        let sequence = try transaction.nextCommandSequence(of: e1, in: scope)
                        try transaction.insert(.sample("c\(number)", sequence), in: scope)
                    }
                    group.addTask {
                        // Two thirds by the device, one third by something that concerns everybody.
                        if number % 3 == 0 {
                            try await store.write(decision)
                        } else {
                            try await store.write(about: [e1], in: scope, decision)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.read { try $0.pendingCommandCount(of: e1, in: scope) } == 1)
        }
    }

    @Test(arguments: Engine.all) func `many devices write one log, and its chain holds`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench.store)
            let store = bench.store
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<80 {
                    group.addTask {
                        try await store.write(about: [number % 2 == 0 ? e1 : e2], in: scope) {
                            try $0.append(
                                AuditDraft(.loggedIn, by: .serviceOperator, at: today, subject: "\(number)"), in: scope)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let entries = try await store.read { try $0.auditEntries(in: scope, after: 0, limit: 100) }
            #expect(entries.map(\.sequence) == Array(1...80))
            for (before, after) in zip(entries, entries.dropFirst()) { #expect(after.previousHash == before.hash) }
        }
    }

    struct Refused: Error {}

    @Test(arguments: Engine.all) func `writes that go together fail by themselves`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            let scope = try await fill(bench.store)
            let store = bench.store
            let outcomes = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
                for number in 0..<120 {
                    group.addTask {
                        do {
                            try await store.write(about: [e1], in: scope) { transaction in
                                if number % 5 == 0 { throw Refused() }
                                try transaction.insert(.sample("c\(number)", number), in: scope)
                                if number % 5 == 1 { throw Refused() }
                                // The same identifier again: the database refuses.
                                if number % 5 == 2 { try transaction.insert(.sample("c\(number)", number), in: scope) }
                            }
                            return (number, true)
                        } catch {
                            return (number, false)
                        }
                    }
                }
                return try await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            let stored = try await store.read { try $0.pendingCommands(of: e1, in: scope).map(\.uuid.description) }
            #expect(Set(stored) == Set((0..<120).filter { $0 % 5 > 2 }.map { "c\($0)" }))
            for (number, succeeded) in outcomes { #expect(succeeded == (number % 5 > 2)) }
        }
    }
}
